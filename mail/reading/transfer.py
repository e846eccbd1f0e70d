"""Content-Transfer-Encodings (RFC 2045 §6, uuencode), read as far as they can be read."""

import binascii
import re
from typing import Final

_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64: Final = bytes(set(range(256)) - set(_BASE64))
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_UU_BEGIN: Final = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?$", re.MULTILINE)
_QUARTET: Final = 4
_FOOTER: Final = re.compile(rb"=[ \t]{0,8}\r?\n\s{0,8}^([^\n]{0,200}[^A-Za-z0-9+/=\s][^\n]{0,200})$", re.MULTILINE)
_SPACED: Final = re.compile(rb"[A-Za-z,.!?]{2,40} [A-Za-z]{2,40} [A-Za-z]{1,40}")
_LOOK_BYTES: Final = 4096


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """Return the content behind a transfer encoding; an unknown encoding is taken for none."""
    match encoding.strip().strip("\"'").lower():
        case "base64" | "b":
            return decode_base64(data)
        case "quoted-printable" | "quoted" | "q" | "qp":
            return decode_quoted_printable(data)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            begin = _UU_BEGIN.search(data)
            return decode_uuencode(data, begin.end())[0] if begin else data
        case _:
            return data


def decode_base64(data: bytes) -> bytes:
    """Return the bytes behind base64; foreign characters, missing and early padding are stepped over.

    Words behind the padding (a list's footer, added without a look at the encoding) stay as they are, and so does a
    text that only claims to be base64.
    """
    if (footer := _FOOTER.search(data)) is not None:
        return decode_base64(data[: footer.start(1)]) + b"\n" + data[footer.start(1) :]
    if _is_prose(data):
        return data
    cleaned = data.translate(_URL_SAFE).translate(None, _NOT_BASE64)
    whole: list[bytes] = []
    for run in cleaned.split(b"="):
        if rest := len(run) % _QUARTET:
            run = run[:-1] if rest == 1 else run + b"=" * (_QUARTET - rest)  # noqa: PLW2901 - padded where it stands
        if run:
            whole.append(binascii.a2b_base64(run))
    return b"".join(whole)


def _is_prose(data: bytes) -> bool:
    lines = [line for line in data[:_LOOK_BYTES].split(b"\n") if line.strip()]
    return 2 * sum(_SPACED.search(line) is not None for line in lines) > len(lines)


def decode_quoted_printable(data: bytes) -> bytes:
    """Return the bytes behind quoted-printable; what is no valid escape stays as it is."""
    return binascii.a2b_qp(data)


def uuencoded_files(data: bytes) -> list[tuple[int, int, bytes, bytes]]:
    """Return (start, end, raw name, content) of each uuencoded file that stands in a text."""
    found: list[tuple[int, int, bytes, bytes]] = []
    at = 0
    while (begin := _UU_BEGIN.search(data, at)) is not None:
        content, end = decode_uuencode(data, begin.end())
        if content:
            found.append((begin.start(), end, begin[1].strip(), content))
        at = max(end, begin.end())
    return found


def decode_uuencode(data: bytes, at: int) -> tuple[bytes, int]:
    """Decode uuencoded lines from the one behind `at`; return the content and where `end` left off.

    Nothing is returned where a line is not uuencoded: then it was prose that began with "begin".
    """
    lines: list[bytes] = []
    at = data.find(b"\n", at) + 1
    while 0 < at < len(data):
        stop = data.find(b"\n", at)
        line, after = (data[at:], len(data)) if stop < 0 else (data[at:stop].rstrip(b"\r"), stop + 1)
        if line.strip() in {b"end", b"===="}:
            return b"".join(lines), after
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"", after
        at = after
    return b"", len(data)
