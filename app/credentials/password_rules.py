"""What a new password must not be: short, common, or made of words that belong to the person or the desk."""

import re
from collections.abc import Iterable
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Final

from app.config.settings import Settings
from app.core.errors import BadFields
from app.text.languages import _, ngettext
from app.text.limits import at_most_characters

LEAST: Final = 12  # characters, without a second factor
MOST: Final = 128
FEW_DIFFERENT: Final = 4
FEW_WORDS: Final = 2  # three words beside each other are a phrase, however common each of them is
SHORT_WORD: Final = 3
KEYS: Final = (
    "0123456789" * 3,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)
RUNS: Final = (*KEYS, *(keys[::-1] for keys in KEYS))

LOOKALIKES: Final = str.maketrans("@4$5013!7", "aassoleit")
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")
_ENDS: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check_new_password(password: str, own_words: Iterable[str] = ()) -> None:
    """Raise BadFields(password) if it is too short, too long, or easy to guess, `own_words` being the first to be tried."""
    if len(password) < LEAST:
        words = ngettext(
            "Use at least %(least)d character. A short sentence works well.",
            "Use at least %(least)d characters. A short sentence works well.",
            LEAST,
        )
        raise BadFields({"password": words % {"least": LEAST}})
    if len(password) > MOST:
        raise BadFields({"password": at_most_characters(MOST)})
    if _is_easy(password.casefold(), own_words):
        raise BadFields({"password": _("This password is too easy to guess. Choose another one.")})


def desk_words(settings: Settings) -> tuple[str, ...]:
    """Words that anyone who knows this desk would guess: its name, its address."""
    name, address = parseaddr(settings.mail_from or "")
    return (name, address, settings.host)


def _is_easy(folded: str, own_words: Iterable[str]) -> bool:
    if folded in common_passwords() or len(set(folded)) < FEW_DIFFERENT or any(folded in run for run in RUNS):
        return True
    own = {word for one in own_words for word in _words(one.casefold())}
    spelled = _ENDS.sub("", folded).translate(LOOKALIKES)
    return any(_is_made_of({_once(word) for word in _words(text)}, own) for text in (folded, spelled))


def _is_made_of(found: set[str], own: set[str]) -> bool:
    """Whether all its words are their own, or its one or two are those or common ones."""
    few = len(found) <= FEW_WORDS
    return bool(found) and (found <= own or (few and found <= common_passwords() | own))


def _words(folded: str) -> set[str]:
    """Its words, without what people hang on them: "Aurora-2026!" is "aurora"."""
    return {word for word in _NO_LETTERS.split(folded) if len(word) >= SHORT_WORD}


def _once(word: str) -> str:
    """A word that is only repeated ("bellbellbell"), once."""
    unit = (word + word).find(word, 1)
    return word[:unit]


@cache
def common_passwords() -> frozenset[str]:
    """The block-list."""
    lines = Path(__file__).with_name("common_passwords.txt").read_text("ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
