"""F-24: who tails the log misses nothing, however many write; and the same reading does miss where numbers come early."""

import asyncio

import pytest
import sqlalchemy
from sqlalchemy import insert, select

from app.actions.ticket.editing import edit_ticket
from app.database import Database
from app.queries.desk.events import events_after, last_event_id
from sql.migrations import sync_url
from tests.plugins.desk import NOW, opened

WRITERS = 40  # more, on a busy machine, wait longer for the writer than the desk lets anybody wait


async def test_a_reader_sees_each_event_of_many_writers_once_and_in_order(desk, live, anna):
    tickets = [await opened(desk, f"Matter {number}") for number in range(WRITERS // 4)]
    window = await live.window(anna)
    await live.given_out()
    seen = [event.id for event in await events_after(desk, 0, 1000)]
    before = len(seen)
    writing = asyncio.gather(
        *[_write(desk, anna, tickets[number % len(tickets)], f"Now {number}") for number in range(WRITERS)]
    )

    while not writing.done() or seen[-1] < await last_event_id(desk):
        seen += [event.id for event in await events_after(desk, seen[-1], 7)]
    await writing

    last = await last_event_id(desk)
    await window.until_event(last)
    heard = [facts["id"] for facts in window.events if facts["ticket"]]
    assert seen == list(range(1, last + 1))
    assert heard == seen[before:]
    assert len(heard) == 2 * WRITERS


async def _write(desk, anna, ticket, subject):
    await edit_ticket(desk, anna, ticket.id, {"subject": subject}, NOW)
    await opened(desk, "Another")


@pytest.mark.mariadb
async def test_numbers_given_before_the_commit_are_missed_by_the_same_reading(mariadb_url):
    plain = sqlalchemy.Table(
        "plain",
        sqlalchemy.MetaData(),
        sqlalchemy.Column("id", sqlalchemy.BigInteger, primary_key=True, autoincrement=True),
        sqlalchemy.Column("writer", sqlalchemy.String(10)),
    )
    engine = sqlalchemy.create_engine(sync_url(mariadb_url), poolclass=sqlalchemy.NullPool)
    plain.metadata.create_all(engine)
    engine.dispose()
    db = Database(mariadb_url)
    await db.connect()
    first_is_numbered, second_is_committed = asyncio.Event(), asyncio.Event()

    async def first():
        async with db.transaction():
            await db.execute(insert(plain).values(writer="first"))
            first_is_numbered.set()
            await second_is_committed.wait()

    writing = asyncio.create_task(first())
    await first_is_numbered.wait()
    await db.execute(insert(plain).values(writer="second"))
    seen = [row.id for row in await db.fetch_all(select(plain).order_by(plain.c.id))]
    second_is_committed.set()
    await writing
    seen += [row.id for row in await db.fetch_all(select(plain).where(plain.c.id > seen[-1]))]
    everything = [row.id for row in await db.fetch_all(select(plain).order_by(plain.c.id))]
    await db.disconnect()

    assert everything == [1, 2]
    assert seen == [2]
