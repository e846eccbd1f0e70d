"""One visit to the mailbox: everything it offers is kept and committed, and only then removed."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from app.actions.desk.leasing import give_back_lease, take_lease
from app.actions.mail.polling import note_failed_poll, note_good_poll
from app.actions.mail.receiving import keep_raws, mark_removed, note_unfetchable
from app.core.clock import MINUTE_MS
from app.core.errors import StorageFull
from app.credentials.codes import new_key
from app.desk import Desk
from app.nouns.inbound_mail import KnownMail
from app.nouns.reasons import readable, reason
from app.queries.desk.leases import MAILBOX
from app.queries.mail.inbound import UIDS_AT_ONCE, known_in
from app.steadily import meanwhile
from mail.intake.processing import process_pending
from mail.intake.reading import begin_soon
from mail.mailboxes.errors import MailboxError, MessageUnfetchable
from mail.mailboxes.mailbox import Mailbox
from mail.mailboxes.pop3 import UNREAD
from mail.mailboxes.session import MailboxMessage, Session

LEASE_MS = 2 * MINUTE_MS  # so long does the mailbox of a process that was killed wait for another reader
EXTEND_EVERY_S = 30.0
AT_ONCE = 200  # mails in one session: so many are fetched twice at most when the line drops before its end
MARGIN_S = 60.0  # of a session, to remove in good order
IN_ONE_COMMIT = 20  # mails, or so many bytes of them: a commit waits for the disk
BYTES_IN_ONE_COMMIT = 1024 * 1024


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


def together(reports: Mapping[str, PollReport]) -> PollReport:
    """Those of several mailboxes, by name, as one; busy where one of them is."""
    found = reports.values()
    return PollReport(
        offered=sum(one.offered for one in found),
        kept=sum(one.kept for one in found),
        removed=sum(one.removed for one in found),
        unfetchable=sum(one.unfetchable for one in found),
        read=sum(one.read for one in found),
        is_busy=any(one.is_busy for one in found),
        fault="; ".join(f"{name}: {one.fault}" for name, one in reports.items() if one.fault),
        unfetched=[words for one in found for words in one.unfetched],
    )


@dataclass
class Haul:
    """What one session brings: fetched and not yet kept; kept, by number in the ledger, and to be removed."""

    session: Session
    fetched: list[tuple[MailboxMessage, bytes, list[KnownMail]]] = field(default_factory=list)
    removing: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many mails it has come to."""
        return len(self.fetched) + len(self.removing)

    @property
    def is_full(self) -> bool:
        """Whether it is time to commit."""
        size_bytes = sum(len(raw) for _offer, raw, _known in self.fetched)
        return len(self.fetched) >= IN_ONE_COMMIT or size_bytes >= BYTES_IN_ONE_COMMIT


class Poller:
    """Reads one mailbox into the ledger."""

    def __init__(
        self,
        desk: Desk,
        mailbox: Mailbox,
        clock: Callable[[], int],
        reading: asyncio.Lock | None = None,
        *,
        lease: str = MAILBOX,
        told_as: str = "",
    ) -> None:
        """`lease`: under which it is read, and its health is noted; `told_as`: its name, where there are several."""
        self.desk, self.mailbox = desk, mailbox
        self._lease, self._told_as = lease, told_as
        self._reading = reading or asyncio.Lock()
        self._clock = clock
        self._holder = new_key()
        self._compared: set[tuple[str, str]] = set()  # uid and digest: fetched again once, the same, only to be removed

    async def poll(self) -> PollReport:
        """Fetch until nothing is left; then process what was stored. Never raises for mailbox errors."""
        report = PollReport()
        take = partial(take_lease, self.desk, self._lease, self._holder, LEASE_MS)
        if not await take():
            report.is_busy = True
            return report
        try:
            # Where it cannot be extended, the ledger's unique names are what two readers meet at.
            async with meanwhile(take, EXTEND_EVERY_S, "mailbox.lease_not_extended"):
                while await self._visit(report):
                    await self._process(report)
            await note_good_poll(self.desk, self._clock(), self._lease, self._told_as)
        except (MailboxError, StorageFull) as error:
            fault = error.words if isinstance(error, MailboxError) else reason("storage_full")
            report.fault = readable(fault)
            await note_failed_poll(self.desk, fault, self._clock(), self._lease, self._told_as)
        finally:
            with contextlib.suppress(Exception):  # it runs out by itself
                await give_back_lease(self.desk, self._lease, self._holder)
        await self._process(report)
        return report

    async def _visit(self, report: PollReport) -> bool:
        """One session; whether there may be more to fetch. Raises MailboxError, StorageFull."""
        async with self.mailbox.session() as session:
            offers = session.offers()
            report.offered = max(report.offered, len(offers))
            haul = Haul(session)
            try:
                await self._fetch_all(offers, haul, report)
            finally:  # what was fetched before the line broke need not be fetched again
                await self._keep(haul, report)
        # Leaving the block in peace says that the server has confirmed the removals.
        await mark_removed(self.desk, haul.removing, self._clock())
        report.removed += len(haul.removing)
        return len(haul.removing) >= AT_ONCE

    async def _fetch_all(self, offers: list[MailboxMessage], haul: "Haul", report: PollReport) -> None:
        """Fetch what the mailbox holds, up to the limit of one session."""
        for some in (offers[start : start + UIDS_AT_ONCE] for start in range(0, len(offers), UIDS_AT_ONCE)):
            known = await known_in(self.desk, self.mailbox.name, [offer.uid for offer in some])
            for offer in some:
                if haul.count >= AT_ONCE or haul.session.seconds_left < MARGIN_S:
                    return
                await self._take(haul, offer, known.get(offer.uid, []), report)
                if haul.is_full:
                    await self._keep(haul, report)

    async def _take(self, haul: "Haul", offer: MailboxMessage, known: list[KnownMail], report: PollReport) -> None:
        """Fetch the mail, unless it stays where it is, or is known and has only to be removed."""
        if any(one.is_given_up for one in known):
            return
        for one in known:
            if (offer.uid, one.sha256) in self._compared:
                await haul.session.remove(offer)
                haul.removing.append(one.id)
                return
        try:
            raw = await haul.session.fetch(offer)
        except MessageUnfetchable as fault:
            await self._note_unfetchable(offer, fault, report)
            return
        haul.fetched.append((offer, raw, known))

    async def _keep(self, haul: "Haul", report: PollReport) -> None:
        """Commit what was fetched; only then have it removed."""
        fetched, haul.fetched = haul.fetched, []
        if not fetched:
            return
        begin_soon()
        mails = [(offer.uid, raw) for offer, raw, _known in fetched]
        ids = await keep_raws(self.desk, self.mailbox.name, mails, self._clock())
        for inbound_id, (offer, _raw, known) in zip(ids, fetched, strict=True):
            same = next((one for one in known if one.id == inbound_id), None)
            if same is None:
                report.kept += 1
            else:
                self._compared.add((offer.uid, same.sha256))
            await haul.session.remove(offer)
            haul.removing.append(inbound_id)

    async def _note_unfetchable(self, offer: MailboxMessage, fault: MessageUnfetchable, report: PollReport) -> None:
        report.unfetchable += 1
        report.unfetched.append(str(fault))
        if not offer.uid.startswith(UNREAD):  # a name for this session only
            size = offer.size_bytes or 0
            name, lasting = self.mailbox.name, fault.lasting
            await note_unfetchable(self.desk, name, offer.uid, size, fault.words, self._clock(), lasting=lasting)

    async def _process(self, report: PollReport) -> None:
        async with self._reading:
            report.read += await process_pending(self.desk, self._clock())
