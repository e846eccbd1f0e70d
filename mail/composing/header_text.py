"""Header values made harmless and put into RFC 5322 form, by rules of our own.

CPython before 3.11.10 lets an encoded word in a stored subject come out as a header line of its own (CVE-2024-6923), and every
version refuses a value with a line feed in it, which would make the mail unsendable. So values are cleaned
first, and the lines are written here instead of being left to the `email` package.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Final

SUBJECT_CHARS: Final = 300
NAME_CHARS: Final = 120
LINE_CHARS: Final = 76
WORD_BYTES: Final = 42  # of text in one encoded word: 12 for its frame and 4/3 of this stay below 75 (RFC 2047 §2)

# C0, DEL, C1; line and paragraph separators; what turns the direction of text around or cannot be seen.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_ENCODED_WORD = re.compile(r"=(?=\?)|\?(?==)")
_BLANKS = re.compile(r"\s+")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


def harmless(text: str, limit_chars: int = SUBJECT_CHARS) -> str:
    """The text on one line, without controls, direction marks and encoded words; cut at the limit.

    An encoded word is broken up by a blank (`= ?UTF-8? =`), so that no reader decodes what a stranger has typed.
    """
    words = _BLANKS.sub(" ", _HARMFUL.sub(" ", text[: limit_chars * 8])).strip()
    return _ENCODED_WORD.sub(lambda match: f"{match[0]} ", words)[:limit_chars].strip()


def text_value(text: str) -> str:
    """An unstructured value (RFC 5322 §2.2.1): as it is where it is ASCII, else encoded words (RFC 2047)."""
    clean = harmless(text)
    return _folded(clean.split(" "), " ") if clean.isascii() else _encoded_words(clean)


def mailbox(name: str, email: str) -> str:
    """A name and its address: `"Aurora Travel" <desk@example.org>`; the address alone where there is no name.

    The address has to be checked already.
    """
    clean = harmless(name, NAME_CHARS)
    if not clean:
        return email
    if not clean.isascii():
        return f"{_encoded_words(clean)}\r\n <{email}>"
    shown = clean if _ATOM.fullmatch(clean) else '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{shown}\r\n <{email}>" if len(shown) + len(email) > LINE_CHARS - 10 else f"{shown} <{email}>"


def message_ids(ids: Iterable[str]) -> str:
    """Message-IDs, one a line; what is no id in plain ASCII is left out, since some clients write anything."""
    return "\r\n ".join(one for one in ids if is_message_id(one))


def is_message_id(text: str) -> bool:
    """Whether this may stand in one of our headers."""
    return bool(_MESSAGE_ID.fullmatch(text))


def _encoded_words(text: str) -> str:
    """Base64 words of whole characters, folded one a line; readers join them without the blanks between."""
    words, part = [], b""
    for character in text:
        encoded = character.encode()
        if len(part) + len(encoded) > WORD_BYTES:
            words.append(part)
            part = b""
        part += encoded
    return "\r\n ".join(f"=?utf-8?B?{b64encode(word).decode()}?=" for word in [*words, part] if word)


def _folded(words: list[str], glue: str) -> str:
    """Words on lines of 76 characters; a longer word has a line of its own (998 is out of reach, see the limits)."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > LINE_CHARS - 12:
            lines.append(word)
        else:
            lines[-1] += glue + word if lines[-1] else word
    return "\r\n ".join(lines)
