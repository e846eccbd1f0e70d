"""Giving a ticket to somebody, and asking its holder for it."""

import json
from typing import Any

from sqlalchemy import select

from app.actions.change import Held, action, by, change
from app.actions.mailing import tell_person
from app.actions.taking import hand_to, holder_of
from app.desk import Desk
from app.errors import BadFields, Conflict, NotHeld
from app.languages import _
from app.operator import Operator
from app.permissions import Act, may_see, permit
from app.queries.people import operator_by_id
from app.ticket import Ticket
from sql.tables import events


@action
async def assign(desk: Desk, operator: Operator, ticket_id: int, to_id: int, now_ms: int) -> Ticket:
    """Give the ticket to another operator, who is told at once. Raises LockHeld, NotHeld, BadFields(operator)."""
    to = await operator_by_id(desk, to_id)
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.ASSIGN, held.ticket)
        if to is None or not to.is_active:
            raise BadFields({"operator": _("There is no such operator at the desk.")})
        if not may_see(to, held.ticket):
            raise BadFields({"operator": _("%(name)s may not see this ticket's group.") % {"name": to.name}})
        if not held.ticket.is_held_by(to.id):
            await _assign_within(held, operator, to)
    return held.ticket


async def _assign_within(held: Held, operator: Operator, to: Operator) -> None:
    before = held.ticket
    await hand_to(held, to.id)
    holder = {"id": to.id, "name": to.name}
    held.record("ticket.assigned", by(operator), holder=holder, from_holder=holder_of(before))
    if to.id != operator.id:
        await tell_person(held, "assigned", to.id)
    if before.operator_id not in {None, operator.id}:
        await tell_person(held, "taken_away", before.operator_id)


@action
async def ask(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> None:
    """Ask the holder for the ticket; they see it at once and hand over or keep, with one click.

    To ask again before there is an answer changes nothing.
    """
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.READ, held.ticket)
        if held.ticket.operator_id is None:
            raise NotHeld(ticket_id)
        if held.ticket.is_held_by(operator.id):
            raise Conflict(_("You hold this ticket already."))
        if (earlier := await _who_asks(held)) and earlier.id == operator.id:
            return
        asker = {"id": operator.id, "name": operator.name}
        held.record("lock.asked", by(operator), asker=asker, holder=holder_of(held.ticket), answer=None)


@action
async def take_back_ask(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Who asked needs it no more. Harmless when there is an answer already, or somebody else asks by now."""
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.READ, held.ticket)
        asker = await _who_asks(held)
        if asker is not None and asker.id == operator.id:
            who = {"id": asker.id, "name": asker.name}
            held.record("lock.asked", by(operator), asker=who, answer="taken_back", holder=holder_of(held.ticket))
    return held.ticket


@action
async def answer_ask(desk: Desk, operator: Operator, ticket_id: int, now_ms: int, *, hand_over: bool) -> Ticket:
    """Hand the ticket over to who asked for it last, or keep it. Only its holder (or an administrator) can.

    Raises Conflict if nobody asks any more.
    """
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.ASSIGN, held.ticket)
        asker = await _who_asks(held)
        if asker is None or not may_see(asker, held.ticket):
            raise Conflict(_("Nobody asks for this ticket any more."))
        answer = "handed_over" if hand_over else "kept"
        details: dict[str, Any] = {"asker": {"id": asker.id, "name": asker.name}, "answer": answer}
        held.record("lock.asked", by(operator), **details, holder=holder_of(held.ticket))
        if hand_over and not held.ticket.is_held_by(asker.id):
            await _assign_within(held, operator, asker)
    return held.ticket


async def _who_asks(held: Held) -> Operator | None:
    """Who asks the present holder; what was asked of an earlier one is over."""
    newest = (
        select(events.c.details)
        .where(events.c.ticket_id == held.ticket.id, events.c.kind == "lock.asked")
        .order_by(events.c.id.desc())
        .limit(1)
    )
    asked = json.loads(await held.db.fetch_val(newest) or "{}")
    if not asked or asked["answer"] is not None or (asked["holder"] or {}).get("id") != held.ticket.operator_id:
        return None
    return await operator_by_id(held.desk, asked["asker"]["id"])
