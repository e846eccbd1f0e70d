"""What a refusal must leave as it was."""

from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from sql.tables import metadata, tickets

PRIVATE = {"drafts"}  # what was typed is kept for who typed it, whatever was refused


async def traces(desk):
    """Rows in every table, and every ticket as it stands."""
    counts = {}
    for table in metadata.sorted_tables:
        if table.name not in PRIVATE:
            counts[table.name] = await desk.db.fetch_val(select(func.count()).select_from(table))
    rows = await desk.db.fetch_all(select(tickets).order_by(tickets.c.id))
    stored = sorted(path.name for path in desk.storage.folder.rglob("*") if path.is_file())
    return counts, [tuple(row) for row in rows], stored


@asynccontextmanager
async def refused(desk, outcome, match=None):
    """The block is refused like this, and nothing of it stays: rows, versions, events, files."""
    before = await traces(desk)
    with pytest.raises(outcome, match=match) as found:
        yield found
    assert await traces(desk) == before
