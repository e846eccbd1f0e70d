"""Transactions: what is in them, how they end, and that nothing they do can exhaust the pool."""

import asyncio
from contextlib import suppress

import pytest
import sqlalchemy as sa

from app.database import Database, DatabaseBusy, run_again

COUNT = "SELECT count(*) FROM notes"
ADD = "INSERT INTO notes (text) VALUES (:text)"


@pytest.fixture
async def db(database_url):
    options = {"max_size": 2} if database_url.startswith("mysql") else {}
    database = Database(database_url, acquire_timeout_s=5, **options)
    await database.connect()
    await database.execute(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(80) UNIQUE)"
        if database.engine_name == "sqlite"
        else "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTO_INCREMENT, text VARCHAR(80) UNIQUE)"
    )
    yield database
    await database.disconnect()


async def add(db, text):
    return await db.execute(ADD, {"text": text})


def connections_in_use(db):
    """How many connections of the pool, or writers of the file, somebody holds."""
    engine = db._backend
    return len(engine.pool._taken) if db.engine_name == "mysql" else int(engine._writing.locked())


async def still_works(db):
    """Use more transactions than there are connections."""
    assert connections_in_use(db) == 0
    before = await db.fetch_val(COUNT)
    for number in range(5):
        async with db.transaction():
            await add(db, f"still {number}")
    return await db.fetch_val(COUNT) == before + 5


async def test_a_transaction_keeps_its_changes_when_it_ends_and_none_when_it_raises(db):
    async with db.transaction():
        await add(db, "kept")
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - what is raised is not the point
        async with db.transaction():
            await add(db, "lost")
            raise ZeroDivisionError

    assert [row.text for row in await db.fetch_all("SELECT text FROM notes")] == ["kept"]


async def test_others_see_a_change_only_after_the_commit(db):
    async with db.transaction():
        await add(db, "a")
        inside = await db.fetch_val(COUNT)
        outside = await asyncio.create_task(db.fetch_val(COUNT))

    assert (inside, outside, await db.fetch_val(COUNT)) == (1, 0, 1)


async def test_an_inner_transaction_is_undone_alone(db):
    async with db.transaction():
        await add(db, "outer")
        with suppress(ZeroDivisionError):
            async with db.transaction():
                await add(db, "inner")
                raise ZeroDivisionError
        async with db.transaction():
            await add(db, "second")

    assert [row.text for row in await db.fetch_all("SELECT text FROM notes ORDER BY id")] == ["outer", "second"]


async def test_a_child_task_is_outside_of_its_parents_transaction(db):
    async def child():
        return db.in_transaction

    async with db.transaction():
        inside, outside = db.in_transaction, await asyncio.gather(child(), child())

    assert (inside, outside, db.in_transaction) == (True, [False, False], False)


async def test_a_parent_that_waits_for_a_child_that_waits_for_it_is_ended_by_busy(database_url):
    options = {"max_size": 1} if database_url.startswith("mysql") else {}
    async with Database(database_url, acquire_timeout_s=0.05, **options) as db:
        await db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(80))")
        with pytest.raises(DatabaseBusy):
            async with db.transaction():
                await asyncio.gather(db.execute("INSERT INTO notes VALUES (1, 'a')"))

        assert await db.fetch_val(COUNT) == 0
        assert connections_in_use(db) == 0


async def test_a_transaction_cancelled_in_its_middle_gives_its_connection_back(db):
    for number in range(5):
        entered = asyncio.Event()

        async def hold(number=number, entered=entered):
            async with db.transaction():
                await add(db, f"lost {number}")
                entered.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(hold())
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert await db.fetch_val(COUNT) == 0
    assert await still_works(db)


@pytest.mark.parametrize("turns", range(12))
async def test_a_transaction_cancelled_at_any_moment_gives_its_connection_back(db, turns):
    async def write():
        async with db.transaction():
            await add(db, "a")
            async with db.transaction():
                await add(db, "b")

    task = asyncio.create_task(write())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert await db.fetch_val(COUNT) in {0, 2}
    assert await still_works(db)


async def test_a_commit_whose_task_is_cancelled_is_finished_and_tells_who_waits_for_it(db):
    rung = []
    task = None

    async def write():
        async with db.transaction():
            await add(db, "a")
            db.after_commit(lambda: rung.append("rung"))
            task.cancel()  # arrives at the next await: the COMMIT

    task = asyncio.create_task(write())
    with pytest.raises(asyncio.CancelledError):
        await task

    assert (await db.fetch_val(COUNT), rung) == (1, ["rung"])
    assert await still_works(db)


@pytest.mark.parametrize("command", ["begin", "commit", "rollback"])
async def test_a_command_that_fails_gives_its_connection_back(db, command, monkeypatch):
    connection_class = type(db._backend.connection())
    real = getattr(connection_class, command)

    async def fail(connection):
        if command != "begin":
            await real(connection)
        raise OSError("The network is down.")

    for number in range(4):
        monkeypatch.setattr(connection_class, command, fail)
        with pytest.raises((OSError, ZeroDivisionError)):  # noqa: PT012 - each command raises elsewhere
            async with db.transaction():
                await add(db, f"some {number}")
                if command == "rollback":
                    raise ZeroDivisionError
        monkeypatch.undo()

    assert await still_works(db)


async def test_a_failed_rollback_does_not_hide_the_cancellation(db, monkeypatch):
    connection_class = type(db._backend.connection())
    real = connection_class.rollback

    async def fail(connection):
        await real(connection)
        raise OSError("The network is down.")

    monkeypatch.setattr(connection_class, "rollback", fail)

    with pytest.raises(asyncio.CancelledError):
        async with db.transaction():
            raise asyncio.CancelledError

    monkeypatch.undo()
    assert await still_works(db)


async def test_who_waits_in_line_and_is_cancelled_holds_up_nobody(db):
    async with db.transaction():
        waiting = [asyncio.create_task(still_works_alone(db, number)) for number in range(6)]
        await asyncio.sleep(0)
        for task in waiting[::2]:
            task.cancel()

    done = await asyncio.gather(*waiting, return_exceptions=True)

    assert [isinstance(result, asyncio.CancelledError) for result in done] == [True, False] * 3
    assert await still_works(db)


async def still_works_alone(db, number):
    async with db.transaction():
        await add(db, f"alone {number}")


async def test_the_bell_rings_once_after_the_commit_and_never_after_a_rollback(db):
    rung = []

    async with db.transaction():
        db.after_commit(lambda: rung.append("outer"))
        async with db.transaction():
            db.after_commit(lambda: rung.append("inner"))
        with suppress(ZeroDivisionError):
            async with db.transaction():
                db.after_commit(lambda: rung.append("undone"))
                raise ZeroDivisionError
        during = list(rung)
    with suppress(ZeroDivisionError):
        async with db.transaction():
            db.after_commit(lambda: rung.append("rolled back"))
            raise ZeroDivisionError
    async with db.transaction():
        await add(db, "another")

    assert (during, rung) == ([], ["outer", "inner"])


async def test_the_bell_rings_at_once_without_a_transaction(db):
    rung = []

    db.after_commit(lambda: rung.append("now"))

    assert rung == ["now"]


async def test_a_bell_that_breaks_is_logged_and_the_next_one_rings(db, caplog):
    rung = []

    async with db.transaction():
        db.after_commit(lambda: 1 / 0)
        db.after_commit(lambda: rung.append("rung"))

    assert rung == ["rung"]
    assert "callback after a commit" in caplog.text


async def test_a_transaction_decorates_a_function_that_runs_in_several_tasks(db):
    @db.transaction()
    async def write(text):
        await add(db, text)
        return db.in_transaction

    assert await asyncio.gather(*(write(text) for text in "abcde")) == [True] * 5
    assert await db.fetch_val(COUNT) == 5


async def test_only_what_is_momentary_is_run_again(db):
    calls = []

    async def duplicate():
        calls.append(1)
        async with db.transaction():
            await add(db, "same")
            await add(db, "same")

    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await run_again(db, duplicate)

    assert len(calls) == 1
    assert await db.fetch_val(COUNT) == 0


async def test_many_more_tasks_than_connections_are_all_served(db):
    assert await asyncio.gather(*(db.fetch_val(sa.select(sa.literal(n))) for n in range(200))) == list(range(200))
