"""The loop that reads the mailbox: at every interval, when asked, at once where the server tells of new mail."""

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from app.actions.polling import asked_for_poll_ms, note_failed_poll
from app.clock import now_ms
from app.desk import Desk
from mail.intake.polling import Poller, PollReport
from mail.intake.processing import process_pending
from mail.mailboxes.errors import MailboxError
from mail.mailboxes.mailbox import Mailbox
from mail.mailboxes.url import mailbox_from_url

LOOK_EVERY_S = 2.0  # for "check now" from another process, and for letters whose next try is due

log = structlog.get_logger()


class Intake:
    """Reads one mailbox until cancelled."""

    def __init__(self, desk: Desk, mailbox: Mailbox | None, clock: Callable[[], int] = now_ms) -> None:
        self.desk = desk
        self.mailbox = mailbox
        self.poll_now = asyncio.Event()
        self._clock = clock
        self._reading = asyncio.Lock()  # of two that read at once, each would take the other's copy for the first
        self._poller = Poller(desk, mailbox, clock, self._reading) if mailbox else None

    async def run(self) -> None:
        """Poll and read; survives every error."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._read_again())
            if self._poller is not None and self.mailbox is not None:
                group.create_task(self._poll(self._poller, self.mailbox))

    async def _poll(self, poller: Poller, mailbox: Mailbox) -> None:
        while True:
            self.poll_now.clear()
            try:
                report = await poller.poll()
                if report.kept or report.fault:
                    log.info("mailbox.polled", kept=report.kept, removed=report.removed, fault=report.fault)
            except Exception:  # the database may be away: nothing was removed that was not kept
                log.exception("mailbox.poll_failed")
            await self._until_next(mailbox)

    async def _until_next(self, mailbox: Mailbox) -> None:
        """Until the interval is over, somebody asks, or the server tells of new mail."""
        interval_s = float(self.desk.settings.mail_interval_s)
        waits = {
            asyncio.create_task(self._told_by_server(mailbox, interval_s)),
            asyncio.create_task(self.poll_now.wait()),
            asyncio.create_task(asyncio.sleep(interval_s)),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _told_by_server(self, mailbox: Mailbox, interval_s: float) -> None:
        """Return when there is something to fetch. A server that cannot be waited at is polled at the interval."""
        try:
            if await mailbox.wait(interval_s):
                return
        except MailboxError as fault:
            log.info("mailbox.wait_failed", why=str(fault))
        await asyncio.sleep(interval_s)

    async def _read_again(self) -> None:
        """Letters whose next try is due, those that were let in, and who asks for a poll from another process."""
        asked_ms = await self._asked(0)
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                async with self._reading:
                    await process_pending(self.desk, self._clock())
            except Exception:
                log.exception("intake.processing_failed")
            newest = await self._asked(asked_ms)
            if newest > asked_ms:
                asked_ms = newest
                self.poll_now.set()

    async def _asked(self, otherwise: int) -> int:
        with contextlib.suppress(Exception):  # the database may be away: asked again in two seconds
            return await asked_for_poll_ms(self.desk)
        return otherwise


async def run_mailbox(desk: Desk) -> None:
    """Read this desk's mailbox until cancelled. Without one, only what an administrator lets in is read."""
    try:
        mailbox = mailbox_from_url(desk.settings.mailbox_url) if desk.settings.mailbox_url else None
    except ValueError as fault:
        await note_failed_poll(desk, str(fault), now_ms())
        log.error("mailbox.wrong_setting", why=str(fault))  # noqa: TRY400  # the words are all there is to say
        mailbox = None
    await Intake(desk, mailbox).run()


async def poll_once(desk: Desk) -> PollReport:
    """One pass over the mailbox, for `deskbell mail poll`. Raises ValueError if none is set, or wrongly."""
    if not desk.settings.mailbox_url:
        raise ValueError("DESKBELL_MAILBOX_URL is not set, for example pop3s://user:password@mail.example.org")
    return await Poller(desk, mailbox_from_url(desk.settings.mailbox_url), now_ms).poll()
