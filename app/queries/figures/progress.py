"""How far the figures have come: up to which event, and whether they are being made anew."""

from dataclasses import dataclass
from typing import Any, Final

from app.desk import Desk
from app.queries.desk.events import last_event_id
from app.queries.desk.leases import lease_details

STATISTICS: Final = "statistics"  # the lease of whoever counts


@dataclass(frozen=True, slots=True)
class CountedUntil:
    """Counted up to this event of `newest`. `is_rebuilding`: figures are incomplete, `done` of `total` tickets are counted."""

    event_id: int
    newest: int
    zone: str
    is_rebuilding: bool = False
    done: int = 0
    total: int = 0


async def counted_until(desk: Desk) -> CountedUntil:
    """Where the counting is."""
    kept = await lease_details(desk, STATISTICS)
    return counted_of(kept, await last_event_id(desk), desk.settings.timezone)


def counted_of(kept: dict[str, Any], newest: int, zone: str) -> CountedUntil:
    """What the lease's details say; a desk that has never counted begins anew."""
    rebuilding = kept.get("rebuilding")
    if rebuilding or not kept.get("zone"):
        rebuilding = rebuilding or {}
        done, total = int(rebuilding.get("done", 0)), int(rebuilding.get("total", 0))
        return CountedUntil(0, newest, zone, is_rebuilding=True, done=done, total=total)
    return CountedUntil(int(kept.get("after", 0)), newest, str(kept["zone"]))
