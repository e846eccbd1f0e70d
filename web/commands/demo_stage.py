"""Plays the demo's scenes through the desk's own acts and mail, each at its time: nothing in them is written by hand."""

from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.message.uploading import keep_upload
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.saved_searches import save_search
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.merging import merge
from app.actions.ticket.solving import customer_solves
from app.actions.ticket.statusing import snooze
from app.actions.ticket.taking import take
from app.core.clock import DAY_MS, HOUR_MS
from app.desk import Desk
from app.html_safety import text_to_html
from app.nouns.event import Actor
from app.nouns.operator import Operator
from app.queries.mail.ledger import inbound_mail, last_mail_to_customer
from app.queries.people.people import groups, operator_by_email
from app.seeding.demo import DOMAIN, PEOPLE
from app.seeding.demo_files import demo_file
from app.seeding.scenes import Scene, SceneStep, scenes
from mail.composing import Composed
from mail.outgoing.outbox import Outbox
from mail.outgoing.sender import Receipt
from mail.outgoing.senders import KeptSender
from mail.simulating import Simulated, take_in
from mail.simulating_bounce import bounce

SEARCHES = (("Open in Reservations", "group:Reservations status:open"), ("Cots", "cot"), ("From Austria", "country:AT"))


class NotingSender(KeptSender):
    """The demo's sender, which also remembers the last mail to each address, for whoever answers it."""

    def __init__(self) -> None:
        self.last_to: dict[str, str] = {}

    async def send(self, mail: Composed) -> Receipt:
        """Keep it, and remember its Message-ID."""
        self.last_to |= dict.fromkeys(mail.recipients, BytesHeaderParser().parsebytes(mail.mime)["Message-ID"])
        return await super().send(mail)


@dataclass
class DemoStage:
    """A demo desk on which the scenes are played; `now_ms` moves on from step to step."""

    desk: Desk
    now_ms: int
    people: dict[str, Operator] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)  # by scene
    sender: NotingSender = field(default_factory=NotingSender)

    async def play(self) -> None:
        """All scenes, step after step in the order of time; then the saved searches of the first two people."""
        start_ms = self.now_ms
        self.groups = {group.name: group.id for group in await groups(self.desk)}
        for short, *_rest in PEOPLE:
            person = await operator_by_email(self.desk, f"{short}@{DOMAIN}")
            if person:
                self.people[short] = person
        outbox = Outbox(self.desk, self.sender, clock=lambda: self.now_ms)
        steps = [(step.hours_ago, scene, step) for scene in scenes() for step in scene.steps]
        for hours_ago, scene, step in sorted(steps, key=lambda one: -one[0]):
            self.now_ms = start_ms - round(hours_ago * HOUR_MS)
            await self._act(scene, step)
            self.now_ms += 1000 * (self.desk.settings.undo_seconds + 1)  # held answers leave
            await outbox.pass_once()
        for short in ("anna", "maria"):
            for name, typed in SEARCHES:
                await save_search(self.desk, self.people[short], name, typed, start_ms)

    async def _act(self, scene: Scene, step: SceneStep) -> None:
        if step.who and step.act != "takes":
            await self._by_operator(scene, step, self.people[step.who])
        elif step.act == "takes":
            await take(self.desk, self.people[step.who], self.tickets[scene.name], self.now_ms)
        else:
            await self._by_others(scene, step)

    async def _by_operator(self, scene: Scene, step: SceneStep, who: Operator) -> None:
        ticket_id, html = self.tickets[scene.name], text_to_html(step.text)
        key = f"{scene.name} {step.hours_ago}"
        files = (await self._kept(who, step.file),) if step.file else ()
        match step.act:
            case "answers":
                await send_answer(
                    self.desk, who, ticket_id, AnswerForm(html, key, taking=True, attachment_keys=files), self.now_ms
                )
            case "notes":
                await add_note(self.desk, who, ticket_id, html, key, files, self.now_ms)
            case "asks_hotel":
                form = ThirdPartyForm((step.to,), html, key, taking=True)
                await write_to_third_party(self.desk, who, ticket_id, form, self.now_ms)
            case "snoozes":
                await snooze(self.desk, who, ticket_id, self.now_ms + 4 * DAY_MS, self.now_ms)
            case "spam":
                await mark_spam(self.desk, who, ticket_id, self.now_ms, spam=True)
            case "merges":
                await take(self.desk, who, ticket_id, self.now_ms)
                await merge(self.desk, who, ticket_id, self.tickets[step.to], self.now_ms, confirmed=True)

    async def _by_others(self, scene: Scene, step: SceneStep) -> None:
        ticket_id = self.tickets.get(scene.name)
        uploads = (demo_file(step.file),) if step.file else ()
        customer = scene.customer
        match step.act:
            case "opens":
                group = self.groups[scene.group]
                new = NewTicket(
                    customer,
                    scene.subject,
                    step.text,
                    "web",
                    "203.0.113.84",
                    scene.language,
                    group_id=group,
                    attachments=uploads,
                )
                opened = await open_ticket(self.desk, new, Actor("customer", customer.name), self.now_ms)
                self.tickets[scene.name] = opened.id
            case "writes" if ticket_id:
                await customer_writes(
                    self.desk, ticket_id, CustomerMessage(step.text, "web", attachments=uploads), self.now_ms
                )
            case "mails":
                await self._mail(scene, step, customer.email, customer.name)
            case "hotel_writes":
                await self._mail(scene, step, step.to, "Hotel reception")
            case "solves" if ticket_id:
                await customer_solves(self.desk, ticket_id, self.now_ms)
            case "bounces" if ticket_id:
                last = await last_mail_to_customer(self.desk, ticket_id)
                if last:
                    await bounce(self.desk, last.mime_message_id, customer.email, self.now_ms)

    async def _mail(self, scene: Scene, step: SceneStep, email: str, name: str) -> None:
        answers = self.sender.last_to.get(email, "") if scene.name in self.tickets else ""
        subject = f"Re: {scene.subject}" if answers else scene.subject
        inbound_id = await take_in(self.desk, Simulated(name, email, subject, step.text, answers), self.now_ms)
        self.tickets.setdefault(scene.name, (await inbound_mail(self.desk, inbound_id)).ticket_id or 0)

    async def _kept(self, who: Operator, name: str) -> str:
        return (await keep_upload(self.desk, who, demo_file(name), self.now_ms)).key


async def play_scenes(desk: Desk, now_ms: int) -> None:
    """Play them on an empty demo desk, before its older tickets are seeded or after."""
    await DemoStage(desk, now_ms).play()
