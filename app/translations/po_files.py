"""Texts as translators' programs read and write them: `.po`, with polib."""

import gettext
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polib

from app.core.errors import BadFields
from app.text.catalogue import TextKey
from app.text.languages import _
from app.text.translating.plural_forms import MOST, plural_forms
from app.translations.known_texts import KnownText, key_of

LARGEST_BYTES = 2 * 1024 * 1024  # several times what all texts of a language take
_NO_PATH = "\n\n"  # polib takes a text that is the name of a file for that file; none ends like this


@dataclass(frozen=True, slots=True)
class FileText:
    """A text of a file."""

    key: TextKey
    forms: tuple[str, ...]  # empty: not translated
    fault: str = ""  # why it is not to be used


def written_po(language: str, texts: Iterable[KnownText], forms_of: Mapping[str, tuple[str, ...]], desk: str) -> str:
    """The whole file: every text, translated or not. `forms_of`: what each says, by id."""
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Project-Id-Version": desk,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language).header,
    }
    po.extend(_entry(text, forms_of.get(text.id, ())) for text in texts)
    return str(po)


def _entry(text: KnownText, forms: tuple[str, ...]) -> polib.POEntry:
    key = text.key
    said = (
        {"msgid_plural": key.plural, "msgstr_plural": dict(enumerate(forms))}
        if key.plural
        else {"msgstr": "".join(forms)}
    )
    places = [(place, "") for place in text.places]
    is_filled = "%(" in key.singular + key.plural
    return polib.POEntry(
        msgid=key.singular,
        msgctxt=key.context or None,
        occurrences=places,
        comment=text.comment,
        flags=["python-format"] if is_filled else [],
        **said,
    )


def read_po(content: bytes, language: str) -> list[FileText]:
    """Every text of a file in this language. Raises BadFields(file). It computes for as long as the file is large: never on the event loop."""
    if len(content) > LARGEST_BYTES:
        raise BadFields({"file": _("The file can be up to %(most)s MB.") % {"most": LARGEST_BYTES // 1024 // 1024}})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFields({"file": _("This file is not in UTF-8. Save it as UTF-8.")}) from None
    try:
        po = polib.pofile(text.replace("\0", "") + _NO_PATH)
        found = list(_texts(po, has_same_forms=_has_same_forms(po, language)))
    except (OSError, ValueError, IndexError, KeyError, TypeError) as error:
        raise BadFields({"file": _("This is not a .po file: %(fault)s") % {"fault": str(error)[:200]}}) from None
    if (named := po.metadata.get("Language", "")) and named.replace("-", "_") != language:
        raise BadFields({"file": _("This file is in another language: %(language)s") % {"language": named[:20]}})
    if not found:
        raise BadFields({"file": _("There is no text in this file.")})
    return found


def _has_same_forms(po: polib.POFile, language: str) -> bool:
    """Whether the file's plural forms are in our order; one that does not say is taken at its word."""
    rule = po.metadata.get("Plural-Forms", "").partition("plural=")[2].strip().rstrip(";")
    if not rule:
        return True
    choose, ours = gettext.c2py(rule), plural_forms(language)
    return all(choose(number) == ours.index(number) for number in range(MOST + 1))


def _texts(po: polib.POFile, *, has_same_forms: bool) -> Iterator[FileText]:
    for entry in po:
        if entry.obsolete or not entry.msgid:
            continue
        forms = (
            [entry.msgstr_plural[place] for place in sorted(entry.msgstr_plural)]
            if entry.msgid_plural
            else [entry.msgstr]
        )
        yield FileText(key_of(entry), tuple(forms) if any(forms) else (), _state(entry, has_same_forms=has_same_forms))


def _state(entry: polib.POEntry, *, has_same_forms: bool) -> str:
    if entry.fuzzy:
        return _("Marked as fuzzy. Check it and take the mark away.")
    if entry.msgid_plural and not has_same_forms:
        return _("The file has other plural forms than this language.")
    return ""
