"""What desk and child say to each other: plain data with its length before it, checked when it arrives.

A request is followed by the mail's bytes; a reply by the contents of its files, which are not copied into it. The child
has read what a stranger wrote, so nothing it sends is code, and everything must have the type declared here.
"""

from dataclasses import replace
from typing import Final

import msgspec

from mail.letter import limits
from mail.letter.letter import Letter

LENGTH_BYTES: Final = 8
MOST_HEAD_BYTES: Final = 64 * limits.MIB
MOST_FILE_BYTES: Final = 2 * limits.RAW_BYTES  # an Outlook file, a part twice kept as text and as file


class Request(msgspec.Struct):
    """One mail to read; its bytes follow."""

    raw_bytes: int
    own_addresses: list[str] = []
    with_headers: bool = False


class Begun(msgspec.Struct, tag="begun"):
    """The child has started on a mail: if it ends now, it was that mail."""


class Done(msgspec.Struct, tag="done"):
    """A parsed mail. The contents of its files follow, `file_bytes` long."""

    letter: Letter
    fingerprint: str
    file_bytes: list[int]
    raw_headers: list[tuple[str, str]] = []


class Failed(msgspec.Struct, tag="failed"):
    """The mail could not be parsed, without ending the child."""

    why: str


Reply = Begun | Done | Failed
_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_replies = msgspec.msgpack.Decoder(Reply)


def frame(said: Request | Reply) -> bytes:
    """The bytes of it, its length before it."""
    packed = _encoder.encode(said)
    return len(packed).to_bytes(LENGTH_BYTES, "big") + packed


def request_of(packed: bytes) -> Request:
    """What was asked. Raises msgspec.MsgspecError."""
    return _requests.decode(packed)


def reply_of(packed: bytes) -> Reply:
    """What was answered. Raises msgspec.MsgspecError, ValueError for files that cannot be."""
    reply = _replies.decode(packed)
    if isinstance(reply, Done):
        kept = [one for one in reply.letter.attachments if one.kept]
        if len(kept) != len(reply.file_bytes) or any(one.payload for one in reply.letter.attachments):
            raise ValueError("the files are not those of the letter")
        if min(reply.file_bytes, default=0) < 0 or sum(reply.file_bytes) > MOST_FILE_BYTES:
            raise ValueError("the files are larger than a letter can be")
    return reply


def without_files(letter: Letter) -> list[bytes]:
    """Take the contents out of the mail, to be sent after it; return them in order."""
    contents = [one.payload for one in letter.attachments if one.kept]
    letter.attachments = [replace(one, payload=b"") for one in letter.attachments]
    return contents


def with_files(letter: Letter, contents: list[bytes]) -> None:
    """Put the contents back."""
    left = iter(contents)
    letter.attachments = [replace(one, payload=next(left)) if one.kept else one for one in letter.attachments]
