"""A stranger's mail that names somebody else's ticket is put there, once an operator has seen that it belongs there."""

from app.actions.change import Held, action, by, change
from app.actions.writing import CustomerMessage, customer_writes
from app.desk import Desk
from app.errors import Conflict, NotFound
from app.files import Upload
from app.languages import _
from app.message import Message, MessageKind
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.messages import message_by_id
from app.queries.tickets import ticket_for
from app.status import Status


def mentioned_ticket(warning: str) -> int | None:
    """The number of somebody else's ticket that a mail names in its subject."""
    word, _colon, number = warning.partition(":")
    return int(number) if word == "mentions" and number.isascii() and number.isdigit() else None


@action
async def move_to_mentioned(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> int:
    """Put the message on the ticket that it names, for operators only; close the ticket that it opened. The copy's id.

    There it is another sender's: the customer sees it only when an operator shares it. Done again, it is the same.
    Raises NotFound for a ticket that this operator may not see, LockHeld, Conflict.
    """
    message = await message_by_id(desk, message_id)
    if message is None:
        raise NotFound
    await ticket_for(desk, operator, message.ticket_id)
    number = mentioned_ticket(message.warning)
    if number is None:
        raise Conflict(_("This message names no other ticket."))
    permit(operator, Act.NOTE, await ticket_for(desk, operator, number))
    copy = await _copy_of(desk, message)
    async with change(desk, message.ticket_id, now_ms) as held:
        permit(operator, Act.EDIT, held.ticket)
        await _close(held, operator)
        return await customer_writes(desk, number, copy, now_ms)  # last: what it stores, a later refusal would leave


async def _copy_of(desk: Desk, message: Message) -> CustomerMessage:
    files = [
        Upload(file.name, file.content_type, await desk.storage.get(file.key), file.inline, file.content_id)
        for file in message.attachments
    ]
    return CustomerMessage(
        text=message.text,
        source=message.source,
        author_name=message.author_name,
        author_email=message.author_email,
        kind=MessageKind.THIRD_PARTY,
        html=message.html,
        quoted_text=message.quoted_text,
        quoted_html=message.quoted_html,
        attachments=tuple(files),
        request_key=f"moved-{message.id}",
        shared=False,
        warning="other_sender",
        authentication=message.authentication,
        reopens=False,
        notify=False,
    )


async def _close(held: Held, operator: Operator) -> None:
    before = held.ticket.status
    if before.is_active:
        await held.save(status=Status.CLOSED.value, snoozed_until_ms=None)
        held.record("ticket.status", by(operator), status=Status.CLOSED.value, from_status=before.value)
