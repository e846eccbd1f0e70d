"""Loops that fail begin again: soon after a good run, later when they fail and fail, at once when the database is back."""

import pymysql
import pytest

from app.steadily import LONG_PAUSE_S, SHORT_PAUSE_S, WELL_S, insist, steadily

AWAY = pymysql.err.OperationalError(2003, "Can't connect to MySQL server")


class Broken(Exception):
    """A defect of ours."""


class Script:
    """A loop that runs for so many seconds and then fails, again and again; and the clock that it moves."""

    def __init__(self, *runs):
        self.runs = iter(runs)
        self.now_s = 0.0
        self.pauses = []

    async def loop(self):
        run = next(self.runs, None)
        if run is not None:
            seconds, error = run
            self.now_s += seconds
            raise error

    async def sleep(self, seconds):
        self.pauses.append(seconds)

    async def to_its_end(self):
        await steadily(self.loop, "counting", sleep=self.sleep, clock=lambda: self.now_s)
        return self.pauses


async def test_the_pause_grows_to_its_longest_while_a_loop_fails_at_once():
    pauses = await Script(*[(0, Broken())] * 9).to_its_end()

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert pauses[-1] == LONG_PAUSE_S


async def test_the_pause_is_short_again_after_a_run_that_went_well():
    pauses = await Script(*[(0, Broken())] * 5, (WELL_S, Broken()), (0, Broken())).to_its_end()

    assert pauses == [1, 2, 4, 8, 16, SHORT_PAUSE_S, 2]


async def test_while_the_database_is_away_the_pause_stays_short_and_nothing_is_logged(capsys):
    pauses = await Script(*[(0, AWAY)] * 7, (0, ExceptionGroup("both", [AWAY, AWAY]))).to_its_end()

    said = capsys.readouterr()
    assert pauses == [SHORT_PAUSE_S] * 8
    assert said.out + said.err == ""


async def test_what_has_to_be_noted_is_noted_when_the_database_is_back():
    faults = iter([AWAY, AWAY])
    pauses = []

    async def note():
        if error := next(faults, None):
            raise error
        return "noted"

    async def sleep(seconds):
        pauses.append(seconds)

    assert await insist(note, sleep=sleep) == "noted"
    assert pauses == [SHORT_PAUSE_S] * 2


async def test_another_error_ends_the_insisting():
    async def note():
        raise Broken

    with pytest.raises(Broken):
        await insist(note)
