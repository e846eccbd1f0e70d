"""Counting everything anew, ticket by ticket, then people: each step is stored, so it goes on where it was."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import func, select

from app.actions.counting.adding_up import add_up_some
from app.actions.counting.turn import Turn, TurnLost
from app.counting.attendance_time import AttendanceCount, TimeAtDesk
from app.counting.logged import CountedAct, Logged
from app.counting.measure import MEASURES_BY_CODE
from app.counting.ticket_count import COUNTING, Calendar, acts_of_ticket
from app.desk import Desk
from app.queries.desk.events import MOST_ID, last_event_id
from app.queries.figures.log import (
    acts_between,
    acts_of_people,
    calendar_of,
    events_behind,
    histories_between,
    known_attendances,
    ticket_numbers,
)
from sql.tables import tickets

CHUNK: Final = 250  # tickets
LOOK_AGAIN_S: Final = 0.2


async def rebuild_figures(desk: Desk, progress: Callable[[int, int], None]) -> int:
    """Count everything anew, by turns with whatever process is at it; return how many tickets there were."""
    turn, is_begun = Turn(desk), False
    while True:
        if not await turn.take():
            await asyncio.sleep(LOOK_AGAIN_S)
            continue
        with suppress(TurnLost):
            if not is_begun:
                await begin_rebuild(turn)
                is_begun = True
            elif "rebuilding" in turn.kept:
                begun = turn.kept["rebuilding"]
                progress(begun["done"], begun["total"])
                await rebuild_step(turn)
            else:
                while await add_up_some(turn):
                    await turn.take()
                return int(begun["done"])


async def begin_rebuild(turn: Turn) -> None:
    """Let everything be counted anew, from the first ticket, in the desk's present zone."""
    desk = turn.desk
    total = int(await desk.db.fetch_val(select(func.count()).select_from(tickets)) or 0)
    begun = {"until": await last_event_id(desk), "ticket": 0, "done": 0, "total": total}
    zone = desk.settings.timezone
    for measure in MEASURES_BY_CODE:
        await turn.forget_sums(measure)
    await turn.write(set(), set(), rebuilding=begun, zone=zone, counting=COUNTING, after=begun["until"])


async def rebuild_step(turn: Turn) -> None:
    """Do the next part. Raises TurnLost."""
    begun = turn.kept.get("rebuilding")
    by = (turn.kept.get("counting"), turn.kept.get("zone"))
    if begun is None or by != (COUNTING, turn.desk.settings.timezone):
        await begin_rebuild(turn)
    elif begun["ticket"] < MOST_ID:
        await _count_tickets(turn, begun)
    else:
        await _count_people(turn, begun)


async def _count_tickets(turn: Turn, begun: Mapping[str, Any]) -> None:
    desk, after = turn.desk, int(begun["ticket"])
    ids = await ticket_numbers(desk, after, CHUNK)
    until = ids[-1] if len(ids) == CHUNK else MOST_ID
    calendar = await calendar_of(desk, str(turn.kept["zone"]))
    told = await histories_between(desk, after, until)
    before = await acts_between(desk, after, until)
    new = await asyncio.to_thread(acts_of_all, told, calendar)
    await turn.write(before, new, rebuilding={**begun, "ticket": until, "done": begun["done"] + len(ids)})


def acts_of_all(told: Mapping[int, list[Logged]], calendar: Calendar) -> set[CountedAct]:
    """The rows of these tickets."""
    return {act for ticket_id, history in told.items() for act in acts_of_ticket(ticket_id, history, calendar)}


async def _count_people(turn: Turn, begun: Mapping[str, Any]) -> None:
    """Their times in one go: it is one pass over the log, which takes seconds for a million events."""
    desk, count, after = turn.desk, AttendanceCount(), 0
    while happened := await events_behind(desk, after, int(begun["until"])):
        await asyncio.to_thread(count.read, happened)
        after = happened[-1].id
        await turn.take()
    days = (await calendar_of(desk, str(turn.kept["zone"]))).days
    new = {act for stay in count.stays.values() for act in stay.rows(days)}
    gone = [TimeAtDesk(number) for number in await known_attendances(desk) if number not in count.now]
    await turn.write(await acts_of_people(desk), new, [*gone, *count.now.values()], rebuilding=None, is_over=True)
