import asyncio
import dataclasses

import pytest

from app.actions.people.people import add_group
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import take
from app.queries.desk.events import last_event_id
from realtime.redis_bell import RedisBell
from tests.plugins.desk import NOW
from tests.realtime.conftest import Live
from tests.realtime.test_presence import knows, names
from tests.servers.redis_server import Redis

pytestmark = pytest.mark.redis


@pytest.fixture
async def process(desk):
    """Makes the live desk of one more process on the same database."""
    started = []

    async def start(redis_url: str) -> Live:
        settings = dataclasses.replace(desk.settings, redis_url=redis_url)
        bell = RedisBell(redis_url)
        live = Live(dataclasses.replace(desk, settings=settings, bell=bell))
        live.desk.__dict__["passwords"] = desk.passwords
        await live.start()
        started.append((live, asyncio.create_task(bell.run())))
        return live

    yield start
    for live, ringing in started:
        await live.stop()
        ringing.cancel()
        await asyncio.gather(ringing, return_exceptions=True)


async def test_people_see_each_other_across_processes(process, redis, anna, boris, ticket):
    one, other = await process(redis.url), await process(redis.url)
    here, there = await one.window(anna), await other.window(boris)

    await there.say("watch", {"ticket": ticket.id})
    await here.until(knows(lambda facts: names(facts) == ["Anna", "Boris"]))
    await here.until(knows(lambda facts: facts["viewing"] == {str(ticket.id): [boris.id]}))
    await there.say("typing", {"ticket": ticket.id})
    await here.until(lambda heard: any(name == "typing" for name, _facts in heard))
    await there.close()

    await here.until(knows(lambda facts: names(facts) == ["Anna"]))
    assert not one.realtime.presence.is_online(boris.id)


async def test_a_ticket_watched_elsewhere_is_shown_to_nobody_who_may_not_see_it(
    desk, process, redis, anna, ada, ticket
):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    await edit_ticket(desk, ada, ticket.id, {"group": str(closed)}, NOW)
    one, other = await process(redis.url), await process(redis.url)
    here, there = await one.window(anna), await other.window(ada)
    above = await one.window(ada)

    await there.say("watch", {"ticket": ticket.id})
    await above.until(knows(lambda facts: facts["viewing"] == {str(ticket.id): [ada.id]}))
    await there.say("typing", {"ticket": ticket.id})
    await above.until(lambda heard: any(name == "typing" for name, _facts in heard))

    assert all(facts["viewing"] == {} for facts in here.named("presence"))
    assert here.named("typing") == []


async def test_a_process_that_falls_silent_is_gone(process, redis, anna, boris, monkeypatch):
    monkeypatch.setattr("realtime.presence_relay.SILENT_AFTER_S", 0.5)
    one, other = await process(redis.url), await process(redis.url)
    here = await one.window(anna)
    await other.window(boris)
    await here.until(knows(lambda facts: names(facts) == ["Anna", "Boris"]))

    other.running.cancel()

    await here.until(knows(lambda facts: names(facts) == ["Anna"]))


async def test_a_ring_in_one_process_wakes_the_other(process, redis):
    one, other = RedisBell(redis.url, "of this test"), RedisBell(redis.url, "of this test")
    ringing = [asyncio.create_task(bell.run()) for bell in (one, other)]

    async with asyncio.timeout(60):
        while not await other.wait(0.05):  # until it listens
            one.ring()

    for task in ringing:
        task.cancel()
    await asyncio.gather(*ringing, return_exceptions=True)


async def test_an_act_is_done_and_heard_everywhere_while_redis_is_down(desk, process, anna, boris, ticket, tmp_path):
    redis = Redis(tmp_path / "redis").start()
    one, other = await process(redis.url), await process(redis.url)
    here, there = await one.window(anna), await other.window(boris)
    redis.kill()

    await take(one.desk, anna, ticket.id, NOW)
    last = await last_event_id(desk)
    await here.until_event(last)
    await there.until_event(last)
    redis.restart()
    await here.until(knows(lambda facts: names(facts) == ["Anna", "Boris"]))
    redis.kill()

    assert [facts["ticket"] for facts in there.named("ticket.taken")] == [ticket.id]
