"""Bounces without a delivery-status part: told by sender, subject and wording; failed addresses by where they stand."""

import re
from dataclasses import dataclass
from typing import Final

from mail import limits
from mail.bounces.phrases import (
    CANONICAL_SUBJECT,
    DAEMON_ADDRESS,
    DAEMON_NAME,
    DELAY,
    FAILURE_SUBJECT,
    FAILURE_WORDS,
    FINAL,
    NAMES_RECIPIENTS,
    STATUS,
)
from mail.bounces.reports import find_status
from mail.bounces.returned import returned_at
from mail.letter import BouncedAddress, Letter
from mail.reading.addresses import first_address
from mail.reading.cleaning import clean_line

_ADDRESS: Final = r"[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}"
_ANYWHERE: Final = re.compile(_ADDRESS)
_LEADING: Final = re.compile(
    rf"[\s>*•|.\"'(\[#-]{{0,16}}(?:\d{{1,3}}[.)]\s)?(?:rfc822;\s?|smtp:\s?|mailto:)?[<\"'(\[]{{0,3}}({_ADDRESS})"
)
_LABELLED: Final = re.compile(
    rf"[\s>*•|-]{{0,12}}(?:to|rcpt to|recipient(?: address)?|user|for|address|e-?mail(?: address)?|target mail address|final-recipient|original-recipient|mailbox|your message to|message to|mail to|an|destinataire|empfänger|宛先|收件人)\s{{0,3}}[:=]?\s{{1,3}}[<\"'(\[]{{0,3}}({_ADDRESS})",
    re.IGNORECASE,
)
_X400: Final = re.compile(r"smtp[=:(]([^\s;)@]{1,100}@[^\s;)]{1,255})", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"[\s*>|]{0,12}(?:from|to|cc|subject|date|sent|reply-to|mail from|received|message-id|von|de|da)\s{0,3}:",
    re.IGNORECASE,
)
_REPLY: Final = re.compile(
    r"\s*(?:re|aw|sv|antw|odp|rif|res|fw|fwd|wg|tr|rv|enc|vs|i)\s?(?:\[\d{1,3}\])?\s?:", re.IGNORECASE
)
_SERVERS: Final = ("postmaster@", "mailer-daemon@", "abuse@", "noreply@", "no-reply@", "root@localhost")
_COMPLAINT_SUBJECT: Final = re.compile(
    r"(?:complaint about message|abuse report|spam report|email feedback report|feedback report) ?"
)
_WORD_LINES: Final = 2000
_LINE_CHARS: Final = 600
_REASON_LINES: Final = 6
_HEAD_CHARS: Final = 16_000


@dataclass(frozen=True)
class _Signs:
    """What speaks for a mail system's report."""

    machine: int
    """Signs that no person sent it."""
    subject: bool
    words: bool
    program_subject: bool
    """A subject that programs write and people do not."""
    returned: bool
    """The mail came back with it, or its headers did."""
    status: bool
    """An SMTP server's own words."""

    @property
    def evidence(self) -> bool:
        """Whether anything shows that a mail failed, beyond wording."""
        return self.program_subject or self.returned or self.status


def looks_like_bounce(letter: Letter, *, has_returned: bool) -> bool:
    """Say whether a mail without a report is a bounce.

    No sign is enough by itself: a person may write about a mail, or a parcel, that could not be delivered.
    """
    if "x-failed-recipients" in letter.headers:
        return True
    signs = _signs_in(letter, has_returned=has_returned)
    if letter.auto_submitted.startswith("auto-replied") and not signs.evidence and not signs.subject:
        return False  # a vacation note may also come by the null path and speak of an address no longer in use
    if signs.machine:
        return signs.machine + 2 * signs.subject + signs.words + signs.evidence >= 3 and (signs.subject or signs.words)  # noqa: PLR2004 - two signs and a word
    # Nothing says that a machine wrote it: then the subject must be a program's, or the mail itself have come back.
    return signs.words and (signs.program_subject or (signs.subject and signs.returned))


def looks_like_complaint(letter: Letter, *, has_returned: bool) -> bool:
    """Say whether a provider returns a mail that its user called spam, in a form older than RFC 5965."""
    return has_returned and _COMPLAINT_SUBJECT.match(letter.subject.casefold()) is not None


def _signs_in(letter: Letter, *, has_returned: bool) -> _Signs:
    subject = letter.subject[: limits.SUBJECT_CHARS].casefold()
    head = letter.whole_text[:_HEAD_CHARS].casefold()
    sender = letter.from_email.lower() or letter.from_name.casefold()
    daemon = DAEMON_ADDRESS.fullmatch(sender) is not None
    machine = 2 * daemon
    machine += DAEMON_NAME.search(letter.from_name.casefold()) is not None
    machine += letter.null_return_path or (letter.return_path or "").lower().startswith(("mailer-daemon", "postmaster"))
    machine += 2 * ("x-mlserver" in letter.headers or "x-mailer-daemon" in letter.headers)
    return _Signs(
        machine=machine,
        subject=FAILURE_SUBJECT.search(subject) is not None and _REPLY.match(subject) is None,
        words=FAILURE_WORDS.search(head) is not None,
        program_subject=CANONICAL_SUBJECT.match(subject) is not None,
        returned=has_returned or returned_at(letter.whole_text) < len(letter.whole_text),
        status=STATUS.search(head) is not None,
    )


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
    """Exim names the failed addresses in a header of its own."""
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
        line = raw[:_LINE_CHARS]
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
    for candidates in (announced, leading, labelled, anywhere):
        kept = [one for one in candidates if one not in ours and not one.startswith(_SERVERS)]
        if kept:
            return kept
    return []


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
        address, action, find_status(near) or find_status(words), clean_line(near, limits.DIAGNOSTIC_CHARS)
    )
