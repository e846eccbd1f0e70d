"""What operators keep about a customer: name, language, a note; and letting automatic mails leave again."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select, update

from app.actions.change import Change, act, action, by
from app.actions.ticket.customer_rows import rename
from app.core.errors import BadFields, Conflict
from app.desk import Desk
from app.nouns.fields import LENGTHS, language_code, well_formed
from app.nouns.operator import Operator
from app.queries.customer.known import KnownCustomer, customer_for
from app.text.languages import _
from app.text.limits import at_most_characters
from app.text.one_line import one_line
from sql.tables import customers

NOTE_CHARS: Final = 4000
EDITABLE: Final = ("name", "language", "note")


@action
async def change_customer(
    desk: Desk, operator: Operator, number: int, typed: Mapping[str, str], now_ms: int, *, note_seen: str | None = None
) -> KnownCustomer:
    """Change those of name, language ("": as each mail says) and note that are given; return the customer.

    `note_seen`: the note as the form showed it. Raises NotFound, BadFields, and Conflict if a colleague has changed the
    note meanwhile.
    """
    if unknown := typed.keys() - set(EDITABLE):
        raise BadFields({name: _("This field cannot be changed here.") for name in unknown})
    values = _values(typed)
    async with act(desk, now_ms) as tx:
        customer = await lock_customer(tx, operator, number)
        if "note" in values and note_seen is not None and customer.note not in {note_seen, values["note"]}:
            raise Conflict(_("A colleague has changed the note. Reload the page to see it; your text stays here."))
        changes = {name: [getattr(customer, name), value] for name, value in values.items()}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        if not changes:
            return customer
        if "name" in changes:
            await rename(tx, customer.id, values["name"], customer.email_keys[0])
        await tx.db.execute(update(customers).where(customers.c.id == customer.id).values(values))
        tx.record("customer.changed", by(operator), customer=customer.id, changes=changes)
        return await customer_for(desk, operator, customer.id)


@action
async def clear_brake(desk: Desk, operator: Operator, number: int, now_ms: int) -> KnownCustomer:
    """Let automatic mails to the customer's addresses leave again: what was sent so far counts no more. Raises NotFound."""
    async with act(desk, now_ms) as tx:
        customer = await lock_customer(tx, operator, number)
        ids = [address.id for address in customer.addresses]
        await tx.db.execute(update(customers).where(customers.c.id.in_(ids)).values(brake_cleared_ms=now_ms))
        tx.record("customer.brake_cleared", by(operator), customer=customer.id, addresses=len(ids))
        return await customer_for(desk, operator, customer.id)


async def lock_customer(tx: Change, operator: Operator, number: int) -> KnownCustomer:
    """The customer with their rows locked until the act ends. Raises NotFound."""
    head = select(func.coalesce(customers.c.merged_into, customers.c.id)).where(customers.c.id == number)
    found = await tx.db.fetch_val(head)
    own = (customers.c.id == found) | (customers.c.merged_into == found)
    await tx.db.execute(update(customers).where(own).values(created_ms=customers.c.created_ms))
    return await customer_for(tx.desk, operator, number)


def _values(typed: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    if "name" in typed:
        values["name"] = one_line(well_formed(typed["name"]))
        if len(values["name"]) > LENGTHS["name"]:
            faults["name"] = at_most_characters(LENGTHS["name"])
    if "language" in typed:
        values["language"] = language_code(typed["language"]) if typed["language"].strip() else ""
    if "note" in typed:
        values["note"] = well_formed(typed["note"]).replace("\r\n", "\n").strip()
        if len(values["note"]) > NOTE_CHARS:
            faults["note"] = at_most_characters(NOTE_CHARS)
    if faults:
        raise BadFields(faults)
    return values
