"""A leaf of the tree kept as a file, under a clean name."""

from mail import limits
from mail.letter import LetterAttachment
from mail.reading.cleaning import clean_line
from mail.reading.contents import Contents
from mail.reading.file_names import clean_file_name, message_name, name_for
from mail.reading.headers import normal_line_ends, split_headers
from mail.reading.mime import Part
from mail.reading.words import header_text


def attach(part: Part, contents: Contents) -> None:
    """Keep a part as a file; an empty one without a name is nothing."""
    name = clean_file_name(part.file_name) or name_for(part.content_type, len(contents.attachments) + 1)
    payload = part.payload
    if part.content_type.startswith("multipart/") or (not payload and not part.file_name):
        payload = part.body
    if not payload and not part.file_name:
        return
    content_type = part.content_type
    contents.attachments.append(LetterAttachment(name, content_type, payload, content_id=part.content_id))


def attach_message(part: Part, contents: Contents) -> None:
    """Keep a message that came along, under its own subject."""
    payload = part.payload
    name = clean_file_name(part.file_name)
    if not name:
        headers, _ = split_headers(normal_line_ends(payload.lstrip(b"\r\n")), top=True, flaws=[])
        name = message_name(clean_line(header_text(headers.first("subject")), limits.SUBJECT_CHARS))
    contents.attachments.append(LetterAttachment(name, "message/rfc822", payload, content_id=part.content_id))
