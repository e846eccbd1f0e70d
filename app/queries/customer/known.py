"""A customer, over all their tickets: the addresses that are one person, what operators have written about them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select

from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Shelf
from app.queries.ticket.tickets import open_to
from sql.tables import customers, tickets


@dataclass(frozen=True, slots=True)
class CustomerAddress:
    """One address of a customer. `id` is its own row's number: the first one's is the customer's."""

    id: int
    email: str
    email_key: str
    is_proved: bool = False  # a ticket of theirs was written by the address's owner
    brake_cleared_ms: int | None = None
    note: str = ""  # its own: of a merged one, what was known before


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A person who writes to the desk: the first address and those that were merged into it."""

    id: int
    name: str
    language: str  # "": as each mail says
    note: str
    created_ms: int
    addresses: tuple[CustomerAddress, ...]

    @property
    def email(self) -> str:
        """The first address, as it was typed."""
        return self.addresses[0].email

    @property
    def email_keys(self) -> tuple[str, ...]:
        """All addresses, as tickets are found by them."""
        return tuple(address.email_key for address in self.addresses)

    @property
    def is_proved(self) -> bool:
        """Whether each address is known to be its owner's."""
        return all(address.is_proved for address in self.addresses)


_HEAD = select(func.coalesce(customers.c.merged_into, customers.c.id)).where(customers.c.id == bindparam("of_address"))
_PROVED = exists().where(tickets.c.email_key == customers.c.email_key, tickets.c.proved_ms.is_not(None))
_ROWS = (
    select(customers, _PROVED.label("proved"))
    .where(or_(customers.c.id == bindparam("first"), customers.c.merged_into == bindparam("first")))
    .order_by(customers.c.merged_into.is_not(None), customers.c.id)
)


async def customer_by_id(desk: Desk, number: int) -> KnownCustomer | None:
    """The customer whose address has this number, the first or another one; None: there is none, or it is being erased."""
    head = await desk.db.fetch_val(_HEAD, {"of_address": number})
    rows = await desk.db.fetch_all(_ROWS, {"first": head}) if head is not None else []
    if not rows or any(row.erase_ms is not None for row in rows):
        return None
    return _customer(rows)


async def customer_for(desk: Desk, operator: Operator, number: int) -> KnownCustomer:
    """The same, if a ticket of theirs exists for this operator. Raises NotFound."""
    found = await customer_by_id(desk, number)
    if found is None or not await desk.db.fetch_val(select(tickets_for(operator, found).exists())):
        raise NotFound
    return found


async def customer_id_of(desk: Desk, email_key: str) -> int | None:
    """The number of this address's row."""
    number = await desk.db.fetch_val(select(customers.c.id).where(customers.c.email_key == email_key))
    return None if number is None else int(number)


def tickets_for(operator: Operator, customer: KnownCustomer) -> Select[Any]:
    """The numbers of the customer's tickets that exist for the operator."""
    return select(tickets.c.id).where(tickets.c.email_key.in_(customer.email_keys), is_there(operator))


def is_there(operator: Operator, *more_hidden: str) -> ColumnElement[bool]:
    """The condition that a ticket exists for the operator, and lies on none of these shelves."""
    hidden = {Shelf.ERASED.value, *more_hidden}
    if not operator.is_administrator:
        hidden.add(Shelf.DELETED.value)
    there = tickets.c.shelf.not_in(sorted(hidden))
    return there & open_to(operator) if operator.hidden_group_ids else there


def _customer(rows: list[Any]) -> KnownCustomer:
    head = rows[0]
    addresses = tuple(
        CustomerAddress(row.id, row.email, row.email_key, bool(row.proved), row.brake_cleared_ms, row.note)
        for row in rows
    )
    return KnownCustomer(head.id, head.name, head.language, head.note, head.created_ms, addresses)
