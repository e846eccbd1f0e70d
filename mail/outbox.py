"""The loop that sends: releases answers whose undo time is over, claims what is due, gives it to the courier."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from functools import partial

import structlog

from app.actions.claiming import claim_mail
from app.actions.releasing import release_due
from app.clock import now_ms
from app.codes import new_key
from app.desk import Desk
from app.queries.outbox import due_mails
from mail.courier import Courier
from mail.sender import Sender
from mail.senders import sender_from
from mail.sending_pace import Pace, ServerWatch
from mail.smtp import SmtpSender

CONCURRENT = 4  # a slow destination holds up its own mails and those of its ticket only
LOOK_EVERY_S = 1.0
GRACE_S = 7.0  # to finish what is on the wire when the process has to stop

log = structlog.get_logger()


class Outbox:
    """Sends the desk's mail. `sender` None: nothing is set, and mail waits."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender | None,
        *,
        clock: Callable[[], int] = now_ms,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.desk = desk
        self.watch = ServerWatch(desk)
        self.courier = Courier(desk, sender, self.watch, clock, chance) if sender else None
        self._clock = clock
        self._pace = Pace() if isinstance(sender, SmtpSender) else None
        self._running: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Work until cancelled; then finish or give back what was begun. Survives every error."""
        try:
            while True:
                await self._look()
                await self._wait()
        finally:
            await self._stop()

    async def pass_once(self) -> int:
        """Release and send all that is due now; return how many mails were tried."""
        tried = 0
        await release_due(self.desk, self._clock())
        while begun := await self._begin(CONCURRENT):
            tried += begun
            await asyncio.gather(*self._running.values())
        return tried

    async def close(self) -> None:
        """End the connections. Only for who calls `pass_once`; `run` does it itself."""
        if self.courier is not None:
            await self.courier.sender.close()

    async def _look(self) -> None:
        try:
            await release_due(self.desk, self._clock())
            await self._begin(self._pace.room(asyncio.get_running_loop().time()) if self._pace else CONCURRENT)
            if self.courier is not None and isinstance(self.courier.sender, SmtpSender):
                await self.courier.sender.close_idle()
        except Exception:  # the database may be away: what is due stays due
            log.exception("outbox.look_failed")
            await asyncio.sleep(LOOK_EVERY_S)

    async def _begin(self, room: int) -> int:
        """Begin as many mails as there is room for; return how many."""
        now = self._clock()
        if self.courier is None or self.watch.is_pausing(now):
            return 0
        free = min(room, (1 if self.watch.is_away else CONCURRENT) - len(self._running))
        due = await due_mails(self.desk, now, free, tuple(self._running)) if free > 0 else []
        for outbox_id in due:
            if self._pace:
                self._pace.take()
            task = asyncio.create_task(self._deliver(self.courier, outbox_id))
            self._running[outbox_id] = task
            task.add_done_callback(partial(self._done, outbox_id))
        return len(due)

    def _done(self, outbox_id: int, _task: asyncio.Task[None]) -> None:
        self._running.pop(outbox_id, None)

    async def _deliver(self, courier: Courier, outbox_id: int) -> None:
        try:
            claimed = await claim_mail(self.desk, outbox_id, new_key(), self._clock())
            if claimed is not None:
                await courier.deliver(claimed)
        except Exception:  # what was claimed is due again when its claim has run out
            log.exception("outbox.delivery_failed", outbox=outbox_id)

    async def _wait(self) -> None:
        """Until something was queued, a mail is done, or a second is over."""
        bell = asyncio.create_task(self.desk.mail_bell.wait(LOOK_EVERY_S))
        try:
            await asyncio.wait({bell, *self._running.values()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            bell.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await bell

    async def _stop(self) -> None:
        running = set(self._running.values())
        if running:
            _done, late = await asyncio.wait(running, timeout=GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self.close()


async def run_outbox(desk: Desk) -> None:
    """Send this desk's mail until cancelled, by the sender that its settings name."""
    await Outbox(desk, sender_from(desk.settings)).run()
