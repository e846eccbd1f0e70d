"""Handing over everything someone holds, to another person or back to the groups, ticket by ticket, so nobody waits for the rest."""

from dataclasses import dataclass

from app.actions.change import action, by, change
from app.actions.mail.mailing import tell_person
from app.actions.ticket.assigning import assign_within
from app.actions.ticket.taking import hand_to, holder_of
from app.core.errors import BadFields, Forbidden, NotFound
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind
from app.nouns.permissions import may_see
from app.queries.people.holdings import held_ids
from app.queries.people.people import operator_by_id
from app.text.languages import _


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many tickets went, and how many stayed because their group is closed to the new holder."""

    moved: int
    stayed: int


async def hand_over_all(
    desk: Desk, administrator: Operator, from_id: int, to_id: int | None, now_ms: int
) -> HandedOver:
    """Give every active ticket that `from_id` holds to `to_id`, or (None) back to its group.

    Each is a separate action with its event: a ticket taken in between is left alone, and after a failure the rest
    can be handed over again. Raises Forbidden, NotFound, BadFields(to).
    """
    if not administrator.is_administrator:
        raise Forbidden(_("Only an administrator can do this."))
    if await operator_by_id(desk, from_id) is None:
        raise NotFound
    to = await _receiver(desk, from_id, to_id)
    moved = stayed = 0
    for ticket_id in await held_ids(desk, from_id):
        outcome = await _hand_over(desk, administrator, ticket_id, from_id, to, now_ms)
        moved += outcome is True
        stayed += outcome is False
    return HandedOver(moved, stayed)


async def _receiver(desk: Desk, from_id: int, to_id: int | None) -> Operator | None:
    if to_id is None:
        return None
    to = await operator_by_id(desk, to_id)
    if to is None or not to.is_active or to.id == from_id:
        raise BadFields({"to": _("Choose another active operator.")})
    return to


@action
async def _hand_over(
    desk: Desk, administrator: Operator, ticket_id: int, from_id: int, to: Operator | None, now_ms: int
) -> bool | None:
    """Hand over one; False if the receiver may not see it, None if it is no longer held."""
    async with change(desk, ticket_id, now_ms) as tx:
        if not tx.ticket.is_held_by(from_id):
            return None
        if to is not None and not may_see(to, tx.ticket):
            return False
        if to is not None:
            await assign_within(tx, administrator, to)
        else:
            before = tx.ticket
            await hand_to(tx, None)
            tx.record("ticket.dropped", by(administrator), from_holder=holder_of(before))
            if from_id != administrator.id:
                await tell_person(tx, MailKind.TAKEN_AWAY, from_id)
    return True
