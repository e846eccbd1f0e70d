"""What stays in memory, set apart from what the garbage collector looks through.

A desk that has begun holds some 130,000 objects that never go away: modules, routes, templates, compiled statements.
Every full collection looked at each of them and held all windows up for a tenth of a second, several times in a
minute when mail comes in.
"""

import asyncio
import gc

from app.desk import Desk

WARM_S = 60.0  # by then most pages were drawn, and most statements compiled, for the first time


async def freeze_what_stays(_desk: Desk) -> None:
    """Set apart what the start has made, and once more what the first minute has."""
    _set_apart()
    await asyncio.sleep(WARM_S)
    _set_apart()


def _set_apart() -> None:
    gc.collect()  # first what is garbage already: nobody looks for it afterwards
    gc.freeze()
