import asyncio
import dataclasses

import pytest

from app.actions.desk.opening import open_desk
from app.loops import running
from app.queries.desk.schema_check import SchemaOutdated
from sql.migrations import upgrade
from web.serving.asgi import create_app


@pytest.fixture
def unmigrated(web_settings, tmp_path):
    url, storage = f"sqlite:///{tmp_path}/new.db", f"file://{tmp_path}/files"
    return dataclasses.replace(web_settings, database_url=url, storage_url=storage)


@pytest.fixture
def migrated(unmigrated):
    upgrade(unmigrated.database_url)
    return unmigrated


async def test_a_database_that_is_not_migrated_is_refused_with_what_to_do(unmigrated):
    app = create_app(unmigrated)

    with pytest.raises(SchemaOutdated, match="deskbell migrate"):
        async with app.router.lifespan_context(app):
            pass


async def test_the_loops_run_with_the_desk_while_it_serves_and_end_with_it(migrated):
    seen, ended = asyncio.Event(), asyncio.Event()

    async def loop(desk):
        assert await desk.db.fetch_val("SELECT value FROM counters WHERE name = 'events'") == 0
        seen.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    app = create_app(migrated, background=[loop])
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(seen.wait(), 60)

    assert ended.is_set()


async def test_a_loop_that_fails_is_started_again_and_stops_nothing_else(migrated, monkeypatch):
    monkeypatch.setattr("app.steadily.SHORT_PAUSE_S", 0)
    runs, again = [], asyncio.Event()

    async def failing(_desk):
        runs.append(1)
        if len(runs) == 1:
            raise RuntimeError("the first time it breaks")
        again.set()

    async with open_desk(migrated) as desk, running([failing], desk):
        await asyncio.wait_for(again.wait(), 60)

    assert len(runs) == 2
