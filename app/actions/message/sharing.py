"""What a third party or another sender wrote, shown to the customer: an operator decides it, once."""

from sqlalchemy import update

from app.actions.change import Change, action, by, change
from app.actions.ticket.addresses import AddressRole, remember_addresses
from app.core.errors import Conflict, NotFound
from app.desk import Desk
from app.nouns.message import IN_OUR_NAME, Message
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.queries.ticket.messages import message_by_id
from app.text.languages import _
from sql.tables import messages

OTHER_SENDER = "other_sender"  # answered a mail of ours from an address that the ticket does not know


@action
async def share_message(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> Message:
    """Share a message from outside with the customer; a shared one stays shared.

    Only someone who may answer the customer may do this. The address of another sender (a spouse, a private one) is added to the
    ticket with it: what comes from there counts as the customer's. A third party's is not.
    Raises NotFound, LockHeld, NotHeld, Conflict.
    """
    message = await message_by_id(desk, message_id)
    if message is None:
        raise NotFound
    async with change(desk, message.ticket_id, now_ms) as tx:
        permit(operator, Act.ANSWER, tx.ticket)
        known = await message_by_id(tx.desk, message_id)
        if known is None:
            raise NotFound
        if not known.shared:
            await _share_within(tx, operator, known)
    return await message_by_id(desk, message_id) or message


async def _share_within(tx: Change, operator: Operator, message: Message) -> None:
    if message.warning in IN_OUR_NAME:
        raise Conflict(_("This email claims to come from us, so it cannot be shared with the customer."))
    if not message.can_be_shared:
        raise Conflict(_("Only messages received from others can be shared with the customer."))
    # Released now: on the customer's page it is news, and news stand at the end.
    shown = update(messages).where(messages.c.id == message.id).values(shared=True, released_ms=tx.now_ms)
    await tx.db.execute(shown)
    added = message.author_email if message.warning == OTHER_SENDER else ""
    if added:
        await remember_addresses(tx, [added], AddressRole.ADDED, message.author_name)
    tx.record("message.shared", by(operator), message.id, message_kind=message.kind.value, added=added)
