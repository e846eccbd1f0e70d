"""Guards of secrets: pauses that grow for whoever tries, in memory and in Redis."""

import asyncio

import pytest

from app.core.errors import TooMany
from web.requests.guard_memory import KEYS_KEPT, GuardMemory
from web.requests.guards import Guard, KnownOfTry, TriesLeft, Try
from web.requests.rates import Rates

GUARD = Guard("three", 3, 600, 10, 60)
NARROW = Guard("two", 2, 600, 30, 60)


class Clock:
    """A clock that the test moves."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["memory", "redis"])
async def rates(request, clock):
    made = Rates(request.getfixturevalue("redis").url if request.param == "redis" else None, clock)
    yield made
    await made.close()


def by(who: str, guard: Guard = GUARD) -> Try:
    return Try(guard, "anna", who)


async def tried(rates, one: Try, known: KnownOfTry = KnownOfTry.NOTHING) -> int:
    """Seconds to wait; 0 where it went on."""
    try:
        await rates.guess(one, known=known)
    except TooMany as refused:
        return refused.retry_after_s
    return 0


async def test_s30_free_tries_come_first_then_pauses_that_grow_to_the_longest(rates, clock):
    assert [await tried(rates, by("eve")) for _try in range(4)] == [0, 0, 0, 10]

    pauses = []
    for _round in range(4):
        clock.now += 60
        assert await tried(rates, by("eve")) == 0
        pauses.append(await tried(rates, by("eve")))
    assert pauses == [20, 40, 60, 60]


async def test_s30_what_is_refused_is_not_counted_and_lengthens_no_pause(rates, clock):
    for _try in range(3):
        await tried(rates, by("eve"))
    for _try in range(20):
        assert await tried(rates, by("eve")) == 10

    clock.now += 10

    assert await tried(rates, by("eve")) == 0


async def test_s30_the_tries_of_others_keep_nobody_out(rates, clock):
    for _try in range(3):
        await tried(rates, by("eve"))
    for _minute in range(30):
        clock.now += 61
        await tried(rates, by("eve"))

    assert await tried(rates, by("anna's own place")) == 0


async def test_s30_of_fifty_at_once_only_the_free_ones_pass(rates):
    waits = await asyncio.gather(*[tried(rates, by("eve")) for _try in range(50)])

    assert sum(wait == 0 for wait in waits) == 3


async def test_s33_a_wrong_answer_over_the_free_ones_is_refused_from_everywhere_until_the_window_has_room(rates, clock):
    for number in range(3):
        await tried(rates, by(f"eve {number}"), KnownOfTry.WRONG)
        clock.now += 100

    assert await tried(rates, by("eve of elsewhere"), KnownOfTry.WRONG) == 300
    clock.now += 301
    assert await tried(rates, by("eve of elsewhere"), KnownOfTry.WRONG) == 0


async def test_s33_a_right_answer_passes_after_the_pause_of_its_own_place(rates, clock):
    for _try in range(9):
        await tried(rates, by("hotel"), KnownOfTry.WRONG)

    assert await tried(rates, by("home"), KnownOfTry.RIGHT) == 0
    assert await tried(rates, by("hotel"), KnownOfTry.RIGHT) == 10
    clock.now += 10
    assert await tried(rates, by("hotel"), KnownOfTry.RIGHT) == 0


async def test_right_answers_are_not_counted(rates):
    for _try in range(40):
        assert await tried(rates, by("office"), KnownOfTry.RIGHT) == 0

    assert [await tried(rates, by("office"), KnownOfTry.WRONG) for _try in range(3)] == [0, 0, 0]


async def test_of_two_guards_the_one_that_refuses_leaves_the_other_uncounted(rates):
    for _try in range(2):
        await rates.guess(by("eve"), by("eve", NARROW))
    with pytest.raises(TooMany):
        await rates.guess(by("eve"), by("eve", NARROW))

    assert await rates.guess(by("eve")) == TriesLeft(left=0, pause_s=10)  # the third, and no fourth


async def test_a_try_that_was_right_is_forgotten_alone_or_with_all(rates):
    for _try in range(3):
        await tried(rates, by("eve"))

    await rates.release_guess(by("eve"))
    assert (await tried(rates, by("eve")), await tried(rates, by("eve"))) == (0, 10)
    await rates.clear_guess(by("eve"))
    assert [await tried(rates, by("eve")) for _try in range(3)] == [0, 0, 0]


async def test_a_flood_of_other_keys_clears_no_counter(clock):
    memory = GuardMemory()
    for _try in range(3):
        await memory.ask([by("eve")], KnownOfTry.NOTHING, clock.now)
    for number in range(2 * KEYS_KEPT):
        await memory.ask([Try(GUARD, f"flood {number}", "eve")], KnownOfTry.NOTHING, clock.now + number / 1000)

    wait_s, counts = await memory.ask([by("eve")], KnownOfTry.NOTHING, clock.now)

    assert (wait_s, counts) == (10, [3])
    assert len(memory.kept[GUARD.name]) <= KEYS_KEPT


async def test_without_its_redis_a_process_counts_alone(clock):
    rates = Rates("redis://127.0.0.1:1/0", clock)

    waits = [await tried(rates, by("eve")) for _try in range(4)]
    await rates.close()

    assert waits == [0, 0, 0, 10]
