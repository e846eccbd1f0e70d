"""Where a mail belongs, and what it may do there: the table "Who may a mail speak for", as one pure function.

| mail | effect |
|------|--------|
| signed token or reference of ours, From is the customer | on the ticket, verified |
| the customer's own earlier mail referenced, or `#ID`, From is the customer, DMARC passes or nobody checked | on the ticket, marked unverified without a pass |
| the same, DMARC fails | on the ticket, for operators only, with a warning; status and customer untouched |
| the same of a mail of ours to a third party, or From is one | on the ticket, for operators only, as theirs; with From as the customer like a number |
| token or reference of ours, From is somebody else | on the ticket, for operators only, "from another sender" |
| `#ID` alone, From is somebody else | a new ticket that mentions the other |
| From is an operator or the desk | never acts as one: for operators only, with a warning |
| the ticket is deleted, or there is none | a new ticket; in the bin where all of this sender lies there, until one is taken out |
| automatic, list, null return path | kept, never answered, reopens nothing |
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.message import MessageKind
from app.reasons import reason
from mail.letter import Letter, LetterKind
from mail.screening_phrases import VACATION_HEADERS

STORM: Final = 20
"""From this new ticket on, of one sender in one hour, mails are held for a person to look at."""

_NUMBER: Final = re.compile(r"(?<![\w&#])#(\d{1,12})(?!\w)")
_NO_SENDER: Final = frozenset({"several_from", "no_from", "bad_address"})


class Deed(StrEnum):
    """What is to be done with a mail."""

    OPEN = "open"  # a new ticket
    APPEND = "append"  # onto its ticket, for operators and customer
    INTERNAL = "internal"  # onto its ticket, for operators only
    BOUNCE = "bounce"  # mark the mail of ours that came back
    KEEP = "keep"  # in the ledger, nothing else
    HOLD = "hold"  # in the ledger, for a person to let in
    FORM = "form"  # held, and answered with the way to the form


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket that a mail names, as far as the decision needs it."""

    id: int
    emails: frozenset[str]  # lower case: the customer's address, and those added to the ticket
    third_parties: frozenset[str] = frozenset()  # lower case: those whom the desk has written to from this ticket
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of a mail's sender and of the tickets it names."""

    by_token: int | None = None  # the ticket of a signed token, in the recipients or the references
    by_reference: int | None = None  # the ticket of the sender's own earlier mail that this one answers
    reference_is_nearer: bool = False  # than the token: that mail lies on another ticket by now
    by_number: tuple[int, ...] = ()  # `#ID` in the subject, the last first
    answers_third_party: bool = False  # its nearest parent of ours went to a third party
    tickets: Mapping[int, Known] = field(default_factory=dict)  # those of them that exist
    from_operator: bool = False
    from_desk: bool = False
    dmarc: str = ""  # pass or fail, by the desk's own mail server; empty: nobody checked
    opened_lately: int = 0  # tickets that this sender's mails opened within the hour
    called_spam: bool = False  # all that this sender has at the desk lies in the bin
    new_tickets: str = "open"  # the setting: open, form, hold
    let_in: bool = False  # a person has decided that it comes in


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done, and how."""

    deed: Deed
    outcome: str  # in the ledger
    ticket_id: int | None = None
    kind: MessageKind = MessageKind.CUSTOMER
    proof: str = ""  # token, reference, number
    warning: str = ""
    reopens: bool = False
    notify: bool = False  # operators are told by mail
    confirm: bool = False
    spam: bool = False  # straight into the bin
    reason: str = ""


def decide(letter: Letter, facts: Facts) -> Verdict:
    """Judge a letter by the table above. Pure: the same letter and facts, the same verdict."""
    if letter.kind is LetterKind.BOUNCE:
        return Verdict(Deed.BOUNCE, "bounce")
    ticket, proof = _ticket_of(facts)
    if letter.kind is LetterKind.OWN or facts.from_desk:
        return _from_the_desk(facts, ticket, proof)
    if ticket is None:
        return _new(letter, facts)
    return _on(ticket, proof, letter, facts)


def numbers_in(subject: str) -> tuple[int, ...]:
    """The ticket numbers that a subject names, the last first: ours stands at its end."""
    return tuple(dict.fromkeys(int(number) for number in reversed(_NUMBER.findall(subject))))


def _ticket_of(facts: Facts) -> tuple[Known | None, str]:
    """The ticket that the mail belongs to, by the strongest proof; a deleted one is none."""
    candidates = [(facts.by_token, "token"), (facts.by_reference, "reference")]
    if facts.reference_is_nearer:
        candidates.reverse()
    candidates += [(number, "number") for number in facts.by_number]
    for ticket_id, proof in candidates:
        known = facts.tickets.get(ticket_id) if ticket_id is not None else None
        if known is not None and not known.is_deleted:
            return known, proof
    return None, ""


def _is_customer(letter: Letter, ticket: Known) -> bool:
    """Whether the one address in From is the customer's, or was added. Two From addresses are nobody's."""
    return letter.from_email.lower() in ticket.emails and not _NO_SENDER.intersection(letter.unverified)


def _is_quiet(letter: Letter) -> bool:
    """Whether it must cause no mail at all: robots, lists, null return paths (RFC 3834 §2)."""
    return letter.suppress_auto_reply or letter.null_return_path


def _from_the_desk(facts: Facts, ticket: Known | None, proof: str) -> Verdict:
    """From our own address, or with the mark of a desk's automatic mail: such a mail can only make a loop."""
    if not facts.from_desk:
        return Verdict(Deed.KEEP, "own", reason=reason("desk_mark"))
    if ticket is None:
        return Verdict(Deed.KEEP, "own", reason=reason("desk_address"))
    return _internal(ticket, proof, "own")


def _on(ticket: Known, proof: str, letter: Letter, facts: Facts) -> Verdict:
    """A mail that names a ticket: its customer's, an operator's, or somebody else's."""
    is_customer = _is_customer(letter, ticket)
    if facts.from_operator and not (is_customer and proof == "token"):
        return _internal(ticket, proof, "operator")  # From is a claim: nothing of it reaches the customer
    if is_customer:
        # A hotel holds a token too: with that one, whoever writes as the customer proves no more than with a number.
        return _from_customer(letter, facts, ticket, "reference" if facts.answers_third_party else proof)
    if proof == "number":
        return _new(letter, facts, mentions=ticket.id)
    if facts.answers_third_party or letter.from_email.lower() in ticket.third_parties:
        return _internal(ticket, proof, _doubt_of_third_party(letter, facts), notify=not _is_quiet(letter))
    return _internal(ticket, proof, "other_sender", notify=not _is_quiet(letter))


def _doubt_of_third_party(letter: Letter, facts: Facts) -> str:
    """What to say beside a third party's mail: nothing, unless somebody else may have written it."""
    if facts.dmarc == "fail":
        return "dmarc_fail"
    return "unverified" if letter.unverified else ""


def _from_customer(letter: Letter, facts: Facts, ticket: Known, proof: str) -> Verdict:
    if proof != "token" and facts.dmarc == "fail":
        return _internal(ticket, proof, "dmarc_fail", kind=MessageKind.CUSTOMER)
    is_doubtful = bool(letter.unverified) or (proof != "token" and facts.dmarc != "pass")
    quiet = _is_quiet(letter)
    return Verdict(
        Deed.APPEND,
        "auto_reply" if letter.kind is LetterKind.AUTO_REPLY else "appended",
        ticket.id,
        proof=proof,
        warning="automatic" if letter.kind is LetterKind.AUTO_REPLY else "unverified" if is_doubtful else "",
        reopens=not quiet,
        notify=not quiet,
    )


def _internal(
    ticket: Known, proof: str, warning: str, *, notify: bool = False, kind: MessageKind = MessageKind.THIRD_PARTY
) -> Verdict:
    return Verdict(Deed.INTERNAL, "internal", ticket.id, kind, proof, warning, notify=notify)


def _new(letter: Letter, facts: Facts, mentions: int | None = None) -> Verdict:
    """A mail without a ticket: it opens one, unless it is a robot's reply, a storm, or the setting says otherwise."""
    if letter.kind is LetterKind.AUTO_REPLY and _answers_something(letter) and not facts.let_in:
        return Verdict(Deed.KEEP, "auto_reply", reason=reason("stray_auto_reply"))
    if facts.opened_lately >= STORM - 1 and not facts.let_in:
        return Verdict(Deed.HOLD, "held", reason=reason("storm", count=STORM - 1))
    spam = facts.called_spam and not facts.let_in and not facts.from_operator
    quiet = _is_quiet(letter) or spam
    if facts.new_tickets != "open" and not facts.let_in:
        if facts.new_tickets == "form" and not quiet:
            return Verdict(Deed.FORM, "held", confirm=True, reason=reason("sent_to_form"))
        return Verdict(Deed.HOLD, "held", reason=reason("all_held"))
    other = mentions if mentions is not None else next(iter(facts.by_number), None)
    warning = f"mentions:{other}" if other is not None and other in facts.tickets else ""
    if facts.from_operator:
        warning = "operator"
    elif not warning and letter.unverified:
        warning = "unverified"
    silent = quiet or facts.from_operator
    return Verdict(Deed.OPEN, "opened", warning=warning, notify=not quiet, confirm=not silent, spam=spam)


def _answers_something(letter: Letter) -> bool:
    """Whether a robot's mail answers another mail.

    A booking system's own notices do not, and are news; nor does what only its subject calls automatic, for a person
    may have written that.
    """
    if (
        letter.in_reply_to
        or letter.references
        or letter.reported_message_id
        or letter.headers.keys() & VACATION_HEADERS
    ):
        return True
    is_report = any("multipart/report" in one.lower() for one in letter.headers.get("content-type", []))
    is_marked = is_report or letter.precedence in {"auto_reply", "auto-reply"}
    return is_marked or (letter.auto_submitted != "" and not letter.auto_submitted.startswith("auto-gen"))
