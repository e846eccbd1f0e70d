"""What is kept of people's second factors."""

from sqlalchemy import func, select

from app.core.clock import MINUTE_MS
from app.credentials.sealing import Unreadable, unseal
from app.desk import Desk
from sql.tables import recovery_codes, second_factors

SETUP_MS = 15 * MINUTE_MS  # so long a set-up that was begun is shown again


def place_of(operator_id: int) -> str:
    """What the person's secret is sealed for."""
    return f"second factor of {operator_id}"


async def pending_secret(desk: Desk, operator_id: int, now_ms: int) -> str | None:
    """The secret of a set-up that was begun and is still open."""
    mine = second_factors.c.operator_id == operator_id
    row = await desk.db.fetch_one(select(second_factors).where(mine))
    if row is None or row.pending_secret is None or row.pending_ms <= now_ms - SETUP_MS:
        return None
    try:
        return unseal(desk.settings, place_of(operator_id), row.pending_secret)
    except Unreadable:  # begun before the desk's key was changed
        return None


async def recovery_codes_left(desk: Desk, operator_id: int) -> int:
    """How many recovery codes of the person are not used yet."""
    unused = (recovery_codes.c.operator_id == operator_id) & recovery_codes.c.used_ms.is_(None)
    return int(await desk.db.fetch_val(select(func.count()).select_from(recovery_codes).where(unused)) or 0)
