"""One mail's way: composed or taken from its frozen form, handed over, and its outcome noted."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial

import structlog

from app.actions.mail.claiming import Claim, Claimed, extend_claim, extend_claims, freeze, release_claim
from app.actions.mail.delivering import mark_failed, mark_later, mark_sent, pause_ms
from app.core.clock import DAY_MS
from app.database import is_for_now
from app.desk import Desk
from app.nouns.outbound_mail import EXPIRES_MS
from app.nouns.reasons import reason
from app.steadily import insist, meanwhile
from mail.composing import CannotCompose, Composed, compose, enveloped
from mail.composing.context import ComposeCache
from mail.composing.signature import CannotSign, signed
from mail.outgoing.relayed_ids import relayed_id
from mail.outgoing.sender import NotSent, Receipt, Sender
from mail.outgoing.sending_pace import ServerWatch

EXTEND_EVERY_S = 30.0
GIVES_WAY_S = 0.2  # at each step to requests, at most: an answer still leaves within a second

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
            await self.desk.right_of_way.give_way(GIVES_WAY_S)
            mail = await self.mail_of(claimed)
            if mail is not None and claimed.mime is None and not await self._keep(claimed, mail):
                return
        except asyncio.CancelledError:
            await release_claim(self.desk, claimed.claim)
            raise
        if mail is not None:
            await self._send(claimed, mail)

    async def mail_of(self, claimed: Claimed, known: ComposeCache | None = None) -> Composed | None:
        """The mail, as it was frozen or made now; None if there is none to send, which is noted.

        `known`: what was read for the others of its bunch.
        """
        if over := self._why_over(claimed):
            await mark_failed(self.desk, claimed.claim, over, self._clock())
            return None
        try:
            if claimed.mime is not None:
                return enveloped(self.desk.settings, claimed.mail.recipients, claimed.mime)
            return await self._made(claimed, known)
        except CannotCompose as fault:
            await mark_failed(self.desk, claimed.claim, fault.words, self._clock())
        except CannotSign as fault:
            log.error("outbox.not_signed", outbox=claimed.claim.outbox_id, why=str(fault))  # noqa: TRY400  # the words are all
            await self._later(claimed, fault.words)
        except Exception as error:  # a defect of ours, or a storage that is away: to fail for good would lose the mail
            if is_for_now(error):
                raise
            log.exception("outbox.composing_failed", outbox=claimed.claim.outbox_id)
            await self._later(claimed, reason("not_written", why=type(error).__name__))
        return None

    def _why_over(self, claimed: Claimed) -> str:
        """Why it was given up; empty while it is retried."""
        if claimed.is_expired:
            expired = reason("expired", days=EXPIRES_MS // DAY_MS)
            return f"{expired} {claimed.mail.server_said.removeprefix(expired).strip()}".strip()
        return reason("link_over") if claimed.is_link_over else ""

    async def _keep(self, claimed: Claimed, mail: Composed) -> bool:
        """Freeze the bytes, but for a mail with a secret in it; whether the claim is still ours."""
        if claimed.mail.kind.is_secret:
            return await extend_claim(self.desk, claimed.claim, self._clock())
        return await freeze(self.desk, claimed.claim, mail.mime)

    async def _made(self, claimed: Claimed, known: ComposeCache | None) -> Composed:
        """The mail with its signature. Raises CannotCompose, CannotSign."""
        mail = await compose(self.desk, claimed.mail, known)
        return replace(mail, mime=await asyncio.to_thread(signed, self.desk.settings, mail.mime))

    async def _send(self, claimed: Claimed, mail: Composed) -> None:
        async with self.keeping([claimed.claim]):
            receipt = await self.hand_over(claimed, mail)
        if receipt is not None:
            await self.desk.right_of_way.give_way(GIVES_WAY_S)
            await insist(partial(self.note, claimed, receipt))  # the server has it: to forget that sends it twice
            await self.watch.reached(self._clock())

    async def hand_over(self, claimed: Claimed, mail: Composed) -> Receipt | None:
        """Give the mail to the server; return what is to be noted. None if it did not take it now, which is noted."""
        try:
            return await self.sender.send(mail)
        except NotSent as fault:
            if fault.server_away:
                await self.watch.missed(fault.words, self._clock())
            await self._later(claimed, fault.words, maybe_sent=fault.maybe_sent)
        except asyncio.CancelledError:
            words, now = reason("desk_stopped"), self._clock()
            await mark_later(self.desk, claimed.claim, words, now, now, maybe_sent=True)
            raise
        return None

    async def note(self, claimed: Claimed, receipt: Receipt) -> None:
        """Sent; later, where the server asked to wait; failed, where it will never take it."""
        said = "; ".join(dict.fromkeys([*receipt.refused.values(), *receipt.later.values()]))
        if receipt.later:
            await self._later(claimed, said)
        elif said:
            await mark_failed(self.desk, claimed.claim, said, self._clock())
        else:
            told = relayed_id(receipt.said)
            await mark_sent(self.desk, claimed.claim, receipt.said, self._clock(), relayed_id=told)

    async def _later(self, claimed: Claimed, said: str, *, maybe_sent: bool = False) -> None:
        now = self._clock()
        due_ms = now + pause_ms(claimed.mail.tries, self._chance())
        await mark_later(self.desk, claimed.claim, said, due_ms, now, maybe_sent=maybe_sent)

    def keeping(self, claims: Sequence[Claim]) -> AbstractAsyncContextManager[None]:
        """Extend the claims while their mails are on the wire."""

        async def extend() -> None:
            await extend_claims(self.desk, claims, self._clock())

        return meanwhile(extend, EXTEND_EVERY_S, "outbox.claim_not_extended", outbox=claims[0].outbox_id)
