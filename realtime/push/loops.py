"""The two loops of push notifications: one reads the log and queues what is news to somebody, one sends it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

import structlog

from app.actions.desk.leasing import take_lease
from app.actions.people.pushing import (
    OLDEST_MS,
    claim_notice,
    drop_device,
    end_notice,
    put_off_notice,
    queue_notices,
    wait_with_notice,
)
from app.core.clock import now_ms
from app.credentials.codes import new_key
from app.credentials.push_subscription import PushNotice
from app.desk import Desk
from app.nouns.event import Event
from app.nouns.operator import Operator
from app.queries.desk.events import events_after, last_event_id
from app.queries.desk.leases import lease_details
from app.queries.people.people import operator_by_id, operators
from app.queries.people.push import (
    PUSH,
    devices_by_person,
    due_notices,
    event_of,
    is_unread_mention,
    waiting_by_device,
)
from app.queries.ticket.tickets import ticket_by_id
from realtime.push.courier import Answer, Outcome, PushCourier
from realtime.push.news import KINDS, MENTIONED, PushNews, news_for, worded

LOOK_EVERY_S: Final = 1.0
LEASE_MS: Final = 10_000
BATCH: Final = 50  # events
MOST_BEHIND: Final = 500  # what happened while nobody read the log is no news
ACTIVE_MS: Final = 45_000  # a console in view says so twice in this time
MOST_WAITING: Final = 20  # for one device: a storm of tickets is seen after as many
AT_ONCE, CONCURRENT = 20, 4
log = structlog.get_logger("push")


async def queue_pushes(desk: Desk) -> None:
    """Read the log for ever. Several processes may: one of them does it."""
    reader = PushReader(desk)
    while True:
        if not await reader.read_on():
            await asyncio.sleep(LOOK_EVERY_S)


async def send_pushes(desk: Desk) -> None:
    """Send what is due, for ever; nothing without the keys of a desk that pushes."""
    if desk.settings.push is None:
        return
    sender = PushSender(desk, PushCourier(desk.settings.push))
    try:
        while True:
            if not await sender.send_due():
                await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await sender.courier.close()


class PushReader:
    """Follows the log, from the event that was noted last."""

    def __init__(self, desk: Desk, clock: Callable[[], int] = now_ms) -> None:
        self.desk = desk
        self._clock = clock
        self._holder = new_key()

    async def read_on(self) -> bool:
        """Queue what is news in the next events; False where there is nothing to read for this process."""
        newest = await last_event_id(self.desk)
        if (await lease_details(self.desk, PUSH)).get("after") == newest:
            return False
        if not await take_lease(self.desk, PUSH, self._holder, LEASE_MS):
            return False
        after = (await lease_details(self.desk, PUSH)).get("after")
        if after is None or newest - after > MOST_BEHIND:
            return await queue_notices(self.desk, self._holder, newest, [], self._clock())
        events = await events_after(self.desk, after, BATCH)
        if not events:
            return False
        return await queue_notices(self.desk, self._holder, events[-1].id, await self._notices(events), self._clock())

    async def _notices(self, events: Sequence[Event]) -> list[tuple[int, int]]:
        """Pairs of a device and an event that its owner is told there."""
        recent_ms = self._clock() - OLDEST_MS
        news = [event for event in events if event.kind in KINDS and event.at_ms > recent_ms]
        devices = await devices_by_person(self.desk) if news else {}
        waiting = await waiting_by_device(self.desk, [device for ids in devices.values() for device in ids])
        notices = []
        for device, event in await self._told(news, devices):
            waiting[device] = waiting.get(device, 0) + 1
            if waiting[device] <= MOST_WAITING:
                notices.append((device, event))
        return notices

    async def _told(self, news: Sequence[Event], devices: Mapping[int, list[int]]) -> list[tuple[int, int]]:
        """Each device of everybody to whom an event is news; by preferences of now, of which no event tells."""
        if not devices:
            return []
        people = [person for person in await operators(self.desk) if person.id in devices]
        people = [person for person in people if _may_enter(self.desk, person)]
        told = []
        for event in news:
            ticket = await ticket_by_id(self.desk, event.ticket_id or 0)
            for person in people if ticket else ():
                if ticket and news_for(event, person, ticket):
                    told += [(device, event.id) for device in devices[person.id]]
        return told


class PushSender:
    """Gives what is due to the courier, and notes what became of it."""

    def __init__(self, desk: Desk, courier: PushCourier, clock: Callable[[], int] = now_ms) -> None:
        self.desk = desk
        self.courier = courier
        self._clock = clock
        self._places = asyncio.Semaphore(CONCURRENT)

    async def send_due(self) -> int:
        """Try what is due now; return how many that were."""
        due = await due_notices(self.desk, self._clock(), AT_ONCE)
        await asyncio.gather(*(self._take(notice) for notice in due))
        return len(due)

    async def _take(self, notice: PushNotice) -> None:
        """Send it, unless its reader has seen it in a console, or may see it there yet."""
        async with self._places:
            now = self._clock()
            if not await claim_notice(self.desk, notice, now):
                return
            if notice.active_ms >= notice.created_ms or notice.created_ms <= now - OLDEST_MS:
                await end_notice(self.desk, notice)
            elif notice.active_ms > now - ACTIVE_MS:
                await wait_with_notice(self.desk, notice, notice.active_ms + ACTIVE_MS)
            else:
                await self._send(notice)

    async def _send(self, notice: PushNotice) -> None:
        content = await self._content(notice)
        if content is None:
            await end_notice(self.desk, notice)
            return
        ticket, words = content
        answer = await self.courier.send(notice.device.subscription, words, f"ticket-{ticket}", self._clock())
        await self._settle(notice, answer)

    async def _content(self, notice: PushNotice) -> tuple[int, bytes] | None:
        """The ticket's number and what the device shows; None if the person is not to be told any more."""
        event = await event_of(self.desk, notice)
        ticket = await ticket_by_id(self.desk, event.ticket_id or 0) if event else None
        person = await operator_by_id(self.desk, notice.device.operator_id)
        if event is None or ticket is None or person is None or not _may_enter(self.desk, person):
            return None
        news = news_for(event, person, ticket)
        if news is None or not await self._is_still(news, event, person):
            return None
        return ticket.id, worded(news, person, ticket, hides_text=notice.device.hides_text)

    async def _is_still(self, news: PushNews, event: Event, person: Operator) -> bool:
        """Of a note: it was not undone, and they have not read it."""
        if news.prefer != MENTIONED:
            return True
        return await is_unread_mention(self.desk, person.id, event.message_id or 0)

    async def _settle(self, notice: PushNotice, answer: Answer) -> None:
        facts = {"device": notice.device.id, "said": answer.said}
        facts["service"] = urlsplit(notice.device.subscription.endpoint).hostname or ""
        if answer.outcome is Outcome.GONE:
            log.info("a device is gone", **facts)
            await drop_device(self.desk, notice.device)
        elif answer.outcome is Outcome.LATER:
            goes_on = await put_off_notice(self.desk, notice, self._clock(), answer.wait_ms)
            log.info("a notification waits" if goes_on else "a notification is given up", **facts)
        else:
            await end_notice(self.desk, notice)
            if answer.outcome is Outcome.REFUSED:
                log.warning("a notification was refused", **facts)


def _may_enter(desk: Desk, person: Operator) -> bool:
    """Whether a console would open to them, too: not before they have the second factor that the desk asks for."""
    return not person.owes_second_factor(desk.settings.second_factor_for)
