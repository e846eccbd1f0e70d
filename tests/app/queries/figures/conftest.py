"""Counted acts as a test writes them down."""

import itertools
from datetime import date

import pytest
from sqlalchemy import delete, insert

from app.counting.measure import Measure
from app.counting.period import day_number
from sql.tables import counted_acts, day_sums_due


@pytest.fixture
def counted(desk):
    """`await counted(Measure.OPENED, "2026-11-03", ticket=7)`: one row; event numbers count on by themselves."""
    return acts_into(desk)


def acts_into(desk, first_event: int = 1):
    """What writes such rows down in this desk."""
    events = itertools.count(first_event)

    async def write(measure: Measure, day: str, **given: int) -> None:
        row = {
            "day": day_number(date.fromisoformat(day)),
            "measure": measure.code,
            "operator_id": given.get("operator", 0),
            "group_id": given.get("group", 0),
            "ticket_id": given.get("ticket", 0),
            "event_id": next(events),
            "hour": given.get("hour", 12),
            "amount": given.get("amount"),
            "open_ms": given.get("open_ms"),
        }
        await store_act(desk, row)

    return write


async def store_act(desk, row):
    """One row of `counted_acts`, as the reader of the log stores it: its day is to be added up."""
    await desk.db.execute(insert(counted_acts), row)
    of_day = (day_sums_due.c.measure == row["measure"]) & (day_sums_due.c.day == row["day"])
    await desk.db.execute(delete(day_sums_due).where(of_day))
    await desk.db.execute(insert(day_sums_due), {"measure": row["measure"], "day": row["day"]})
