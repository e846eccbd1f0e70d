"""What kind of mail it is, and whether it may be answered automatically (RFC 3834, RFC 2369, RFC 3464)."""

import re
from typing import Final

from mail.judging.lists import is_for_many, is_list
from mail.judging.screening_phrases import AUTO_SUBJECT, AUTOMATIC_VALUES, ROBOT_ADDRESS, VACATION_HEADERS
from mail.letter.letter import Letter, LetterKind
from mail.reading.headers.subjects import bare_subject

LOOP_HEADER: Final = "x-deskbell-loop"
"""Stands in every mail that a desk sends by itself."""

_AUTO_SUBJECT_CHARS: Final = 200
_TAGS: Final = re.compile(
    r"\A\s{0,4}(?:[\[{(<*]{1,3}[^\]})>*#]{2,30}[\]})>*]{1,3}:?\s{0,4}){1,3}"
)  # gateways put them: [EXTERNAL]
_MARK_CHARS: Final = 5
_NEVER_ANSWERED: Final = frozenset({"junk", "auto_reply", "auto-reply"})
_REPLY_SUPPRESS: Final = frozenset({"all", "autoreply", "oof", "dr", "rn", "nrn"})


def screen(letter: Letter, *, own_addresses: frozenset[str], is_bounce: bool, is_receipt: bool) -> None:
    """Set the mail's `kind` and `suppress_auto_reply`.

    `own_addresses` are the desk's own, in lower case. Bounces come first, for they may carry any other sign;
    then our own mail coming back, automatic replies, invitations, lists.
    """
    letter.is_for_many = is_for_many(letter, own_addresses)
    letter.suppress_auto_reply = must_stay_silent(letter) or is_bounce or is_receipt
    if is_bounce:
        letter.kind = LetterKind.BOUNCE
    elif is_own(letter, own_addresses):
        letter.kind = LetterKind.OWN
        letter.suppress_auto_reply = True
    elif is_receipt or is_auto_reply(letter):
        letter.kind = LetterKind.AUTO_REPLY
        letter.suppress_auto_reply = True
    elif letter.invitation is not None and letter.invitation.method in {
        "REQUEST",
        "CANCEL",
        "REPLY",
        "COUNTER",
        "REFRESH",
        "DECLINECOUNTER",
        "ADD",
    }:
        letter.kind = LetterKind.CALENDAR
    elif letter.is_for_many:
        letter.kind = LetterKind.LIST
        letter.suppress_auto_reply = True
    elif letter.invitation is not None and not letter.text.strip():
        letter.kind = LetterKind.CALENDAR


def is_own(letter: Letter, own_addresses: frozenset[str]) -> bool:
    """Say whether a mail of the desk itself came back: from one of its addresses, or with its loop mark.

    The mark is the desk's domain: another company's Deskbell marks its mails too, and those are not ours.
    Where no own address is known, any mark counts.
    """
    if letter.from_email.lower() in own_addresses:
        return True
    marks = {mark.lower() for mark in letter.headers.get(LOOP_HEADER, [])}
    return bool(marks) and (not own_addresses or bool(marks & _domains(own_addresses)))


def _domains(addresses: frozenset[str]) -> set[str]:
    """Return the domains as they are written and as the DNS knows them."""
    written = {address.rpartition("@")[2].lower() for address in addresses}
    return written | {known for domain in written if (known := _in_dns(domain))}


def _in_dns(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def is_auto_reply(letter: Letter) -> bool:
    """Say whether a machine wrote it in answer to a mail: by RFC 3834, by other headers, by its subject."""
    if letter.auto_submitted.startswith(("auto-replied", "auto-notified", "auto-reply")):
        return True
    if letter.auto_submitted not in {"", "no"} and not is_list(letter):
        return True
    if letter.precedence in {"auto_reply", "auto-reply"} or has_vacation_header(letter):
        return True
    subject = letter.subject.casefold()[:_AUTO_SUBJECT_CHARS]
    return any(AUTO_SUBJECT.match(start) is not None for start in _starts(subject))


def has_vacation_header(letter: Letter) -> bool:
    """Say whether it bears a header, or a header's value, that only automatic answers have."""
    headers = letter.headers
    return any(name in headers for name in VACATION_HEADERS) or any(
        said in map(str.lower, headers.get(name, [])) for name, said in AUTOMATIC_VALUES.items()
    )


def must_stay_silent(letter: Letter) -> bool:
    """Return whether anything forbids an automatic answer (S-56), whatever else the mail is."""
    suppress = " ".join(letter.headers.get("x-auto-response-suppress", [])).lower()
    wishes = {word.strip() for word in suppress.replace(";", ",").split(",")}
    return (
        letter.auto_submitted not in {"", "no"}
        or letter.null_return_path
        or letter.precedence in _NEVER_ANSWERED
        or bool(wishes & _REPLY_SUPPRESS)
        or bool(letter.loop_marks)
        or letter.is_for_many
        or not letter.from_email
        or ROBOT_ADDRESS.match(letter.from_email.lower()) is not None
    )


def _starts(subject: str) -> list[str]:
    """Return the subject unchanged and without one, two, three reply marks (`Re:`, `AW:`), each without a tag too."""
    starts = [subject.strip()]
    for _ in range(3):
        head, colon, rest = _TAGS.sub("", starts[-1], count=1).partition(":")
        if not colon or len(head) > _MARK_CHARS:
            break
        starts.append(rest.strip())
    bare = [form for one in starts for form in (one, _TAGS.sub("", one, count=1), bare_subject(one))]
    return [one.lstrip("[( *<「【") for one in bare]
