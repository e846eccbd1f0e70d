"""Forms on other sites, and what they brought."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import BindParameter, Select, bindparam, func, select

from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.desk.as_of import AsOfEvent
from app.site_forms.site_form import WRITTEN, FilledField, FormEntry, Proof, SiteForm
from sql.tables import form_entries, forms, tickets

_BY_KEY = select(forms).where(forms.c.key == bindparam("form_key"))
_ENTRY: Select[tuple[object, ...]] = (
    select(form_entries, forms.c.name.label("form_name"))
    .join(forms, forms.c.id == form_entries.c.form_id)
    .where(form_entries.c.ticket_id == bindparam("of_ticket"))
)

_OF_TICKETS: BindParameter[list[int]] = bindparam("of_tickets", expanding=True)
_FILLED_IN = select(form_entries.c.ticket_id, form_entries.c.fields).where(form_entries.c.ticket_id.in_(_OF_TICKETS))


@dataclass(frozen=True, slots=True)
class FormFigures:
    """What has come by one form: how many tickets are held for review, and how many came with our script's proof or not."""

    held: int = 0
    proved: int = 0
    unproved: int = 0


async def forms_by_age(desk: Desk) -> list[SiteForm]:
    """All forms, the newest first, revoked ones too."""
    return [SiteForm.from_record(row) for row in await desk.db.fetch_all(select(forms).order_by(forms.c.id.desc()))]


async def form_by_id(desk: Desk, form_id: int) -> SiteForm | None:
    """The form with this number."""
    row = await desk.db.fetch_one(select(forms).where(forms.c.id == form_id))
    return SiteForm.from_record(row) if row else None


async def form_by_key(desk: Desk, key: str) -> SiteForm | None:
    """The form with this key, revoked or not."""
    row = await desk.db.fetch_one(_BY_KEY, {"form_key": key}) if WRITTEN.fullmatch(key) else None
    return SiteForm.from_record(row) if row else None


async def form_figures(desk: Desk) -> dict[int, FormFigures]:
    """The figures of each form that has brought a ticket."""
    columns = (form_entries.c.form_id, form_entries.c.proof)
    counted = select(*columns, func.count().label("came"), func.count(form_entries.c.held_ms).label("held"))
    found: dict[int, FormFigures] = {}
    for row in await desk.db.fetch_all(counted.group_by(*columns)):
        before, is_good = found.get(row.form_id, FormFigures()), row.proof == Proof.GOOD.value
        is_unproved = row.proof in {Proof.NONE.value, Proof.BAD.value}
        found[row.form_id] = FormFigures(
            before.held + row.held,
            before.proved + (row.came if is_good else 0),
            before.unproved + (row.came if is_unproved else 0),
        )
    return found


async def entry_of(desk: Desk, ticket_id: int) -> FormEntry | None:
    """What this ticket keeps of the form that it came from; None for any other ticket."""
    row = await desk.db.fetch_one(_ENTRY, {"of_ticket": ticket_id})
    return FormEntry.from_record(row) if row else None


async def filled_in(desk: Desk, ticket_ids: Collection[int]) -> dict[int, tuple[FilledField, ...]]:
    """What was filled in beside the usual fields, by ticket; tickets that came by no form are left out."""
    rows = await desk.db.fetch_all(_FILLED_IN, {"of_tickets": list(ticket_ids)})
    return {row.ticket_id: FilledField.all_in(row.fields) for row in rows}


async def entry_texts(desk: Desk, ticket_id: int) -> list[str]:
    """The texts of the same for one ticket."""
    return [one.text for one in (await filled_in(desk, {ticket_id})).get(ticket_id, ())]


async def held_for(desk: Desk, operator: Operator, newest: int | None = None) -> int:
    """How many tickets that exist for the operator are held for review as suspected spam."""
    found = await _held(desk, newest)
    return sum(count for group_id, count in found.items() if operator.may_see_group(group_id))


async def _held_by_group(desk: Desk) -> Mapping[int | None, int]:
    both = form_entries.join(tickets, tickets.c.id == form_entries.c.ticket_id)
    held = select(tickets.c.group_id, func.count().label("count")).select_from(both)
    held = held.where(form_entries.c.held_ms.is_not(None), tickets.c.deleted_ms.is_(None)).group_by(tickets.c.group_id)
    return {row.group_id: row["count"] for row in await desk.db.fetch_all(held)}


_held = AsOfEvent(
    _held_by_group,
    *("ticket.opened", "ticket.status", "ticket.changed", "ticket.deleted", "ticket.restored", "ticket.erased"),
    "group.removed",
)
