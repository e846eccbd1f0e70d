"""What MariaDB sends comes to the desk as it left, of whatever length, in whatever pieces."""

import datetime as dt
import decimal

import pymysql
import pytest

from app.database import Database

pytestmark = pytest.mark.mariadb
LENGTHS = (0, 1, 250, 251, 252, 255, 65_535, 65_536, 1_000_000)  # where another form of the length begins


@pytest.fixture
async def db(mariadb_url):
    async with Database(mariadb_url, max_size=1) as database:
        yield database


@pytest.mark.parametrize("length", LENGTHS)
async def test_a_value_of_any_length_comes_whole_between_its_neighbours(db, length):
    row = await db.fetch_one("SELECT 7, repeat('ä', :length), NULL, 'end'", {"length": length})

    assert tuple(row) == (7, "ä" * length, None, "end")


async def test_a_row_that_fills_more_than_one_packet_is_put_together(db):
    row = await db.fetch_one("SELECT repeat('a', 9000000), repeat('b', 9000000), 3")

    assert (len(row[0]), len(row[1]), row[2]) == (9_000_000, 9_000_000, 3)
    assert set(row[0]) | set(row[1]) == {"a", "b"}


async def test_many_rows_come_in_order(db):
    rows = await db.fetch_all("SELECT seq, repeat('x', seq % 300) FROM seq_1_to_20000")

    assert [row[0] for row in rows] == list(range(1, 20_001))
    assert all(len(row[1]) == row[0] % 300 for row in rows)


async def test_each_type_of_the_server_is_read_as_its_own(db):
    row = await db.fetch_one(
        "SELECT -9223372036854775808, 1.5e0, cast(2.50 AS decimal(10,2)), date '2026-11-25',"
        " timestamp '2026-11-25 08:09:10', cast('7' AS binary), b'1', 1 = 1, NULL"
    )

    assert tuple(row) == (
        -(2**63),
        1.5,
        decimal.Decimal("2.50"),
        dt.date(2026, 11, 25),
        dt.datetime(2026, 11, 25, 8, 9, 10),  # noqa: DTZ001  the server knows of no zone
        b"7",
        b"\x01",
        1,
        None,
    )


async def test_an_error_amid_the_rows_is_raised_and_the_connection_goes_on(db):
    with pytest.raises(pymysql.err.OperationalError):
        await db.fetch_all("SELECT seq, (SELECT 1 UNION SELECT seq % 2) FROM seq_1_to_1000")

    assert await db.fetch_val("SELECT 5") == 5
