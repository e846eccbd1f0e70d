"""Tell a bounce from other mail and read it: who failed, why, and which of our mails it was."""

from dataclasses import dataclass, field
from typing import Final

from app.text.one_line import header_line
from mail.bounces.authors import Author, author_of
from mail.bounces.freeform import looks_like_bounce, looks_like_complaint, read_freeform
from mail.bounces.notices import read_notice
from mail.bounces.reports import addresses_of_complaint, addresses_of_status, field_groups, report_text
from mail.bounces.returned import returned_block
from mail.bounces.signs import is_reply, signs_in
from mail.letter import limits
from mail.letter.letter import BouncedAddress, Letter
from mail.reading.bodies import contents_of
from mail.reading.contents import LetterContents
from mail.reading.headers.addresses import first_address
from mail.reading.headers.fields import Headers, normal_line_ends, split_headers
from mail.reading.headers.ids import message_ids
from mail.reading.headers.words import header_text
from mail.reading.mime import Part
from mail.reading.multiparts import Budget, read_parts

_STATUS_TYPES: Final = ("message/delivery-status", "message/global-delivery-status")
_ORIGINAL_IDS: Final = ("x-google-original-message-id", "x-microsoft-original-message-id")
"""Where relays that give a mail a Message-ID of their own leave ours."""
_KEPT: Final = (
    *_ORIGINAL_IDS,
    "message-id",
    "subject",
    "from",
    "to",
    "cc",
    "date",
    "in-reply-to",
    "references",
    "auto-submitted",
    "x-deskbell-loop",
)
_REJECTED: Final = ("automatically rejected", "was rejected", "has been rejected")


@dataclass
class BounceReading:
    """What a report says."""

    is_bounce: bool = False
    is_sure: bool = True
    """Whether a machine's sign says so; False where nobody can say who wrote it."""
    is_receipt: bool = False
    complaint: bool = False
    bounced: list[BouncedAddress] = field(default_factory=list)
    reported_message_id: str = ""
    returned_headers: dict[str, str] = field(default_factory=dict)


def read_bounce(letter: Letter, top: Part, contents: LetterContents) -> BounceReading:
    """Return what the mail reports; neither a bounce nor a receipt if it reports nothing."""
    reading = BounceReading()
    signs = signs_in(letter, has_returned=bool(contents.returned))
    author = author_of(letter, top, signs)
    reading.is_sure = author is Author.MACHINE
    if author is Author.MACHINE:
        for part in contents.reports:
            _take_report(part, reading)
    if not reading.is_bounce:
        _judge(letter, top, contents, reading, looks_like=looks_like_bounce(letter, signs, author))
    if not (reading.is_bounce or reading.is_receipt):
        return reading
    _take_returned(letter, contents, reading)
    if reading.is_bounce and not reading.bounced:
        reading.bounced = read_freeform(letter, reading.returned_headers)
        if reading.complaint:
            reading.bounced = [BouncedAddress(one.email, "complaint") for one in reading.bounced]
    return reading


def _judge(letter: Letter, top: Part, contents: LetterContents, reading: BounceReading, *, looks_like: bool) -> None:
    """Decide about a mail that has no delivery-status part."""
    report_type = top.parameters.get("report-type", "").lower()
    has_returned = bool(contents.returned)
    if reading.is_receipt or report_type == "disposition-notification":
        # Dovecot refuses mail with a receipt (RFC 8098) that says "deleted"; readers' receipts never say "rejected".
        reading.is_bounce = any(words in letter.whole_text.casefold() for words in _REJECTED)
        reading.is_receipt = not reading.is_bounce
        return
    noticed, addresses = ("", []) if is_reply(letter.subject) else read_notice(letter.whole_text)
    if noticed:
        reading.is_bounce = noticed in {"bounce", "complaint"}
        reading.is_receipt = not reading.is_bounce
        reading.complaint = noticed == "complaint"
        reading.bounced = addresses
        reading.is_sure = True  # no person writes such a thing
    elif looks_like_complaint(letter, has_returned=has_returned):
        reading.is_bounce = reading.complaint = True
    else:
        reading.is_bounce = report_type == "delivery-status" or looks_like


def _take_report(part: Part, reading: BounceReading) -> None:
    text = report_text(part)
    if part.content_type in _STATUS_TYPES:
        reading.is_bounce = True
        reading.bounced += addresses_of_status(text)
    elif part.content_type == "message/feedback-report":
        reading.is_bounce = reading.complaint = True
        reading.bounced += addresses_of_complaint(text)
    else:
        reading.is_receipt = True
    for group in field_groups(text):
        if not reading.reported_message_id and (ids := message_ids(group.get("original-message-id", ""))):
            reading.reported_message_id = ids[0]


def _take_returned(letter: Letter, contents: LetterContents, reading: BounceReading) -> None:
    """Read the headers of the mail that came back, from its part or from the bounce's text."""
    for part in contents.returned:
        raw = normal_line_ends(part.payload.lstrip(b"\r\n"))
        headers, at = split_headers(raw, top=True, flaws=[])
        if not reading.bounced and b"multipart/report" in headers.first("content-type").lower():
            _take_wrapped(read_parts(headers, raw, at, len(raw), Budget([])), reading)
        if headers.fields:
            _keep(headers, reading)
            break
    else:
        if block := returned_block(letter.whole_text):
            _keep(block, reading)
    for name in (*_ORIGINAL_IDS, "message-id"):
        if not reading.reported_message_id and (ids := message_ids(reading.returned_headers.get(name, ""))):
            reading.reported_message_id = ids[0]


def _take_wrapped(top: Part, reading: BounceReading) -> None:
    """Read a report that a gateway wrapped in another message."""
    for part in contents_of(top).reports:
        _take_report(part, reading)


def _keep(headers: Headers, reading: BounceReading) -> None:
    for name in _KEPT:
        if value := headers.first(name):
            reading.returned_headers[name] = header_line(header_text(value), limits.HEADER_VALUE_CHARS)
    if not reading.bounced and reading.complaint:
        address = first_address(header_text(headers.first("x-hmxmroriginalrecipient")))
        reading.bounced = [BouncedAddress(address.lower(), "complaint")] if address else []
