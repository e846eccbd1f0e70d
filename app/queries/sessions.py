"""Which sessions still run, without prolonging them: for connections that stay open."""

from collections.abc import Iterable

from sqlalchemy import select

from app.actions.signing import IDLE_MS
from app.desk import Desk
from sql.tables import sessions

BATCH = 500


async def running_sessions(desk: Desk, digests: Iterable[str], now_ms: int) -> frozenset[str]:
    """Those of these sessions (`token_sha256`) that have neither ended nor idled out."""
    wanted = sorted(set(digests))
    running: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        asked = sessions.c.token_sha256.in_(wanted[start : start + BATCH])
        alive = (sessions.c.expires_ms > now_ms) & (sessions.c.seen_ms > now_ms - IDLE_MS)
        rows = await desk.db.fetch_all(select(sessions.c.token_sha256).where(asked, alive))
        running.update(row.token_sha256 for row in rows)
    return frozenset(running)
