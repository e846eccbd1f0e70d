"""How the work under a lease fares, as its holder has noted it."""

import json
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import select

from app.desk import Desk
from sql.tables import leases

MAILBOX: Final = "mailbox"  # of who reads the environment's; those of the console have one each
ASKED: Final = MAILBOX  # there it is noted that somebody wants all of them read now
OUTBOX: Final = "outbox"  # nobody holds it: there the senders note how sending fares


async def lease_details(desk: Desk, name: str) -> dict[str, Any]:
    """What was noted beside this lease; empty before the first time."""
    found = await desk.db.fetch_val(select(leases.c.details).where(leases.c.name == name))
    return dict(json.loads(found)) if found else {}


async def details_by_lease(desk: Desk, names: Collection[str]) -> dict[str, dict[str, Any]]:
    """The same of several, those that nobody had yet left out."""
    rows = await desk.db.fetch_all(select(leases.c.name, leases.c.details).where(leases.c.name.in_(names)))
    return {row.name: dict(json.loads(row.details)) for row in rows}
