"""What goes to several people is a separate email to each: its own envelope, Message-ID and state.

So a copy contains nothing private to the customer, one refused address fails nobody else's mail, and sending again goes
only to those who have not received it.
"""

from collections.abc import Iterable, Mapping

from app.actions.change import Change
from app.actions.mail.mailing import queue_mail
from app.actions.mail.undo_time import UndoTime
from app.nouns.outbound_mail import MailKind
from app.nouns.ticket import Ticket


def copies_of(ticket: Ticket, cc: Iterable[str]) -> tuple[str, ...]:
    """Who gets a copy of the customer's mail: everyone in `cc` but the customer."""
    return tuple(address for address in cc if address.lower() != ticket.customer.email_key)


async def queue_answer(tx: Change, message_id: int, cc: Iterable[str], undo: UndoTime) -> None:
    """Queue an answer to the ticket's customer, and a copy for each address of `cc`."""
    language = tx.ticket.language
    await queue_to_each(tx, MailKind.ANSWER, [tx.ticket.customer.email], message_id, language, undo)
    await queue_to_each(tx, MailKind.COPY, cc, message_id, language, undo)


async def queue_to_each(
    tx: Change,
    kind: MailKind,
    recipients: Iterable[str],
    message_id: int,
    language: str,
    undo: UndoTime,
    details: Mapping[str, object] | None = None,
) -> None:
    """Queue a mail of this kind, which carries the message, for each of the recipients."""
    for address in recipients:
        await queue_mail(
            tx,
            kind=kind,
            recipients=[address],
            language=language,
            ticket_id=tx.ticket.id,
            message_id=message_id,
            details=details,
            **undo.mail_columns,
        )
