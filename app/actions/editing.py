"""Customer data, group, subject and language of a ticket."""

from collections.abc import Mapping
from typing import Any

from app.actions.change import Held, action, by, change
from app.actions.taking import release_within
from app.desk import Desk
from app.errors import BadFields, Conflict, NotFound
from app.event import Actor
from app.fields import CUSTOMER, MANDATORY, check_fields, language_code, missing_words
from app.languages import _
from app.lateness import answer_due
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.people import groups, operator_by_id
from app.search.indexing import index_again
from app.ticket import Ticket

EDITABLE = (*CUSTOMER, "subject", "group", "language")
NEVER_EMPTY = ("name", "email", "subject")


@action
async def edit_ticket(desk: Desk, operator: Operator, ticket_id: int, typed: Mapping[str, str], now_ms: int) -> Ticket:
    """Change those of name, email, phone, address, city, country, subject, group (id or name), language that are given.

    Raises BadFields for a wrong value or a field that cannot be edited, LockHeld.
    """
    if unknown := typed.keys() - set(EDITABLE):
        raise BadFields({name: _("This field cannot be changed here.") for name in unknown})
    columns = _columns(typed)
    if "group" in typed:
        columns["group_id"] = await group_named(desk, operator, typed["group"])
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.EDIT, held.ticket)
        await edit_within(held, operator, columns)
    return held.ticket


async def edit_within(held: Held, operator: Operator, columns: Mapping[str, Any]) -> None:
    """Write what differs, and say so; nothing differs: nothing happens."""
    before = {name: _value(held.ticket, name) for name in columns}
    changes = {name: [before[name], value] for name, value in columns.items() if before[name] != value}
    if not changes:
        return
    old_group = held.ticket.group_id
    values = {name: value for name, (_old, value) in changes.items()}
    _refuse_emptied(changes)
    if "email" in values:
        values["email_key"] = values["email"].strip().lower()
    values["incomplete"] = _still_incomplete(held.ticket, values)
    if "group_id" in values:
        values["answer_due_ms"] = await _due_in(held, values["group_id"])
    await held.save(**values, updated_ms=held.ticket.updated_ms)
    await index_again(held)
    held.record("ticket.changed", by(operator), changes=changes, from_group=old_group)
    if "group_id" in changes:
        await _release_unseen(held)


async def _due_in(held: Held, group_id: int | None) -> int:
    """When the first answer is late by the target of this group."""
    target = next((group.answer_target_min for group in await groups(held.desk) if group.id == group_id), None)
    return answer_due(held.ticket.created_ms, target, held.ticket.first_answer_ms)


def _refuse_emptied(changes: Mapping[str, list[Any]]) -> None:
    """What is mandatory and was there stays there; a ticket that came by mail may lack it until it is known."""
    emptied = [name for name, (_old, new) in changes.items() if name in MANDATORY and not new]
    if emptied:
        raise BadFields({name: missing_words(name) for name in emptied})


async def _release_unseen(held: Held) -> None:
    """Take the lock from a holder to whom the new group is closed: it could be opened by nobody else."""
    holder = await operator_by_id(held.desk, held.ticket.operator_id) if held.ticket.operator_id else None
    if holder and not holder.may_see_group(held.ticket.group_id):
        await release_within(held, "group_closed")


def _columns(typed: Mapping[str, str]) -> dict[str, Any]:
    given = {name: value for name, value in typed.items() if name not in {"group", "language"}}
    columns: dict[str, Any] = dict(check_fields(given, tuple(name for name in NEVER_EMPTY if name in given)))
    if "language" in typed:
        columns["language"] = language_code(typed["language"])
    return columns


async def group_named(desk: Desk, operator: Operator, typed: str) -> int | None:
    """The group with this number or name, None for no words. Raises BadFields(group) where there is none for them."""
    wanted = typed.strip()
    if not wanted:
        return None
    for group in await groups(desk):
        if wanted in {str(group.id), group.name} and (operator.may_see_group(group.id)):
            return group.id
    raise BadFields({"group": _("There is no such group.")})


def _value(ticket: Ticket, column: str) -> Any:
    return getattr(ticket.customer, column) if column in CUSTOMER else getattr(ticket, column)


def _still_incomplete(ticket: Ticket, values: Mapping[str, Any]) -> bool:
    customer = ticket.customer
    return ticket.incomplete and not (values.get("phone", customer.phone) and values.get("city", customer.city))


@action
async def complete_ticket(desk: Desk, ticket_id: int, typed: Mapping[str, str], now_ms: int) -> Ticket:
    """What the customer adds on the ticket page to a ticket that came by mail: phone, city, address, country.

    A field that did not come stays as it is. Raises BadFields, NotFound, and Conflict once the ticket has what it lacked.
    """
    given = {name: typed[name] for name in ("phone", "city", "address", "country") if name in typed}
    columns = check_fields(given, ("phone", "city"))
    async with change(desk, ticket_id, now_ms) as held:
        ticket = held.ticket
        if ticket.is_deleted:
            raise NotFound
        changes = {
            name: [_value(ticket, name), value] for name, value in columns.items() if value != _value(ticket, name)
        }
        if not ticket.incomplete:
            if changes:
                raise Conflict(_("We have this already. Write us a message if something has changed."))
            return ticket
        await held.save(**columns, incomplete=False, updated_ms=ticket.updated_ms)
        await index_again(held)
        held.record(
            "ticket.changed", Actor("customer", ticket.customer.name), changes=changes, from_group=ticket.group_id
        )
    return held.ticket
