"""What is known of a mail before it is placed, and what is then to be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.credentials.reply_tokens import TokenKind
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import MessageKind
from app.nouns.offer import Offer
from mail.letter.letter import Address


class Placement(StrEnum):
    """What is to be done with a mail."""

    OPEN = "open"  # a new ticket
    APPEND = "append"  # onto its ticket, for operators and customer
    INTERNAL = "internal"  # onto its ticket, for operators only
    BOUNCE = "bounce"  # mark the mail of ours that came back
    KEEP = "keep"  # in the ledger, nothing else
    QUARANTINE = "quarantine"  # in the ledger, for a person to let in
    FORM = "form"  # quarantined, and answered with the way to the form


@dataclass(frozen=True, slots=True)
class NamedTicket:
    """A ticket that a mail names, as far as the decision needs it."""

    id: int
    emails: frozenset[str]  # keys: the customer's address, and those added to the ticket
    third_parties: frozenset[str] = frozenset()  # keys: whom the desk wrote to from this ticket, copied ones too
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of a mail's sender and of the tickets it names."""

    by_token: int | None = None  # the ticket of the signed token that is used
    token_kind: TokenKind = TokenKind.CUSTOMER  # whom the mail of ours with that token was written to
    by_reference: int | None = None  # the ticket of the sender's own earlier mail that this one answers
    reference_is_nearer: bool = False  # than the token: that mail lies on another ticket by now
    by_number: tuple[int, ...] = ()  # `#ID` in the subject, the last first
    tickets: Mapping[int, NamedTicket] = field(default_factory=dict)  # those of them that exist
    from_operator: bool = False
    from_desk: bool = False
    desk_is_forged: bool = False  # it names our own address as its sender, and our own domain says that it is not
    is_ours: bool = False  # its Message-ID is one of ours: a mail of the desk came back
    writer: Address | None = None  # of a mail from our own address: for whom it speaks
    dmarc: str = ""  # pass or fail, by the desk's own mail server or by ourselves; empty: nobody checked
    opened_lately: int = 0  # tickets that this sender's mails opened within the hour; of a genuine one only genuine
    called_spam: bool = False  # a genuine sender, all of whose genuine mails at the desk are in the bin
    new_tickets: str = "open"  # the setting: open, form, hold
    is_admitted: bool = False  # a person has decided that it comes in
    offer: Offer | None = None  # another address that the mail names
    uses_reply_to: bool = False  # an operator has said that this sender's answers go to Reply-To


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done, and how."""

    placement: Placement
    outcome: InboundOutcome
    ticket_id: int | None = None
    kind: MessageKind = MessageKind.CUSTOMER
    proof: str = ""  # token, reference, number
    warning: str = ""
    reopens: bool = False
    notify: bool = False  # operators are told by mail
    confirm: bool = False
    spam: bool = False  # straight into the bin
    reason: str = ""
    authentication: str = ""  # pass or fail: of the sender
    offer: Offer | None = None  # another address, offered for the new ticket's customer
    for_reply_to: bool = False  # the ticket is opened for that address at once
    writer: Address | None = None  # whose the ticket is, where From is our own address
