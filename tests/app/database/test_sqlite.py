"""What holds on SQLite alone."""

import asyncio
import sqlite3
import threading
import time

import pytest

from app.database import Database, is_momentary, run_again


@pytest.fixture
async def db(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/a.db")
    await database.connect()
    await database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    yield database
    await database.disconnect()


def pragmas(raw):
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
    return tuple(raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names)


async def test_pragmas_hold_on_every_connection_for_as_long_as_it_lives(db):
    engine = db._backend
    for _ in range(20):
        await db.fetch_val("SELECT 1")

    assert await engine.writer.run(pragmas) == ("wal", 2, 1, 5000, 0)
    assert [await reader.run(pragmas) for reader in engine._readers] == [("wal", 2, 1, 5000, 1)] * 2


async def test_no_thread_is_started_for_a_statement_and_none_is_left_after_disconnect(tmp_path):
    before = set(threading.enumerate())
    db = Database(f"sqlite:///{tmp_path}/b.db", readers=3)
    await db.connect()
    mine = set(threading.enumerate()) - before

    for _ in range(20):
        await db.fetch_val("SELECT 1")
    during = set(threading.enumerate()) - before
    await db.disconnect()
    for thread in mine:
        thread.join()

    assert during == mine
    assert len(mine) == 4


async def test_a_file_that_cannot_be_opened_leaves_no_thread(tmp_path):
    before = set(threading.enumerate())
    db = Database(f"sqlite:///{tmp_path}/missing/a.db")

    with pytest.raises(sqlite3.OperationalError):
        await db.connect()

    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert not set(threading.enumerate()) - before  # one of another test may have ended meanwhile


async def test_disconnect_ends_a_transaction_that_another_task_holds(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/b.db")
    await db.connect()
    await db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    entered = asyncio.Event()

    async def hold():
        async with db.transaction():
            await db.execute("INSERT INTO notes (text) VALUES ('a')")
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    await entered.wait()
    await db.disconnect()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with Database(f"sqlite:///{tmp_path}/b.db") as again:
        assert await again.fetch_val("SELECT count(*) FROM notes") == 0


async def test_the_writer_closes_after_its_readers_so_that_the_file_alone_holds_every_row(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/b.db")
    await db.connect()
    await db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    writer, reader = db._backend.writer, db._backend._readers[0]
    writer_was_open = []

    def read_for_long(_raw):
        time.sleep(0.1)
        writer_was_open.append(writer.is_open)

    reading = reader.run(read_for_long)
    await db.disconnect()
    await reading

    assert writer_was_open == [True]
    assert [path.name for path in tmp_path.iterdir()] == ["b.db"]


async def test_a_database_in_memory_lives_until_it_is_disconnected():
    async with Database("sqlite:///:memory:") as db:
        await db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
        async with db.transaction():
            await db.execute("INSERT INTO notes (text) VALUES ('a')")

        assert await db.fetch_val("SELECT text FROM notes") == "a"


async def test_a_statement_that_writes_and_returns_rows_goes_to_the_writer(db):
    with_insert = "WITH x(t) AS (SELECT 'b') INSERT INTO notes (text) SELECT t FROM x RETURNING id"
    assert await db.fetch_val("INSERT INTO notes (text) VALUES ('a') RETURNING id") == 1
    assert await db.fetch_val(with_insert) == 2
    assert await db.fetch_val("WITH x(t) AS (SELECT 4) SELECT t FROM x") == 4
    assert await db.fetch_val("SELECT count(*) FROM notes") == 2


async def test_a_file_locked_by_another_process_is_momentary_and_run_again(db, tmp_path):
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    await db._backend.writer.run(lambda raw: raw.execute("PRAGMA busy_timeout = 0").close())
    errors = []

    async def act():
        try:
            async with db.transaction():
                await db.execute("INSERT INTO notes (text) VALUES ('a')")
        except sqlite3.OperationalError as error:
            errors.append(error)
            other.execute("ROLLBACK")
            raise

    other.execute("BEGIN IMMEDIATE")
    await run_again(db, act)
    other.close()

    assert [is_momentary(error) for error in errors] == [True]
    assert await db.fetch_val("SELECT count(*) FROM notes") == 1


async def test_a_rollback_by_sqlite_itself_ends_the_transaction_for_us_too(db):
    with pytest.raises(sqlite3.OperationalError, match="rolled this transaction back"):  # noqa: PT012 - the last line raises
        async with db.transaction():
            await db.execute("INSERT INTO notes (text) VALUES ('a')")
            await db._backend.writer.run(lambda raw: raw.execute("ROLLBACK").close())
            await db.execute("INSERT INTO notes (text) VALUES ('half a change')")

    assert await db.fetch_val("SELECT count(*) FROM notes") == 0


async def test_a_commit_that_sqlite_refuses_leaves_nothing_behind(db):
    await db.execute("CREATE TABLE late (id INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)")

    with pytest.raises(sqlite3.IntegrityError):
        async with db.transaction():
            await db.execute("INSERT INTO late VALUES (9)")

    async with db.transaction():
        assert await db.fetch_val("SELECT count(*) FROM late") == 0


async def test_two_desks_on_one_file_count_without_losing_any(tmp_path, db):
    await db.execute("INSERT INTO notes VALUES (1, '0')")

    async def count(desk):
        async with desk.transaction():
            value = int(await desk.fetch_val("SELECT text FROM notes"))
            await desk.execute("UPDATE notes SET text = :text", {"text": str(value + 1)})

    async with Database(f"sqlite:///{tmp_path}/a.db") as second:
        await asyncio.gather(*(count(desk) for desk in (db, second) for _ in range(10)))

    assert await db.fetch_val("SELECT text FROM notes") == "20"


def test_a_deferred_transaction_that_reads_first_fails_at_once(tmp_path):
    """Why ours begin IMMEDIATE: waiting cannot help two that have both read."""
    first, second = (sqlite3.connect(tmp_path / "c.db", isolation_level=None, timeout=0) for _ in range(2))
    first.execute("PRAGMA journal_mode = WAL")
    first.execute("CREATE TABLE notes (text TEXT)")
    for connection in (first, second):
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM notes").fetchall()
    first.execute("INSERT INTO notes VALUES ('a')")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute("INSERT INTO notes VALUES ('b')")

    first.close()
    second.close()
