"""The app's icon in the desk's own colour: the mark was drawn once, and its file is given another palette (PNG, 11.2.2)."""

import struct
import zlib
from functools import lru_cache

from app.config.brand_colour import WHITE, BrandColour, mixed
from web.pages.assets import FOLDER

SIZES_PX = (192, 512)
OWN_COLOUR, OWN_BELL, OWN_BASE = "#17352b", "#e3bd5b", "#eef4f0"
TONES = 128  # from the ground to the bell, then as many from the ground to what it stands on
HEAD_BYTES = 8


@lru_cache(maxsize=64)
def icon_of(colour: BrandColour | None, size_px: int) -> bytes:
    """The PNG. None: Deskbell's own colours."""
    ground, bell, base = (colour.base, WHITE, colour.soft) if colour else (OWN_COLOUR, OWN_BELL, OWN_BASE)
    palette = b"".join(
        bytes.fromhex(mixed(ground, tone, step / (TONES - 1))[1:]) for tone in (bell, base) for step in range(TONES)
    )
    return _with_palette((FOLDER / f"app-icon-{size_px}.png").read_bytes(), palette)


def _with_palette(png: bytes, palette: bytes) -> bytes:
    made, at = [png[:HEAD_BYTES]], HEAD_BYTES
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        data = palette if kind == b"PLTE" else data
        made.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
        at += length + 12
    return b"".join(made)
