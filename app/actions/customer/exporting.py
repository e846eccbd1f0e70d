"""Handing out all data of a customer is noted: who did it, and when."""

from app.actions.change import act, action, by
from app.actions.customer.changing import lock_customer
from app.core.errors import Forbidden
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.customer.archive import count_to_hand_out
from app.queries.customer.known import KnownCustomer
from app.text.languages import _


@action
async def note_export(desk: Desk, operator: Operator, number: int, now_ms: int, *, internal: bool) -> KnownCustomer:
    """Record that all of this customer's data is handed to the operator; return the customer. Raises NotFound, Forbidden.

    `internal`: with notes and what third parties wrote.
    """
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can do this."))
    async with act(desk, now_ms) as tx:
        customer = await lock_customer(tx, operator, number)
        count = await count_to_hand_out(desk, customer)
        tx.record("customer.exported", by(operator), customer=customer.id, tickets=count, internal=internal)
    return customer
