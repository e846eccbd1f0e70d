"""S/MIME's envelope (RFC 5652 in BER, X.690), as far as it takes to get at what was signed inside it.

Nothing is verified here: that a mail is signed says that its sender's program signed it, and no more.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

_SIGNED: Final = bytes.fromhex("2a864886f70d010702")
_ENVELOPED: Final = bytes.fromhex("2a864886f70d010703")
_AUTHENTICATED: Final = bytes.fromhex("2a864886f70d0109100117")
_SEQUENCE, _CONTEXT_0, _OID, _OCTETS, _OCTETS_IN_PIECES = 0x30, 0xA0, 0x06, 0x04, 0x24
_END: Final = 0
_DEEPEST: Final = 8
_MOST_ELEMENTS: Final = 200_000


class CmsKind(StrEnum):
    """What an `application/pkcs7-mime` part holds."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    OTHER = "other"


class Cms(NamedTuple):
    """An envelope: its kind, and the message inside it where it is merely signed."""

    kind: CmsKind
    content: bytes = b""


class _Element(NamedTuple):
    tag: int
    start: int
    stop: int
    """Where its content ends."""
    after: int


def read_cms(data: bytes) -> Cms:
    """Return what an envelope is and holds; `OTHER` for whatever cannot be read. Never raises."""
    try:
        [kind, content] = list(_children(data, _element(data, 0, len(data), 0)))[:2]
        oid = data[kind.start : kind.stop]
        if oid in {_ENVELOPED, _AUTHENTICATED}:
            return Cms(CmsKind.ENCRYPTED)
        if oid != _SIGNED:
            return Cms(CmsKind.OTHER)
        [signed] = list(_children(data, content))[:1]
        enclosed = next(one for one in _children(data, signed) if one.tag == _SEQUENCE)
        explicit = next(one for one in _children(data, enclosed) if one.tag == _CONTEXT_0)
        return Cms(CmsKind.SIGNED, b"".join(_octets(data, next(_children(data, explicit)), 0)))
    except (ValueError, IndexError, StopIteration):
        return Cms(CmsKind.OTHER)


def _children(data: bytes, parent: _Element) -> Iterator[_Element]:
    at = parent.start
    for _ in range(_MOST_ELEMENTS):
        if at >= parent.stop:
            return
        one = _element(data, at, parent.stop, 0)
        yield one
        at = one.after


def _octets(data: bytes, element: _Element, depth: int) -> Iterator[bytes]:
    """Yield the pieces of a string, which may come in pieces of pieces (X.690 §8.7)."""
    if element.tag == _OCTETS:
        yield data[element.start : element.stop]
    elif element.tag == _OCTETS_IN_PIECES and depth < _DEEPEST:
        for piece in _children(data, element):
            yield from _octets(data, piece, depth + 1)
    else:
        raise ValueError("not a string")


def _element(data: bytes, at: int, stop: int, depth: int) -> _Element:
    """Read the head of the element at a place. Raises ValueError or IndexError for what is none."""
    tag, first = data[at], data[at + 1]
    if first == 0x80:  # noqa: PLR2004  its end is marked instead (X.690 §8.1.3.6)
        end = _end_mark(data, at + 2, stop, depth)
        return _Element(tag, at + 2, end, end + 2)
    count = first & 0x7F if first & 0x80 else 0
    start = at + 2 + count
    size = int.from_bytes(data[at + 2 : start], "big") if count else first
    if count > 4 or start + size > stop:  # noqa: PLR2004  four bytes count more than any mail has
        raise ValueError("longer than there is room")
    return _Element(tag, start, start + size, start + size)


def _end_mark(data: bytes, at: int, stop: int, depth: int) -> int:
    if depth >= _DEEPEST:
        raise ValueError("too deep")
    for _ in range(_MOST_ELEMENTS):
        if at >= stop or data[at] == _END:
            return at
        at = _element(data, at, stop, depth + 1).after
    raise ValueError("too many pieces")
