"""A picture that everybody will see is read to its end, and written anew without what it carries besides: notes, places, scripts.

PNG: ISO/IEC 15948, 5 and 10; JPEG: ITU T.81, B.1.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.core.errors import BadFields
from app.files.kinds import picture_size, safe_type
from app.text.languages import _, ngettext

MOST_BYTES: Final = 256 * 1024
LEAST_PX, MOST_PX = 16, 2000
_PNG_START = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # samples a pixel, by colour type
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # Adam7
_DROPPED_SEGMENTS = frozenset({0xFFFE, *range(0xFFE1, 0xFFEE), 0xFFEF})  # comments, EXIF, and the like; not JFIF, Adobe
_START_OF_SCAN, _END_OF_IMAGE = 0xFFDA, b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture that was read to its end."""

    content: bytes
    kind: str  # png, jpg
    width_px: int
    height_px: int


def clean_logo(content: bytes) -> CleanPicture:
    """The picture, written anew. Raises BadFields(logo) that says what is wrong and what fits."""
    if len(content) > MOST_BYTES:
        raise _fault(_("The file is larger than %(most)d KB. Save the logo smaller."), most=MOST_BYTES // 1024)
    kind = {"image/png": "png", "image/jpeg": "jpg"}.get(safe_type("", content))
    if kind is None:
        raise _fault(_("Choose a PNG or JPEG picture."))
    size = picture_size(f"image/{'png' if kind == 'png' else 'jpeg'}", content)
    if size is None or not all(LEAST_PX <= side <= MOST_PX for side in size):
        words = ngettext(
            "The picture must be %(least)d to %(most)d pixel wide and high.",
            "The picture must be %(least)d to %(most)d pixels wide and high.",
            MOST_PX,
        )
        raise _fault(words, least=LEAST_PX, most=MOST_PX)
    try:
        clean = _clean_png(content) if kind == "png" else _clean_jpeg(content)
    except (ValueError, struct.error, zlib.error, IndexError, KeyError):
        raise _fault(_("This picture is damaged. Save it again as PNG.")) from None
    return CleanPicture(clean, kind, *size)


def _fault(words: str, **values: int) -> BadFields:
    return BadFields({"logo": words % values})


def _clean_png(content: bytes) -> bytes:
    chunks = list(_chunks(content))
    if chunks[0][0] != b"IHDR" or chunks[-1] != (b"IEND", b""):
        raise ValueError("chunks out of order")
    pixels = zlib.decompressobj()
    length = _pixel_bytes(chunks[0][1])
    found = pixels.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"), length + 1)
    if len(found) != length or not pixels.eof:
        raise ValueError("not as many pixels as it says")
    kept = [(kind, data) for kind, data in chunks if kind in _KEPT_CHUNKS]
    return _PNG_START + b"".join(_chunk(kind, data) for kind, data in kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each with its checksum right, up to the end; what comes behind is no part of the picture."""
    at, kind = len(_PNG_START), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        data = content[at + 8 : at + 8 + length]
        [checksum] = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
        if zlib.crc32(kind + data) != checksum:
            raise ValueError("checksum")
        yield kind, data
        at += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel_bytes(header: bytes) -> int:
    """How long the pixels are once unpacked: each line with its filter byte, in one pass or seven."""
    width, height, depth, colour, _compression, _filter, interlaced = struct.unpack(">IIBBBBB", header)
    bits = depth * _CHANNELS[colour]
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(-((x - width) // dx), -((y - height) // dy)) for x, y, dx, dy in passes]
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)


def _clean_jpeg(content: bytes) -> bytes:
    end = content.rindex(_END_OF_IMAGE) + len(_END_OF_IMAGE)
    kept, at = [content[:2]], 2
    while True:
        marker, length = struct.unpack(">HH", content[at : at + 4])
        if marker == _START_OF_SCAN:
            return b"".join([*kept, content[at:end]])
        if not 0xFFC0 <= marker <= 0xFFFE or length < 2:  # noqa: PLR2004  markers (table B.1); a length counts itself
            raise ValueError("no segment")
        if marker not in _DROPPED_SEGMENTS:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
