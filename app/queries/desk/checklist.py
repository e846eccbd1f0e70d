"""What a new desk still needs, computed from its current state: nothing is ticked off by hand."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.config.desk_name import PRODUCT, desk_name
from app.desk import Desk
from app.hours.opening_hours import OpeningHours
from app.queries.desk.kept_settings import kept_settings
from sql.tables import groups, operators, tickets


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: desk_name, timezone, group, people, address, mailbox, smtp; holidays while a group's run out."""

    name: str
    is_done: bool


async def setup_checklist(desk: Desk, now_ms: int) -> list[SetupStep]:
    """Every step in the order in which one takes them."""
    hours = await desk.db.fetch_all(select(groups.c.hours))
    settings, kept = desk.settings, await kept_settings(desk.db)
    done = {
        "desk_name": desk_name(settings) != PRODUCT,
        "timezone": "timezone" in kept or bool(settings.given.get("DESKBELL_TIMEZONE")),
        "group": bool(hours),
        "people": int(await desk.db.fetch_val(select(func.count()).select_from(operators))) > 1,
        "address": bool(settings.given.get("DESKBELL_BASE_URL")),
        "mailbox": bool(settings.mailbox_url) or any(one.is_enabled for one in settings.mailboxes),
        "smtp": bool(settings.smtp_url and settings.mail_from),
    }
    if any(OpeningHours.from_text(row.hours).runs_out(now_ms) for row in hours):
        done["holidays"] = False
    return [SetupStep(name, is_done) for name, is_done in done.items()]


async def had_tickets(desk: Desk) -> bool:
    """Whether the desk has had a ticket, whatever became of it."""
    return await desk.db.fetch_val(select(tickets.c.id).limit(1)) is not None
