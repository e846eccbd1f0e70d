import asyncio

import pytest
from limits import RateLimitItemPerMinute

from app.core.errors import TooMany
from web.requests.rate_memory import KEYS_KEPT, RateMemory
from web.requests.rates import LOST_LINK, PUBLIC_FORM_IP, Rate, Rates

THREE = Rate("three", RateLimitItemPerMinute(3))


class Clock:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rates(clock):
    return Rates(clock=clock)


async def test_one_try_too_many_is_refused_and_says_when_the_next_is_possible(rates, clock):
    for _try in range(3):
        await rates.hit(THREE, "anna")
        clock.now += 10

    with pytest.raises(TooMany) as refused:
        await rates.hit(THREE, "anna")

    assert refused.value.retry_after_s == 30  # a minute after the first


async def test_the_window_moves(rates, clock):
    for _try in range(3):
        await rates.hit(THREE, "anna")
    clock.now += 61

    assert await rates.allows(THREE, "anna")


async def test_of_fifty_at_once_only_the_allowed_ones_pass(rates):
    passed = await asyncio.gather(*[rates.allows(PUBLIC_FORM_IP, "203.0.113.7") for _try in range(50)])

    assert sum(passed) == 5


async def test_keys_are_counted_apart(rates):
    for _try in range(3):
        await rates.hit(THREE, "anna")

    assert await rates.allows(THREE, "boris")
    assert await rates.allows(LOST_LINK, "anna")


async def test_a_cleared_key_starts_anew(rates):
    for _try in range(3):
        await rates.hit(THREE, "anna")

    await rates.clear(THREE, "anna")

    assert await rates.left(THREE, "anna") == 3


async def test_a_check_counts_nothing(rates):
    for _look in range(10):
        await rates.check(THREE, "anna")

    assert await rates.left(THREE, "anna") == 3


async def test_memory_forgets_old_keys_when_there_are_many(clock):
    memory = RateMemory(clock)
    for number in range(KEYS_KEPT):
        await memory.acquire_entry(f"old {number}", 3, 60)
    clock.now += 61

    await memory.acquire_entry("new", 3, 60)

    assert list(memory.tries) == ["new"]


async def test_a_flood_of_single_tries_clears_no_counter_that_is_full(clock):
    memory = RateMemory(clock)
    for _try in range(3):
        await memory.acquire_entry("victim", 3, 3600)
    for number in range(3 * KEYS_KEPT):
        clock.now += 0.01
        await memory.acquire_entry(f"flood {number}", 3, 3600)

    assert not await memory.acquire_entry("victim", 3, 3600)
    assert len(memory.tries) <= KEYS_KEPT


async def test_processes_with_redis_count_together(redis):
    one, other = Rates(redis.url), Rates(redis.url)

    passed = [await rates.allows(THREE, "anna") for rates in (one, other, one, other)]
    await one.close()
    await other.close()

    assert passed == [True, True, True, False]


async def test_without_its_redis_a_process_counts_alone():
    rates = Rates("redis://127.0.0.1:1/0")

    passed = [await rates.allows(THREE, "anna") for _try in range(4)]
    await rates.close()

    assert passed == [True, True, True, False]


async def test_f17_while_redis_hangs_one_try_waits_and_the_others_are_counted_at_once(redis, monkeypatch, capsys):
    monkeypatch.setattr("web.requests.shared_rates.LOOK_EVERY_S", 0.01)
    rates = Rates(redis.url)
    assert await rates.allows(THREE, "anna")
    asked = asked_of(rates.shared, monkeypatch)
    redis.process.pause()
    try:
        passed = [await rates.allows(THREE, "boris") for _try in range(4)]
        passed += [await rates.left(THREE, "boris") == 0]
        is_away = rates.shared.is_away
    finally:
        redis.process.resume()
    if rates.shared._looking:
        await rates.shared._looking  # it ends by itself
    again = [await rates.allows(THREE, "anna") for _try in range(3)]
    await rates.close()

    assert passed == [True, True, True, False, True]
    assert is_away
    assert asked == ["boris", "anna", "anna", "anna"]  # of the five that met the outage, one
    assert again == [True, True, False]  # what was counted there before counts again
    said = capsys.readouterr()
    assert (said.out + said.err).count("Redis does not answer") == 1


def asked_of(shared, monkeypatch):
    """Whom Redis itself was asked about."""
    asked = []
    hit = shared._limiter.hit

    async def noted(item, *names, **more):
        asked.append(names[-1])
        return await hit(item, *names, **more)

    monkeypatch.setattr(shared._limiter, "hit", noted)
    return asked


async def test_f17_many_who_meet_the_outage_at_once_are_counted_and_it_is_said_once(capsys):
    rates = Rates("redis://127.0.0.1:1/0")

    passed = await asyncio.gather(*[rates.allows(THREE, "anna") for _try in range(20)])
    await rates.close()

    said = capsys.readouterr()
    assert sum(passed) == 3
    assert (said.out + said.err).count("Redis does not answer") == 1
