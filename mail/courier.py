"""One mail's way: composed or taken as it was frozen, handed over, and noted what became of it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog

from app.actions.claiming import EXPIRES_MS, SECRET, Claim, Claimed, extend_claim, freeze, let_go
from app.actions.delivering import mark_failed, mark_later, mark_sent, pause_ms
from app.clock import DAY_MS
from app.desk import Desk
from app.reasons import reason
from mail.composing import CannotCompose, Composed, compose, enveloped
from mail.composing.facts import Row
from mail.composing.signature import CannotSign, signed
from mail.sender import NotSent, Receipt, Sender
from mail.sending_pace import ServerWatch

EXTEND_EVERY_S = 30.0

log = structlog.get_logger()


class Courier:
    """Delivers claimed mails, several at a time."""

    def __init__(
        self, desk: Desk, sender: Sender, watch: ServerWatch, clock: Callable[[], int], chance: Callable[[], float]
    ) -> None:
        self.desk, self.sender, self.watch = desk, sender, watch
        self._clock, self._chance = clock, chance

    async def deliver(self, claimed: Claimed) -> None:
        """Send the mail and note what the server said. When cancelled, the claim is given up."""
        try:
            mail = await self._mail_of(claimed)
        except asyncio.CancelledError:
            await let_go(self.desk, claimed.claim)
            raise
        if mail is not None:
            await self._send(claimed, mail)

    async def _mail_of(self, claimed: Claimed) -> Composed | None:
        """The bytes, frozen at the first try; None if there are none to send, which is noted."""
        if over := self._why_over(claimed):
            await mark_failed(self.desk, claimed.claim, over, self._clock())
            return None
        try:
            if claimed.mime is not None:
                return enveloped(self.desk.settings, claimed.recipients, claimed.mime)
            mail = await self._made(claimed)
        except CannotCompose as fault:
            await mark_failed(self.desk, claimed.claim, fault.words, self._clock())
            return None
        except CannotSign as fault:
            log.error("outbox.not_signed", outbox=claimed.claim.outbox_id, why=str(fault))  # noqa: TRY400  # the words are all
            await self._later(claimed, fault.words)
            return None
        except Exception as error:  # a defect of ours, or a storage that is away: to fail for good would lose the mail
            log.exception("outbox.composing_failed", outbox=claimed.claim.outbox_id)
            await self._later(claimed, reason("not_written", why=type(error).__name__))
            return None
        return mail if await self._keep(claimed, mail) else None

    def _why_over(self, claimed: Claimed) -> str:
        """Why it is not tried any more; empty while it is."""
        if claimed.is_expired:
            expired = reason("expired", days=EXPIRES_MS // DAY_MS)
            return f"{expired} {claimed.record.server_said.removeprefix(expired).strip()}".strip()
        return reason("link_over") if claimed.is_link_over else ""

    async def _keep(self, claimed: Claimed, mail: Composed) -> bool:
        """Freeze the bytes, but for a mail with a secret in it; whether the claim is still ours."""
        if claimed.record.kind in SECRET:
            return await extend_claim(self.desk, claimed.claim, self._clock())
        return await freeze(self.desk, claimed.claim, mail.mime)

    async def _made(self, claimed: Claimed) -> Composed:
        """The mail with its signature. Raises CannotCompose, CannotSign."""
        mail = await compose(self.desk, Row.from_record(claimed.record))
        return replace(mail, mime=await asyncio.to_thread(signed, self.desk.settings, mail.mime))

    async def _send(self, claimed: Claimed, mail: Composed) -> None:
        try:
            async with self._keeping(claimed.claim):
                receipt = await self.sender.send(mail)
        except NotSent as fault:
            if fault.server_away:
                await self.watch.missed(fault.words, self._clock())
            await self._later(claimed, fault.words, maybe_sent=fault.maybe_sent)
        except asyncio.CancelledError:
            words, now = reason("desk_stopped"), self._clock()
            await mark_later(self.desk, claimed.claim, words, now, now, maybe_sent=True)
            raise
        else:
            await self._note(claimed, receipt)
            await self.watch.reached(self._clock())

    async def _note(self, claimed: Claimed, receipt: Receipt) -> None:
        """Sent; later, for those whom the server asked to wait; failed, where it will never take it for somebody."""
        known = tuple(json.loads(claimed.record.details).get("refused", ()))
        refused = tuple(f"{address}: {words}" for address, words in receipt.refused.items())
        said = "; ".join(dict.fromkeys([*known, *refused, *receipt.later.values()]))
        if receipt.later:
            await self._later(claimed, said, left=tuple(receipt.later), refused=refused)
        elif said:
            await mark_failed(self.desk, claimed.claim, said, self._clock())
        else:
            await mark_sent(self.desk, claimed.claim, receipt.said, self._clock())

    async def _later(
        self,
        claimed: Claimed,
        said: str,
        *,
        maybe_sent: bool = False,
        left: tuple[str, ...] = (),
        refused: tuple[str, ...] = (),
    ) -> None:
        now = self._clock()
        due_ms = now + pause_ms(claimed.tries, self._chance())
        more = {"left": left, "refused": refused}
        await mark_later(self.desk, claimed.claim, said, due_ms, now, maybe_sent=maybe_sent, **more)

    @asynccontextmanager
    async def _keeping(self, claim: Claim) -> AsyncIterator[None]:
        """Extend the claim while its mail is on the wire."""
        keeper = asyncio.create_task(self._extend(claim))
        try:
            yield
        finally:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper

    async def _extend(self, claim: Claim) -> None:
        while True:
            await asyncio.sleep(EXTEND_EVERY_S)
            try:
                await extend_claim(self.desk, claim, self._clock())
            except Exception:
                log.exception("outbox.claim_not_extended", outbox=claim.outbox_id)
