"""Pictures for tests: whole ones, with something in them that should not travel on."""

import base64
import struct
import zlib


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 48, height: int = 24, *, interlaced: bool = False, lines: int | None = None) -> bytes:
    """A blue picture with a note inside; `lines`: as many as it really has."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, int(interlaced))
    pixels = b"".join(b"\0" + b"\x1a\x52\x76" * width for _line in range(height if lines is None else lines))
    parts = [
        chunk(b"IHDR", header),
        chunk(b"tEXt", b"Comment\0taken at home"),
        chunk(b"IDAT", zlib.compress(pixels)),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQ"
    "CgwSExIQEw8QEBD/yQALCAAgACABAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)  # 32 x 32, grey
