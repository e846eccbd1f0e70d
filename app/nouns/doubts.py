"""Why it may be wrong to bring two tickets together: said to the operator first, kept in the log with the act."""

from collections.abc import Iterable
from enum import StrEnum

from app.nouns.message import Message
from app.nouns.ticket import Ticket
from app.text.address_keys import address_key
from app.text.languages import _


class Doubt(StrEnum):
    """One reason."""

    OTHER_ADDRESS = "other_address"  # nothing says that it is one person
    UNPROVED = "unproved"  # the address of one of them was only typed, and anyone can type one


def doubts_between(ticket: Ticket, other: Ticket) -> tuple[Doubt, ...]:
    """Doubts about joining these two; none if both have the same, verified address."""
    found = []
    if ticket.customer.email_key != other.customer.email_key:
        found.append(Doubt.OTHER_ADDRESS)
    if not (ticket.is_proved and other.is_proved):
        found.append(Doubt.UNPROVED)
    return tuple(found)


def doubt_words(ticket: Ticket, other: Ticket | None = None) -> list[str]:
    """The reasons as an operator reads them; without another ticket what is to be said of the first one alone."""
    both = (ticket,) if other is None else (ticket, other)
    words = []
    if other is not None and Doubt.OTHER_ADDRESS in doubts_between(ticket, other):
        facts = {"id": ticket.id, "email": ticket.customer.email, "other": other.id, "theirs": other.customer.email}
        words.append(_("Different addresses: #%(id)d has %(email)s, #%(other)d has %(theirs)s.") % facts)
    return words + [_unproved(one) for one in both if not one.is_proved]


def split_doubts(ticket: Ticket, message: Message) -> tuple[Doubt, ...]:
    """Doubts about making a message a ticket of this one's customer."""
    author = address_key(message.author_email)
    is_others = bool(author) and author != ticket.customer.email_key
    found = ((Doubt.OTHER_ADDRESS, is_others), (Doubt.UNPROVED, not ticket.is_proved))
    return tuple(doubt for doubt, there in found if there)


def split_words(ticket: Ticket, message: Message) -> list[str]:
    """The same as an operator reads it."""
    words = []
    if Doubt.OTHER_ADDRESS in split_doubts(ticket, message):
        facts = {"author": message.author_email, "email": ticket.customer.email}
        words.append(_("%(author)s wrote this. The new ticket will belong to %(email)s.") % facts)
    return words + doubt_words(ticket)


def named(doubts: Iterable[Doubt]) -> list[str]:
    """The reasons as the log keeps them."""
    return [doubt.value for doubt in doubts]


def _unproved(ticket: Ticket) -> str:
    words = _("Address not verified on #%(id)d: someone else may have typed %(email)s.")
    return words % {"id": ticket.id, "email": ticket.customer.email}
