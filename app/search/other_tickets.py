"""Which other ticket is meant: offered while someone types a number or words, the same customer's first."""

from sqlalchemy import Select

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import TICKET, open_to
from app.search.candidates import tickets_with_words
from app.search.folding import typed_words
from app.search.scope import PUT_AWAY
from sql.tables import tickets

MOST = 8
LOOKED_AT = 100  # newest tickets of the customer, and newest ones with these words


async def tickets_meant(desk: Desk, operator: Operator, ticket: Ticket, typed: str) -> list[Ticket]:
    """At most MOST others that fit what is typed, newest first; nothing typed: the same customer's."""
    theirs = await _of_customer(desk, operator, ticket, typed)
    if not typed.strip() or len(theirs) >= MOST:
        return theirs[:MOST]
    known = {one.id for one in theirs}
    others = await _of_anybody(desk, operator, typed)
    return [*theirs, *(one for one in others if one.id not in known and one.id != ticket.id)][:MOST]


async def _of_customer(desk: Desk, operator: Operator, ticket: Ticket, typed: str) -> list[Ticket]:
    own = _visible(operator).where(tickets.c.email_key == ticket.customer.email_key, tickets.c.id != ticket.id)
    found = await _read(desk, own)
    return [one for one in found if _fits(one, typed)]


async def _of_anybody(desk: Desk, operator: Operator, typed: str) -> list[Ticket]:
    number = _number(typed)
    if number is not None:
        return await _read(desk, _visible(operator).where(tickets.c.id == number))
    words = typed_words(typed[:100])
    if not words:
        return []
    ids = await tickets_with_words(desk, words, most=LOOKED_AT)
    return await _read(desk, _visible(operator).where(tickets.c.id.in_(ids)))


def _visible(operator: Operator) -> Select[tuple[object, ...]]:
    query = TICKET.where(tickets.c.shelf.not_in(PUT_AWAY))
    return query.where(open_to(operator)) if operator.hidden_group_ids else query


async def _read(desk: Desk, query: Select[tuple[object, ...]]) -> list[Ticket]:
    records = await desk.db.fetch_all(query.order_by(tickets.c.id.desc()).limit(LOOKED_AT))
    return [Ticket.from_record(record) for record in records]


def _fits(ticket: Ticket, typed: str) -> bool:
    number = _number(typed)
    if number is not None:
        return str(ticket.id).startswith(str(number))
    there, words = typed_words(ticket.subject), typed_words(typed[:100])
    found = all(any(other.startswith(word) for other in there) for word in words)
    return found and bool(words) == bool(typed.strip())


def _number(typed: str) -> int | None:
    digits = typed.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None  # noqa: PLR2004  64 bits
