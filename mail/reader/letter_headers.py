"""What a mail's headers say: who sent it to whom, when, and what it answers."""

import re
import unicodedata
from typing import Final

from app.text.one_line import header_line
from mail.judging.screening import LOOP_HEADER
from mail.letter import limits
from mail.letter.letter import Address, AuthenticationVerdict, Letter
from mail.reading.headers.addresses import parse_addresses, unfolded
from mail.reading.headers.authentication import read_verdict
from mail.reading.headers.dates import date_ms
from mail.reading.headers.fields import Headers
from mail.reading.headers.from_field import is_one_mailbox
from mail.reading.headers.ids import message_ids, parents_of
from mail.reading.headers.words import header_text

_KEYWORD: Final = re.compile(r"[a-z][a-z_-]{0,40}")


_LIKE_LATIN: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


_LOOK_ALIKES: Final = frozenset(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb\u0501\u051b\u051d\u04cf\u04bc\u043a\u0432\u043c\u043d\u0442"
)  # Cyrillic letters that look Latin


def take_headers(letter: Letter, headers: Headers, charset: str) -> None:
    """Fill in what the headers say; values without their own charset are in `charset`."""
    letter.headers = {}
    for name, value in headers:
        letter.headers.setdefault(name, []).append(header_line(header_text(value, charset), limits.HEADER_VALUE_CHARS))
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
    letter.subject = header_line(header_text(headers.first("subject"), charset), limits.SUBJECT_CHARS)
    letter.message_id = next(iter(message_ids(_line(letter, "message-id"))), "")
    in_reply_to, references = _line(letter, "in-reply-to"), _line(letter, "references")
    letter.in_reply_to = message_ids(in_reply_to) if "@" in in_reply_to else []
    letter.references = parents_of(in_reply_to, references)
    letter.date_ms = date_ms(_line(letter, "date"))
    letter.auto_submitted = _keyword(_line(letter, "auto-submitted"))
    letter.precedence = _keyword(_line(letter, "precedence") or _line(letter, "x-precedence"))
    letter.list_id = _line(letter, "list-id")
    letter.loop_marks = letter.headers.get("x-loop", []) + letter.headers.get(LOOP_HEADER, [])
    letter.received = letter.headers.get("received", [])
    letter.authentication_results = _verdicts(headers, letter.headers.get("authentication-results", []))
    if "return-path" in headers:
        paths = parse_addresses(headers.first("return-path"))
        letter.return_path = paths[0].email if paths else ""
        letter.null_return_path = not letter.return_path
        names = [name for name, _value in headers]
        letter.return_path_hops = names[: names.index("return-path")].count("received")


def _verdicts(headers: Headers, values: list[str]) -> list[AuthenticationVerdict]:
    """Each Authentication-Results with the hops above it."""
    found: list[AuthenticationVerdict] = []
    hops = 0
    for name, _value in headers:
        hops += name == "received"
        if name == "authentication-results":
            found.append(read_verdict(values[len(found)], hops))
    return found


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
    """Take the From; if it is missing or unusable, another header that names a sender, marked as such."""
    senders = _addresses(headers, "from", charset)
    letter.froms_count = len(senders)
    if len(senders) > 1 or len(headers.all("from")) > 1:
        letter.unverified.append("several_from")
    chosen = next((one for one in senders if one.is_mailbox), senders[0] if senders else None)
    if chosen is None or not chosen.is_mailbox:
        letter.unverified.append("no_from")
        named = [
            one
            for name in ("sender", "x-sender", "reply-to", "return-path")
            for one in _addresses(headers, name, charset)
            if one.is_mailbox
        ]
        if named:
            chosen = Address((chosen.name if chosen else "") or named[0].name, named[0].email)
    if chosen is None:
        return
    letter.sender = next((one for one in _addresses(headers, "sender", charset) if one.email), None)
    letter.from_email, letter.from_name = chosen.email, chosen.name
    claimed = re.search(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}", chosen.name)
    if claimed and claimed[0].lower() != chosen.email.lower():
        letter.unverified.append("name_is_address")
    if _mixes_scripts(chosen.domain):
        letter.unverified.append("mixed_scripts")
    is_named = chosen.email and letter.unverified[:1] not in (["several_from"], ["no_from"])
    if is_named and not (_is_plain(headers.first("from"), charset) and "." in chosen.domain):
        letter.unverified.append("bad_address")


def _is_plain(value: bytes, charset: str) -> bool:
    """Say whether a From is one mailbox to every reader, whatever charset they take it for."""
    text = unfolded(value, charset)
    try:
        same = value.decode("utf-8")
    except UnicodeDecodeError:
        same = text.encode("ascii", "replace").decode()  # then its address may hold nothing but ASCII
    return is_one_mailbox(text) and is_one_mailbox(same)


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
