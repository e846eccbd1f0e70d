"""One visit to the mailbox: everything it offers is kept and committed, and only then removed."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from app.actions.leasing import give_back_lease, take_lease
from app.actions.polling import LEASE, note_failed_poll, note_good_poll
from app.actions.receiving import TRIES, keep_raw, mark_removed, note_unfetchable
from app.clock import MINUTE_MS
from app.codes import new_key
from app.desk import Desk
from app.errors import StorageFull
from app.queries.inbound import known_in
from mail.intake.processing import process_pending
from mail.mailboxes.base import Mailbox, MailboxError, MessageUnfetchable, Offer, Session
from mail.mailboxes.pop3 import UNREAD

LEASE_MS = 20 * MINUTE_MS  # longer than a session can last
AT_ONCE = 200  # mails in one session: so many are fetched twice at most when the line drops before its end
MARGIN_S = 60.0  # of a session, to remove in good order

log = structlog.get_logger()


@dataclass
class PollReport:
    """What one poll came to, for the command line and the log."""

    offered: int = 0
    kept: int = 0
    removed: int = 0
    unfetchable: int = 0
    read: int = 0
    is_busy: bool = False  # another process reads the mailbox
    fault: str = ""
    unfetched: list[str] = field(default_factory=list)  # why, one line each


class Poller:
    """Reads one mailbox into the ledger."""

    def __init__(self, desk: Desk, mailbox: Mailbox, clock: Callable[[], int]) -> None:
        self.desk, self.mailbox = desk, mailbox
        self._clock = clock
        self._holder = new_key()
        self._compared: set[tuple[str, str]] = set()  # uid and digest: fetched again once, the same, only to be removed

    async def poll(self) -> PollReport:
        """Visit until nothing is left to fetch; then read what was kept. Never raises for what the mailbox does."""
        report = PollReport()
        if not await take_lease(self.desk, LEASE, self._holder, self._clock() + LEASE_MS, self._clock()):
            report.is_busy = True
            return report
        try:
            while await self._visit(report):
                await self._process(report)
                await take_lease(self.desk, LEASE, self._holder, self._clock() + LEASE_MS, self._clock())
            await note_good_poll(self.desk, self._clock())
        except (MailboxError, StorageFull) as error:
            report.fault = str(error)
            await note_failed_poll(self.desk, report.fault, self._clock())
        finally:
            with contextlib.suppress(Exception):  # it runs out by itself
                await give_back_lease(self.desk, LEASE, self._holder)
        await self._process(report)
        return report

    async def _visit(self, report: PollReport) -> bool:
        """One session; whether there may be more to fetch. Raises MailboxError, StorageFull."""
        removing: list[int] = []
        async with self.mailbox.session() as session:
            offers = session.offers()
            report.offered = max(report.offered, len(offers))
            taken = 0
            for offer in offers:
                if taken >= AT_ONCE or session.seconds_left < MARGIN_S:
                    break
                inbound_id = await self._take(session, offer, report)
                if inbound_id is not None:
                    await session.remove(offer)
                    removing.append(inbound_id)
                    taken += 1
        # Leaving the block in peace says that the server has confirmed the removals.
        await mark_removed(self.desk, removing, self._clock())
        report.removed += len(removing)
        return taken >= AT_ONCE

    async def _take(self, session: Session, offer: Offer, report: PollReport) -> int | None:
        """Keep the mail; its number in the ledger once it is committed, None if it stays where it is."""
        known = await known_in(self.desk, self.mailbox.name, offer.uid)
        if any(row.sha256 == "" and row.tries >= TRIES for row in known):
            return None
        for row in known:
            if (offer.uid, row.sha256) in self._compared:
                return int(row.id)
        try:
            raw = await session.fetch(offer)
        except MessageUnfetchable as fault:
            await self._note_unfetchable(offer, fault, report)
            return None
        inbound_id = await keep_raw(self.desk, self.mailbox.name, offer.uid, raw, self._clock())
        same = next((row for row in known if row.id == inbound_id), None)
        if same is None:
            report.kept += 1
        else:
            self._compared.add((offer.uid, same.sha256))
        return inbound_id

    async def _note_unfetchable(self, offer: Offer, fault: MessageUnfetchable, report: PollReport) -> None:
        report.unfetchable += 1
        report.unfetched.append(str(fault))
        if not offer.uid.startswith(UNREAD):  # a name for this session only
            size = offer.size_bytes or 0
            name, lasting = self.mailbox.name, fault.lasting
            await note_unfetchable(self.desk, name, offer.uid, size, fault.reason, self._clock(), lasting=lasting)

    async def _process(self, report: PollReport) -> None:
        report.read += await process_pending(self.desk, self._clock())
