"""Bytes to text when the label is right, wrong, missing or unknown."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from mail.letter import limits
from mail.reading.decoding.charset_guess import better_charset, guess_charset
from mail.reading.decoding.escapes import by_escapes
from mail.reading.decoding.languages import LANGUAGES
from mail.reading.decoding.latin_guess import SAMPLE_BYTES, is_western, latin_guess

# Labels as mail writes them to Python codecs. Supersets on purpose: what is labelled ISO-8859-1 is Windows-1252
# in practice (as the WHATWG Encoding Standard also rules), what is labelled GB2312 is GBK or GB18030.
_SUPERSETS: Final = {
    "ascii": None,
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "shift_jis": "cp932",
    "shift_jisx0213": "cp932",
    "shift_jis_2004": "cp932",
    "euc_kr": "cp949",
    "johab": "johab",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
_ALIASES: Final = {
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "baltic": "cp1257",
    "cn-big5": "big5hkscs",
    "cn-gb": "gb18030",
    "cp65001": "utf-8",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp50222": "iso2022_jp",
    "cp51932": "euc_jp",
    "csgb2312": "gb18030",
    "csiso2022jp": "iso2022_jp",
    "csiso88596e": "iso8859-6",
    "csiso88596i": "iso8859-6",
    "csiso88598e": "cp1255",
    "csiso88598i": "cp1255",
    "eucjp": "euc_jp",
    "gb_2312-80": "gb18030",
    "iso-2022-cn": "gb18030",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "cp1255",
    "iso-8859-8-i": "cp1255",
    "logical": "cp1255",
    "visual": "cp1255",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "ks_c_5601": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "mac": "mac_roman",
    "mac-ce": "mac_latin2",
    "mac-centraleurroman": "mac_latin2",
    "mac-centralroman": "mac_latin2",
    "mac-chinesesimp": "gb18030",
    "mac-chinesetrad": "big5hkscs",
    "mac-hebrew": "cp1255",  # the letters, if not the points
    "mac-icelandic": "mac_iceland",
    "mac-thai": "cp874",
    "mac-ukrainian": "mac_cyrillic",
    "unicode": "utf-16",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
    "windows-31j": "cp932",
}
_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
_CODE_PAGE: Final = re.compile(r"(?:windows|win|cp|ms|ibm|dos)[-_]?(?:cp)?(\d{3,5})")
# Python also calls rot13, base64, idna, punycode, unicode_escape … "codecs": only real charsets are let in.
_REAL: Final = re.compile(
    r"(?:utf-8|utf-16(?:-[lb]e)?|utf-32(?:-[lb]e)?|ascii|latin-1|iso8859-\d{1,2}|cp\d{3,4}|koi8-[rut]|mac[-_][a-z0-9]+"
    r"|gb2312|gbk|gb18030|hz|big5|big5hkscs|shift_jis\w*|euc_\w+|iso2022_\w+|johab|tis-620|ptcp154|kz1048|hp-roman8)",
)
_MOSTLY: Final = 0.5
_WESTERN: Final = frozenset({"cp1252", "cp1254", "iso8859-15"})
_FEWEST_LETTERS: Final = 8
_FEW_LETTERS: Final = 6
_FEW_BYTES: Final = 8
_ASCII_END: Final = 0x7F
_LATIN: Final = frozenset(codec for language in LANGUAGES for codec in language.codecs)
_LOOK_BYTES: Final = 128  # as many as a look costs in itself
_looks_left: ContextVar[list[int] | None] = ContextVar("looks left", default=None)
_FAR_EASTERN: Final = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})


def decode_text(data: bytes, label: str = "") -> str:
    """Return the bytes as text, by the label where it fits and by their looks where it does not. Never raises."""
    if not data:
        return ""
    if marked := _by_byte_order_mark(data):
        return marked
    codec = codec_named(label)
    if data.isascii() and b"\x1b" not in data:
        return (
            data.decode("ascii") if not codec or not codec.startswith(("utf-16", "utf-32", "hz")) else _as(data, codec)
        )
    if b"\x1b" in data and (escaped := by_escapes(data, codec)):
        return escaped
    if text := _as_utf8(data, codec):
        return text
    return _as_labelled(data, codec) if _may_look(data) else _as(data, codec or "cp1252")


def codec_named(label: str) -> str | None:
    """Return Python's name for a charset label, None for no label, unknown ones and US-ASCII.

    UTF-7 is unknown on purpose: it turns innocent letters into `<script>` behind every filter's back (RFC 2152).
    """
    label = label.strip().strip("\"'").lower().split("*", 1)[0]
    if not _LABEL.fullmatch(label):
        return None
    plain = label.removeprefix("x-").removeprefix("x-").replace("iso_8859", "iso-8859")
    page = _CODE_PAGE.fullmatch(plain)
    spellings = [label, plain, *([f"cp{page[1]}"] if page else [])]
    return next((codec for one in spellings if (codec := _codec_spelled(one))), None)


def _codec_spelled(label: str) -> str | None:
    if label in _ALIASES:
        return _ALIASES[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if _REAL.fullmatch(name) else None


def _by_byte_order_mark(data: bytes) -> str:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    return ""


def _as_utf8(data: bytes, codec: str | None) -> str:
    """UTF-8 where the bytes are: what is valid UTF-8 beyond ASCII is hardly ever anything else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    chosen = codec is not None and codec not in _LATIN and not codec.startswith("utf")
    if chosen and len(data) < _FEW_BYTES and _as(data, codec or "", "strict"):
        return ""  # two or three characters prove nothing
    return text


@contextmanager
def bounded_guesses() -> Iterator[None]:
    """Within it, only this much text of one mail is checked for its charset; the rest follows its label.

    A check costs a third of a millisecond, more for a longer text, and a mail has room for 20,000 encoded words in its
    headers, or for a thousand parts.
    """
    token = _looks_left.set([limits.CHARSET_BYTES])
    try:
        yield
    finally:
        _looks_left.reset(token)


def _may_look(data: bytes) -> bool:
    left = _looks_left.get()
    if left is None:
        return True
    left[0] -= _LOOK_BYTES + min(len(data), SAMPLE_BYTES)
    return left[0] >= 0


def _as_labelled(data: bytes, codec: str | None) -> str:
    if codec == "utf-8":
        return _mostly_utf8(data) or _guessed(data)
    if codec is None or codec.startswith("iso2022"):
        return _guessed(data)
    strict = _as(data, codec, "strict")
    if codec in _LATIN and (latin := latin_guess(data, codec)):
        return _as(data, latin)
    if other := better_charset(data, codec):
        return _as(data, other)
    doubtful = codec in _WESTERN and _hardly_western(strict) and not is_western(data, codec)
    if strict and not doubtful and not _has_c1(strict):
        return strict
    better = guess_charset(data)
    return _as(data, better, "strict") or _as(data, codec) if better else _as(data, codec)


def _hardly_western(text: str) -> bool:
    """Return whether a text has more letters with accents than without: mailers call bytes of any script Latin-1."""
    letters = [char for char in text if char.isalpha() or char > "\xa0"]
    return len(letters) >= _FEWEST_LETTERS and sum(char > "\x7f" for char in letters) > _MOSTLY * len(letters)


def _has_c1(text: str) -> bool:
    return any("\x80" <= char <= "\x9f" for char in text)


def _mostly_utf8(data: bytes) -> str:
    """UTF-8 with some other bytes in it (a pasted name, a cut character): those read as Windows-1252."""
    text = data.decode("utf-8", "surrogateescape")
    strangers = sum("\udc80" <= char <= "\udcff" for char in text)
    if strangers > _MOSTLY * sum(char > "\x7f" for char in text):
        return ""
    return "".join(
        bytes((ord(char) - 0xDC00,)).decode("cp1252", "replace") if "\udc80" <= char <= "\udcff" else char
        for char in text
    )


def _guessed(data: bytes) -> str:
    """Guess without a label; between code pages of Latin letters the language decides, and a mere word or two is Western."""
    best = guess_charset(data)
    if best is None or best not in _FAR_EASTERN:
        if latin := latin_guess(data, None):
            return _as(data, latin)
        if sum(byte > _ASCII_END for byte in data) <= _FEW_LETTERS and is_western(data, "cp1252"):
            return _as(data, "cp1252")
    return _as(data, best or "cp1252")


def _as(data: bytes, codec: str, errors: str = "replace") -> str:
    try:
        return data.decode(codec, errors)
    except (UnicodeDecodeError, LookupError, ValueError):
        return ""
