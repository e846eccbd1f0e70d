"""Where a mail belongs, and what it may do there: the table "Who may a mail speak for", as one pure function.

| mail | effect |
|------|--------|
| the customer's own token, From is the customer | on the ticket, verified |
| the customer's own earlier mail referenced, or `#ID`, From is the customer, DMARC passes or nobody checked | on the ticket, marked unverified without a pass |
| any of these, DMARC fails | on the ticket, for operators only, with a warning; status and customer untouched |
| the token of a third party or of a copy, or From is one of them | on the ticket, for operators only, as theirs; with From as the customer like a number |
| `#ID`, From is a third party that the desk wrote to from this ticket | the same, marked unverified without a pass |
| any other token of ours, From is someone else | on the ticket, for operators only, "from another sender" |
| `#ID` alone, From is someone else | a new ticket that mentions the other |
| From is an operator | never acts as one: for operators only, with a warning |
| From is the desk, on a ticket | for operators only, with a warning |
| From is the desk, no ticket, our domain's DMARC does not fail | a new ticket for its Reply-To, unverified; held with a failing one, or without a Reply-To |
| through a list that is the desk's address, or with our token | as the person's own mail |
| the ticket is deleted, or there is none | a new ticket; in the bin where the sender is genuine, and so are all their others there, until one is taken out |
| a reaction, a calendar's "Accepted" | on its ticket, reopens nothing; without one it opens none |
| nobody can say whether a machine wrote it that a delivery failed | on the ticket, for operators only; it changes nothing else |
| automatic, list, null return path | kept, never answered, reopens nothing |

Whose token it is depends only on the one used (`mail.judging.used_token`), not on others in the mail.
"""

import re
from dataclasses import replace
from typing import Final

from app.credentials.reply_tokens import TokenKind
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import MessageKind
from app.nouns.offer import OfferKind
from app.nouns.reasons import reason
from app.text.address_keys import address_key
from mail.judging.screening import LOOP_HEADER, has_vacation_header, must_stay_silent
from mail.judging.sender_doubts import is_nobodys
from mail.judging.verdict import Facts, NamedTicket, Placement, Verdict
from mail.letter.letter import Letter, LetterKind
from mail.reading.gestures import is_gesture

STORM: Final = 20
"""From this new ticket on, of one sender in one hour, mails wait in quarantine for a person to look at."""

_TAKEN_FOR_MACHINES: Final = frozenset({LetterKind.BOUNCE, LetterKind.AUTO_REPLY, LetterKind.LIST, LetterKind.OWN})
_NUMBER: Final = re.compile(r"(?<![\w&#])#(\d{1,12})(?!\w)")
_OTHERS: Final = frozenset({TokenKind.THIRD_PARTY, TokenKind.COPY})


def decide(letter: Letter, facts: Facts) -> Verdict:
    """Judge a mail by the table above. Pure: the same mail and facts, the same verdict."""
    return replace(_judge(letter, facts), authentication=facts.dmarc)


def _judge(letter: Letter, facts: Facts) -> Verdict:
    if facts.is_admitted and letter.kind in _TAKEN_FOR_MACHINES:
        letter = as_message(letter)  # a person has looked at it, and says that it is one
    if letter.kind is LetterKind.BOUNCE and letter.is_surely_bounce:
        return Verdict(Placement.BOUNCE, InboundOutcome.BOUNCE)
    ticket, proof = _ticket_of(facts)
    if letter.kind is LetterKind.BOUNCE and ticket is not None:
        if not _is_customer(letter, ticket):
            return _internal(ticket, proof, "maybe_bounce")
        letter = as_message(letter)  # whoever is known as a person is one
    if facts.desk_is_forged and not facts.is_admitted:
        return Verdict(Placement.QUARANTINE, InboundOutcome.QUARANTINED, reason=reason("desk_forged"))
    if letter.kind is LetterKind.OWN or facts.from_desk:
        return _from_the_desk(letter, facts, ticket, proof)
    if letter.is_for_many and facts.by_token is not None:
        letter = as_message(replace(letter, is_for_many=False))  # they answer us, whatever it was sent through
    if ticket is None:
        return _new(letter, facts)
    return _on(ticket, proof, letter, facts)


def as_message(letter: Letter) -> Letter:
    """The mail treated as a person's; whatever else forbids an automatic answer still does."""
    return replace(letter, kind=LetterKind.MESSAGE, suppress_auto_reply=must_stay_silent(letter))


def numbers_in(subject: str) -> tuple[int, ...]:
    """The ticket numbers in a subject, the last first: ours is at the end."""
    return tuple(dict.fromkeys(int(number) for number in reversed(_NUMBER.findall(subject))))


def _ticket_of(facts: Facts) -> tuple[NamedTicket | None, str]:
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


def _is_customer(letter: Letter, ticket: NamedTicket) -> bool:
    """Whether the single address in From is the customer's, or was added. Two From addresses count as none."""
    return address_key(letter.from_email) in ticket.emails and not is_nobodys(letter)


def _is_quiet(letter: Letter) -> bool:
    """Whether it must cause no mail at all: robots, lists, null return paths (RFC 3834 §2)."""
    return letter.suppress_auto_reply or letter.null_return_path


def _from_the_desk(letter: Letter, facts: Facts, ticket: NamedTicket | None, proof: str) -> Verdict:
    """From our own address, or marked as a desk's automatic mail: our own mail would only make a loop.

    What others send in our name (a website's form) opens a ticket for the person it is from.
    """
    if ticket is not None and facts.from_desk:
        return _internal(ticket, proof, "own")
    if facts.is_admitted:
        return _for_writer(letter, facts)
    if not facts.from_desk or LOOP_HEADER in letter.headers:
        return Verdict(Placement.KEEP, InboundOutcome.OWN, reason=reason("desk_mark"))
    if facts.is_ours:
        return Verdict(Placement.KEEP, InboundOutcome.OWN, reason=reason("desk_address"))
    if facts.writer is None:
        return Verdict(Placement.QUARANTINE, InboundOutcome.QUARANTINED, reason=reason("desk_alone"))
    return _for_writer(as_message(letter), facts)


def _for_writer(letter: Letter, facts: Facts) -> Verdict:
    """A ticket of whom a mail in our own name speaks for; nothing else is offered there."""
    return replace(_new(letter, facts), writer=facts.writer, offer=None)


def _on(ticket: NamedTicket, proof: str, letter: Letter, facts: Facts) -> Verdict:
    """A mail that mentions a ticket: from its customer, an operator, or someone else."""
    is_customer = _is_customer(letter, ticket)
    if is_customer and proof == "token" and facts.token_kind is not TokenKind.CUSTOMER:
        # A hotel holds a token too: with that one, whoever writes as the customer proves no more than with a number.
        proof = "reference"
    if facts.from_operator and not (is_customer and proof == "token"):
        return _internal(ticket, proof, "operator")  # From is a claim: nothing of it reaches the customer
    if is_customer:
        return _from_customer(letter, facts, ticket, proof)
    is_theirs = address_key(letter.from_email) in ticket.third_parties and not is_nobodys(letter)
    if proof == "number" and not is_theirs:
        return _new(letter, facts, mentions=ticket.id)
    is_known = is_theirs or (proof == "token" and facts.token_kind in _OTHERS)
    return _internal(ticket, proof, _doubt_of(letter, facts, proof, is_known=is_known), notify=not _is_quiet(letter))


def _doubt_of(letter: Letter, facts: Facts, proof: str, *, is_known: bool) -> str:
    """The warning on another person's mail: none for a third party, unless someone else may have written it.

    A forged sender is never called "another sender": sharing such a mail would add the address to the ticket.
    """
    if facts.dmarc == "fail":
        return "dmarc_fail"
    if not is_known:
        return "other_sender"
    return "unverified" if letter.unverified or (proof == "number" and facts.dmarc != "pass") else ""


def _from_customer(letter: Letter, facts: Facts, ticket: NamedTicket, proof: str) -> Verdict:
    if facts.dmarc == "fail":
        return _internal(ticket, proof, "dmarc_fail", kind=MessageKind.CUSTOMER)
    if letter.listed_from and proof != "token":  # a list's word for who wrote: enough for no more
        return _internal(ticket, proof, "unverified", kind=MessageKind.CUSTOMER, notify=not _is_quiet(letter))
    is_doubtful = bool(letter.unverified) or (proof != "token" and facts.dmarc != "pass")
    quiet = _is_quiet(letter)
    return Verdict(
        Placement.APPEND,
        InboundOutcome.AUTO_REPLY if letter.kind is LetterKind.AUTO_REPLY else InboundOutcome.APPENDED,
        ticket.id,
        proof=proof,
        warning=_said_beside(letter, is_doubtful=is_doubtful),
        reopens=not quiet and not is_gesture(letter),
        notify=not quiet,
    )


def _said_beside(letter: Letter, *, is_doubtful: bool) -> str:
    if letter.kind is LetterKind.AUTO_REPLY:
        return "automatic"
    return "unverified" if is_doubtful else "reaction" if letter.reaction else ""


def _internal(
    ticket: NamedTicket, proof: str, warning: str, *, notify: bool = False, kind: MessageKind = MessageKind.THIRD_PARTY
) -> Verdict:
    return Verdict(Placement.INTERNAL, InboundOutcome.INTERNAL, ticket.id, kind, proof, warning, notify=notify)


def _new(letter: Letter, facts: Facts, mentions: int | None = None) -> Verdict:
    """A mail without a ticket: it opens one, unless it is a robot's reply, a storm, or the setting says otherwise."""
    if is_gesture(letter) and not facts.is_admitted:
        nod = reason("reaction") if letter.reaction else reason("calendar_answer")
        return Verdict(Placement.KEEP, InboundOutcome.AUTO_REPLY, reason=nod)
    if letter.kind is LetterKind.AUTO_REPLY and _answers_something(letter) and not facts.is_admitted:
        return Verdict(Placement.KEEP, InboundOutcome.AUTO_REPLY, reason=reason("stray_auto_reply"))
    if facts.opened_lately >= STORM - 1 and not facts.is_admitted:
        return Verdict(Placement.QUARANTINE, InboundOutcome.QUARANTINED, reason=reason("storm", count=STORM - 1))
    spam = facts.called_spam and not facts.is_admitted and not facts.from_operator
    quiet = _is_quiet(letter) or spam
    if facts.new_tickets != "open" and not facts.is_admitted:
        if facts.new_tickets == "form" and not quiet:
            return Verdict(Placement.FORM, InboundOutcome.QUARANTINED, confirm=True, reason=reason("sent_to_form"))
        return Verdict(Placement.QUARANTINE, InboundOutcome.QUARANTINED, reason=reason("all_held"))
    other = mentions if mentions is not None else next(iter(facts.by_number), None)
    warning = f"mentions:{other}" if other is not None and other in facts.tickets else ""
    if facts.from_operator:
        warning = "operator"
    elif not warning and (letter.unverified or facts.from_desk):
        warning = "unverified"
    is_nobodys_own = facts.from_desk and facts.writer is None
    silent = quiet or facts.from_operator or is_gesture(letter) or is_nobodys_own
    verdict = Verdict(
        Placement.OPEN, InboundOutcome.OPENED, warning=warning, notify=not quiet, confirm=not silent, spam=spam
    )
    return _with_offer(verdict, letter, facts)


def _with_offer(verdict: Verdict, letter: Letter, facts: Facts) -> Verdict:
    """Reply-To is only offered, unless an operator has made it the sender's rule and the sender is genuine."""
    is_rule = facts.uses_reply_to and facts.offer is not None and facts.offer.kind is OfferKind.REPLY_TO
    for_reply_to = is_rule and facts.dmarc == "pass" and not letter.unverified and not facts.from_operator
    warning = verdict.warning or ("unverified" if for_reply_to else "")
    return replace(verdict, offer=facts.offer, for_reply_to=for_reply_to, warning=warning)


def _answers_something(letter: Letter) -> bool:
    """Whether a robot's mail answers another mail.

    A booking system's own notices do not, and are news; nor does what only its subject calls automatic, for a person
    may have written that.
    """
    if letter.in_reply_to or letter.references or letter.reported_message_id or has_vacation_header(letter):
        return True
    is_report = any("multipart/report" in one.lower() for one in letter.headers.get("content-type", []))
    is_marked = is_report or letter.precedence in {"auto_reply", "auto-reply"}
    return is_marked or (letter.auto_submitted != "" and not letter.auto_submitted.startswith("auto-gen"))
