"""Lived histories: made once on SQLite by the desk's actions, then put into the database that is asked."""

import shutil
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select, update

from app.database import Database
from sql.tables import counters, customers, events, groups, opening_hours, operators, tickets
from tests.app.actions.counting.histories import RandomDesk
from tests.plugins.desk import make_desk, settings_for

ACTS_EACH = 40
TABLES = (operators, groups, opening_hours, customers, tickets, events)
KEPT = {}  # by seed, for the other engine's turn in the same process


@pytest.fixture
async def lived(request, tmp_path, sqlite_template):
    """The rows of each table by its name, of the history with the seed that the test is given."""
    seed = request.param
    if seed not in KEPT:
        KEPT[seed] = await _live(tmp_path, sqlite_template, seed)
    return KEPT[seed]


async def _live(tmp_path, sqlite_template, seed):
    shutil.copyfile(sqlite_template, tmp_path / "lived.db")
    db = Database(f"sqlite:///{tmp_path}/lived.db")
    await db.connect()
    await RandomDesk(make_desk(db, settings_for(tmp_path), tmp_path), seed).live(ACTS_EACH)
    rows = {table.name: await db.fetch_all(select(table).order_by(*table.primary_key)) for table in TABLES}
    await db.disconnect()
    return SimpleNamespace(**rows)


@pytest.fixture
def put(desk):
    """`await put(lived)`: everything of it is in the desk's database; with `events` only these of the log."""

    async def write(lived, *, log=None):
        for table in TABLES[:-1]:
            rows = [dict(row._mapping) | {"duplicate_of": None} for row in getattr(lived, table.name)]
            columns = set(table.c.keys())
            await desk.db.execute_many(
                insert(table), [{name: value for name, value in row.items() if name in columns} for row in rows]
            )
        await go_on(lived.events if log is None else log)

    async def go_on(rows):
        await desk.db.execute_many(insert(events), [dict(row._mapping) for row in rows])
        newest = update(counters).where(counters.c.name == "events")
        if rows:
            await desk.db.execute(newest.values(value=rows[-1].id))

    write.go_on = go_on
    return write
