"""Moves a stranger's mail to the ticket it mentions, once an operator has confirmed it belongs there."""

from app.actions.change import Change, action, by, change
from app.actions.message.moving import message_there
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.message.written import WrittenMessage
from app.core.errors import Conflict
from app.desk import Desk
from app.files.kinds import Upload
from app.nouns.message import Message, MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.request_keys import RequestKey
from app.nouns.status import Status
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _


def mentioned_ticket(warning: str) -> int | None:
    """The number of another customer's ticket that a mail mentions in its subject."""
    word, _colon, number = warning.partition(":")
    return int(number) if word == "mentions" and number.isascii() and number.isdigit() else None


@action
async def move_to_mentioned(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> WrittenMessage:
    """Copy the message to the ticket it mentions, for operators only, and close the one it opened. Return the copy and its ticket.

    There it is another sender's: the customer sees it only if an operator shares it. Doing it twice changes nothing.
    Raises NotFound for a ticket this operator may not see, LockHeld, Conflict.
    """
    message = await message_there(desk, message_id)
    await ticket_for(desk, operator, message.ticket_id)
    number = mentioned_ticket(message.warning)
    if number is None:
        raise Conflict(_("This message does not mention another ticket."))
    permit(operator, Act.NOTE, await ticket_for(desk, operator, number))
    copy = await _copy_of(desk, message)
    async with change(desk, message.ticket_id, now_ms) as tx:
        permit(operator, Act.EDIT, tx.ticket)
        await _close(tx, operator)
        copy_id = await customer_writes(desk, number, copy, now_ms)  # last: what it stores, a later refusal would leave
    put = await message_there(desk, copy_id)
    return WrittenMessage(put, await ticket_for(desk, operator, put.ticket_id))


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
        request_key=RequestKey(f"moved-{message.id}", "desk"),
        shared=False,
        warning="other_sender",
        authentication=message.authentication,
        reopens=False,
        notify=False,
    )


async def _close(tx: Change, operator: Operator) -> None:
    before = tx.ticket.status
    if before.is_active:
        await tx.save(status=Status.CLOSED.value, snoozed_until_ms=None)
        tx.record("ticket.status", by(operator), status=Status.CLOSED.value, from_status=before.value)
