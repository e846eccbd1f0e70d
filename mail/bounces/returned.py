"""The mail that came back, where a bounce pastes it into its text instead of attaching it."""

import re
from typing import Final

from mail.letter import limits
from mail.reading.headers.fields import Headers, split_headers

_MARKERS: Final = re.compile(
    r"^(?:[\s>*.=_+-]{0,12}(?:(?:here|this|below) (?:is|are) (?:a |the )?(?:copy|headers?|first|returned|original|beginning)"
    r"|below this line is a copy|original message|the original message|(?:unsent|returned|undelivered|failed|bounced|attached) (?:message|mail)|message (?:header|text|contents?|follows)|copy of (?:the |your )?(?:message|original)"
    r"|(?:your |the )?(?:original |returned |rejected )?(?:message|mail)(?: headers?)? (?:follows|begins|is|was)(?: here| below)?|included is a copy|original e-?mail|transcript of (?:the )?(?:mail|message)|headers? (?:of|from) (?:the )?(?:original|message)"
    r"|ursprüngliche nachricht|der header der original|voici (?:une copie|l.en-tête)|copia del mensaje|mensaje original|messaggio originale|mensagem original|текст письма|исходное сообщение)"
    r"|return-path:|received: |message-id: ?<)[^\n]{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_LINE: Final = re.compile(
    r"^[ \t>|]{0,8}(return-path|received|message-id|from|to|subject|date|mime-version|x-[a-z-]{1,40}|dkim-signature|reply-to|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_COPY: Final = re.compile(
    r"^[ \t]{0,8}[-=*_+]{2,60}[ \t]{0,4}(?:below this line is (?:a|the) (?:copy|original)|(?:this|here|below) is (?:a|the) copy|(?:a )?copy of (?:the|your) (?:original )?(?:message|mail)"
    r"|original message (?:follows|below)|(?:the )?(?:unsent|returned|undelivered|failed) (?:message|mail)(?: (?:follows|below))?)",
    re.IGNORECASE | re.MULTILINE,
)
_TRACE: Final = re.compile(
    r"^[ \t>|]{0,8}(?:return-path|received|message-id|mime-version|dkim-signature|x-[a-z-]{1,40}):",
    re.IGNORECASE | re.MULTILINE,
)
_NEAR_CHARS: Final = 600
_TRACE_CHARS: Final = 2000
_FEWEST_FIELDS: Final = 2


def returned_at(text: str) -> int:
    """Return where the pasted mail begins, or the text's length where none is pasted."""
    copy = _COPY.search(text[: limits.BOUNCE_TEXT_CHARS])
    for marker in _MARKERS.finditer(text[: limits.BOUNCE_TEXT_CHARS]):
        if copy is not None and copy.start() <= marker.start():
            return copy.start()  # a rule says so itself: what follows need not be headers
        near = text[marker.start() : marker.start() + _NEAR_CHARS]
        if len(_FIELD_LINE.findall(near)) >= _FEWEST_FIELDS:
            return marker.start()
    return copy.start() if copy is not None else len(text)


def traces_at(text: str) -> bool:
    """Whether a mail is pasted with headers that servers write: what people quote has From, Date and Subject alone."""
    at = returned_at(text)
    return _TRACE.search(text[at : at + _TRACE_CHARS]) is not None


def returned_block(text: str) -> Headers | None:
    """Return the header fields of the pasted mail."""
    at = returned_at(text)
    if at >= len(text):
        return None
    field = _FIELD_LINE.search(text, at)
    if field is None:
        return None
    block = text[field.start() : field.start() + limits.HEADER_BLOCK_BYTES]
    lines = [line.lstrip(" >|\t") if _FIELD_LINE.match(line) else line for line in block.split("\n")]
    headers, _ = split_headers("\n".join(lines).encode("utf-8", "replace"), top=True, flaws=[])
    return headers if headers.fields else None
