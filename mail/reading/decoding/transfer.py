"""Content-Transfer-Encodings (RFC 2045 §6, uuencode), read as far as they can be read."""

import binascii
import re
from typing import Final

_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64: Final = bytes(set(range(256)) - set(_BASE64))
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_UU_BEGIN: Final = re.compile(rb"^begin(?:-base64)? [0-7]{3,4}(?: ([^\r\n]{0,255}))?\r?$", re.MULTILINE)
_UU_ENDS: Final = frozenset({b"end", b"===="})
_UU_LINE_BYTES: Final = 45
_UU_SHORT_LINES: Final = 100
_UU_BEGINS: Final = 2000
_SOFT_BREAK: Final = re.compile(rb"=[ \t]{1,998}+\r?\n")
_QUARTET: Final = 4
_CHUNK_BYTES: Final = 3 * 1024 * 1024
_RUNS: Final = 10_000
_FOREIGN: Final = re.compile(rb"[^A-Za-z0-9+/=\s]")
_FOREIGN_LINES: Final = 1000
_FOOTER_BYTES: Final = 400
_PADDED: Final = re.compile(rb"=[ \t]{0,8}\r?\n\s{0,8}\Z")
_PADDED_BYTES: Final = 20
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
    if (footer := _footer_at(data)) >= 0:
        return _decoded(data[:footer]) + b"\n" + data[footer:]
    return _decoded(data)


def _decoded(data: bytes) -> bytes:
    if _is_prose(data):
        return data
    whole: list[bytes] = []
    rest, runs_left = b"", _RUNS
    for at in range(0, len(data), _CHUNK_BYTES):
        cleaned = rest + data[at : at + _CHUNK_BYTES].translate(_URL_SAFE).translate(None, _NOT_BASE64)
        *runs, last = cleaned.split(b"=", runs_left)
        runs_left -= len(runs)
        whole += [_run(run) for run in runs]
        last = last.replace(b"=", b"")  # behind so many runs that ended by themselves it is one more odd character
        whole_quartets = len(last) // _QUARTET * _QUARTET
        whole.append(binascii.a2b_base64(last[:whole_quartets]))
        rest = last[whole_quartets:]
    return b"".join([*whole, _run(rest)])


def _run(run: bytes) -> bytes:
    """The text between two paddings, padded if needed."""
    if rest := len(run) % _QUARTET:
        run = run[:-1] if rest == 1 else run + b"=" * (_QUARTET - rest)
    return binascii.a2b_base64(run)


def _footer_at(data: bytes) -> int:
    """Where words added after base64's padding begin; -1 if there are none.

    It is the first line with a foreign character directly after the padding. Few lines of base64 have one.
    """
    at = 0
    for _ in range(_FOREIGN_LINES):
        foreign = _FOREIGN.search(data, at)
        if foreign is None:
            break
        begin = data.rfind(b"\n", at, foreign.start()) + 1 or at
        at = data.find(b"\n", foreign.start())
        at = len(data) if at < 0 else at
        if at - begin <= _FOOTER_BYTES and _PADDED.search(data[max(0, begin - _PADDED_BYTES) : begin]):
            return begin
    return -1


def _is_prose(data: bytes) -> bool:
    lines = [line for line in data[:_LOOK_BYTES].split(b"\n") if line.strip()]
    return 2 * sum(_SPACED.search(line) is not None for line in lines) > len(lines)


def decode_quoted_printable(data: bytes) -> bytes:
    """Return the bytes behind quoted-printable; what is no valid escape stays as it is.

    Blanks behind a soft break were added on the way (RFC 2045 §6.7, rule 3).
    """
    return binascii.a2b_qp(_SOFT_BREAK.sub(b"=\n", data) if b"= " in data or b"=\t" in data else data)


def uuencoded_files(data: bytes) -> list[tuple[int, int, bytes, bytes]]:
    """Return (start, end, raw name, content) of each uuencoded file in a text, up to a thousand or two."""
    found: list[tuple[int, int, bytes, bytes]] = []
    at = 0
    for _ in range(_UU_BEGINS):
        begin = _UU_BEGIN.search(data, at)
        if begin is None:
            break
        content, at = decode_uuencode(data, begin.end())
        if content:
            found.append((begin.start(), at, (begin[1] or b"").strip(), content))
    return found


def decode_uuencode(data: bytes, at: int) -> tuple[bytes, int]:
    """Decode uuencoded lines from the one behind `at`; return the content and where `end` left off.

    Nothing is returned where a line is not uuencoded: then it was prose that began with "begin".
    """
    content, short = bytearray(), 0
    at = data.find(b"\n", at) + 1 or len(data)
    while at < len(data):
        stop = data.find(b"\n", at)
        line, after = (data[at:], len(data)) if stop < 0 else (data[at:stop].rstrip(b"\r"), stop + 1)
        if line.strip() in _UU_ENDS:
            return bytes(content), after
        try:
            decoded = binascii.a2b_uu(line)
        except binascii.Error:
            return b"", after
        content += decoded
        short += len(decoded) < _UU_LINE_BYTES  # the last line is; a file of nothing else was made to cost
        if short > _UU_SHORT_LINES:
            return b"", after
        at = after
    return b"", len(data)
