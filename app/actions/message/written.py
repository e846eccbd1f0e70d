"""What an act wrote, as its reader gets it: the message as its thread shows it, made of what was written, and not read again."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from app.actions.change import Change
from app.nouns.message import Delivery, Message
from app.nouns.outbound_mail import CARRIES_MESSAGE, OutboundMail, OutboxState
from app.nouns.ticket import Ticket
from app.queries.ticket.messages import message_by_id
from sql.tables import messages, outbox


@dataclass(frozen=True, slots=True)
class WrittenMessage:
    """A message, and its ticket after it."""

    message: Message
    ticket: Ticket


async def message_written(tx: Change, message_id: int, *, has_files: bool = False) -> Message:
    """The message that this act has just written; one of an earlier act, with files, or whose mail has no undo time, is read."""
    row = tx.written.get(message_id)
    mails = [OutboundMail.from_record(SimpleNamespace(**_UNSET_MAIL | mail)) for mail in tx.mails]
    if row is None or has_files or any(mail.state is not OutboxState.UNDOABLE for mail in mails):
        return await _read(tx, message_id)
    deliveries = tuple(Delivery.of(mail) for mail in mails if mail.kind in CARRIES_MESSAGE)
    return Message.from_record(SimpleNamespace(**_UNSET | row), (), deliveries)


async def _read(tx: Change, message_id: int) -> Message:
    found = await message_by_id(tx.desk, message_id)
    if found is None:
        raise LookupError("the message that was written is not there")
    return found


def _unset(table: Any) -> dict[str, Any]:
    """The defaults of a new row's other columns."""
    return {column.name: getattr(column.default, "arg", None) for column in table.c}


_UNSET, _UNSET_MAIL = _unset(messages), _unset(outbox)
