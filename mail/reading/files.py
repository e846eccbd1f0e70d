"""A leaf of the tree kept as a file, under a clean name; beyond the limit of files its name alone."""

from app.files.names import harmless_name
from app.text.one_line import header_line
from mail.letter import limits
from mail.letter.letter import LetterAttachment
from mail.reading.contents import LetterContents
from mail.reading.headers.fields import normal_line_ends, split_headers
from mail.reading.headers.file_names import message_name, name_for
from mail.reading.headers.words import header_text
from mail.reading.mime import Part


def attach(part: Part, contents: LetterContents) -> None:
    """Keep a part as a file; an empty one without a name is nothing."""
    name = harmless_name(part.file_name) or name_for(part.content_type, len(contents.attachments) + 1)
    contents.take(lambda: _file(part, name), lambda: _left_out(part, name))


def attach_message(part: Part, contents: LetterContents) -> None:
    """Keep a message that came along, under its own subject."""
    name = harmless_name(part.file_name)
    contents.take(
        lambda: LetterAttachment(name or _subject_of(part), "message/rfc822", part.payload, content_id=part.content_id),
        lambda: _left_out(part, name or message_name("")),
    )


def attach_content(raw_name: bytes, content: bytes, contents: LetterContents) -> None:
    """Keep a file found in a text."""
    kind = "application/octet-stream"
    name = harmless_name(header_text(raw_name)) or name_for(kind, len(contents.attachments) + 1)
    contents.take(
        lambda: LetterAttachment(name, kind, content),
        lambda: LetterAttachment(name, kind, b"", kept=False, left_out_bytes=len(content)),
    )


def _file(part: Part, name: str) -> LetterAttachment | None:
    payload = part.payload
    if part.content_type.startswith("multipart/") or (not payload and not part.file_name):
        payload = part.body
    if not payload and not part.file_name:
        return None
    return LetterAttachment(name, part.content_type, payload, content_id=part.content_id)


def _left_out(part: Part, name: str) -> LetterAttachment:
    size_bytes = part.stop - part.start
    if part.encoding.strip().lower() == "base64":
        size_bytes = size_bytes * 3 // 4
    return LetterAttachment(name, part.content_type, b"", kept=False, left_out_bytes=size_bytes)


def _subject_of(part: Part) -> str:
    head = part.head(limits.HEADER_BLOCK_BYTES).lstrip(b"\r\n")
    headers, _ = split_headers(normal_line_ends(head), top=True, flaws=[])
    return message_name(header_line(header_text(headers.first("subject")), limits.SUBJECT_CHARS))
