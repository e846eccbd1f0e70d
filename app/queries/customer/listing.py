"""The customers by name, or those with certain words: a page costs the same however many there are."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, or_, select

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
from app.queries.customer.known import is_there
from app.queries.ticket.tickets import TICKET, ticket_in
from app.search.people_words import typed_customer_words
from sql.tables import customer_words, customers, tickets

PAGE: Final = 50
SLICE: Final = 100  # so many are read at a time,
MOST_SLICES: Final = 5  # and so often at most: who may see few of them gets shorter pages
CANDIDATES: Final = 400  # with the longest word typed
_BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One line of the list, with the newest ticket that the reader may see."""

    id: int
    name: str
    email: str
    more_addresses: int
    newest: Ticket


@dataclass(frozen=True, slots=True)
class CustomersPage:
    """Some customers in order; `after` is the number after which the next page begins (None: that was all).

    `cut`: more have these words than are looked at.
    """

    lines: list[CustomerLine]
    after: int | None = None
    cut: bool = False


async def customers_page(desk: Desk, operator: Operator, after: int | None) -> CustomersPage:
    """The customers who follow this one in the order of names."""
    lines: list[CustomerLine] = []
    for _slice in range(MOST_SLICES):
        heads = await desk.db.fetch_all(await _following(desk, after))
        for line in await _lines(desk, operator, [row.id for row in heads]):
            lines.append(line)
            if len(lines) > PAGE:
                return CustomersPage(lines[:PAGE], lines[PAGE - 1].id)
        if len(heads) < SLICE:
            return CustomersPage(lines)
        after = int(heads[-1].id)
    return CustomersPage(lines, after)


async def customers_with(desk: Desk, operator: Operator, typed: str) -> CustomersPage:
    """Those whose name or an address has words that begin so, by name."""
    words = typed_customer_words(typed)
    if not words:
        return CustomersPage([])
    rows = await desk.db.fetch_all(_with_word(max(words, key=len)))
    heads = await _heads_with(desk, [row.customer_id for row in rows], words)
    lines = await _lines(desk, operator, heads)
    return CustomersPage(lines[:PAGE], cut=len(rows) == CANDIDATES or len(lines) > PAGE)


async def _following(desk: Desk, after: int | None) -> Select[Any]:
    query = select(customers.c.id).where(customers.c.merged_into.is_(None))
    place = await desk.db.fetch_val(select(customers.c.sort_key).where(customers.c.id == after)) if after else None
    if place is not None:
        same = (customers.c.sort_key == place) & (customers.c.id > after)
        query = query.where(customers.c.sort_key >= place, or_(customers.c.sort_key > place, same))
    return query.order_by(customers.c.sort_key, customers.c.id).limit(SLICE)


def _with_word(word: str) -> Select[Any]:
    """The numbers of those with a word that begins so; where many have it, the first of them."""
    begins = (customer_words.c.word >= word) & (customer_words.c.word < word + _BEYOND)
    return (
        select(customer_words.c.customer_id)
        .where(begins)
        .order_by(customer_words.c.word, customer_words.c.customer_id)
        .limit(CANDIDATES)
    )


async def _heads_with(desk: Desk, ids: list[int], words: list[str]) -> list[int]:
    """The customers among these (by any of their addresses) who have all the words, in the order of names."""
    if not ids:
        return []
    head = func.coalesce(customers.c.merged_into, customers.c.id).label("head")
    query = select(head, customer_words.c.word).join(customer_words, customer_words.c.customer_id == customers.c.id)
    there: dict[int, set[str]] = {}
    for row in await desk.db.fetch_all(query.where(customers.c.id.in_(ids))):
        there.setdefault(row.head, set()).add(row.word)
    fitting = [of for of, known in there.items() if all(any(one.startswith(word) for one in known) for word in words)]
    if not fitting:
        return []
    order = select(customers.c.id).where(customers.c.id.in_(fitting)).order_by(customers.c.sort_key, customers.c.id)
    return [row.id for row in await desk.db.fetch_all(order)]


async def _lines(desk: Desk, operator: Operator, heads: list[int]) -> list[CustomerLine]:
    """The lines of those of whom a ticket exists for the operator, in this order. What is spam alone is no customer."""
    if not heads:
        return []
    newest = (
        select(func.max(tickets.c.id))
        .where(tickets.c.email_key == customers.c.email_key)
        .where(is_there(operator, Shelf.SPAM.value, Shelf.DELETED.value))
    )
    query = select(customers, newest.scalar_subquery().label("newest")).where(
        or_(customers.c.id.in_(heads), customers.c.merged_into.in_(heads)), customers.c.erase_ms.is_(None)
    )
    rows = await desk.db.fetch_all(query)
    of_head: dict[int, list[Any]] = {}
    for row in rows:
        of_head.setdefault(row.merged_into or row.id, []).append(row)
    numbers = [max((row.newest for row in of_head.get(one, []) if row.newest), default=None) for one in heads]
    known = await _tickets(desk, [number for number in numbers if number])
    return [
        _line(head, of_head[head], known[number])
        for head, number in zip(heads, numbers, strict=True)
        if number in known
    ]


async def _tickets(desk: Desk, ids: list[int]) -> dict[int, Ticket]:
    if not ids:
        return {}
    return {row.id: ticket_in(row) for row in await desk.db.fetch_all(TICKET.where(tickets.c.id.in_(ids)))}


def _line(head: int, rows: list[Any], newest: Ticket) -> CustomerLine:
    own = next((row for row in rows if row.id == head), rows[0])
    return CustomerLine(head, own.name, own.email, len(rows) - 1, newest)
