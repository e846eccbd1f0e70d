"""The sending loop: releases answers whose undo time has passed, claims what is due, answers first, and gives it to the courier."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Hashable, Mapping, Sequence

from app.actions.mail.claiming import claim_mail
from app.actions.message.releasing import release_due
from app.config.settings import Settings
from app.core.clock import now_ms
from app.credentials.codes import new_key
from app.credentials.reply_tokens import message_id_domain
from app.desk import Desk
from app.queries.mail.outbox import OutboxLine, due_by_line, due_together
from app.steadily import log_failure
from app.with_settings import with_each
from mail.outgoing.bunch import Bunch
from mail.outgoing.courier import GIVES_WAY_S, Courier
from mail.outgoing.sender import Sender
from mail.outgoing.senders import sender_from
from mail.outgoing.sending_pace import ServerWatch, paces
from mail.outgoing.smtp import SmtpSender

CONCURRENT = 4  # a slow destination holds up its own mails and those of its ticket only
FOR_ANSWERS = 1  # of these, kept free for them: four slow notices at once hold up none
TOGETHER = 20  # notices of one event that are claimed at once, as far as their pace goes
LOOK_EVERY_S = 1.0
BREATH_S = 0.05  # between a ring and the look: a full mailbox is read, and rings at every letter
GRACE_S = 7.0  # to finish what is on the wire when the process has to stop


class Outbox:
    """Sends the desk's mail. `sender` None: no mail server is set up, and mail waits."""

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
        self._paces = paces() if isinstance(sender, SmtpSender) else None
        self._running: dict[asyncio.Task[None], Bunch] = {}

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
        while begun := await self._begin(dict.fromkeys(OutboxLine, TOGETHER)):
            tried += begun
            await asyncio.gather(*self._running)
        return tried

    async def close(self) -> None:
        """End the connections. Only for who calls `pass_once`; `run` does it itself."""
        if self.courier is not None:
            await self.courier.sender.close()

    async def _look(self) -> None:
        try:
            await self.desk.right_of_way.give_way(GIVES_WAY_S)
            await release_due(self.desk, self._clock())
            await self._begin(self._room())
            if self.courier is not None and isinstance(self.courier.sender, SmtpSender):
                await self.courier.sender.close_idle()
        except Exception as error:  # noqa: BLE001  the database may be away: what is due stays due
            log_failure("outbox.look_failed", error)
            await asyncio.sleep(LOOK_EVERY_S)

    def _room(self) -> dict[OutboxLine, int]:
        """How many of each line may leave now."""
        at_s = asyncio.get_running_loop().time()
        return {line: self._paces[line].room(at_s) if self._paces else TOGETHER for line in OutboxLine}

    async def _begin(self, room: Mapping[OutboxLine, int]) -> int:
        """Begin as many mails as there is room for, answers first; return how many."""
        now, begun = self._clock(), 0
        if self.courier is None or self.watch.is_pausing(now):
            return 0
        rooms = {line: min(room[line], self._free(line)) for line in OutboxLine}
        if max(rooms.values()) <= 0:
            return 0
        due = await due_by_line(self.desk, now, rooms, self._under_way())
        for line in OutboxLine:
            begun += await self._begin_line(self.courier, line, due[line], room[line], now)
        return begun

    async def _begin_line(self, courier: Courier, line: OutboxLine, due: Sequence[int], room: int, now_ms: int) -> int:
        """Begin as many of this line's due mails as there is room for; return how many."""
        begun = 0
        for outbox_id in due:
            free = min(room - begun, self._free(line))
            if free <= 0 or outbox_id in self._under_way():  # it went along with one before it
                continue
            ids = [outbox_id]
            if line is OutboxLine.NOTICES and not self.watch.is_away:
                limit = min(room - begun, TOGETHER)
                ids = await due_together(self.desk, outbox_id, now_ms, limit, self._under_way())
            self._start(courier, line, Bunch(courier, ids, free, self._clock))
            begun += len(ids)
        return begun

    def _start(self, courier: Courier, line: OutboxLine, bunch: Bunch) -> None:
        if self._paces:
            for _one in bunch.ids:
                self._paces[line].take()
        task = asyncio.create_task(self._deliver(courier, bunch))
        self._running[task] = bunch
        task.add_done_callback(self._running.pop)

    def _under_way(self) -> tuple[int, ...]:
        """Numbers of the mails that were begun and have not ended."""
        return tuple(outbox_id for bunch in self._running.values() for outbox_id in bunch.ids)

    def _free(self, line: OutboxLine) -> int:
        """How many more mails of this line may be on their way."""
        return self._places(line) - sum(bunch.places for bunch in self._running.values())

    def _places(self, line: OutboxLine) -> int:
        """How many mails may be on their way for one of this line to leave; one alone asks for a server that is away."""
        if self.watch.is_away:
            return 1
        return CONCURRENT if line is OutboxLine.ANSWERS else CONCURRENT - FOR_ANSWERS

    async def _deliver(self, courier: Courier, bunch: Bunch) -> None:
        try:
            if len(bunch.ids) > 1:
                await bunch.deliver()
                return
            await self.desk.right_of_way.give_way(GIVES_WAY_S)
            claimed = await claim_mail(self.desk, bunch.ids[0], new_key(), self._clock())
            if claimed is not None:
                await courier.deliver(claimed)
        except Exception as error:  # noqa: BLE001  what was claimed is due again when its claim has run out
            log_failure("outbox.delivery_failed", error, outbox=bunch.ids[0])

    async def _wait(self) -> None:
        """Wait until something was queued, a mail is done, or a second has passed."""
        bell = asyncio.create_task(self.desk.mail_bell.wait(LOOK_EVERY_S))
        try:
            await asyncio.wait({bell, *self._running}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(BREATH_S)
        finally:
            bell.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await bell

    async def _stop(self) -> None:
        running = set(self._running)
        if running:
            _done, late = await asyncio.wait(running, timeout=GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self.close()


async def run_outbox(desk: Desk) -> None:
    """Send this desk's mail until cancelled, by the sender that its settings name, and by another as soon as they do."""

    async def send(_settings: Settings) -> None:
        await Outbox(desk, sender_from(desk.settings)).run()

    await with_each(desk, _what_sends, send)


def _what_sends(settings: Settings) -> Hashable:
    return settings.smtp_url, message_id_domain(settings), settings.mail_networks, settings.demo
