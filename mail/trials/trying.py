"""One trial: sign in at the server that takes mail away, send, sign in at the mailbox, wait for what was sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from app.actions.mail.polling import ask_for_poll
from app.config.mail_trial import TrialPlan, TrialStep
from app.desk import Desk
from app.nouns.reasons import Told, reason
from app.queries.mail.trials import has_arrived
from mail.dialling.reach import MailReach
from mail.mailboxes.mailbox import Mailbox
from mail.mailboxes.patience import MailboxDeadlines
from mail.mailboxes.url import mailbox_from_url
from mail.outgoing.smtp import SmtpDeadlines, SmtpSender
from mail.trials.letter import trial_letter

Note = Callable[[list[TrialStep], str], Awaitable[None]]
STEP_S = 40.0


@dataclass(frozen=True)
class Limits:
    """How patient a trial is, in seconds: shorter than the desk at work, for somebody waits."""

    smtp: SmtpDeadlines = field(default_factory=lambda: SmtpDeadlines(connect_s=15, envelope_s=20, content_s=30))
    mailbox: MailboxDeadlines = field(
        default_factory=lambda: MailboxDeadlines(quiet_s=15, exchange_s=20, session_s=STEP_S)
    )
    arrives_s: float = 60
    looks_s: float = 1.0


class TrialFailed(Exception):
    """A step failed; its words are a reason."""


class Trying:
    """Tries one plan; `note` is told the steps at every change."""

    def __init__(self, desk: Desk, plan: TrialPlan, note: Note, clock: Callable[[], int], limits: Limits) -> None:
        self.desk, self.plan, self._note, self._clock, self._limits = desk, plan, note, clock, limits
        self.steps: list[TrialStep] = []
        self._known: set[str] = set()  # uids in the mailbox before anything was sent
        reach = MailReach(desk.settings.mail_networks)
        self._sender = self._smtp(reach if plan.smtp_is_typed else None)
        self._mailbox = self._box(reach if plan.mailbox_is_typed else None)

    async def run(self) -> None:
        """Try every step that the plan has; never raises for what servers do."""
        plan, arrives = self.plan, bool(self._sender and self._mailbox and self.plan.mailbox_address)
        try:
            if plan.is_unreadable:
                await self._step("server", self._unreadable)
            if self._sender is not None:
                await self._step("server", self._sign_in)
            if self._sender is not None and plan.to:
                await self._step("sent", self._send)
            if self._mailbox is not None:
                await self._step("mailbox", self._open_mailbox)
            if arrives:
                await self._step("arrived", self._arrive)
        except TrialFailed:
            await self._note(self.steps, "fault")
        else:
            await self._note(self.steps, "ok")
        finally:
            if self._sender is not None:
                await self._sender.close()

    def _smtp(self, reach: MailReach | None) -> SmtpSender | None:
        if not self.plan.smtp_url:
            return None
        domain = self.plan.sender.rpartition("@")[2].strip("> ") or self.desk.settings.host.partition(":")[0]
        return SmtpSender(self.plan.smtp_url, domain, self._limits.smtp, reach=reach)

    def _box(self, reach: MailReach | None) -> Mailbox | None:
        if not self.plan.mailbox_url:
            return None
        return mailbox_from_url(self.plan.mailbox_url, deadlines=self._limits.mailbox, reach=reach)

    async def _step(self, name: str, work: Callable[[], Awaitable[str]]) -> None:
        """Do it and note how it ended. Raises TrialFailed."""
        self.steps.append(TrialStep(name, "running"))
        await self._note(self.steps, "running")
        try:
            async with asyncio.timeout(STEP_S + self._limits.arrives_s):
                words = await work()
        except TimeoutError:
            fault = reason("trial_slow")
        except Told as error:
            fault = error.words
        except TrialFailed as error:
            fault = str(error)
        else:
            self.steps[-1] = replace(self.steps[-1], state="ok", words=words)
            return
        self.steps[-1] = replace(self.steps[-1], state="fault", words=fault)
        raise TrialFailed(fault)

    async def _unreadable(self) -> str:
        raise TrialFailed(reason("mail_password_unreadable"))

    async def _sign_in(self) -> str:
        await self._out.check()
        return reason("trial_signed_in", host=self._out.host, port=self._out.port)

    async def _send(self) -> str:
        await self._send_to(self.plan.to)
        return reason("trial_sent", address=self.plan.to)

    async def _send_to(self, address: str) -> str:
        """Send it; its Message-ID."""
        letter, message_id = await asyncio.to_thread(
            trial_letter, self.desk.settings, self.plan, address, self._clock()
        )
        receipt = await self._out.send(letter)
        if not receipt.accepted:
            raise TrialFailed(reason("trial_not_taken", address=address, why=receipt.said))
        return message_id

    async def _open_mailbox(self) -> str:
        async with self._in.session() as session:
            offers = session.offers()
        self._known = {one.uid for one in offers}
        return reason("trial_mailbox", user=self._in.account.user, count=len(offers))

    async def _arrive(self) -> str:
        message_id = await self._send_to(self.plan.mailbox_address)
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        looking = self._in_ledger if self.plan.is_read else self._in_mailbox
        while loop.time() - began_s < self._limits.arrives_s:
            if await looking(message_id):
                return reason("trial_arrived", address=self.plan.mailbox_address, seconds=round(loop.time() - began_s))
            await asyncio.sleep(self._limits.looks_s)
        seconds = round(self._limits.arrives_s)
        raise TrialFailed(reason("trial_not_arrived", address=self.plan.mailbox_address, seconds=seconds))

    async def _in_ledger(self, message_id: str) -> bool:
        """Whether the desk's own reader has brought it."""
        await ask_for_poll(self.desk, self._clock())
        return await has_arrived(self.desk, message_id)

    async def _in_mailbox(self, message_id: str) -> bool:
        """Whether it is in the mailbox; then it is taken out. Everything else stays."""
        async with self._in.session() as session:
            for offer in [one for one in session.offers() if one.uid not in self._known][-20:]:
                raw = await session.fetch(offer)
                self._known.add(offer.uid)
                if message_id.encode() in raw[: 64 * 1024]:
                    await session.remove(offer)
                    return True
        return False

    @property
    def _out(self) -> SmtpSender:
        if self._sender is None:
            raise LookupError("this plan has no server")
        return self._sender

    @property
    def _in(self) -> Mailbox:
        if self._mailbox is None:
            raise LookupError("this plan has no mailbox")
        return self._mailbox
