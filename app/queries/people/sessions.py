"""Which sessions still run, without prolonging them: for connections that stay open, and for whoever ends one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from app.core.clock import HOUR_MS
from app.desk import Desk
from sql.tables import sessions

BATCH = 500
IDLE_MS = 12 * HOUR_MS


@dataclass(frozen=True, slots=True)
class SignInSession:
    """Where someone is signed in, named by the digest of its token, which opens nothing."""

    token_sha256: str
    client_ip: str
    user_agent: str
    created_ms: int
    seen_ms: int


async def sessions_of(desk: Desk, operator_id: int, now_ms: int) -> list[SignInSession]:
    """The person's sessions, the one seen last first."""
    columns = (sessions.c[name] for name in SignInSession.__slots__)
    query = select(*columns).where(sessions.c.operator_id == operator_id, _alive(now_ms))
    rows = await desk.db.fetch_all(query.order_by(sessions.c.seen_ms.desc(), sessions.c.token_sha256))
    return [SignInSession(**{name: row[name] for name in SignInSession.__slots__}) for row in rows]


async def running_sessions(desk: Desk, digests: Iterable[str], now_ms: int) -> frozenset[str]:
    """Those of these sessions (`token_sha256`) that have neither ended nor idled out."""
    wanted = sorted(set(digests))
    running: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        asked = sessions.c.token_sha256.in_(wanted[start : start + BATCH])
        rows = await desk.db.fetch_all(select(sessions.c.token_sha256).where(asked, _alive(now_ms)))
        running.update(row.token_sha256 for row in rows)
    return frozenset(running)


def _alive(now_ms: int) -> ColumnElement[bool]:
    return (sessions.c.expires_ms > now_ms) & (sessions.c.seen_ms > now_ms - IDLE_MS)
