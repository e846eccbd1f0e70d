"""The notices caused by one event, sent in one pass: claimed, composed and noted together, each a separate mail."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from app.actions.mail.bunches import claim_together, freeze_together, mark_sent_together
from app.actions.mail.claiming import CLAIM_MS, Claim, Claimed, extend_claim, release_claim
from app.credentials.codes import new_key
from app.steadily import insist, log_failure
from mail.composing import Composed
from mail.composing.context import ComposeCache
from mail.outgoing.courier import GIVES_WAY_S, Courier
from mail.outgoing.relayed_ids import relayed_id
from mail.outgoing.sender import Receipt

NOTE_EVERY_S = 1.0  # a crash sends again what left within this time, no more

T = TypeVar("T")


class Bunch:
    """Mails that are begun together. `places`: how many of them may still be on the wire at once."""

    def __init__(self, courier: Courier, ids: Sequence[int], places: int, clock: Callable[[], int]) -> None:
        self.ids = tuple(ids)
        self._courier, self._desk, self._clock = courier, courier.desk, clock
        self._places, self._left = places, len(self.ids)
        self._wires = asyncio.Semaphore(places)
        self._claimed_ms = 0
        self._stopping = False
        self._untried: set[Claim] = set()
        self._taken: list[tuple[Claimed, Receipt]] = []  # by the server, and not noted yet

    @property
    def places(self) -> int:
        """How many places it takes up: never more than it has mails left."""
        return min(self._places, self._left)

    async def deliver(self) -> None:
        """Send all that can be claimed, and note what the server said. What was not begun, when cancelled too, is given back."""
        self._claimed_ms = self._clock()
        claimed = await claim_together(self._desk, self.ids, new_key(), self._claimed_ms)
        self._untried = {one.claim for one in claimed}
        try:
            if mails := await self._mails(claimed):
                async with self._courier.keeping([one.claim for one, _mail in mails]):
                    await self._send(mails)
        except asyncio.CancelledError:
            await self._give_back()
            raise
        await self._give_back()

    async def _mails(self, claimed: Sequence[Claimed]) -> list[tuple[Claimed, Composed]]:
        """The mails that can leave, from facts that are read once, frozen in one statement."""
        await self._desk.right_of_way.give_way(GIVES_WAY_S)
        known = ComposeCache(self._desk)
        made = [(one, mail) for one in claimed if (mail := await self._courier.mail_of(one, known))]
        new = {one.claim: mail.mime for one, mail in made if one.mime is None}
        kept = await freeze_together(self._desk, new)
        return [(one, mail) for one, mail in made if one.mime is not None or one.claim in kept]

    async def _send(self, mails: Sequence[tuple[Claimed, Composed]]) -> None:
        self._left = len(mails)
        going = {asyncio.create_task(self._one(claimed, mail)) for claimed, mail in mails}
        try:
            while going:
                _done, going = await asyncio.wait(going, timeout=NOTE_EVERY_S)
                await self._note()
        except asyncio.CancelledError:
            self._stopping = True
            for task in going:
                task.cancel()
            await asyncio.gather(*going, return_exceptions=True)
            await self._note()
            raise

    async def _one(self, claimed: Claimed, mail: Composed) -> None:
        """Send one, when it is its turn. Its faults do not affect the others."""
        try:
            async with self._wires:
                if self._courier.watch.is_away or not await self._is_ours(claimed.claim):
                    return
                self._untried.discard(claimed.claim)
                receipt = await self._courier.hand_over(claimed, mail)
            if receipt is not None:
                self._taken.append((claimed, receipt))
        except Exception as error:  # noqa: BLE001  it is due again when its claim has run out
            log_failure("outbox.delivery_failed", error, outbox=claimed.claim.outbox_id)
        finally:
            self._left -= 1

    async def _is_ours(self, claim: Claim) -> bool:
        """Whether nobody else could have claimed it while it waited for its turn."""
        now_ms = self._clock()
        return now_ms < self._claimed_ms + CLAIM_MS or await extend_claim(self._desk, claim, now_ms)

    async def _note(self) -> None:
        """Note what the server accepted: all in one transaction if that works, otherwise one by one."""
        if not self._taken:
            return
        taken = list(self._taken)
        if await self._noted_together(taken):
            self._taken = self._taken[len(taken) :]
        else:
            for claimed, receipt in taken:
                await self._note_alone(claimed, receipt)
                self._taken.pop(0)
        try:
            await self._courier.watch.reached(self._clock())
        except Exception as error:  # noqa: BLE001  the next one tells the console
            log_failure("outbox.reach_not_noted", error)

    async def _noted_together(self, taken: Sequence[tuple[Claimed, Receipt]]) -> bool:
        ticket_id = taken[0][0].mail.ticket_id
        if ticket_id is None or len(taken) == 1 or any(receipt.refused or receipt.later for _one, receipt in taken):
            return False
        told = {one.claim: (receipt.said, relayed_id(receipt.said)) for one, receipt in taken}
        try:
            return await self._surely(partial(mark_sent_together, self._desk, ticket_id, told, self._clock()))
        except Exception as error:  # noqa: BLE001  each is tried by itself
            log_failure("outbox.not_noted_together", error, outbox=taken[0][0].claim.outbox_id)
            return False

    async def _note_alone(self, claimed: Claimed, receipt: Receipt) -> None:
        try:
            await self._surely(partial(self._courier.note, claimed, receipt))
        except Exception as error:  # noqa: BLE001  it is due again when its claim has run out
            log_failure("outbox.delivery_failed", error, outbox=claimed.claim.outbox_id)

    async def _surely(self, work: Callable[[], Awaitable[T]]) -> T:
        """Keep trying: the server has them. When stopping, try once; what is not noted then is sent again, and marked."""
        return await (work() if self._stopping else insist(work))

    async def _give_back(self) -> None:
        for claim in self._untried:
            await release_claim(self._desk, claim)
