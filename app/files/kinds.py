"""Files that people and strangers send, and what their first bytes say they are."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

PIECE_BYTES = 256 * 1024
STARTS_OF_FRAME = frozenset(range(0xFFC0, 0xFFD0)) - {0xFFC4, 0xFFC8, 0xFFCC}  # ITU T.81, table B.1
OPAQUE = "application/octet-stream"
PDF = "application/pdf"
# What may be said of a file that is handed out again; everything else is opaque bytes.
SAFE_TYPES = frozenset(
    {
        "application/msword",
        "application/pdf",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "audio/mpeg",
        "image/gif",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
        "message/rfc822",
        "text/calendar",
        "text/csv",
        "text/plain",
        "video/mp4",
        "video/quicktime",
    }
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # may stand inside a page
PICTURE_PIXELS = 40_000_000  # more are not shown inline: a header may lie about what it costs to draw
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as received: its name and type are only claims. Large ones are in a temporary file, read in pieces."""

    name: str
    content_type: str
    content: bytes | IO[bytes]
    inline: bool = False
    content_id: str = ""

    @property
    def size_bytes(self) -> int:
        """Its length."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.seek(0, os.SEEK_END)

    def start(self, size_bytes: int) -> bytes:
        """Its first bytes. Blocks, as `pieces` does: to be called in a thread."""
        if isinstance(self.content, bytes):
            return self.content[:size_bytes]
        self.content.seek(0)
        return self.content.read(size_bytes)

    def pieces(self) -> Iterator[bytes]:
        """All of it, from the start."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        self.content.seek(0)
        while piece := self.content.read(PIECE_BYTES):
            yield piece


def safe_type(claimed: str, content: bytes) -> str:
    """The content type to store: by the first bytes where they tell, else the claim if it is harmless."""
    told = _told_by_bytes(content)
    if told:
        return told
    claim = claimed.partition(";")[0].strip().lower()
    return claim if claim in SAFE_TYPES - PICTURES - {"application/pdf"} else OPAQUE


def _told_by_bytes(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), None)


def picture_size(content_type: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels by the picture's header, without decoding it; None if it does not say."""
    try:
        if content_type == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        if content_type == "image/gif":
            width, height = struct.unpack("<HH", content[6:10])
            return width, height
        if content_type == "image/webp":
            return _webp_size(content)
        if content_type == "image/jpeg":
            return _jpeg_size(content)
    except (struct.error, IndexError):
        return None
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """The size in the first chunk of each of the three forms (RFC 9649, sections 2.5 to 2.7)."""
    match content[12:16]:
        case b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the start of frame (ITU T.81, B.1.1.3), at most a thousand."""
    at = 2
    for _segment in range(1000):
        marker, length = struct.unpack(">HH", content[at : at + 4])
        if marker == 0xFFFF:  # noqa: PLR2004  fill bytes before a marker (B.1.1.2)
            at += 1
            continue
        if marker in STARTS_OF_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
