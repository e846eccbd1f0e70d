import pytest
import sqlalchemy

from sql.tables import counters, groups
from tests.plugins.databases import engine


def test_an_empty_database_has_no_table(database_url):
    with engine(database_url) as connected, connected.connect() as connection:
        names = sqlalchemy.inspect(connection).get_table_names()

    assert names == []


@pytest.mark.parametrize("turn", [1, 2])
def test_a_drawn_database_forgets_what_the_test_before_wrote(schema_url, turn):
    with engine(schema_url) as connected, connected.begin() as connection:
        key = connection.execute(sqlalchemy.insert(groups).values(name="Front desk", created_ms=0)).inserted_primary_key
        count = connection.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(groups))

    assert (key[0], count) == (1, 1)


def test_a_drawn_database_counts_its_events_from_zero(schema_url):
    with engine(schema_url) as connected, connected.begin() as connection:
        row = connection.execute(sqlalchemy.select(counters).where(counters.c.name == "events")).one()
        connection.execute(sqlalchemy.update(counters).values(value=7))

    assert tuple(row) == ("events", 0)


async def test_a_connected_database_writes_and_reads(db):
    await db.execute(sqlalchemy.insert(groups).values(name="Front desk", created_ms=0))

    row = await db.fetch_one(sqlalchemy.select(groups.c.id, groups.c.name))

    assert (row.id, row.name) == (1, "Front desk")
