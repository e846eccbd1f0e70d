"""Values with parameters: Content-Type and Content-Disposition (RFC 2045 §5, RFC 2231), also badly quoted ones."""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from mail.letter import limits
from mail.reading.decoding.charsets import decode_text
from mail.reading.headers.words import decode_words

_SECTION: Final = re.compile(r"([^*]{1,60})\*(?:(\d{1,3})(\*)?)?")
_ENDS_QUOTED: Final = re.compile(r"""[\\"]""")


def parse_parameters(text: str) -> tuple[str, dict[str, str]]:
    """Return the value in lower case and its parameters by lower-case name, RFC 2231 and 2047 decoded."""
    value, _, rest = text.partition(";")
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, raw in _pairs(rest):
        if "*" not in name:
            plain.setdefault(name, decode_words(raw) if "=?" in raw else raw)
        elif match := _SECTION.fullmatch(name):
            encoded = match[2] is None or match[3] is not None
            sections.setdefault(match[1], {}).setdefault(int(match[2] or 0), (raw, encoded))
    for name, numbered in sections.items():
        if joined := _join(numbered):
            plain[name] = joined
    return "".join(value.split()).lower(), plain


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return name and unquoted value of each parameter, at most `limits.PARAMETERS`."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text) and len(found) < limits.PARAMETERS:
        equals = text.find("=", at)
        if equals < 0:
            break
        name = text[at:equals].rpartition(";")[2].strip().lower()
        at = equals + 1
        while at < len(text) and text[at] in " \t":
            at += 1
        if text[at : at + 1] == '"':
            value, at = _quoted(text, at + 1)
        else:
            end = text.find(";", at)
            end = len(text) if end < 0 else end
            value, at = text[at:end].strip().strip("\"'") if "''" not in text[at:end] else text[at:end].strip(), end
        found.append((name, value))
        next_one = text.find(";", at)
        at = len(text) if next_one < 0 else next_one + 1
    return found


def _quoted(text: str, at: int) -> tuple[str, int]:
    pieces: list[str] = []
    while (match := _ENDS_QUOTED.search(text, at)) is not None:
        pieces.append(text[at : match.start()])
        if match[0] == '"':
            return "".join(pieces), match.end()
        # A backslash escapes a quote or itself; Windows paths leave theirs bare.
        escaped = text[match.end() : match.end() + 1]
        pieces.append(escaped if escaped in '"\\' else "\\" + escaped)
        at = match.end() + 1
    return "".join([*pieces, text[at:]]), len(text)


def _join(numbered: dict[int, tuple[str, bool]]) -> str:
    """Join continuations (RFC 2231 §3) and decode them together: a character may be cut between two."""
    label = ""
    data = b""
    for number in sorted(numbered):
        raw, encoded = numbered[number]
        if number == min(numbered) and encoded and raw.count("'") >= 2:  # noqa: PLR2004 - charset'language'value
            label, _, raw = raw.partition("'")
            raw = raw.partition("'")[2]
        data += unquote_to_bytes(raw) if encoded else raw.encode("utf-8", "replace")
    text = decode_text(data, label)
    return decode_words(text) if "=?" in text else text
