"""The loops that read the mailboxes, one each: at every interval, when asked, at once where the server tells of new mail."""

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from app.actions.mail.polling import note_failed_poll
from app.core.clock import now_ms
from app.desk import Desk
from app.queries.mail.health import asked_for_poll_ms
from app.steadily import log_failure
from mail.intake.polling import Poller, PollReport, together
from mail.intake.processing import process_pending
from mail.intake.sources import Source, sources_of
from mail.mailboxes.errors import MailboxError
from mail.mailboxes.mailbox import Mailbox

FOLLOW_EVERY_S = 0.25  # the settings as this process knows them
LOOK_EVERY_S = 2.0  # for "check now" from another process, and for letters whose next try is due

log = structlog.get_logger()


class MailboxReader:
    """Reads one mailbox until cancelled. Each has its own: one whose server does not answer holds up no other."""

    def __init__(self, desk: Desk, mailbox: Mailbox, poller: Poller) -> None:
        self.desk, self.mailbox, self.poller = desk, mailbox, poller
        self.poll_now = asyncio.Event()

    async def run(self) -> None:
        """Poll at every interval, when asked, at once where the server tells of new mail; survives every error."""
        while True:
            self.poll_now.clear()
            try:
                report = await self.poller.poll()
                if report.kept or report.fault:
                    name = self.mailbox.name
                    log.info(
                        "mailbox.polled", mailbox=name, kept=report.kept, removed=report.removed, fault=report.fault
                    )
            except Exception as error:  # noqa: BLE001  the database may be away: nothing was removed that was not kept
                log_failure("mailbox.poll_failed", error)
            await self._until_next()

    async def _until_next(self) -> None:
        """Wait until the interval has passed, someone asks, or the server announces new mail."""
        interval_s = float(self.desk.settings.mail_interval_s)
        waits = {
            asyncio.create_task(self._told_by_server(interval_s)),
            asyncio.create_task(self.poll_now.wait()),
            asyncio.create_task(asyncio.sleep(interval_s)),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _told_by_server(self, interval_s: float) -> None:
        """Return when there is something to fetch. A server that cannot be waited at is polled at the interval."""
        try:
            if await self.mailbox.wait(interval_s):
                return
        except MailboxError as fault:
            log.info("mailbox.wait_failed", mailbox=self.mailbox.name, why=str(fault))
        await asyncio.sleep(interval_s)


class Intake:
    """Reads all mailboxes of a desk until cancelled, those that are added meanwhile too; and what an administrator lets in."""

    def __init__(self, desk: Desk, clock: Callable[[], int] = now_ms) -> None:
        self.desk = desk
        self._clock = clock
        self._reading = asyncio.Lock()  # of two that read at once, each would take the other's copy for the first
        self._readers: dict[Source, tuple[MailboxReader, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Poll and read; survives every error."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._read_again())
            group.create_task(self._keep_readers())

    async def _keep_readers(self) -> None:
        """A reader for each mailbox that the settings have, as they are at any moment."""
        refused: set[Source] = set()
        try:
            while True:
                wanted = set(sources_of(self.desk.settings))
                for source in self._readers.keys() - wanted:
                    _reader, task = self._readers.pop(source)
                    await ended(task)
                for source in wanted - self._readers.keys() - refused:
                    if not await self._begin(source):
                        refused.add(source)
                await asyncio.sleep(FOLLOW_EVERY_S)
        finally:
            await ended(*(task for _reader, task in self._readers.values()))

    async def _begin(self, source: Source) -> bool:
        """Begin to read it; False for a setting that names no mailbox, which is noted."""
        try:
            mailbox = source.mailbox()
        except ValueError as fault:
            with contextlib.suppress(Exception):  # the database may be away; the log has it
                await note_failed_poll(self.desk, str(fault), self._clock(), source.lease)
            log.error("mailbox.wrong_setting", why=str(fault))  # noqa: TRY400  # the words are all there is to say
            return False
        poller = Poller(self.desk, mailbox, self._clock, self._reading, lease=source.lease, told_as=source.name)
        reader = MailboxReader(self.desk, mailbox, poller)
        self._readers[source] = reader, asyncio.create_task(reader.run(), name=f"mailbox {mailbox.name}")
        return True

    async def _read_again(self) -> None:
        """Mails whose next attempt is due, accepted ones, and polls requested from another process."""
        asked_ms = await self._asked(0)
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                async with self._reading:
                    await process_pending(self.desk, self._clock())
            except Exception as error:  # noqa: BLE001  logged, and the loop goes on
                log_failure("intake.processing_failed", error)
            newest = await self._asked(asked_ms)
            if newest > asked_ms:
                asked_ms = newest
                for reader, _task in self._readers.values():
                    reader.poll_now.set()

    async def _asked(self, otherwise: int) -> int:
        with contextlib.suppress(Exception):  # the database may be away: asked again in two seconds
            return await asked_for_poll_ms(self.desk)
        return otherwise


async def ended(*tasks: asyncio.Task[None]) -> None:
    """Cancel them and wait until they have let go."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def run_mailboxes(desk: Desk) -> None:
    """Read this desk's mailboxes until cancelled. Without one, only what an administrator lets in is read."""
    await Intake(desk).run()


async def poll_once(desk: Desk) -> PollReport:
    """One pass over every mailbox, for `deskbell mail poll`, as one report. Raises ValueError if none is set, or one wrongly."""
    sources = sources_of(desk.settings)
    if not sources:
        raise ValueError(
            "DESKBELL_MAILBOX_URL is not set, for example pop3s://user:password@mail.example.org, "
            "and the console has no mailbox either (Settings, Mail servers)"
        )
    reading = asyncio.Lock()
    pollers = [
        Poller(desk, source.mailbox(), now_ms, reading, lease=source.lease, told_as=source.name) for source in sources
    ]
    reports = await asyncio.gather(*(poller.poll() for poller in pollers))
    if len(reports) == 1:
        return reports[0]
    return together({source.name: report for source, report in zip(sources, reports, strict=True)})
