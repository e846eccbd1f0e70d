"""The desk's texts as administrators want them: changed, put back, undone; one event each. Every process follows at once."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.desk.following_texts import follow_texts
from app.core.errors import Conflict, NotFound
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.desk.changed_texts import changed_text
from app.text.catalogue import TextKey
from app.text.languages import _, available, catalogue
from app.translations.checking import check_forms
from app.translations.known_texts import KnownText, known_texts
from app.translations.text_id import text_id
from sql.tables import changed_texts, counters, events

_RAISE = update(counters).where(counters.c.name == "texts").values(value=counters.c.value + 1)
Forms = tuple[str, ...]


async def change_text(
    desk: Desk, operator: Operator, language: str, number: str, forms: Sequence[str], now_ms: int
) -> int:
    """Let a text say this, in one form or in each of the language's plural forms; return the event's number, 0 if nothing changed.

    Forms that are all empty put it back to what this version says. Raises NotFound, BadFields (form0, form1 …).
    """
    text, wanted = _known(language, number), tuple(forms)
    if any(form.strip() for form in wanted):
        check_forms(text.key, wanted, language)
    else:
        wanted = ()
    return await _following(desk, await _change(desk, operator, language, text.key, wanted, now_ms))


async def put_text_back(desk: Desk, operator: Operator, language: str, number: str, now_ms: int) -> int:
    """Let a text say what this version says; one that this version has no more is forgotten. As `change_text`."""
    kept = await changed_text(desk.db, language, number)
    if kept is None:
        raise NotFound
    return await _following(desk, await _change(desk, operator, language, kept.key, (), now_ms))


async def take_text_over(desk: Desk, operator: Operator, language: str, old: str, new: str, now_ms: int) -> int:
    """Let a text of this version say what was made of one that it has no more. Raises NotFound, BadFields."""
    kept, text = await changed_text(desk.db, language, old), _known(language, new)
    if kept is None:
        raise NotFound
    check_forms(text.key, kept.forms, language)
    return await _following(desk, await _take_over(desk, operator, language, (kept.key, text.key), now_ms))


async def undo_text(desk: Desk, operator: Operator, event: int, now_ms: int) -> int:
    """Let the text say what it said before this event. Raises NotFound, Conflict if it was changed again since."""
    return await _following(desk, await _undo(desk, operator, event, now_ms))


async def put_forms(tx: Change, operator: Operator, language: str, key: TextKey, forms: Forms) -> tuple[Forms, Forms]:
    """Keep these forms; none, or those of this version: keep nothing. What the text said before as changed, and says now."""
    before = await _kept_forms(tx, language, key)
    shipped = catalogue(language).shipped(key)
    this = (changed_texts.c.language == language) & (changed_texts.c.text_id == text_id(key))
    if not forms or forms == shipped:
        await tx.db.execute(delete(changed_texts).where(this))
        return before, ()
    values = {
        "forms": json.dumps(forms, ensure_ascii=False),
        "shipped": json.dumps(shipped, ensure_ascii=False),
        "changed_by": operator.name[:120],
        "changed_ms": tx.now_ms,
    }
    if before:
        await tx.db.execute(update(changed_texts).where(this).values(values))
    else:
        names = {"context": key.context, "singular": key.singular, "plural": key.plural}
        await tx.db.execute(insert(changed_texts).values(language=language, text_id=text_id(key), **names, **values))
    return before, forms


async def raise_texts_version(tx: Change) -> None:
    """The first statement of every act on texts: rivals queue here, and the other processes see that there is news."""
    await tx.db.execute(_RAISE)


@action
async def _change(desk: Desk, operator: Operator, language: str, key: TextKey, forms: Forms, now_ms: int) -> list[int]:
    async with act(desk, now_ms) as tx:
        await raise_texts_version(tx)
        before, after = await put_forms(tx, operator, language, key, forms)
        if before != after:
            tx.record("text.changed", by(operator), **_told(language, key, before, after))
    return tx.numbers


@action
async def _take_over(
    desk: Desk, operator: Operator, language: str, keys: tuple[TextKey, TextKey], now_ms: int
) -> list[int]:
    old, new = keys
    async with act(desk, now_ms) as tx:
        await raise_texts_version(tx)
        before, _none = await put_forms(tx, operator, language, old, ())
        if not before:
            raise NotFound
        tx.record("text.changed", by(operator), **_told(language, old, before, ()))
        was, now = await put_forms(tx, operator, language, new, before)
        if was != now:
            tx.record("text.changed", by(operator), **_told(language, new, was, now))
    return tx.numbers


@action
async def _undo(desk: Desk, operator: Operator, event: int, now_ms: int) -> list[int]:
    async with act(desk, now_ms) as tx:
        await raise_texts_version(tx)
        details = await _changed_by(tx, event)
        key = TextKey(details["context"], details["singular"], details["plural"])
        if await _kept_forms(tx, details["language"], key) != tuple(details["to"]):
            raise Conflict(_("This text was changed again since. Nothing was undone."))
        before, after = await put_forms(tx, operator, details["language"], key, tuple(details["from"]))
        tx.record("text.changed", by(operator), undoes=event, **_told(details["language"], key, before, after))
    return tx.numbers


async def _kept_forms(tx: Change, language: str, key: TextKey) -> Forms:
    kept = await changed_text(tx.db, language, text_id(key))
    return kept.forms if kept else ()


async def _changed_by(tx: Change, event: int) -> dict[str, Any]:
    """What the event says. Raises NotFound."""
    this = (events.c.id == event) & (events.c.kind == "text.changed")
    details = await tx.db.fetch_val(select(events.c.details).where(this))
    if details is None:
        raise NotFound
    return dict(json.loads(details))


def _told(language: str, key: TextKey, before: Forms, after: Forms) -> dict[str, Any]:
    names = {"context": key.context, "singular": key.singular, "plural": key.plural}
    return {"language": language, "text": text_id(key), **names, "from": list(before), "to": list(after)}


def _known(language: str, number: str) -> KnownText:
    text = known_texts().get(number)
    if text is None or language not in available():
        raise NotFound
    return text


async def _following(desk: Desk, numbers: list[int]) -> int:
    await follow_texts(desk)
    return numbers[-1] if numbers else 0
