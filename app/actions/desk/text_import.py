"""Texts from a translator's file: those that can be used are kept, in one act; the others are named, with the reason."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from app.actions.change import act, action, by
from app.actions.desk.following_texts import follow_texts
from app.actions.desk.texts import put_forms, raise_texts_version
from app.core.errors import BadFields, NotFound
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.desk.changed_texts import changed_texts_in
from app.text.catalogue import TextKey
from app.text.languages import _, available, catalogue
from app.translations.checking import check_forms
from app.translations.known_texts import known_texts
from app.translations.po_files import FileText, read_po
from app.translations.text_id import text_id


@dataclass(frozen=True, slots=True)
class RefusedText:
    """A text of the file that was left as it was, and why."""

    english: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`changed`: how many texts say something else now; `same`: how many said it before; untranslated ones are not counted."""

    changed: int
    same: int
    refused: tuple[RefusedText, ...]


async def import_texts(desk: Desk, operator: Operator, language: str, content: bytes, now_ms: int) -> ImportReport:
    """Let the texts of a .po file hold in this language. Raises NotFound, BadFields(file) for a file that is none."""
    if language not in available():
        raise NotFound
    good, refused = await asyncio.to_thread(_sorted_out, content, language)
    changed = await _keep(desk, operator, language, good, now_ms)
    await follow_texts(desk)
    return ImportReport(changed, len(good) - changed, refused)


def _sorted_out(content: bytes, language: str) -> tuple[dict[TextKey, tuple[str, ...]], tuple[RefusedText, ...]]:
    good: dict[TextKey, tuple[str, ...]] = {}
    refused = []
    for one in read_po(content, language):
        if not one.forms:
            continue
        if reason := next(_reasons(one, language), ""):
            refused.append(RefusedText(one.key.singular, reason))
        else:
            good[one.key] = one.forms
    return good, tuple(refused)


def _reasons(one: FileText, language: str) -> Iterator[str]:
    if one.fault:
        yield one.fault
    if text_id(one.key) not in known_texts():
        yield _("Not a text of this version.")
    try:
        check_forms(one.key, one.forms, language)
    except BadFields as error:
        yield from error.faults.values()


@action
async def _keep(
    desk: Desk, operator: Operator, language: str, texts: dict[TextKey, tuple[str, ...]], now_ms: int
) -> int:
    """Keep those that differ from what is said now; return how many did."""
    async with act(desk, now_ms) as tx:
        await raise_texts_version(tx)
        kept = await changed_texts_in(tx.db, language)
        spoken, changed = catalogue(language), 0
        for key, forms in texts.items():
            before = kept.get(text_id(key))
            if forms == (before.forms if before else spoken.shipped(key)):
                continue
            await put_forms(tx, operator, language, key, forms)
            changed += 1
        if changed:
            tx.record("language.imported", by(operator), language=language, texts=changed)
    return changed
