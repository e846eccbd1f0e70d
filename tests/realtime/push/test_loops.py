"""What is queued is sent once, again while its service is away, and not to whoever has a console in view."""

import asyncio

from app.actions.people.push_devices import note_active
from app.actions.people.pushing import OLDEST_MS
from app.actions.ticket.taking import take
from realtime.push.courier import Answer, Outcome
from realtime.push.loops import ACTIVE_MS, MOST_WAITING
from sql.tables import push_devices, push_notices
from tests.plugins.desk import NOW
from tests.realtime.push.hands import Push, reply, subscribe


async def test_nothing_is_sent_while_its_reader_has_a_console_in_view(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await note_active(desk, anna.id, NOW - 1)
    await reply(desk, ticket)
    assert await push.told() == []

    await note_active(desk, anna.id, NOW + 20_000)
    push.clock.now_ms += 10 * ACTIVE_MS

    assert await push.told() == []
    assert await push.count(push_notices) == 0


async def test_what_comes_just_after_the_console_was_closed_is_sent_a_little_later(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await note_active(desk, anna.id, NOW - 1)
    await reply(desk, ticket)

    assert await push.told() == []
    push.clock.now_ms += ACTIVE_MS
    assert len(await push.told()) == 1


async def test_a_restart_loses_nothing_that_waits_and_old_news_is_not_sent(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)
    await push.read()

    later = Push(desk)
    assert len(await later.told()) == 1
    await reply(desk, ticket)
    await push.read()
    later.clock.now_ms += OLDEST_MS
    assert await later.told() == []
    assert await push.count(push_notices) == 0


async def test_a_device_that_its_service_does_not_know_is_forgotten(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)
    push.courier.answer = Answer(Outcome.GONE, "HTTP 410")

    await push.told()

    assert (await push.count(push_devices), await push.count(push_notices)) == (0, 0)


async def test_a_service_that_is_away_is_asked_again_with_longer_pauses_and_then_no_more(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)
    push.courier.answer = Answer(Outcome.LATER, "HTTP 503")

    tries = []
    for second in range(0, 2 * 3600, 5):
        push.clock.now_ms = NOW + second * 1000
        tries += [second] * len(await push.told())

    assert tries == [0, 10, 70, 370, 1270]
    assert await push.count(push_notices) == 0


async def test_two_processes_send_a_notice_once(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)
    other = Push(desk)
    other.sender.courier = push.courier
    await asyncio.gather(push.read(), other.read())
    assert await push.count(push_notices) == 1

    await asyncio.gather(push.sender.send_due(), other.sender.send_due())

    assert len(push.courier.sent) == 1


async def test_of_a_storm_a_device_is_told_the_beginning(desk, push, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    for _time in range(MOST_WAITING + 3):
        await reply(desk, ticket)

    await push.read()

    assert await push.count(push_notices) == MOST_WAITING


async def test_what_happened_before_the_desk_pushed_is_no_news(desk, anna, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)

    assert await Push(desk).told() == []
