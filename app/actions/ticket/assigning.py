"""Assigning a ticket, and asking its holder for it."""

import json
from typing import Any

from sqlalchemy import select

from app.actions.change import Change, action, by, change
from app.actions.mail.mailing import tell_person
from app.actions.ticket.taking import hand_to, holder_of
from app.core.errors import BadFields, Conflict, NotFound, NotHeld
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind
from app.nouns.permissions import Act, may_see, permit
from app.nouns.ticket import Ticket
from app.queries.people.people import operator_by_id
from app.text.languages import _
from sql.tables import events


@action
async def assign(desk: Desk, operator: Operator, ticket_id: int, to_id: int, now_ms: int) -> Ticket:
    """Assign the ticket to another operator, who is notified immediately. Raises LockHeld, NotHeld, BadFields(operator)."""
    to = await operator_by_id(desk, to_id)
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.ASSIGN, tx.ticket)
        if to is None or not to.is_active:
            raise BadFields({"operator": _("Operator not found. Choose an active one.")})
        if not may_see(to, tx.ticket):
            raise BadFields({"operator": _no_access_words(to)})
        if not tx.ticket.is_held_by(to.id):
            await assign_within(tx, operator, to)
    return tx.ticket


async def assign_within(tx: Change, operator: Operator, to: Operator) -> None:
    """Put another on the held-still ticket as part of an act whose permission has been asked."""
    before = tx.ticket
    try:
        await hand_to(tx, to.id)
    except NotFound:  # lost the group while this act waited
        raise Conflict(_no_access_words(to)) from None
    holder = {"id": to.id, "name": to.name}
    tx.record("ticket.assigned", by(operator), holder=holder, from_holder=holder_of(before))
    if to.id != operator.id:
        await tell_person(tx, MailKind.ASSIGNED, to.id)
    if before.operator_id not in {None, operator.id}:
        await tell_person(tx, MailKind.TAKEN_AWAY, before.operator_id)


def _no_access_words(person: Operator) -> str:
    return _("%(name)s does not have access to this ticket's group.") % {"name": person.name}


@action
async def ask(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Ask the holder for the ticket; they see it at once and hand over or keep, with one click.

    To ask again before there is an answer changes nothing.
    """
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.READ, tx.ticket)
        if tx.ticket.operator_id is None:
            raise NotHeld(ticket_id)
        if tx.ticket.is_held_by(operator.id):
            raise Conflict(_("You already have this ticket."))
        if (earlier := await _who_asks(tx)) and earlier.id == operator.id:
            return tx.ticket
        asker = {"id": operator.id, "name": operator.name}
        tx.record("lock.asked", by(operator), asker=asker, holder=holder_of(tx.ticket), answer=None)
    return tx.ticket


@action
async def take_back_ask(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """The asker withdraws the request. Harmless if it was already answered, or someone else has asked since."""
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.READ, tx.ticket)
        asker = await _who_asks(tx)
        if asker is not None and asker.id == operator.id:
            who = {"id": asker.id, "name": asker.name}
            tx.record("lock.asked", by(operator), asker=who, answer="taken_back", holder=holder_of(tx.ticket))
    return tx.ticket


@action
async def answer_ask(desk: Desk, operator: Operator, ticket_id: int, now_ms: int, *, hand_over: bool) -> Ticket:
    """Hand the ticket over to whoever asked for it last, or keep it. Only its holder or an administrator can.

    Raises Conflict if there is no open request.
    """
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.ASSIGN, tx.ticket)
        asker = await _who_asks(tx)
        if asker is None or not may_see(asker, tx.ticket):
            raise Conflict(_("The request for this ticket has been withdrawn."))
        answer = "handed_over" if hand_over else "kept"
        details: dict[str, Any] = {"asker": {"id": asker.id, "name": asker.name}, "answer": answer}
        tx.record("lock.asked", by(operator), **details, holder=holder_of(tx.ticket))
        if hand_over and not tx.ticket.is_held_by(asker.id):
            await assign_within(tx, operator, asker)
    return tx.ticket


async def _who_asks(tx: Change) -> Operator | None:
    """Who is asking the current holder; requests to an earlier one have lapsed."""
    newest = (
        select(events.c.details)
        .where(events.c.ticket_id == tx.ticket.id, events.c.kind == "lock.asked")
        .order_by(events.c.id.desc())
        .limit(1)
    )
    asked = json.loads(await tx.db.fetch_val(newest) or "{}")
    if not asked or asked["answer"] is not None or (asked["holder"] or {}).get("id") != tx.ticket.operator_id:
        return None
    return await operator_by_id(tx.desk, asked["asker"]["id"])
