"""Header values made safe and put into RFC 5322 form by our own rules.

CPython before 3.11.10 lets an encoded word in a stored subject become a separate header line (CVE-2024-6923), and every
version refuses a value with a line feed in it, which would make the mail unsendable. So values are cleaned
first, and the lines are written here instead of being left to the `email` package.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Final

from app.text.one_line import header_line

NAME_CHARS: Final = 120
LINE_CHARS: Final = 76
WORD_BYTES: Final = 42  # of text in one encoded word: 12 for its frame and 4/3 of this stay below 75 (RFC 2047 §2)

_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


def text_value(text: str) -> str:
    """An unstructured value (RFC 5322 §2.2.1): as it is where it is ASCII, else encoded words (RFC 2047)."""
    clean = header_line(text)
    return _folded(clean.split(" "), " ") if clean.isascii() else _encoded_words(clean)


def mailbox(name: str, email: str) -> str:
    """A name and its address: `"Aurora Travel" <desk@example.org>`; the address alone where there is no name.

    The address has to be checked already.
    """
    clean = header_line(name, NAME_CHARS)
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
    """Whether this is allowed in one of our headers."""
    return bool(_MESSAGE_ID.fullmatch(text))


def _encoded_words(text: str) -> str:
    """Base64 words of whole characters, folded one a line; readers join them without the blanks between."""
    words, chunk = [], b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > WORD_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += encoded
    return "\r\n ".join(f"=?utf-8?B?{b64encode(word).decode()}?=" for word in [*words, chunk] if word)


def _folded(words: list[str], glue: str) -> str:
    """Words on lines of 76 characters; a longer word gets its own line (998 is out of reach, see the limits)."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > LINE_CHARS - 12:
            lines.append(word)
        else:
            lines[-1] += glue + word if lines[-1] else word
    return "\r\n ".join(lines)
