"""The hours and targets of groups, now and at any time in the past."""

from sqlalchemy import select

from app.core.errors import NotFound
from app.desk import Desk
from app.hours.history import HoursHistory, Promise
from app.hours.opening_hours import OpeningHours
from app.nouns.group import Group
from app.queries.people.people import groups
from sql.tables import opening_hours


async def group_by_id(desk: Desk, group_id: int) -> Group:
    """The group. Raises NotFound."""
    for group in await groups(desk):
        if group.id == group_id:
            return group
    raise NotFound


async def hours_histories(desk: Desk) -> dict[int, HoursHistory]:
    """Of each group by its number, also of those that were removed: what they promised, since when."""
    kept: dict[int, list[object]] = {}
    for row in await desk.db.fetch_all(select(opening_hours)):
        kept.setdefault(row.group_id, []).append(row)
    now = {group.id: Promise(0, group.hours, group.answer_target_min) for group in await groups(desk)}
    always = Promise(0, OpeningHours.always(), None)
    return {
        group_id: HoursHistory.from_records(kept.get(group_id, ()), now.get(group_id, always))
        for group_id in kept.keys() | now.keys()
    }


async def hours_history(desk: Desk, group: Group) -> HoursHistory:
    """What this group promised, since when."""
    rows = await desk.db.fetch_all(select(opening_hours).where(opening_hours.c.group_id == group.id))
    return HoursHistory.from_records(rows, Promise(0, group.hours, group.answer_target_min))
