"""What kind of mail a letter is, and whether a machine may answer it (RFC 3834, RFC 2369, RFC 3464)."""

from typing import Final

from mail.letter import Letter, LetterKind
from mail.screening_phrases import AUTO_SUBJECT, LIST_HEADERS, ROBOT_ADDRESS, VACATION_HEADERS

LOOP_HEADER: Final = "x-deskbell-loop"
"""Stands in every mail that a desk sends by itself."""

_AUTO_SUBJECT_CHARS: Final = 60
_MARK_CHARS: Final = 5
_BULK: Final = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_REPLY_SUPPRESS: Final = frozenset({"all", "autoreply", "oof", "dr", "rn", "nrn"})


def screen(letter: Letter, *, own_addresses: frozenset[str], is_bounce: bool, is_receipt: bool) -> None:
    """Set the letter's `kind` and `suppress_auto_reply`.

    `own_addresses` are the desk's own, in lower case. Bounces come first, for they may carry any other sign;
    then our own mail come back, automatic replies, invitations, lists.
    """
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
    elif is_list(letter):
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
    headers = letter.headers
    if letter.auto_submitted.startswith(("auto-replied", "auto-notified", "auto-reply")):
        return True
    if letter.auto_submitted not in {"", "no"} and not is_list(letter):
        return True
    if letter.precedence in {"auto_reply", "auto-reply"} or any(name in headers for name in VACATION_HEADERS):
        return True
    subject = letter.subject.casefold()[:_AUTO_SUBJECT_CHARS]
    return any(AUTO_SUBJECT.match(start) is not None for start in _starts(subject))


def is_list(letter: Letter) -> bool:
    """Say whether it went to many: a mailing list or a newsletter."""
    return bool(letter.precedence in {"list", "bulk"} or any(name in letter.headers for name in LIST_HEADERS))


def must_stay_silent(letter: Letter) -> bool:
    """Say whether any sign forbids an automatic answer (S-56), whatever else the letter is."""
    suppress = " ".join(letter.headers.get("x-auto-response-suppress", [])).lower()
    wishes = {word.strip() for word in suppress.replace(";", ",").split(",")}
    return (
        letter.auto_submitted not in {"", "no"}
        or letter.null_return_path
        or letter.precedence in _BULK
        or bool(wishes & _REPLY_SUPPRESS)
        or bool(letter.loop_marks)
        or is_list(letter)
        or not letter.from_email
        or ROBOT_ADDRESS.match(letter.from_email.lower()) is not None
    )


def _starts(subject: str) -> list[str]:
    """Return the subject as it stands and without one, two, three reply marks (`Re:`, `AW:`) before it."""
    starts = [subject]
    for _ in range(3):
        head, colon, rest = starts[-1].partition(":")
        if not colon or len(head) > _MARK_CHARS:
            break
        starts.append(rest.strip())
    return [start.lstrip("[( *<「【") for start in starts]
