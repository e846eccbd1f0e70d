"""A customer's message that is a matter of its own becomes a ticket of its own."""

from dataclasses import dataclass

from app.actions.change import Held, act, action, by, change, read_ticket
from app.actions.editing import group_named
from app.actions.mailing import queue_mail
from app.actions.messages import preview_of
from app.actions.moving import carry, message_there, movable_within, record_move
from app.actions.opening import NewTicket, insert_ticket
from app.clock import SECOND_MS
from app.desk import Desk
from app.errors import BadFields, Conflict
from app.fields import one_line
from app.languages import _
from app.message import Message, MessageKind
from app.operator import Operator
from app.permissions import Act, permit
from app.ticket import Ticket


@dataclass(frozen=True, slots=True)
class SplitForm:
    """What the operator says of the new ticket. `group`: number or name; empty: the group of the old one."""

    subject: str
    group: str = ""
    confirm: bool = True  # the customer gets its number and access code by mail


@action
async def split_message(desk: Desk, operator: Operator, message_id: int, form: SplitForm, now_ms: int) -> Ticket:
    """Open a ticket of the same customer with this message as its first; return it. Nobody holds it.

    The operator holds the ticket that the message leaves. The customer's mail waits for the undo time, so that a split
    that is taken back tells nobody. Raises NotFound, LockHeld, NotHeld, Conflict, BadFields(subject, group).
    """
    message = await message_there(desk, message_id)
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
            await carry(source, target, moved)
            if form.confirm:
                await _confirm_later(target)
            record_move(source, target, operator, moved, split=True)
    return await read_ticket(desk.db, ticket.id)


def _new_ticket(ticket: Ticket, message: Message, form: SplitForm, group_id: int | None) -> NewTicket:
    if message.kind is not MessageKind.CUSTOMER:
        raise Conflict(_("A ticket begins with a customer's message."))
    if not one_line(form.subject).strip():
        raise BadFields({"subject": _("Give it a subject of its own.")})
    return NewTicket(
        customer=ticket.customer,
        subject=form.subject,
        text=message.text,
        source="operator",
        client_ip=ticket.client_ip,
        language=ticket.language,
        group_id=group_id if group_id is not None else ticket.group_id,
    )


async def _confirm_later(held: Held) -> None:
    await queue_mail(
        held,
        kind="confirmation",
        recipients=[held.ticket.customer.email],
        language=held.ticket.language,
        ticket_id=held.ticket.id,
        due_ms=held.now_ms + held.desk.settings.undo_seconds * SECOND_MS,
    )
