"""The way to the database: found to be cut, said once, found again without anybody's help."""

import sqlite3
from types import SimpleNamespace

import pymysql
import pytest

from app.database import Database, Outage, is_away
from app.database import mysql as mysql_engine


@pytest.fixture
def turns():
    return []


def heard_by(db, turns):
    db.outage.listen(lambda: turns.append(db.outage.is_on))


@pytest.mark.mariadb
@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_a_server_that_ends_is_found_away_once_and_found_again_when_it_is_back(
    mariadb_alone, turns, monkeypatch, how
):
    said = []
    heard = SimpleNamespace(
        error=lambda words, **_facts: said.append(words), info=lambda words, **_facts: said.append(words)
    )
    monkeypatch.setattr("app.database.outage.log", heard)
    async with Database(mariadb_alone.create_database()) as db:
        heard_by(db, turns)
        getattr(mariadb_alone, how)()

        for _ask in range(3):
            with pytest.raises(pymysql.err.MySQLError) as fault:
                await db.fetch_val("SELECT 1")
            assert is_away(fault.value)
        mariadb_alone.restart()

        assert await db.fetch_val("SELECT 1") == 1
    assert turns == [True, False]
    assert said == ["the database cannot be reached", "the database answers again"]


@pytest.mark.mariadb
async def test_a_server_that_hangs_is_as_good_as_gone(mariadb_alone, turns, monkeypatch):
    async with Database(mariadb_alone.create_database()) as db:
        heard_by(db, turns)
        monkeypatch.setattr(mysql_engine, "_ANSWER_S", 0.2)
        monkeypatch.setattr(db._backend.pool, "_connect_timeout_s", 0.2)
        mariadb_alone.process.pause()

        await until_away(db)  # on the connection that there is
        with pytest.raises(pymysql.err.OperationalError) as fault:
            await db.fetch_val("SELECT 1")  # on a new one
        assert is_away(fault.value)
        mariadb_alone.process.resume()
        monkeypatch.undo()

        assert await db.fetch_val("SELECT 1") == 1
    assert turns == [True, False]


async def until_away(db):
    """A stopped process may answer once more before all its threads are stopped."""
    with pytest.raises(pymysql.err.OperationalError):  # noqa: PT012 - one of them raises
        while True:
            await db.fetch_val("SELECT 1")


@pytest.mark.mariadb
async def test_one_connection_that_was_ended_is_no_outage_for_long(mariadb_url, turns):
    async with Database(mariadb_url) as db, Database(mariadb_url) as killer:
        heard_by(db, turns)
        with pytest.raises(pymysql.err.MySQLError):  # noqa: PT012 - the statement raises
            async with db.transaction():
                await killer.execute(f"KILL {await db.fetch_val('SELECT connection_id()')}")
                await db.fetch_val("SELECT 1")

        assert await db.fetch_val("SELECT 1") == 1
    assert turns == [True, False]


async def test_a_file_whose_disk_is_gone_is_found_away_once_and_found_again(sqlite_url, turns):
    gone = sqlite3.OperationalError("disk I/O error")
    gone.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ

    def break_down(_raw):
        raise gone

    async with Database(sqlite_url) as db:
        heard_by(db, turns)
        for _ask in range(3):
            with pytest.raises(sqlite3.OperationalError) as fault:
                await db._backend.writer.run(break_down)
            assert is_away(fault.value)

        assert await db.fetch_val("SELECT 1") == 1
    assert turns == [True, False]


def test_a_mistake_in_a_statement_is_no_outage():
    assert not is_away(pymysql.err.ProgrammingError(1064, "You have an error in your SQL syntax"))
    assert not is_away(pymysql.err.OperationalError(1213, "Deadlock found"))
    assert not is_away(ValueError("2003"))


def test_who_no_longer_listens_hears_nothing():
    outage, turns = Outage(clock=lambda: 1000), []
    end = outage.listen(lambda: turns.append(outage.since_ms))

    outage.missed(OSError("gone"))
    end()
    outage.answered()

    assert turns == [1000]
