"""What the console has changed of the settings, as the database keeps it."""

import json

from sqlalchemy import select

from app.console_settings import Kept, with_kept
from app.database import Database
from app.settings import Settings
from sql.tables import settings as settings_table


async def kept_settings(db: Database) -> dict[str, Kept]:
    """Every setting of the table, by name."""
    rows = await db.fetch_all(select(settings_table))
    return {row.name: Kept(json.loads(row.value), row.changed_ms) for row in rows}


async def settings_now(db: Database, started_with: Settings) -> Settings:
    """The environment's settings with those that are kept."""
    return with_kept(started_with, await kept_settings(db))
