"""A desk's random history, made by its own actions: the same for the same seed, on days that are awkward to count."""

import dataclasses
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

from sqlalchemy import select

from app.actions.customer.erasing import erase_customer, erase_customers
from app.actions.desk.erasing import erase_due, erase_now
from app.actions.group.changing import GroupForm, change_group
from app.actions.group.promising import set_hours
from app.actions.group.removing import Removal, remove_group
from app.actions.mail.delivering import mark_bounced
from app.actions.mail.sending_again import retry_now
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.moving import move_message
from app.actions.message.moving_back import move_back
from app.actions.message.noting import add_note
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.splitting import SplitForm, split_message
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.changing import change_person
from app.actions.people.deactivating import activate, deactivate, delete_person
from app.actions.people.people import add_group, add_operator, set_away
from app.actions.people.signing import sign_in, sign_out
from app.actions.ticket.assigning import answer_ask, ask, assign
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import delete, restore
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.merging import merge, unmerge
from app.actions.ticket.solving import customer_solves, customer_unsolves
from app.actions.ticket.statusing import set_status, snooze, wake_due
from app.actions.ticket.taking import drop, take
from app.core.clock import HOUR_MS, MINUTE_MS, SECOND_MS
from app.core.errors import DeskError
from app.hours.opening_hours import OpeningHours
from app.nouns.event import Actor
from app.nouns.message import MessageKind
from app.nouns.operator import Role
from app.nouns.outbound_mail import OutboxState
from app.nouns.status import SET_BY_HAND, Status
from app.nouns.ticket import Customer
from app.queries.people.people import groups, operator_by_id
from sql.tables import customers, messages, operators, outbox, tickets
from tests.plugins.desk import PASSWORD

# Clocks change in Lord Howe, London and Tijuana, weeks and years end: the last is long after, when deletions are due.
BEGINS = ((2026, 10, 2), (2026, 10, 23), (2026, 10, 30), (2026, 12, 29), (2027, 3, 12), (2027, 3, 26), (2027, 5, 20))
MOST_OPEN = 14  # tickets that things happen to
DAYTIME = OpeningHours(
    "Europe/London", (((540, 750), (810, 1080)),) * 5 + ((), ())
)  # 9:00 to 12:30, 13:30 to 18:00, Monday to Friday
NIGHTS = OpeningHours("Australia/Lord_Howe", (((1320, 1500),),) * 7)  # 22:00 to 1:00
PLACES = (("Lisbon", "PT"), ("Porto", "PT"), ("Köln", "DE"), ("", ""))


class RandomDesk:
    """Does something again and again; what the desk refuses leaves no trace, and is forgotten."""

    def __init__(self, desk, seed):
        self.desk, self.chance, self.now = desk, Random(seed), 0
        self.tokens, self.spare = [], 0

    async def live(self, acts_each):
        """So many acts from each of BEGINS on."""
        self.now = int(datetime(2026, 10, 1, tzinfo=UTC).timestamp()) * 1000
        await self._people_come()
        for begin in BEGINS:
            self.now = max(self.now, int(datetime(*begin, tzinfo=UTC).timestamp()) * 1000)
            for _ in range(acts_each):
                self.now += round(self.chance.lognormvariate(0, 1.6) * 40 * MINUTE_MS)
                await self._something()
        self.now += 20 * SECOND_MS
        await release_due(self.desk, self.now)

    async def _people_come(self):
        desk = self.desk
        for name in ("Reservations", "Billing", "Nights"):
            await add_group(desk, name, self.now)
        for name, role in (("Ada", Role.ADMINISTRATOR), *((name, Role.OPERATOR) for name in ("Anna", "Boris", "Cleo"))):
            await add_operator(desk, f"{name}@desk.example", name, role, (), PASSWORD, self.now)
        self.ada = await self._operator("Ada")
        known = {group.name: group.id for group in await groups(desk)}
        await set_hours(desk, self.ada, known["Nights"], NIGHTS, self.now)
        form = GroupForm("Reservations", answer_target_min=240)
        await change_group(desk, self.ada, known["Reservations"], form, self.now + 1)

    async def _operator(self, name):
        number = await self.desk.db.fetch_val(select(operators.c.id).where(operators.c.name == name))
        return await operator_by_id(self.desk, number)

    async def _something(self):
        acts = [
            *[self._opens] * 5,
            *[self._customer_writes] * 5,
            *[self._takes_or_gives] * 6,
            *[self._answers] * 9,
            *[self._sets_status] * 5,
            *[self._time_passes] * 4,
            *[self._merges, self._moves, self._bins, self._edits, self._snoozes, self._bounces] * 2,
            *[self._signs, self._person_changes, self._group_changes],
        ]
        with suppress(DeskError):
            await self.chance.choice(acts)()

    async def _who(self):
        rows = await self.desk.db.fetch_all(select(operators.c.id).order_by(operators.c.id))
        return await operator_by_id(self.desk, self.chance.choice(rows).id)

    async def _ticket(self):
        """One of the newest; mostly with somebody who may act on it."""
        rows = await self.desk.db.fetch_all(
            select(tickets.c.id, tickets.c.operator_id).order_by(tickets.c.id.desc()).limit(MOST_OPEN)
        )
        if not rows:
            await self._opens()
            return await self._ticket()
        row = self.chance.choice(rows)
        if row.operator_id and self.chance.random() < 0.7:
            return row.id, await operator_by_id(self.desk, row.operator_id)
        return row.id, await self._who()

    async def _message(self, kind):
        rows = await self.desk.db.fetch_all(
            select(messages.c.id, messages.c.ticket_id, messages.c.operator_id)
            .where(messages.c.kind == kind.value)
            .order_by(messages.c.id.desc())
            .limit(8)
        )
        return self.chance.choice(rows) if rows else None

    async def _opens(self):
        number = self.chance.randint(1, 6)
        city, country = self.chance.choice(PLACES)
        customer = Customer(f"Guest {number}", f"g{number}@guest.example", "+49 40 1", "", city, country)
        source = self.chance.choice(("web", "mail", "form", "api", "operator"))
        who = await self._who()
        by_hand = Actor("operator", who.name, who.id)
        known = await groups(self.desk)
        new = NewTicket(customer, "Late arrival", "We come late.", source, "203.0.113.1")
        new = dataclasses.replace(
            new, group_id=self.chance.choice(known).id, confirm=False, spam=self.chance.random() < 0.06
        )
        actor = by_hand if source == "operator" else Actor("customer", customer.name)
        await open_ticket(self.desk, new, actor, self.now)

    async def _customer_writes(self):
        ticket_id, _who = await self._ticket()
        if self.chance.random() < 0.15:
            await customer_solves(self.desk, ticket_id, self.now)
            if self.chance.random() < 0.4:
                await customer_unsolves(self.desk, ticket_id, self.now + SECOND_MS)
        else:
            shared = self.chance.random() < 0.9
            await customer_writes(self.desk, ticket_id, CustomerMessage("And?", "web", shared=shared), self.now)

    async def _takes_or_gives(self):
        ticket_id, who = await self._ticket()
        match self.chance.randint(0, 5):
            case 0 | 1 | 2:
                await take(self.desk, await self._who(), ticket_id, self.now)
            case 3:
                await drop(self.desk, who, ticket_id, self.now)
            case 4:
                await assign(self.desk, who, ticket_id, (await self._who()).id, self.now)
            case _:
                await ask(self.desk, await self._who(), ticket_id, self.now)
                await answer_ask(self.desk, who, ticket_id, self.now, hand_over=self.chance.random() < 0.6)

    async def _answers(self):
        ticket_id, who = await self._ticket()
        status = self.chance.choice(
            (None, None, Status.SOLVED, Status.CLOSED, Status.OPEN, Status.WAITING_FOR_OPERATOR)
        )
        form = AnswerForm("<p>Yes.</p>", "", status, taking=True)
        sent = [await send_answer(self.desk, who, ticket_id, form, self.now)]
        if self.chance.random() < 0.2:
            self.now += SECOND_MS
            sent.append(await send_answer(self.desk, who, ticket_id, form, self.now))
        match self.chance.randint(0, 7):
            case 0:
                await customer_writes(self.desk, ticket_id, CustomerMessage("Wait!", "web"), self.now + SECOND_MS)
            case 1:
                await set_status(self.desk, who, ticket_id, self.chance.choice(SET_BY_HAND), self.now + SECOND_MS)
        if self.chance.random() < 0.35:
            await recall(self.desk, who, self.chance.choice(sent), self.now + 2 * SECOND_MS)
        if self.chance.random() < 0.3:
            await recall(self.desk, who, sent[-1], self.now + 3 * SECOND_MS)
        if self.chance.random() < 0.9:
            self.now += 12 * SECOND_MS
            await release_due(self.desk, self.now)

    async def _sets_status(self):
        ticket_id, who = await self._ticket()
        await set_status(
            self.desk, self.chance.choice((who, self.ada)), ticket_id, self.chance.choice(SET_BY_HAND), self.now
        )

    async def _time_passes(self):
        self.now += self.chance.choice((MINUTE_MS, HOUR_MS, 5 * HOUR_MS))
        await release_due(self.desk, self.now)
        await wake_due(self.desk, self.now)
        await erase_due(self.desk, self.now)
        await erase_customers(self.desk, self.now)

    async def _merges(self):
        ticket_id, _who = await self._ticket()
        if self.chance.random() < 0.4:
            rows = await self.desk.db.fetch_all(select(tickets.c.id).where(tickets.c.duplicate_of.is_not(None)))
            if rows:
                await unmerge(self.desk, self.ada, self.chance.choice(rows).id, self.now)
            return
        into, _who = await self._ticket()
        await merge(self.desk, self.ada, ticket_id, into, self.now, confirmed=True)

    async def _moves(self):
        message = await self._message(MessageKind.CUSTOMER)
        if message is None:
            return
        match self.chance.randint(0, 2):
            case 0:
                into, _who = await self._ticket()
                await move_message(self.desk, self.ada, message.id, into, self.now, confirmed=True)
            case 1:
                await split_message(self.desk, self.ada, message.id, SplitForm("Another matter"), self.now)
        if self.chance.random() < 0.5:
            self.now += MINUTE_MS
            await move_back(self.desk, self.ada, message.id, self.now)

    async def _bounces(self):
        query = select(outbox.c.id).where(outbox.c.state.in_((OutboxState.QUEUED, OutboxState.SENT)))
        rows = await self.desk.db.fetch_all(query.order_by(outbox.c.id.desc()).limit(6))
        if rows:
            number = self.chance.choice(rows).id
            for _again in range(self.chance.choice((1, 1, 2))):
                await mark_bounced(self.desk, number, "550 No such user", self.now)
                await retry_now(self.desk, self.ada, number, self.now + SECOND_MS)

    async def _bins(self):
        ticket_id, who = await self._ticket()
        match self.chance.randint(0, 5):
            case 0:
                await mark_spam(self.desk, who, ticket_id, self.now, spam=True)
            case 1:
                await self._unbin()
            case 2 | 3:
                await delete(self.desk, self.ada, ticket_id, None, self.now)
            case 4:
                await restore(self.desk, self.ada, ticket_id, self.now)
            case 5:
                await erase_now(self.desk, self.ada, ticket_id, self.now)

    async def _unbin(self):
        rows = await self.desk.db.fetch_all(select(tickets.c.id).where(tickets.c.spam_ms.is_not(None)))
        if rows:
            await mark_spam(self.desk, self.ada, self.chance.choice(rows).id, self.now, spam=False)

    async def _edits(self):
        ticket_id, who = await self._ticket()
        city, country = self.chance.choice(PLACES[:3])
        group = self.chance.choice(await groups(self.desk))
        changed = {"group": str(group.id)} if self.chance.random() < 0.7 else {"city": city, "country": country}
        await edit_ticket(self.desk, self.chance.choice((who, self.ada)), ticket_id, changed, self.now)
        await add_note(self.desk, who, ticket_id, "<p>Note</p>", "", (), self.now)

    async def _snoozes(self):
        ticket_id, who = await self._ticket()
        await snooze(self.desk, who, ticket_id, self.now + 3 * HOUR_MS, self.now)

    async def _signs(self):
        who = await self._who()
        if self.tokens and self.chance.random() < 0.45:
            await sign_out(self.desk, self.tokens.pop(), self.now)
        else:
            session = await sign_in(self.desk, who.email, PASSWORD, "203.0.113.5", "", self.now)
            if session:
                self.tokens.append(session[0])
        await set_away(self.desk, await operator_by_id(self.desk, who.id), self.now, away=self.chance.random() < 0.6)

    async def _person_changes(self):
        who = await self._who()
        match self.chance.randint(0, 4):
            case 0 if who.id != self.ada.id:
                await delete_person(self.desk, who.id, self.now, Actor("operator", self.ada.name, self.ada.id))
            case 1:
                await deactivate(self.desk, who.id, self.now)
                self.now += HOUR_MS
                await activate(self.desk, who.id, self.now)
            case 2:
                await change_person(self.desk, who.id, {"name": f"{who.name} X"}, None, self.now)
            case 3 if self.chance.random() < 0.3:
                await self._erases_customer()
            case _:
                self.spare += 1
                name = f"Spare{self.spare}"
                await add_operator(self.desk, f"{name}@desk.example", name, Role.OPERATOR, (), PASSWORD, self.now)

    async def _erases_customer(self):
        row = self.chance.choice(await self.desk.db.fetch_all(select(customers.c.id, customers.c.email)))
        await erase_customer(self.desk, self.ada, row.id, row.email, self.now)

    async def _group_changes(self):
        known = await groups(self.desk)
        group = self.chance.choice(known)
        match self.chance.randint(0, 4):
            case 0 | 1:
                hours = self.chance.choice((DAYTIME, NIGHTS, OpeningHours.always()))
                await set_hours(self.desk, self.ada, group.id, hours, self.now)
            case 2 if len(known) > 2:
                into = self.chance.choice([one for one in known if one.id != group.id])
                await remove_group(self.desk, self.ada, group.id, Removal(into.id), self.now)
            case 3:
                self.spare += 1
                await add_group(self.desk, f"Spare {self.spare}", self.now)
            case _:
                form = GroupForm(group.name, answer_target_min=self.chance.choice((None, 30, 600)))
                await change_group(self.desk, self.ada, group.id, form, self.now)
