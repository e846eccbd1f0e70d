"""The scene that every sweep plays in: one desk on SQLite, asked as a program would."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.config.settings import Settings
from tests.web.sweeps.scene import Scene, make_scene
from web.serving.assembly import assemble


@pytest.fixture
def schema_url(sqlite_schema_url: str) -> str:
    """On SQLite alone: who may do what is decided above the database, and the desk is brought back between acts."""
    return sqlite_schema_url


@pytest.fixture
def web_settings(web_settings: Settings) -> Settings:
    """An answer that can be recalled stays so through a sweep, however slow the machine is."""
    return dataclasses.replace(web_settings, undo_seconds=3600)


@pytest.fixture
async def scene(web_desk, tmp_path: Path) -> AsyncIterator[Scene]:
    """The desk with everybody in it, as `deskbell serve` would assemble it."""
    made = await make_scene(assemble(web_desk.settings), web_desk, tmp_path, tmp_path / "deskbell.db")
    yield made
    made.snapshot.close()
    made.app.state.plugins.close()
