"""Bounces without a delivery-status part: recognised by sender, subject and wording; failed addresses by their place."""

import re
from collections.abc import Iterable
from typing import Final

from app.text.one_line import header_line
from mail.bounces.authors import Author
from mail.bounces.phrases import DELAY, FINAL, NAMES_RECIPIENTS
from mail.bounces.reports import find_status
from mail.bounces.returned import returned_at
from mail.bounces.signs import Signs
from mail.letter import limits
from mail.letter.letter import BouncedAddress, Letter
from mail.reading.headers.addresses import first_address

_ADDRESS: Final = r"[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}"
_ANYWHERE: Final = re.compile(_ADDRESS)
_LEADING: Final = re.compile(
    rf"[\s>*•|.\"'(\[#-]{{0,16}}(?:\d{{1,3}}[.)]\s)?(?:rfc822;\s?|smtp:\s?|mailto:)?[<\"'(\[]{{0,3}}({_ADDRESS})"
)
_LABELLED: Final = re.compile(
    rf"[\s>*•|-]{{0,12}}(?:to|rcpt to|recipient(?: address)?|user|for|address|e-?mail(?: address)?|target mail address|final-recipient|original-recipient|mailbox|your message to|message to|mail to|an|destinataire|empfänger|宛先|收件人)\s{{0,3}}[:=]?\s{{1,3}}[<\"'(\[]{{0,3}}({_ADDRESS})",
    re.IGNORECASE,
)
_X400: Final = re.compile(r"smtp[=:(]([^\s;)\]>@]{1,100}@[^\s;)\]>]{1,255})", re.IGNORECASE)
_EXPANDED: Final = re.compile(r"\(expanded from:?[^)]{0,300}\)?", re.IGNORECASE)
_FOR: Final = re.compile(rf"\bfor[ \t]{{1,3}}<?({_ADDRESS})>?", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"[\s*>|]{0,12}(?:from|to|cc|subject|date|sent|reply-to|mail from|received|message-id|von|de|da)\s{0,3}:",
    re.IGNORECASE,
)
_SERVERS: Final = ("postmaster@", "mailer-daemon@", "abuse@", "noreply@", "no-reply@", "root@localhost")
_COMPLAINT_SUBJECT: Final = re.compile(
    r"(?:complaint about message|abuse report|spam report|email feedback report|feedback report) ?"
)
_WORD_LINES: Final = 2000
_LINE_CHARS: Final = 600
_REASON_LINES: Final = 6


def looks_like_bounce(letter: Letter, signs: Signs, author: Author) -> bool:
    """Return whether a mail without a report is a bounce, or may be one if its author is unknown.

    No single sign is enough: a person may write about a mail or a parcel that could not be delivered, and a machine
    may send bad news about a booking.
    """
    if "x-failed-recipients" in letter.headers:
        return True
    if author is Author.PERSON:
        return False
    if letter.auto_submitted.startswith("auto-replied") and not signs.evidence and not signs.subject:
        return False  # a vacation note may also come by the null path and speak of an address no longer in use
    if author is Author.MACHINE:
        return signs.machine + 2 * signs.subject + signs.words + signs.evidence >= 3 and (signs.subject or signs.words)  # noqa: PLR2004 - two signs and a word
    # Nothing says that a machine wrote it: then a program's subject, or a server's own reply, must come with words of it.
    copied = signs.returned and (signs.reply or signs.begins_as_program)
    built = signs.structure or signs.begins_as_program or signs.lists_address
    return signs.words and ((signs.program_subject and built) or (signs.subject and copied))


def looks_like_complaint(letter: Letter, *, has_returned: bool) -> bool:
    """Say whether a provider returns a mail that its user called spam, in a form older than RFC 5965."""
    return has_returned and _COMPLAINT_SUBJECT.match(letter.subject.casefold()) is not None


def read_freeform(letter: Letter, returned_headers: dict[str, str]) -> list[BouncedAddress]:
    """Return the failed addresses that a bounce's own words name, each with its reason."""
    text = letter.whole_text[: limits.BOUNCE_TEXT_CHARS]
    words = text[: returned_at(text)]
    action = "delayed" if _is_late(letter.subject.casefold(), words.casefold()) else "failed"
    addresses = _named_in_headers(letter) or _named_in_words(words, letter) or _sent_to(returned_headers)
    return [_with_reason(address, words, action) for address in addresses[: limits.BOUNCED_ADDRESSES]]


def _is_late(subject: str, words: str) -> bool:
    """Say whether the server goes on trying; a subject that says so outweighs what the words threaten for later."""
    return DELAY.search(subject) is not None or (
        DELAY.search(words) is not None and FINAL.search(f"{subject}\n{words}") is None
    )


def _named_in_headers(letter: Letter) -> list[str]:
    """Exim lists the failed addresses in its own header."""
    values = ",".join(letter.headers.get("x-failed-recipients", []))
    return list(dict.fromkeys(match.lower() for match in _ANYWHERE.findall(values)))


def _named_in_words(words: str, letter: Letter) -> list[str]:
    """Return the likeliest recipients: at the head of lines under an announcement, at the head of any, labelled, anywhere."""
    announced: dict[str, None] = {}
    leading: dict[str, None] = {}
    labelled: dict[str, None] = {}
    anywhere: dict[str, None] = {}
    after_announcement = False
    for raw in words.split("\n")[:_WORD_LINES]:
        line = _EXPANDED.sub("", raw[:_LINE_CHARS])  # the address before it is the one that failed
        if not line.strip():
            continue
        if (match := _X400.search(line.replace("(a)", "@"))) or (match := _LEADING.match(line)):
            (announced if after_announcement else leading).setdefault(_plain(match[1]))
        elif match := _LABELLED.match(line):
            labelled.setdefault(_plain(match[1]))
        elif _FIELD.match(line):
            continue
        for found in _ANYWHERE.findall(line):
            anywhere.setdefault(_plain(found))
        after_announcement |= NAMES_RECIPIENTS.search(line.casefold().rstrip()) is not None
    ours = {letter.from_email.lower(), *(address.email.lower() for address in letter.to)}
    for candidates in (announced, leading, labelled):
        if kept := _of_recipients(candidates, ours):
            return kept
    return _sent_among(anywhere, letter) or _of_recipients(anywhere, ours)


def _of_recipients(candidates: Iterable[str], ours: set[str]) -> list[str]:
    """Without who sent the mail or the report, and without servers' own addresses."""
    return [one for one in candidates if one not in ours and not one.startswith(_SERVERS)]


def _sent_among(named: Iterable[str], letter: Letter) -> list[str]:
    """Of the addresses that an explanation names, those to which the pasted mail was on its way."""
    text = letter.whole_text[: limits.BOUNCE_TEXT_CHARS]
    on_its_way = {_plain(found) for found in _FOR.findall(text[returned_at(text) :])}
    return [one for one in named if one in on_its_way]


def _plain(address: str) -> str:
    return address.strip(".'`=*").lower()


def _sent_to(returned_headers: dict[str, str]) -> list[str]:
    address = first_address(returned_headers.get("to", ""))
    return [address.lower()] if address else []


def _with_reason(address: str, words: str, action: str) -> BouncedAddress:
    """Take the lines from the address on as its reason."""
    at = max(words.lower().find(address), 0)
    lines = [line.strip() for line in words[at : at + 2 * limits.DIAGNOSTIC_CHARS].split("\n") if line.strip()]
    near = " ".join(lines[:_REASON_LINES])
    return BouncedAddress(
        address, action, find_status(near) or find_status(words), header_line(near, limits.DIAGNOSTIC_CHARS)
    )
