"""A customer has lost the access code: it is sent again, to the ticket's own address only."""

from app.actions.change import act, action
from app.actions.mail.mailing import queue_mail
from app.desk import Desk
from app.nouns.outbound_mail import MailKind
from app.queries.ticket.tickets import ticket_by_id
from app.text.address_keys import address_key


@action
async def send_code_again(desk: Desk, ticket_id: int, email: str, now_ms: int) -> bool:
    """Queue the mail with number, access code and link, if the address is the ticket's customer's.

    The result is for tests and limits: who asked gets the same words either way, or could try addresses out.
    """
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None or ticket.is_deleted or ticket.customer.email_key != address_key(email):
        return False
    async with act(desk, now_ms) as tx:
        await queue_mail(
            tx,
            kind=MailKind.LOST_CODE,
            recipients=[ticket.customer.email],
            language=ticket.language,
            ticket_id=ticket.id,
            due_ms=now_ms,
        )
    return True
