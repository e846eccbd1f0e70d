"""The words of a message that came enclosed: what a person sends on who writes nothing beside it."""

from typing import Final

from app.text.one_line import header_line
from mail.letter import limits
from mail.reading.bodies import contents_of
from mail.reading.headers.fields import normal_line_ends, split_headers
from mail.reading.headers.words import header_text
from mail.reading.mime import Part
from mail.reading.multiparts import Budget, read_parts

_SHOWN: Final = ("From", "Date", "Subject", "To")


def enclosed_text(part: Part) -> str:
    """Return the head and the words of an enclosed message, as programs paste them; its files stay inside of it."""
    raw = normal_line_ends(part.payload.lstrip(b"\r\n"))
    headers, at = split_headers(raw, top=True, flaws=[])
    top = read_parts(headers, raw, at, len(raw), Budget([]))
    said = [text for one in contents_of(top).bodies if (text := one.text().strip("\n")).strip()]
    head = [
        f"{name}: {header_line(header_text(value, top.charset), limits.SUBJECT_CHARS)}"
        for name in _SHOWN
        if (value := headers.first(name.lower()))
    ]
    text = "\n\n".join(["\n".join(["---------- Forwarded message ----------", *head]), *said])
    return text[: limits.TEXT_CHARS] if said else ""
