"""Turning pictures embedded as `data:` addresses (RFC 2397) into files of the mail, shown in their places.

A page with megabytes of them is no larger than its words then, and the sanitiser never sees them.
"""

import re
from binascii import crc32
from typing import Final

from app.files.kinds import PICTURES, safe_type
from mail.letter.letter import LetterAttachment
from mail.reading.contents import LetterContents
from mail.reading.decoding.transfer import decode_base64
from mail.reading.headers.file_names import name_for

_DATA: Final = re.compile(
    rb"data:(image/[a-z0-9.+-]{1,40})(?:;[a-z0-9=-]{1,40}+){0,3};base64,\s{0,8}([A-Za-z0-9+/=\s]{16,}+)", re.IGNORECASE
)
_MAY_HAVE: Final = re.compile(rb"data:image/", re.IGNORECASE)
_START_BYTES: Final = 64


def take_pictures(page: bytes, contents: LetterContents) -> bytes:
    """Return the page with every such picture named by its Content-ID (`cid:`), and add them to the files.

    Only PNG, JPEG, GIF and WebP whose bytes agree are shown; whatever else claims to be a picture is a mere file.
    """
    if not _MAY_HAVE.search(page):
        return page
    known: dict[bytes, bytes] = {}

    def placed(match: re.Match[bytes]) -> bytes:
        if match[2] not in known:
            known[match[2]] = _kept(match[1].decode("ascii").lower(), match[2], contents)
        return known[match[2]]

    return _DATA.sub(placed, page)


def _kept(claimed: str, encoded: bytes, contents: LetterContents) -> bytes:
    number = len(contents.attachments) + 1
    content_id = f"picture-{number}-{crc32(encoded):x}@data.invalid"
    kind = safe_type(claimed, decode_base64(encoded[: 2 * _START_BYTES]))
    name = name_for(kind if kind in PICTURES else claimed, number)
    before = len(contents.attachments)
    contents.take(
        lambda: LetterAttachment(
            name, kind, decode_base64(encoded), content_id=content_id if kind in PICTURES else None
        ),
        lambda: LetterAttachment(name, kind, b"", kept=False, left_out_bytes=len(encoded) * 3 // 4),
    )
    is_kept = len(contents.attachments) > before and contents.attachments[-1].kept
    return f"cid:{content_id}".encode() if is_kept and kind in PICTURES else b""
