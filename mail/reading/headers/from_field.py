"""Whether a From says one thing to everyone (RFC 5322 §3.6.2): mail servers, and so DMARC, read odd ones otherwise."""

import re
import unicodedata
from typing import Final

_WORD: Final = r"[^\s\x00-\x1f\x7f\"()<>\[\]:;@\\,]+"
# A display name: words, quoted strings, and the commas and colons that people forget to quote.
_NAME: Final = re.compile(rf"(?:{_WORD}|\"(?:[^\"\\\x00-\x1f\x7f]|\\[ -~])*\"|[,:\[\]]|[ \t])*")
_LOCAL: Final = r"(?:[\w!#$%&'*+/=?^`{|}~.-]{1,200}|\"[\w !#$%&'*+/=?^`{|}~.-]{1,64}\")"
_ADDRESS: Final = re.compile(rf"{_LOCAL}@\w[\w-]{{0,62}}(?:\.\w[\w-]{{0,62}})+")
_COMMENT: Final = re.compile(r"[ \t]*(?:\([^()\\@\x00-\x1f\x7f]*\)[ \t]*)*")
_BLANKS: Final = re.compile(r"[ \t']*")


def is_one_mailbox(text: str) -> bool:
    """Whether a decoded From, its encoded words undecoded, is one mailbox and nothing else.

    `a@b`, `<a@b>`, `Name <a@b>`, a comment behind each. A name that is an address must be that address: a server that
    takes the first `@` for the sender's reads the same.
    """
    text = text.strip(" \t")
    at = _COMMENT.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    if (address := _address(text, at)) and _ends(text, at + len(address)):
        return True
    end, named = _name(text, at)
    address = _address(text, end + 1) if text[end : end + 1] == "<" else ""
    if not address or named.lower() not in {"", address.lower()}:
        return False
    end += 1 + len(address)
    return text[end : end + 1] == ">" and _ends(text, end + 1)


def _address(text: str, at: int) -> str:
    """The address that begins here, whose every character is what it looks like; or an empty string."""
    match = _ADDRESS.match(text, at)
    if match is None or "=?" in match[0] or _has_stand_ins(match[0]):
        return ""
    return match[0]


def _has_stand_ins(address: str) -> bool:
    """Whether a character is another one in disguise, such as a full-width letter or the Kelvin sign: the DNS reads the plain one."""
    return not address.isascii() and any(_is_stand_in(char) for char in address)


def _is_stand_in(char: str) -> bool:
    becomes_plain = not char.isascii() and char.lower().isascii()
    return becomes_plain or unicodedata.decomposition(char).startswith("<")


def _name(text: str, at: int) -> tuple[int, str]:
    """Where the display name that begins here ends, and the address that it is without quotes, if it is one."""
    start = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    if again := _address(text, start):
        return _BLANKS.match(text, start + len(again)).end(), again  # type: ignore[union-attr]
    end = _NAME.match(text, at).end()  # type: ignore[union-attr]
    return _COMMENT.match(text, end).end(), ""  # type: ignore[union-attr]


def _ends(text: str, at: int) -> bool:
    return _COMMENT.fullmatch(text, at) is not None
