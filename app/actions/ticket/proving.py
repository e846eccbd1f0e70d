"""A ticket's address is proved to be its writer's: a mark for operators. What a browser may open is in its cookie."""

from app.actions.change import Change, action, change
from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket

BY_LINK, BY_TOKEN, BY_DMARC = "link", "token", "dmarc"


@action
async def prove_address(desk: Desk, ticket_id: int, now_ms: int, typed_by: Operator | None = None) -> Ticket:
    """Record that someone followed the link in an email to this address, and confirmed. Raises NotFound."""
    async with change(desk, ticket_id, now_ms) as tx:
        if tx.ticket.is_deleted:
            raise NotFound
        if await prove_within(tx):
            tx.record("ticket.proved", Actor.customer(tx.ticket.customer.name, typed_by), how=BY_LINK)
    return tx.ticket


async def prove_within(tx: Change) -> bool:
    """Mark the change's ticket; whether it was not marked yet. Who calls says by what in the event of the act."""
    if tx.ticket.is_proved:
        return False
    await tx.save(proved_ms=tx.now_ms, updated_ms=tx.ticket.updated_ms)
    return True
