"""The demo that plays: while someone looks, colleagues type and answer, customers reply, a new one writes, an email bounces.

Only `deskbell demo --serve` plays, on a demo desk, and only while a console is open. All of it goes through the desk's own
acts and mail; only the colleagues' presence is pretended, as another process would tell it.
"""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any

from app.actions.message.answering import AnswerForm, send_answer
from app.core.clock import now_ms
from app.core.errors import DeskError
from app.credentials.codes import new_key
from app.desk import Desk
from app.html_safety import text_to_html
from app.nouns.message import MessageKind
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.mail.ledger import last_mail_to_customer
from app.queries.people.people import operator_by_email
from app.queries.ticket.messages import messages_of
from app.seeding.demo import DOMAIN
from app.seeding.guests import some_guest
from app.seeding.stories import Story, fill, stories, story_of
from mail.simulating import Simulated, take_in
from mail.simulating_bounce import bounce
from realtime.presence import TYPING_MS, Elsewhere, Presence, PresentPerson

COLLEAGUES = ("jonas", "priya", "tomas", "lea")  # never the two as whom a visitor signs in
PAUSE_S = 12.0  # between two acts
LOOK_S = 1.0  # whether somebody looks: the colleagues are there as soon as a console is
KEYSTROKE_S = 2.0
KEYSTROKES = 4
PROCESS = "demo"  # under which the colleagues are present


class DemoPlay:
    """Plays one demo desk. `presence` is set once the application is assembled; `chance` decides what comes next."""

    def __init__(self, chance: Random, pause_s: float = PAUSE_S, keystroke_s: float = KEYSTROKE_S) -> None:
        self.presence: Presence | None = None
        self._chance = chance
        self._pause_s = pause_s
        self._keystroke_s = keystroke_s
        self._colleagues: list[Operator] = []
        self._answered: Ticket | None = None  # by a colleague, a moment ago: its mail may come back
        self._bounced = False

    def assembled(self, app: Any) -> None:
        """Know who is at the desk from now on."""
        self.presence = app.state.presence

    async def run(self, desk: Desk) -> None:
        """Play until cancelled."""
        acts = [
            self.colleague_answers,
            self.customer_replies,
            self.mail_bounces,
            self.customer_writes,
            self.customer_replies,
        ]
        turn, watched_s = 0, 0.0
        while True:
            await asyncio.sleep(LOOK_S)
            watched_s = watched_s + LOOK_S if await self.is_watched(desk) else 0.0
            if watched_s >= self._pause_s:
                with suppress(DeskError):  # someone at the desk was faster
                    await acts[turn % len(acts)](desk)
                turn, watched_s = turn + 1, 0.0

    async def is_watched(self, desk: Desk) -> bool:
        """Whether a console is open on this demo; the colleagues come and go with it."""
        if self.presence is None or not desk.settings.demo:
            return False
        watched = len(self.presence.windows) > 0
        if watched and not self._colleagues:
            found = [await operator_by_email(desk, f"{short}@{DOMAIN}") for short in COLLEAGUES]
            self._colleagues = [person for person in found if person is not None]
        self._show(self._colleagues if watched else [])
        return watched and bool(self._colleagues)

    async def colleague_answers(self, desk: Desk) -> None:
        """A colleague opens a ticket that nobody has, types, and answers it as its story goes on."""
        who = self._chance.choice(self._colleagues)
        found = await self._with_story(desk, who, "unassigned")
        if found is None:
            return
        ticket, story = found
        for _keystroke in range(KEYSTROKES):
            self._type(who, ticket)
            await asyncio.sleep(self._keystroke_s)
        self._show(self._colleagues)
        form = AnswerForm(text_to_html(story.answers[0]), new_key(), taking=True)
        await send_answer(desk, who, ticket.id, form, now_ms())
        self._answered = ticket

    async def customer_replies(self, desk: Desk) -> None:
        """A customer answers by email, as their story goes on."""
        found = await self._with_story(desk, self._colleagues[0], "waiting_for_customer")
        if found is not None:
            ticket, story = found
            subject = f"Re: {ticket.subject} ({ticket.number})"
            letter = Simulated(ticket.customer.name, ticket.customer.email, subject, story.asks[1])
            await take_in(desk, letter, now_ms())

    async def customer_writes(self, desk: Desk) -> None:
        """Someone new writes by email."""
        story = fill(self._chance.choice(stories()), self._chance)
        guest = some_guest(self._chance, self._chance.randrange(2000, 10_000))
        await take_in(desk, Simulated(guest.name, guest.email, story.subject, story.asks[0]), now_ms())

    async def mail_bounces(self, desk: Desk) -> None:
        """Once: the email of a colleague's answer comes back."""
        ticket = self._answered
        if self._bounced or ticket is None:
            return
        last = await last_mail_to_customer(desk, ticket.id)
        if last is not None:
            self._bounced = True
            await bounce(desk, last.mime_message_id, ticket.customer.email, now_ms())

    async def _with_story(self, desk: Desk, who: Operator, view: str) -> tuple[Ticket, Story] | None:
        """A ticket of the view whose story is known and goes on, and is not a visitor's."""
        page = await list_tickets(desk, who, ListQuery(view), now_ms(), limit=50)
        tickets = [row.ticket for row in page.rows]
        self._chance.shuffle(tickets)
        for ticket in tickets:
            written = await messages_of(desk, ticket.id)
            story = story_of(ticket.subject, written[0].text) if written else None
            if story is not None and all(message.text != story.asks[1] for message in written):
                return ticket, story
        return None

    def _show(self, here: list[Operator], watching: dict[int, tuple[int, ...]] | None = None) -> None:
        if self.presence is None:
            return
        people = tuple(PresentPerson.of(person) for person in here)
        until_s = asyncio.get_running_loop().time() + 3 * (self._pause_s + KEYSTROKES * self._keystroke_s)
        self.presence.heard_from(PROCESS, Elsewhere(people, watching or {}, until_s))

    def _type(self, who: Operator, ticket: Ticket) -> None:
        if self.presence is None:
            return
        self.presence.learn([ticket])
        self._show(self._colleagues, {ticket.id: (who.id,)})
        person = PresentPerson.of(who).as_json()
        typing = {
            "ticket": ticket.id,
            "operator": person,
            "kind": MessageKind.ANSWER.value,
            "until": now_ms() + TYPING_MS,
        }
        self.presence.tell_typing(typing, ticket)
        self.presence.tell_customer(typing)
