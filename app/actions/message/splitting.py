"""Splitting off a customer's message about another matter as a new ticket."""

from dataclasses import dataclass

from app.actions.change import act, action, by, change, read_ticket
from app.actions.mail.mailing import confirm_to_customer
from app.actions.message.moving import carry, message_there, movable_within, record_move
from app.actions.message.opening import NewTicket, insert_ticket
from app.actions.message.rows import preview_of
from app.actions.ticket.editing import group_named
from app.core.clock import SECOND_MS
from app.core.errors import BadFields, Conflict
from app.desk import Desk
from app.nouns.doubts import named, split_doubts
from app.nouns.message import Message, MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.ticket import Ticket
from app.search.documents import words_by_message
from app.text.languages import _
from app.text.one_line import one_line


@dataclass(frozen=True, slots=True)
class SplitForm:
    """What the operator chose for the new ticket. `group`: number or name; empty: the group of the old one."""

    subject: str
    group: str = ""
    confirm: bool = True  # the customer gets its number and access code by mail


@action
async def split_message(desk: Desk, operator: Operator, message_id: int, form: SplitForm, now_ms: int) -> Ticket:
    """Open a ticket of the same customer with this message as its first; return it. It is unassigned.

    The operator must hold the ticket the message leaves. The customer's email waits for the undo time, so undoing a
    split notifies nobody. Raises NotFound, LockHeld, NotHeld, Conflict, BadFields(subject, group).
    """
    message = await message_there(desk, message_id)
    known = await words_by_message(desk, message.ticket_id)
    async with change(desk, message.ticket_id, now_ms) as source:
        permit(operator, Act.MERGE, source.ticket)
        moved = await movable_within(source, message_id)
        new = _new_ticket(source.ticket, moved, form, await group_named(desk, operator, form.group))
        async with act(desk, now_ms) as target:
            target.of_ticket = await insert_ticket(target, new)
            ticket = target.ticket
            opened = {"source": new.source, "subject": ticket.subject, "customer": ticket.customer.name}
            preview = preview_of(moved.text)
            target.record(
                "ticket.opened", by(operator), moved.id, **opened, preview=preview, split_from=source.ticket.id
            )
            await carry(source, target, moved, known)
            if form.confirm:
                await confirm_to_customer(target, now_ms + desk.settings.undo_seconds * SECOND_MS)
            doubts = named(split_doubts(source.ticket, moved))
            record_move(source, target, operator, moved, split=True, doubts=doubts)
    return await read_ticket(desk.db, ticket.id)


def _new_ticket(ticket: Ticket, message: Message, form: SplitForm, group_id: int | None) -> NewTicket:
    if message.kind is not MessageKind.CUSTOMER:
        raise Conflict(_("Only a customer's message can start a new ticket."))
    if not one_line(form.subject).strip():
        raise BadFields({"subject": _("Enter a subject for the new ticket.")})
    return NewTicket(
        customer=ticket.customer,
        subject=form.subject,
        text=message.text,
        source="operator",
        client_ip=ticket.client_ip,
        language=ticket.language,
        details_known=ticket.details_known,
        group_id=group_id if group_id is not None else ticket.group_id,
    )
