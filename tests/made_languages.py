"""Two languages made of the English: one is 40 % longer and accented, one runs from right to left.

Whatever is not accented in the first was not looked up; whatever is cut in it, is cut in German too.
"""

import gettext
import re
from functools import cache

import polib

from app.text.catalogue import FOLDER, Catalogue, Catalogues
from app.text.translating.fitting import BRACES, PLACEHOLDER

LONG, MIRRORED = "en_XA", "ar_XB"
ACCENTED = str.maketrans("AEINOSUYaeinosuyc", "ÅÉÎÑÖŠÛÝåéîñöšûýç")
KEPT = re.compile(rf"{PLACEHOLDER.pattern}|%%|{BRACES.pattern}|\s+|[a-z]+:(?=\S)")  # also `status:`, which is typed
MORE = "ñö šé "


def accented(text: str) -> str:
    """The text as the long language has it."""
    parts, at = [], 0
    for mark in KEPT.finditer(text):
        parts += [text[at : mark.start()].translate(ACCENTED), mark[0]]
        at = mark.end()
    spoken = "".join([*parts, text[at:].translate(ACCENTED)])
    end = len(spoken.rstrip())
    return spoken[:end] + (" " + MORE * len(text))[: max(2, len(text) * 2 // 5)].rstrip() + spoken[end:]


def mirrored(text: str) -> str:
    """The same as a text that runs from right to left, between marks that say so."""
    inner = text.strip()
    return text.replace(inner, f"\N{RIGHT-TO-LEFT OVERRIDE}{inner}\N{POP DIRECTIONAL FORMATTING}", 1) if inner else text


@cache
def known_texts() -> frozenset[tuple[str, str]]:
    """Context and English of every text of the template of all catalogues."""
    pot = polib.pofile(str(FOLDER / "deskbell.pot"))
    return frozenset((entry.msgctxt or "", text) for entry in pot for text in (entry.msgid, entry.msgid_plural) if text)


class MadeTexts(gettext.NullTranslations):
    """Every text that is in the template, made; the others stay as they are, and are seen."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._made = accented if language == LONG else mirrored

    def gettext(self, message: str) -> str:
        return self.pgettext("", message)

    def pgettext(self, context: str, message: str) -> str:
        return self._made(message) if (context, message) in known_texts() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.pgettext("", msgid1 if n == 1 else msgid2)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.pgettext(context, msgid1 if n == 1 else msgid2)


class MadeCatalogues(Catalogues):
    """The desk's catalogues and those of the two languages."""

    def __init__(self) -> None:
        super().__init__()
        self._made |= {name: Catalogue(name, MadeTexts(name)) for name in (LONG, MIRRORED)}
        self._laid_over |= {LONG, MIRRORED}


def made_po(language: str) -> str:
    """A translator's file of the long language's texts, for a language with two plural forms as English."""
    pot = polib.pofile(str(FOLDER / "deskbell.pot"))
    pot.metadata["Language"] = language
    for entry in pot:
        entry.msgstr = accented(entry.msgid) if not entry.msgid_plural else ""
        if entry.msgid_plural:
            entry.msgstr_plural = {0: accented(entry.msgid), 1: accented(entry.msgid_plural)}
    return str(pot)
