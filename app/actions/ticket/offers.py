"""The address that a mail offers becomes its ticket's customer."""

from sqlalchemy import delete, insert, select

from app.actions.change import Change, action, change
from app.actions.ticket.editing import edit_within
from app.core.errors import BadFields, Conflict, NotFound
from app.desk import Desk
from app.nouns.fields import LENGTHS, check_fields
from app.nouns.message import Message
from app.nouns.offer import Offer, OfferKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.ticket import Ticket
from app.queries.ticket.messages import message_by_id
from app.search.documents import words_by_message
from app.text.address_keys import address_key
from app.text.languages import _
from app.text.one_line import one_line
from sql.tables import reply_to_senders


@action
async def take_offer(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> Ticket:
    """Make the address that this message offers the ticket's customer; done again, it is the same.

    Of a Reply-To the rule is remembered for its sender, never the address; going back to the sender forgets it.
    Raises NotFound, LockHeld, and Conflict for a message that offers none.
    """
    message = await message_by_id(desk, message_id)
    if message is None:
        raise NotFound
    known = await words_by_message(desk, message.ticket_id)
    async with change(desk, message.ticket_id, now_ms) as tx:
        permit(operator, Act.EDIT, tx.ticket)
        if message.offer is None:
            raise Conflict(_("This message does not mention another address."))
        columns = _columns(message.offer, tx.ticket)
        await _remember(tx, operator, message, message.offer)
        await edit_within(tx, operator, columns, known)
    return tx.ticket


def _columns(offer: Offer, ticket: Ticket) -> dict[str, str]:
    name = one_line(offer.name)[: LENGTHS["name"]]
    if offer.kind is OfferKind.FORWARDED and not name:
        name = offer.email.partition("@")[0]
    try:
        return dict(check_fields({"email": offer.email, "name": name or ticket.customer.name}, ("email", "name")))
    except BadFields as fault:
        raise Conflict("; ".join(fault.faults.values())) from fault


async def _remember(tx: Change, operator: Operator, message: Message, offer: Offer) -> None:
    key = address_key(message.author_email)
    same = reply_to_senders.c.email_key == key
    if offer.kind is OfferKind.SENDER:
        await tx.db.execute(delete(reply_to_senders).where(same))
    elif offer.kind is OfferKind.REPLY_TO and await tx.db.fetch_one(select(reply_to_senders).where(same)) is None:
        row = {"email_key": key, "operator_id": operator.id, "created_ms": tx.now_ms}
        await tx.db.execute(insert(reply_to_senders).values(row))
