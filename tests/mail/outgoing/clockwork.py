"""An outbox with a clock that a test turns, and a mail server that keeps what it gets."""

from sqlalchemy import select

from app.core.clock import MINUTE_MS
from mail.outgoing.outbox import Outbox
from mail.outgoing.smtp import SmtpDeadlines, SmtpSender
from sql.tables import outbox
from tests.plugins.desk import NOW

PATIENCE = SmtpDeadlines(connect_s=3.0, envelope_s=3.0, content_s=4.0)


class Clockwork:
    """Turns the clock, and the outbox with it."""

    def __init__(self, desk, sender=None) -> None:
        self.desk = desk
        self.now_ms = NOW
        self.sender = sender or SmtpSender(desk.settings.smtp_url, "desk.aurora.example", PATIENCE)
        self.outbox = Outbox(desk, self.sender, clock=lambda: self.now_ms, chance=lambda: 1.0)

    async def turn(self, minutes: float = 0) -> int:
        """Let time pass, then send what is due."""
        self.now_ms += int(minutes * MINUTE_MS)
        return await self.outbox.pass_once()

    async def row(self, kind: str):
        """The newest row of this kind."""
        query = select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id.desc()).limit(1)
        return await self.desk.db.fetch_one(query)
