"""Raw bytes to a Letter: the door of the reading room."""

import re
import unicodedata
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from app.reasons import reason
from mail import limits
from mail.bounces import read_bounce
from mail.calendars import read_invitation
from mail.letter import Address, Letter, LetterAttachment, LetterKind
from mail.quoting.html_quotes import split_html
from mail.quoting.quotes import is_forward, part_text
from mail.reading.addresses import parse_addresses
from mail.reading.authentication import read_verdict
from mail.reading.bodies import contents_of
from mail.reading.cleaning import clean_line
from mail.reading.contents import Contents
from mail.reading.dates import date_ms
from mail.reading.enclosed import enclosed_text
from mail.reading.headers import Headers, normal_line_ends, split_headers
from mail.reading.html_text import html_to_text
from mail.reading.ids import message_ids, parents_of
from mail.reading.mime import Budget, read_parts
from mail.reading.words import header_text
from mail.screening import LOOP_HEADER, screen

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KEYWORD: Final = re.compile(r"[a-z][a-z_-]{0,40}")
_LINK_CHARS: Final = 200
_LIKE_LATIN: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_LOOK_ALIKES: Final = frozenset(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb\u0501\u051b\u051d\u04cf\u04bc\u043a\u0432\u043c\u043d\u0442"
)  # Cyrillic letters that look Latin
_NO_OWN: Final[frozenset[str]] = frozenset()


def read_letter(raw: bytes, *, own_addresses: frozenset[str] = _NO_OWN) -> Letter:
    """Read a message as far as it can be read; never raises, reads no more than `mail.limits` allow.

    `own_addresses` are the desk's own addresses in lower case. What defeats the reader comes back as kind
    `broken`, with all that was read before.
    """
    letter = Letter()
    try:
        _read(letter, raw, own_addresses)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a stranger's bytes must not stop the mailbox; the flaw is named
        letter.kind = LetterKind.BROKEN
        letter.flaws.append(reason("flaw_unread", why=type(error).__name__))
        letter.suppress_auto_reply = True
    return letter


def _read(letter: Letter, raw: bytes, own_addresses: frozenset[str]) -> None:
    if raw.startswith(_OLE):
        letter.attachments.append(
            LetterAttachment("message.msg", "application/vnd.ms-outlook", raw[: limits.RAW_BYTES])
        )
        _mark_broken(letter, reason("flaw_outlook_file"))
        return
    too_large = len(raw) > limits.RAW_BYTES
    raw = normal_line_ends(raw[: limits.RAW_BYTES])
    headers, body = split_headers(raw, top=True, flaws=letter.flaws)
    budget = Budget(letter.flaws)
    top = read_parts(headers, body, budget)
    _take_headers(letter, headers, top.charset)
    contents = contents_of(top)
    _take_contents(letter, contents)
    bounce = read_bounce(letter, top, contents)
    letter.bounced = bounce.bounced
    letter.complaint = bounce.complaint
    letter.reported_message_id = bounce.reported_message_id
    letter.returned_headers = bounce.returned_headers
    screen(letter, own_addresses=own_addresses, is_bounce=bounce.is_bounce, is_receipt=bounce.is_receipt)
    _show_enclosed(letter, contents)
    if too_large:
        _mark_broken(letter, reason("flaw_too_large"))
    elif not headers.fields or not (
        letter.from_email or letter.to or letter.subject or letter.message_id or letter.text or letter.attachments
    ):
        _mark_broken(letter, reason("flaw_no_headers"))


def _show_enclosed(letter: Letter, contents: Contents) -> None:
    """Where a person sent nothing but another message, its words are what they say; the message stays as a file."""
    if (
        letter.kind is LetterKind.MESSAGE
        and not letter.text.strip()
        and letter.html is None
        and len(contents.returned) == 1
    ):
        letter.text = letter.whole_text = enclosed_text(contents.returned[0])


def _mark_broken(letter: Letter, why: str) -> None:
    letter.kind = LetterKind.BROKEN
    letter.flaws.append(why)
    letter.suppress_auto_reply = True


def _take_headers(letter: Letter, headers: Headers, charset: str) -> None:
    letter.headers = {}
    for name, value in headers:
        letter.headers.setdefault(name, []).append(clean_line(header_text(value, charset), limits.HEADER_VALUE_CHARS))
    _take_sender(letter, headers, charset)
    letter.to = _addresses(headers, "to", charset)
    letter.cc = _addresses(headers, "cc", charset)
    letter.reply_to = _addresses(headers, "reply-to", charset)
    ways = [
        *headers.all("delivered-to"),
        *headers.all("x-original-to"),
        *headers.all("envelope-to"),
        *headers.all("x-envelope-to"),
        *headers.all("x-delivered-to"),
    ]
    letter.delivered_to = list(
        dict.fromkeys(one.email for value in ways for one in parse_addresses(value) if one.email)
    )
    letter.subject = clean_line(header_text(headers.first("subject"), charset), limits.SUBJECT_CHARS)
    letter.message_id = next(iter(message_ids(_line(letter, "message-id"))), "")
    in_reply_to, references = _line(letter, "in-reply-to"), _line(letter, "references")
    letter.in_reply_to = message_ids(in_reply_to) if "@" in in_reply_to else []
    letter.references = parents_of(in_reply_to, references)
    letter.date_ms = date_ms(_line(letter, "date"))
    letter.auto_submitted = _keyword(_line(letter, "auto-submitted"))
    letter.precedence = _keyword(_line(letter, "precedence"))
    letter.list_id = _line(letter, "list-id")
    letter.loop_marks = letter.headers.get("x-loop", []) + letter.headers.get(LOOP_HEADER, [])
    letter.received = letter.headers.get("received", [])
    letter.authentication_results = [read_verdict(value) for value in letter.headers.get("authentication-results", [])]
    if "return-path" in headers:
        paths = parse_addresses(headers.first("return-path"))
        letter.return_path = paths[0].email if paths else ""
        letter.null_return_path = not letter.return_path


def _line(letter: Letter, name: str) -> str:
    values = letter.headers.get(name)
    return values[0] if values else ""


def _keyword(value: str) -> str:
    """Return the keyword before parameters and comments: `auto-replied (vacation)`."""
    match = _KEYWORD.match(value.strip().lower())
    return match[0] if match else ""


def _addresses(headers: Headers, name: str, charset: str) -> list[Address]:
    found = [address for value in headers.all(name) for address in parse_addresses(value, charset)]
    return found[: limits.ADDRESSES]


def _take_sender(letter: Letter, headers: Headers, charset: str) -> None:
    """Take the From; where it is missing or unusable, what else names a sender stands in, and is marked so."""
    senders = _addresses(headers, "from", charset)
    letter.froms_count = len(senders)
    if len(senders) > 1 or len(headers.all("from")) > 1:
        letter.unverified.append("several_from")
    chosen = next((one for one in senders if one.email), senders[0] if senders else None)
    if chosen is None or not chosen.email:
        letter.unverified.append("no_from")
        named = [
            one
            for name in ("sender", "x-sender", "reply-to", "return-path")
            for one in _addresses(headers, name, charset)
            if one.email
        ]
        if chosen is None and named:
            chosen = named[0]
    if chosen is None:
        return
    letter.sender = next((one for one in _addresses(headers, "sender", charset) if one.email), None)
    letter.from_email, letter.from_name = chosen.email, chosen.name
    claimed = re.search(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}", chosen.name)
    if claimed and claimed[0].lower() != chosen.email.lower():
        letter.unverified.append("name_is_address")
    if _mixes_scripts(chosen.domain):
        letter.unverified.append("mixed_scripts")
    if chosen.email and ("@" not in chosen.email or "." not in chosen.domain):
        letter.unverified.append("bad_address")


def _mixes_scripts(domain: str) -> bool:
    """Say whether a label of a domain is made to look like another: in two scripts, or all of Cyrillic look-alikes."""
    for label in domain.split("."):
        shown = label
        if label.startswith("xn--"):
            try:
                shown = label[4:].encode("ascii").decode("punycode")
            except UnicodeError:
                return True
        letters = [char for char in shown if char.isalpha()]
        scripts = {unicodedata.name(char, "?").partition(" ")[0] for char in letters}
        if len(scripts & _LIKE_LATIN) > 1 or (letters and set(letters) <= _LOOK_ALIKES):
            return True
    return False


def _take_contents(letter: Letter, contents: Contents) -> None:
    letter.signed, letter.encrypted = contents.signed, contents.encrypted
    letter.invitation = next(
        (found for text in contents.calendars if (found := read_invitation(text)) is not None), None
    )
    letter.whole_text = "\n\n".join(text for body in contents.bodies if (text := body.text().strip("\n")).strip())[
        : 2 * limits.TEXT_CHARS
    ]
    if any(body.html is not None for body in contents.bodies):
        letter.html = "\n".join(body.page() for body in contents.bodies)
    letter.attachments = [_placed(file, letter.html or "") for file in contents.attachments]
    _part_quotes(letter, only_html=all(body.plain is None for body in contents.bodies))


def _placed(file: LetterAttachment, html: str) -> LetterAttachment:
    """Mark a file that the page shows in place; some programs percent-encode the id there."""
    if not file.content_id or "cid:" not in html:
        return file
    shown = f"cid:{file.content_id}" in html or f"cid:{quote(file.content_id)}" in html
    return replace(file, inline=True) if shown else file


def _part_quotes(letter: Letter, *, only_html: bool) -> None:
    """Part text and HTML; where the text shows no sign of history but the HTML surely does, the HTML decides.

    A plain half spells out links and so is longer than the HTML's words by a little.
    """
    forwarded = is_forward(letter.subject, letter.whole_text)
    parted = part_text(letter.whole_text, forwarded=forwarded)
    letter.text, letter.quoted = parted.own, parted.quoted
    halves = split_html(letter.html) if letter.html and not forwarded else None
    if halves is None or letter.html is None:
        return
    own = html_to_text(halves[0])
    letter.html_own, letter.html_quoted = halves
    spelled_out = 0 if only_html else _LINK_CHARS
    if len(letter.text) > len(own) + spelled_out and len(own) < len(letter.whole_text):
        again = part_text(own)
        letter.text = again.own
        letter.quoted = "\n\n".join(piece for piece in (again.quoted, html_to_text(halves[1])) if piece)
