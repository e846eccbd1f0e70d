"""The weekly email: queued once a week for each person who wants it, on Monday morning by the desk's clock."""

import json
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from app.actions.change import act, action
from app.actions.mail.mailing import queue_mail
from app.database import is_duplicate_key
from app.desk import Desk
from app.nouns.outbound_mail import MailKind
from app.queries.desk.leases import lease_details
from app.queries.people.people import operators
from sql.tables import leases

WEEKLY: Final = "weekly"  # nobody holds this lease: it is noted there which week was sent last
AT_HOUR: Final = 7


def due_week(now_ms: int, zone: ZoneInfo) -> date:
    """The Monday on which the last weekly email fell due."""
    now = datetime.fromtimestamp(now_ms / 1000, zone)
    monday = now.date() - timedelta(days=now.weekday())
    return monday if now.date() > monday or now.hour >= AT_HOUR else monday - timedelta(days=7)


async def send_weekly(desk: Desk, now_ms: int) -> int:
    """Queue the emails of last week where that has not been done; return how many.

    A desk that starts counting in the middle of a week begins with the next one.
    """
    week = due_week(now_ms, desk.settings.zone).isoformat()
    sent = (await lease_details(desk, WEEKLY)).get("week")
    if sent is None:
        await _begin(desk, week)
        return 0
    return await _send(desk, week, now_ms) if sent < week else 0


@action
async def _send(desk: Desk, week: str, now_ms: int) -> int:
    async with act(desk, now_ms) as tx:
        mine = leases.c.name == WEEKLY
        await tx.db.execute(update(leases).where(mine).values(until_ms=now_ms))  # rivals queue here
        if str((await lease_details(desk, WEEKLY)).get("week", "")) >= week:
            return 0
        await tx.db.execute(update(leases).where(mine).values(details=json.dumps({"week": week})))
        wanting = [one for one in await operators(desk) if one.preferences.weekly]
        for person in wanting:
            await queue_mail(
                tx,
                kind=MailKind.WEEKLY,
                recipients=[person.email],
                language=person.language,
                ticket_id=None,
                operator_id=person.id,
                details={"operator": person.id, "week": week},
                due_ms=now_ms,
            )
    return len(wanting)


async def _begin(desk: Desk, week: str) -> None:
    """Note where the weeks begin."""
    if await desk.db.fetch_one(select(leases.c.name).where(leases.c.name == WEEKLY)):
        return
    try:
        async with desk.db.transaction():
            values = {"name": WEEKLY, "holder": "", "until_ms": 0, "details": json.dumps({"week": week})}
            await desk.db.execute(insert(leases).values(values))
    except Exception as error:
        if not is_duplicate_key(error):  # another process was as fast
            raise
