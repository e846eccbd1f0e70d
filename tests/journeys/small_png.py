"""Screenshots small enough for a repository: flat areas compress better without the browser's filters (PNG, chapter 9)."""

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BYTES_A_PIXEL = {2: 3, 6: 4}  # by colour type, at eight bits


def smaller(png: bytes) -> bytes:
    """The same picture in fewer bytes: its lines unfiltered, and compressed as well as zlib can."""
    found = list(_chunks(png))
    head = found[0][1]
    width, _height, _depth, kind = struct.unpack(">IIBB", head[:10])
    packed = zlib.decompress(b"".join(body for name, body in found if name == b"IDAT"))
    lines = b"".join(b"\0" + line for line in _unfiltered(packed, width * BYTES_A_PIXEL[kind], BYTES_A_PIXEL[kind]))
    body = ((b"IHDR", head), (b"IDAT", _packed(lines)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in body)


def _packed(lines: bytes) -> bytes:
    packer = zlib.compressobj(level=9, memLevel=9)
    return packer.compress(lines) + packer.flush()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _unfiltered(packed: bytes, width: int, step: int) -> Iterator[bytes]:
    """Line by line, each `width` bytes and its filter before them; `step` bytes are a pixel."""
    above = bytes(width)
    for start in range(0, len(packed), width + 1):
        line, kind = bytearray(packed[start + 1 : start + 1 + width]), packed[start]
        for at in range(width if kind else 0):
            left, corner = (line[at - step], above[at - step]) if at >= step else (0, 0)
            line[at] = (line[at] + _guess(kind, left, above[at], corner)) & 255
        above = bytes(line)
        yield above


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    """What the filter expects there: 1 the left, 2 the one above, 3 their mean, 4 the nearest of three (Paeth)."""
    if kind == 4:  # a number of the standard
        return min((left, up, corner), key=lambda one: abs(left + up - corner - one))
    return (0, left, up, (left + up) >> 1)[kind]


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_bytes(smaller(path.read_bytes()))
