"""What holds on MySQL and MariaDB alone."""

import asyncio

import pymysql
import pytest

from app.database import Database, DatabaseBusy, is_momentary, is_timeout, run_again, select_within

pytestmark = pytest.mark.mariadb
SLEEPERS = "SELECT count(*) FROM information_schema.processlist WHERE db = database() AND info LIKE 'SELECT SLEEP%'"


@pytest.fixture
async def db(mariadb_url):
    database = Database(mariadb_url, max_size=2)
    await database.connect()
    await database.execute("CREATE TABLE counts (id INTEGER PRIMARY KEY, n INTEGER, text VARCHAR(5))")
    await database.execute("INSERT INTO counts VALUES (1, 0, ''), (2, 0, '')")
    yield database
    await database.disconnect()


@pytest.fixture
async def killer(mariadb_url):
    """Another connection, from which to kill."""
    async with Database(mariadb_url, max_size=1) as database:
        yield database


async def test_a_session_is_set_up_as_the_desk_needs_it(db):
    row = await db.fetch_one(
        "SELECT @@time_zone AS zone, @@tx_isolation AS isolation, @@innodb_lock_wait_timeout AS lock_wait_s,"
        " @@character_set_client AS charset, @@sql_mode AS mode"
    )

    assert (row.zone, row.isolation, row.lock_wait_s, row.charset) == ("+00:00", "READ-COMMITTED", 10, "utf8mb4")
    assert "STRICT_TRANS_TABLES" in row.mode


async def test_what_is_too_long_is_refused_and_not_cut(db):
    with pytest.raises(pymysql.err.DataError):
        await db.execute("UPDATE counts SET text = 'too long'")


async def test_a_second_statement_in_a_text_is_refused(db):
    with pytest.raises(pymysql.err.ProgrammingError):
        await db.execute("UPDATE counts SET n = 1; UPDATE counts SET n = 2")

    assert await db.fetch_val("SELECT sum(n) FROM counts") == 0


async def test_no_file_of_this_machine_is_sent_to_the_server(db, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("9\t9\tx\n")

    with pytest.raises(pymysql.err.MySQLError):
        await db.execute(f"LOAD DATA LOCAL INFILE '{secret}' INTO TABLE counts")

    assert await db.fetch_val("SELECT count(*) FROM counts") == 2


async def test_who_waits_is_served_when_the_connection_in_use_dies(mariadb_url, killer):
    async with Database(mariadb_url, max_size=1) as db:
        entered = asyncio.Event()

        async def die():
            async with db.transaction():
                number = await db.fetch_val("SELECT connection_id()")
                entered.set()
                await killer.execute(f"KILL {number}")
                await db.fetch_val("SELECT 1")

        dying = asyncio.create_task(die())
        await entered.wait()
        waiting = [asyncio.create_task(db.fetch_val("SELECT 1")) for _ in range(3)]

        with pytest.raises(pymysql.err.OperationalError):
            await dying
        assert await asyncio.gather(*waiting) == [1, 1, 1]


async def test_connections_killed_before_their_commit_leave_the_pool_healthy(db, killer):
    for _ in range(3):
        with pytest.raises(pymysql.err.OperationalError):  # noqa: PT012 - the commit raises
            async with db.transaction():
                await db.execute("UPDATE counts SET n = 9")
                await killer.execute(f"KILL {await db.fetch_val('SELECT connection_id()')}")

    async with db.transaction():
        assert await db.fetch_val("SELECT sum(n) FROM counts") == 0
    assert db._backend.pool._taken == set()


async def test_a_select_that_takes_longer_than_it_may_is_ended_by_the_server(db):
    with pytest.raises(pymysql.err.MySQLError) as late:
        await db.fetch_val(
            select_within(20) + "count(*) FROM information_schema.columns a, information_schema.columns b"
        )

    assert is_timeout(late.value)


async def test_a_query_cancelled_while_it_runs_raises_cancelled_and_disturbs_no_later_one(db, killer):
    for cancelled in range(3):  # the server goes on sleeping for those
        task = asyncio.create_task(slow_transaction(db))
        while await killer.fetch_val(SLEEPERS) <= cancelled:
            pass  # each question is a round trip, in which the other task goes on
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert [await db.fetch_val("SELECT :n", {"n": n}) for n in range(5)] == list(range(5))
    assert db._backend.pool._taken == set()


async def test_a_task_cancelled_at_any_moment_of_connecting_ends_there(mariadb_url):
    for turns in range(40):
        async with Database(mariadb_url, max_size=1) as db:
            await db.execute("DO 1")
            db._backend.pool._free.pop().close()
            task = asyncio.create_task(db.fetch_val("SELECT SLEEP(20)"))
            for _turn in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await db.fetch_val("SELECT 1") == 1


async def slow_transaction(db):
    async with db.transaction():
        await db.fetch_val("SELECT SLEEP(20)")


async def test_a_free_connection_that_the_server_has_closed_is_replaced(db, killer):
    await killer.execute(f"KILL {await db.fetch_val('SELECT connection_id()')}")

    assert await db.fetch_val("SELECT 1") == 1


async def test_a_connection_idle_for_long_is_asked_whether_it_lives(mariadb_url):
    async with Database(mariadb_url, ping_after_s=0) as db:
        first = await db.fetch_val("SELECT connection_id()")
        assert await db.fetch_val("SELECT connection_id()") == first

        db._backend.pool._free[0]._writer.transport.abort()
        assert await db.fetch_val("SELECT connection_id()") != first


async def test_an_old_connection_is_replaced(mariadb_url):
    async with Database(mariadb_url, pool_recycle_s=0) as db:
        assert await db.fetch_val("SELECT connection_id()") != await db.fetch_val("SELECT connection_id()")


async def test_who_finds_no_free_connection_is_told_so(mariadb_url):
    async with Database(mariadb_url, max_size=1, acquire_timeout_s=0.02) as db:
        async with db.transaction():
            with pytest.raises(DatabaseBusy):
                await asyncio.create_task(db.fetch_val("SELECT 1"))

        assert await db.fetch_val("SELECT 1") == 1


async def test_two_that_deadlock_are_both_done_when_run_again(db):
    both_began = asyncio.Barrier(2)
    errors = []

    def act(first, second):
        tries = []

        async def write():
            tries.append(1)
            try:
                async with db.transaction():
                    await db.execute("UPDATE counts SET n = n + 1 WHERE id = :id", {"id": first})
                    if len(tries) == 1:
                        await both_began.wait()
                    await db.execute("UPDATE counts SET n = n + 1 WHERE id = :id", {"id": second})
            except pymysql.err.OperationalError as error:
                errors.append(error)
                raise

        return write

    await asyncio.gather(run_again(db, act(1, 2)), run_again(db, act(2, 1)))

    assert [is_momentary(error) for error in errors] == [True]
    assert [row.n for row in await db.fetch_all("SELECT n FROM counts")] == [2, 2]


async def test_after_a_deadlock_nothing_more_of_the_transaction_is_stored(db):
    both_began = asyncio.Barrier(2)

    async def write(first, second):
        async with db.transaction():
            await db.execute("UPDATE counts SET n = n + 1 WHERE id = :id", {"id": first})
            await both_began.wait()
            try:
                await db.execute("UPDATE counts SET n = n + 1 WHERE id = :id", {"id": second})
            except pymysql.err.OperationalError:
                # The server has rolled everything back and would commit this by itself.
                await db.execute("INSERT INTO counts VALUES (3, 0, '')")

    ended = await asyncio.gather(write(1, 2), write(2, 1), return_exceptions=True)

    assert sorted(type(result).__name__ for result in ended) == ["NoneType", "OperationalError"]
    assert [row.n for row in await db.fetch_all("SELECT n FROM counts")] == [1, 1]


async def test_disconnect_ends_what_still_runs(mariadb_url):
    db = Database(mariadb_url)
    await db.connect()
    task = asyncio.create_task(db.fetch_val("SELECT SLEEP(20)"))
    for _ in range(3):  # turns of the loop, until it has a connection
        await asyncio.sleep(0)

    await db.disconnect()

    with pytest.raises(pymysql.err.MySQLError):
        await task


async def test_a_wrong_address_is_told_at_start():
    db = Database("mysql://nobody@127.0.0.1:1/x")

    with pytest.raises(pymysql.err.OperationalError, match="Can't connect"):
        await db.connect()
