"""Customer data, group, subject and language of a ticket."""

from collections.abc import Mapping
from typing import Any

from app.actions.change import Change, action, by, change, read_ticket
from app.actions.ticket.customer_rows import follow_address
from app.actions.ticket.indexing import index_again
from app.actions.ticket.taking import barred, release_within
from app.core.errors import BadFields, Conflict, NotFound
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.fields import CUSTOMER, MANDATORY, check_fields, language_code, missing_words
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.ticket import Ticket
from app.queries.people.people import groups
from app.search.documents import Words, words_by_message
from app.text.address_keys import address_key
from app.text.languages import _

EDITABLE = (*CUSTOMER, "subject", "group", "language")
FOUND_BY = frozenset({*CUSTOMER, "subject"})  # columns whose words are in the document
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
    known = await words_by_message(desk, ticket_id) if FOUND_BY & columns.keys() else {}
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.EDIT, tx.ticket)
        await edit_within(tx, operator, columns, known)
    return tx.ticket


async def edit_within(tx: Change, operator: Operator, columns: Mapping[str, Any], known: Mapping[int, Words]) -> None:
    """Write what differs, and say so; nothing differs: nothing happens."""
    before = {name: _value(tx.ticket, name) for name in columns}
    changes = {name: [before[name], value] for name, value in columns.items() if before[name] != value}
    if not changes:
        return
    old_group, old_key = tx.ticket.group_id, tx.ticket.customer.email_key
    values = {name: value for name, (_old, value) in changes.items()}
    _refuse_emptied(changes)
    if "email" in values:
        values["email_key"] = address_key(values["email"])
        if values["email_key"] != tx.ticket.customer.email_key:
            values["proved_ms"] = None  # it was the other address that was proved
    values["incomplete"] = _still_incomplete(tx.ticket, values)
    if "group_id" in values:
        values["answer_due_ms"] = await tx.due_in(values["group_id"])
    await tx.save(**values, updated_ms=tx.ticket.updated_ms)
    if values.get("email_key", old_key) != old_key:
        await follow_address(tx, old_key)
    if FOUND_BY & values.keys():
        await index_again(tx, known)
    tx.record("ticket.changed", by(operator), changes=changes, from_group=old_group)
    if "group_id" in changes:
        await _release_unseen(tx)


def _refuse_emptied(changes: Mapping[str, list[Any]]) -> None:
    """What is mandatory and was there stays there; a ticket that came by mail may lack it until it is known."""
    emptied = [name for name, (_old, new) in changes.items() if name in MANDATORY and not new]
    if emptied:
        raise BadFields({name: missing_words(name) for name in emptied})


async def _release_unseen(tx: Change) -> None:
    """Release the ticket if its holder may not see the new group: nobody else could take it."""
    holder = tx.ticket.operator_id
    if holder is not None and await barred(tx, holder) == "group_closed":
        await release_within(tx, "group_closed")


def _columns(typed: Mapping[str, str]) -> dict[str, Any]:
    given = {name: value for name, value in typed.items() if name not in {"group", "language"}}
    columns: dict[str, Any] = dict(check_fields(given, tuple(name for name in NEVER_EMPTY if name in given)))
    if "language" in typed:
        columns["language"] = language_code(typed["language"])
    return columns


async def group_named(desk: Desk, operator: Operator, typed: str) -> int | None:
    """The group with this number or name, None for no words. Raises BadFields(group) where there is none for them."""
    wanted = typed.strip().casefold()
    if not wanted:
        return None
    for group in await groups(desk):
        if wanted in {str(group.id), group.name.casefold()} and operator.may_see_group(group.id):
            return group.id
    raise BadFields({"group": _("Group not found. Choose another one.")})


def _value(ticket: Ticket, column: str) -> Any:
    return getattr(ticket.customer, column) if column in CUSTOMER else getattr(ticket, column)


def _still_incomplete(ticket: Ticket, values: Mapping[str, Any]) -> bool:
    customer = ticket.customer
    return ticket.incomplete and not (values.get("phone", customer.phone) and values.get("city", customer.city))


@action
async def choose_language(
    desk: Desk, ticket_id: int, language: str, now_ms: int, typed_by: Operator | None = None
) -> Ticket:
    """The customer chooses on the ticket page in which language page and emails are from now on. Raises NotFound, BadFields."""
    code = language_code(language)
    async with change(desk, ticket_id, now_ms) as tx:
        if tx.ticket.is_deleted:
            raise NotFound
        old = tx.ticket.language
        if old != code:
            await tx.save(language=code, updated_ms=tx.ticket.updated_ms)
            actor = Actor.customer(tx.ticket.customer.name, typed_by)
            tx.record("ticket.changed", actor, changes={"language": [old, code]}, from_group=tx.ticket.group_id)
    return tx.ticket


@action
async def complete_ticket(
    desk: Desk, ticket_id: int, typed: Mapping[str, str], now_ms: int, typed_by: Operator | None = None
) -> Ticket:
    """What the customer adds on the ticket page to a ticket that came by mail: phone, city, address, country.

    A field that did not come stays as it is. Raises BadFields, NotFound, and Conflict once the ticket has what it lacked.
    """
    given = {name: typed[name] for name in ("phone", "city", "address", "country") if name in typed}
    columns = check_fields(given, ("phone", "city"))
    lacks = (await read_ticket(desk.db, ticket_id)).incomplete
    known = await words_by_message(desk, ticket_id) if lacks else {}
    async with change(desk, ticket_id, now_ms) as tx:
        ticket = tx.ticket
        if ticket.is_deleted:
            raise NotFound
        changes = {
            name: [_value(ticket, name), value] for name, value in columns.items() if value != _value(ticket, name)
        }
        if not ticket.incomplete:
            if changes:
                raise Conflict(_("We already have this. Send us a message if something has changed."))
            return ticket
        await tx.save(**columns, incomplete=False, updated_ms=ticket.updated_ms)
        await index_again(tx, known)
        actor = Actor.customer(ticket.customer.name, typed_by)
        tx.record("ticket.changed", actor, changes=changes, from_group=ticket.group_id)
    return tx.ticket
