"""The reader of the log: less than a second behind it, whichever process it runs in."""

import asyncio
from collections.abc import Mapping
from typing import Final

from app.actions.counting.adding_up import add_up_some, is_to_add_up
from app.actions.counting.rebuilding import acts_of_all, rebuild_step
from app.actions.counting.turn import Turn, TurnLost
from app.actions.desk.settings import follow_settings
from app.counting.attendance_time import AttendanceCount
from app.counting.day_sum import WITH_ORIGIN
from app.counting.logged import CountedAct, Logged
from app.counting.ticket_count import COUNTING
from app.desk import Desk
from app.queries.desk.events import last_event_id
from app.queries.desk.leases import lease_details
from app.queries.figures.log import (
    MeasureDay,
    acts_of,
    acts_of_stays,
    attendances_of,
    calendar_of,
    days_due,
    events_behind,
    histories,
    moved_by,
    touched_by,
)
from app.queries.figures.progress import STATISTICS

LOOK_S: Final = 0.4
BATCH: Final = 200  # events: what is written at once keeps others waiting for a few milliseconds
GIVES_WAY_S: Final = 0.2


async def count_for_ever(desk: Desk) -> None:
    """Count what is committed, for ever. Several processes may: one of them does it."""
    turn = Turn(desk)
    while True:
        if not await count_on(turn):
            await asyncio.sleep(LOOK_S)


async def count_on(turn: Turn) -> bool:
    """Count the next events, or go on with making everything anew; False where there is nothing to do for this process."""
    desk = turn.desk
    kept = await lease_details(desk, STATISTICS)
    if not is_stale(kept, desk) and kept.get("after", 0) >= await last_event_id(desk) and not is_to_add_up(kept):
        return False
    await desk.right_of_way.give_way(GIVES_WAY_S)
    if not await turn.take():
        return False
    try:
        if is_stale(turn.kept, desk):
            await follow_settings(desk)  # another process may have heard first of a new zone
        if is_stale(turn.kept, desk):
            await rebuild_step(turn)
        elif turn.kept["after"] < await last_event_id(desk):
            await _count_batch(turn)
        else:
            await add_up_some(turn)
    except TurnLost:
        return False
    return True


def is_stale(kept: Mapping[str, object], desk: Desk) -> bool:
    """Whether everything is to be counted anew: never counted, by other rules or in another zone, or it has begun."""
    by = (kept.get("counting"), kept.get("zone"))
    return by != (COUNTING, desk.settings.timezone) or "rebuilding" in kept


async def catch_up(desk: Desk) -> None:
    """Count everything that is committed by now, for tests and benchmarks. Another process must not be at it."""
    turn = Turn(desk)
    while await count_on(turn) or await _adds_up(turn):
        pass


async def _adds_up(turn: Turn) -> bool:
    """Whether there was something to add up."""
    return bool(await days_due(turn.desk)) and await turn.take() and await add_up_some(turn)


async def _count_batch(turn: Turn) -> None:
    desk, after = turn.desk, int(turn.kept["after"])
    newest = await last_event_id(desk)
    happened = await events_behind(desk, after, newest, BATCH)
    if not happened:
        return
    calendar = await calendar_of(desk, str(turn.kept["zone"]))
    ids = await touched_by(desk, happened)
    before = await acts_of(desk, ids) if ids else set[CountedAct]()
    told = await histories(desk, ids) if ids else {}
    new = await asyncio.to_thread(acts_of_all, told, calendar)
    count, days = await _attendance(desk, happened), calendar.days
    stays = list(count.stays.values())
    if stays:
        before |= await acts_of_stays(desk, stays)
        new |= {act for stay in stays for act in stay.rows(days)}
    last, moved = happened[-1].id, moved_by(happened)
    elsewhere = {
        MeasureDay(act.measure, act.day) for act in new if act.measure in WITH_ORIGIN and act.ticket_id in moved
    }
    await turn.write(before, new, count.now.values(), also_due=elsewhere, after=last, is_over=last >= newest)


async def _attendance(desk: Desk, happened: list[Logged]) -> AttendanceCount:
    """How it stands with the operators of these events after them."""
    ids = {event.operator_id for event in happened} | {int(event.details.get("person") or 0) for event in happened}
    count = AttendanceCount(await attendances_of(desk, ids))
    count.read(happened)
    return count
