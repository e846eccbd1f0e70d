"""Two customers turn out to be one person: their addresses become one customer's, until that is undone.

It is the operators' view alone: nobody can open or answer a ticket because of it, so a mistake shows colleagues two people
as one, and no customer another's ticket.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from app.actions.change import act, action, by
from app.actions.customer.changing import lock_customer
from app.core.errors import BadFields, NotFound
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.customer.known import KnownCustomer, customer_for
from app.text.languages import _
from sql.tables import customers


@action
async def merge_customers(
    desk: Desk, operator: Operator, number: int, other_number: int, now_ms: int, *, confirmed: bool = False
) -> tuple[KnownCustomer, list[int]]:
    """Make the other's addresses the customer's; return the customer, and the numbers of these addresses for the way back.

    `confirmed`: the operator knows that they are one person, although an address is not verified. Each address keeps its
    own note. Raises NotFound unless the operator can see both, BadFields(other, confirmed).
    """
    async with act(desk, now_ms) as tx:
        first, second = sorted((number, other_number))
        found = {one: await lock_customer(tx, operator, one) for one in (first, second)}
        customer, other = found[number], found[other_number]
        if customer.id == other.id:
            raise BadFields({"other": _("These are already one customer.")})
        is_doubtful = not (customer.is_proved and other.is_proved)
        if is_doubtful and not confirmed:
            words = _("Not every address is verified. Confirm that both are the same person.")
            raise BadFields({"confirmed": words})
        ids = [address.id for address in other.addresses]
        await tx.db.execute(update(customers).where(customers.c.id.in_(ids)).values(merged_into=customer.id))
        doubts = ["unproved"] if is_doubtful else []
        facts: dict[str, Any] = {"customer": customer.id, "other": other.id, "addresses": ids}
        tx.record("customer.merged", by(operator), **facts, doubts=doubts, undone=False)
        return await customer_for(desk, operator, customer.id), ids


@action
async def separate_customers(
    desk: Desk, operator: Operator, number: int, addresses: Sequence[int], now_ms: int
) -> KnownCustomer:
    """Make these addresses a customer of their own again, the first of them at its head; return that customer.

    Raises NotFound, BadFields(addresses) unless they are among the customer's merged ones.
    """
    async with act(desk, now_ms) as tx:
        customer = await lock_customer(tx, operator, number)
        merged = {address.id for address in customer.addresses[1:]}
        if not addresses or not merged.issuperset(addresses):
            raise BadFields({"addresses": _("This address is no longer merged. Reload the page.")})
        head, *rest = dict.fromkeys(addresses)
        await tx.db.execute(update(customers).where(customers.c.id == head).values(merged_into=None))
        await tx.db.execute(update(customers).where(customers.c.id.in_(rest)).values(merged_into=head))
        facts: dict[str, Any] = {"customer": customer.id, "other": head, "addresses": [head, *rest]}
        tx.record("customer.merged", by(operator), **facts, doubts=[], undone=True)
        try:
            return await customer_for(desk, operator, head)
        except NotFound:  # their tickets are others' to see
            return await customer_for(desk, operator, customer.id)
