"""What a third party or another sender wrote, shown to the customer: an operator decides it, once."""

from sqlalchemy import update

from app.actions.addresses import Role, remember_addresses
from app.actions.change import Held, action, by, change
from app.desk import Desk
from app.errors import Conflict, NotFound
from app.languages import _
from app.message import IN_OUR_NAME, Message
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.messages import message_by_id
from sql.tables import messages

OTHER_SENDER = "other_sender"  # answered a mail of ours from an address that the ticket does not know


@action
async def share_message(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> Message:
    """Show a message from outside to the customer from now on; shared already, it stays so.

    Only who may answer the customer may do it. The address of another sender (a spouse, a private one) is added to the
    ticket with it: what comes from there counts as the customer's. A third party's is not.
    Raises NotFound, LockHeld, NotHeld, Conflict.
    """
    message = await message_by_id(desk, message_id)
    if message is None:
        raise NotFound
    async with change(desk, message.ticket_id, now_ms) as held:
        permit(operator, Act.ANSWER, held.ticket)
        known = await message_by_id(held.desk, message_id)
        if known is None:
            raise NotFound
        if not known.shared:
            await _share_within(held, operator, known)
    return await message_by_id(desk, message_id) or message


async def _share_within(held: Held, operator: Operator, message: Message) -> None:
    if message.warning in IN_OUR_NAME:
        raise Conflict(
            _(
                "It claims to be written by the desk or one of its operators. Such a mail is never shown to the customer."
            )
        )
    if not message.can_be_shared:
        raise Conflict(_("Only what came from outside can be shared with the customer."))
    # Released now: on the customer's page it is news, and news stand at the end.
    shown = update(messages).where(messages.c.id == message.id).values(shared=True, released_ms=held.now_ms)
    await held.db.execute(shown)
    added = message.author_email if message.warning == OTHER_SENDER else ""
    if added:
        await remember_addresses(held, [added], Role.ADDED, message.author_name)
    held.record("message.shared", by(operator), message.id, message_kind=message.kind.value, added=added)
