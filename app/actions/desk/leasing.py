"""Leases: one process at a time does what must not be done twice, and says here how it fares."""

import json
from typing import Any

from sqlalchemy import insert, select, update

from app.database import is_duplicate_key
from app.desk import Desk
from app.queries.desk.leases import lease_details
from sql.tables import leases


async def take_lease(desk: Desk, name: str, holder: str, for_ms: int) -> bool:
    """Take or extend the lease by compare and set; False while another holder has it.

    By the database's clock: of two machines whose own clocks differ, neither takes from the other what still runs.
    """
    await _have_row(desk, name)
    now_ms = await desk.db.now_ms()
    free = (leases.c.holder == holder) | (leases.c.until_ms < now_ms)
    taken = update(leases).where(leases.c.name == name, free).values(holder=holder, until_ms=now_ms + for_ms)
    return bool(await desk.db.rowcount(taken))


async def give_back_lease(desk: Desk, name: str, holder: str) -> None:
    """Let the next one have it immediately. Harmless if the lease has already ended."""
    mine = (leases.c.name == name) & (leases.c.holder == holder)
    await desk.db.execute(update(leases).where(mine).values(until_ms=0))


async def note_on_lease(desk: Desk, name: str, **details: Any) -> dict[str, Any]:
    """Write these details beside the others; return what was there before."""
    await _have_row(desk, name)
    async with desk.db.transaction():
        await desk.db.execute(update(leases).where(leases.c.name == name).values(until_ms=leases.c.until_ms))
        before = await lease_details(desk, name)
        await desk.db.execute(
            update(leases).where(leases.c.name == name).values(details=json.dumps({**before, **details}))
        )
    return before


async def _have_row(desk: Desk, name: str) -> None:
    if await desk.db.fetch_one(select(leases.c.name).where(leases.c.name == name)):
        return
    try:
        async with desk.db.transaction():
            await desk.db.execute(insert(leases).values(name=name, holder="", until_ms=0))
    except Exception as error:
        if not is_duplicate_key(error):  # another process was as fast
            raise
