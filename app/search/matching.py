"""Checking candidates against terms that name a field: the words must be there, not just anywhere."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.desk import Desk
from app.nouns.message import MessageKind
from app.nouns.ticket import Ticket
from app.search.folding import UNSPACED, WORD, spellings, words_of
from app.search.query_language import PLACES, SearchText, Term
from app.search.written import Said, Written
from app.text.countries import names_to_find

IN_MESSAGES = {
    "text": frozenset(kind.value for kind in MessageKind),
    "customer": frozenset({MessageKind.CUSTOMER.value}),
    "answer": frozenset({MessageKind.ANSWER.value}),
    "note": frozenset({MessageKind.NOTE.value}),
}


def needs_texts(wanted: SearchText) -> bool:
    """Whether a term asks for words in messages of some kind, or for a phrase anywhere."""
    return any(term.field in IN_MESSAGES or (term.is_phrase and not term.field) for term in wanted.terms)


async def standing(desk: Desk, tickets: Sequence[Ticket], wanted: SearchText) -> list[Ticket]:
    """The candidates in which every term that names a field has its words there, and every phrase occurs.

    For a thread too long to read as a whole, the index is believed.
    """
    fitting = [ticket for ticket in tickets if all(_has(ticket, term) for term in wanted.terms)]
    missing = {ticket.id: [term for term in wanted.terms if _is_of_messages(ticket, term)] for ticket in fitting}
    if not needs_texts(wanted):
        return fitting
    written = Written(desk, [ticket_id for ticket_id, terms in missing.items() if terms])
    async for said in written.rounds():
        await asyncio.to_thread(_strike, missing, said)
        written.leave_out([ticket_id for ticket_id, terms in missing.items() if not terms])
    return [ticket for ticket in fitting if not missing[ticket.id] or written.has_more(ticket.id)]


def _has(ticket: Ticket, term: Term) -> bool:
    """Whether a term whose place is the ticket itself has its words there; one of another place: True."""
    if term.field not in PLACES or term.field in IN_MESSAGES:
        return True
    return _stands(_place(ticket, term.field), term)


def _place(ticket: Ticket, name: str) -> str:
    """The text on the ticket itself that a field names; "from" is whoever wrote, by name or address."""
    customer = ticket.customer
    if name == "from":
        return f"{customer.name} {customer.email}"
    return ticket.subject if name == "subject" else str(getattr(customer, name))


def _is_of_messages(ticket: Ticket, term: Term) -> bool:
    """Whether a message must have the term: it names one, or is a phrase not found on the ticket itself."""
    if term.field or not term.is_phrase:
        return term.field in IN_MESSAGES
    return not any(_stands(text, term) for text in _fields_of(ticket))


def _fields_of(ticket: Ticket) -> tuple[str, ...]:
    customer = ticket.customer
    own = (ticket.subject, customer.name, customer.email, customer.phone, customer.address, customer.city)
    return (*own, *names_to_find(customer.country))


def _strike(missing: dict[int, list[Term]], said: Mapping[int, Sequence[Said]]) -> None:
    """Remove the terms whose words are in one of these messages."""
    for ticket_id, written in said.items():
        for one in written:
            left = missing[ticket_id]
            missing[ticket_id] = [term for term in left if not _is_said(one, term)]


def _is_said(one: Said, term: Term) -> bool:
    kinds = IN_MESSAGES.get(term.field)
    return (kinds is None or one.kind in kinds) and _stands(one.text, term)


def _stands(text: str, term: Term) -> bool:
    if not term.is_phrase:
        return stands_in(text, term.words)
    wanted = list(dict.fromkeys(spellings(term.value)))
    return any(_phrase(value).search(spelling) for spelling in spellings(text) for value in wanted)


@lru_cache(maxsize=1000)
def _phrase(value: str) -> re.Pattern[str]:
    """The folded words of a phrase in a row, with anything but letters between them; the last may be a beginning."""
    words = WORD.findall(value)
    return re.compile(r"(?<![^\W_])" + r"[\W_]{1,8}".join(re.escape(word) for word in words))


def stands_in(text: str, words: Sequence[str]) -> bool:
    """Whether a text has all words, each as a word or its beginning.

    Taking a text apart costs thirty times as much as looking for a word in it, and is left to numbers: a phone number
    has other digits in the index than on paper.
    """
    missing = list(words)
    for spelling in spellings(text):
        missing = [word for word in missing if not begins_word(word).search(spelling)]
        if not missing:
            return True
    if not any(character.isdigit() for word in missing for character in word):
        return False
    there = words_of(text)
    return all(any(other.startswith(word) for other in there) for word in missing)


@lru_cache(maxsize=1000)
def begins_word(word: str) -> re.Pattern[str]:
    """Finds the word in a folded text, as a word or its beginning."""
    if UNSPACED.match(word):
        return re.compile(re.escape(word))
    unspaced = UNSPACED.pattern.rstrip("+")
    return re.compile(rf"(?:(?<![^\W_])|(?<={unspaced})){re.escape(word)}")
