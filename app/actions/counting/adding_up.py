"""Adding up the days whose acts have changed, so that figures of long periods need not count all acts."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from app.actions.counting.turn import Turn
from app.core.clock import SECOND_MS, now_ms
from app.counting.day_sum import day_sums
from app.queries.figures.log import acts_of_days, days_due, origins_of

DAYS: Final = 40  # of one measure at once: what is written together keeps others waiting for a few milliseconds
PAUSE_MS: Final = 20 * SECOND_MS  # a day on which something happens changes all the time


def is_to_add_up(kept: Mapping[str, Any]) -> bool:
    """Whether days have been due for a while."""
    return "due_ms" in kept and now_ms() >= int(kept["due_ms"]) + PAUSE_MS


async def add_up_some(turn: Turn) -> bool:
    """Add up the next days, if there are any. Raises TurnLost."""
    due = await days_due(turn.desk, DAYS)
    if not due:
        await turn.add_up(due, (), due_ms=None)
        return False
    acts = await acts_of_days(turn.desk, due)
    origins = await origins_of(turn.desk, acts)
    await turn.add_up(due, await asyncio.to_thread(day_sums, acts, origins))
    return True
