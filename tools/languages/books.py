"""The catalogues in the tree: `app/locale/deskbell.pot`, and of each language its `.po` and compiled `.mo`."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from app.text.catalogue import FOLDER, TextKey
from app.text.translating.compiling import DIGEST, compiled, digest_of
from app.text.translating.fitting import faults, names_in
from app.text.translating.plural_forms import PluralForms, plural_forms
from tools.languages.gathering import Gathered

POT = FOLDER / "deskbell.pot"
WIDTH = 118
HEAD = {
    "Project-Id-Version": "Deskbell",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def drawn_pot(found: Gathered) -> str:
    """The template of all catalogues: no dates and no line numbers, so it changes only with the texts."""
    pot = polib.POFile(wrapwidth=WIDTH)
    pot.metadata = dict(HEAD)
    for text in sorted(found.texts.values(), key=lambda one: (min(one.files), one.key)):
        entry = _entry(text.key)
        entry.occurrences = [(file, "") for file in sorted(text.files)]
        entry.comment = "\n".join(sorted(text.comments))
        entry.msgstr_plural = {0: "", 1: ""} if text.key.plural else {}
        pot.append(entry)
    return f"{pot}\n"


def _entry(key: TextKey) -> polib.POEntry:
    entry = polib.POEntry(msgid=key.singular, msgctxt=key.context or None, msgid_plural=key.plural)
    if any(mark in key.singular + key.plural for mark in ("%(", "%%")):
        entry.flags.append("python-format")
    return entry


def texts_of_pot() -> list[polib.POEntry]:
    """The texts as the tree has them."""
    return list(polib.pofile(str(POT)))


def key_of(entry: polib.POEntry) -> TextKey:
    """What names it."""
    return TextKey(entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def id_of(key: TextKey) -> str:
    """A short name of a text, the same as long as its English is."""
    return hashlib.sha256("\x04".join(key).encode()).hexdigest()[:8]


def po_of(language: str) -> Path:
    """Where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / "deskbell.po"


def languages() -> list[str]:
    """Those that have one."""
    return sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/deskbell.po"))


@dataclass
class Book:
    """A language's translations: by text, one form or as many as the language has."""

    language: str
    forms: PluralForms
    texts: dict[TextKey, tuple[str, ...]]
    fuzzy: set[TextKey]

    @classmethod
    def of(cls, language: str) -> "Book":
        """As the tree has it; an empty one where there is none."""
        path, texts, fuzzy = po_of(language), dict[TextKey, tuple[str, ...]](), set[TextKey]()
        for entry in polib.pofile(str(path)) if path.is_file() else ():
            key, forms = key_of(entry), _forms_of(entry)
            if any(forms):
                texts[key] = forms
            if entry.fuzzy:
                fuzzy.add(key)
        return cls(language, plural_forms(language), texts, fuzzy)

    def faults_of(self, key: TextKey, texts: Sequence[str]) -> list[str]:
        """Why these texts cannot stand for the English one."""
        return faults(key.singular, key.plural, texts, self.forms)

    def lacks(self, key: TextKey) -> bool:
        """Whether the text is still to be translated."""
        return key not in self.texts or key in self.fuzzy

    def save(self) -> None:
        """All texts of the tree, translated or not; translations of texts that are no more stand at the end, commented out."""
        po = polib.POFile(wrapwidth=WIDTH)
        po.metadata = {**HEAD, "Language": self.language, "Plural-Forms": self.forms.header}
        known = {key_of(entry) for entry in texts_of_pot()}
        for key in [key_of(entry) for entry in texts_of_pot()] + sorted(self.texts.keys() - known):
            entry = _entry(key)
            entry.obsolete = key not in known
            texts = self.texts.get(key, ("",) * (len(self.forms.categories) if key.plural else 1))
            if key.plural:
                entry.msgstr_plural = dict(enumerate(texts))
            else:
                entry.msgstr = texts[0]
            if key in self.fuzzy:
                entry.flags.append("fuzzy")
            po.append(entry)
        path = po_of(self.language)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(f"{po}\n", "utf-8")
        part.rename(path)


def _forms_of(entry: polib.POEntry) -> tuple[str, ...]:
    if not entry.msgid_plural:
        return (entry.msgstr,)
    return tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural))


def facts_of(entry: polib.POEntry, book: Book) -> dict[str, object]:
    """What a translator has to know of a text; what is empty is left out."""
    key = key_of(entry)
    facts = {
        "id": id_of(key),
        "context": key.context,
        "text": key.singular,
        "plural": key.plural,
        "forms": list(_forms_needed(book.forms)) if key.plural else [],
        "placeholders": sorted(names_in(key.singular) | names_in(key.plural)),
        "where": [file for file, _line in entry.occurrences][:3],
        "comment": entry.comment,
        "now": book.texts.get(key, ""),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _forms_needed(forms: PluralForms) -> Iterator[str]:
    for number, name in enumerate(forms.categories):
        yield f"{name}: {', '.join(map(str, forms.examples(number, 4)))}"


def compile_all() -> list[str]:
    """Compile what changed; return its languages."""
    made = []
    for language in languages():
        po = po_of(language)
        mo = po.with_suffix(".mo")
        if mo.is_file() and f"{DIGEST}: {digest_of(po)}".encode() in mo.read_bytes():
            continue
        part = mo.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(compiled(po))
        part.rename(mo)
        made.append(language)
    return made
