"""No page is served from a database that is not migrated."""

import asyncio

from app.config.settings import Settings
from sql.migrations import current_version, newest_version


class SchemaOutdated(Exception):
    """The database has not the tables of this version. One line for a person, with what to do."""


async def check_schema(settings: Settings) -> None:
    """Return if the database has this version's tables. Raises SchemaOutdated."""
    found = await asyncio.to_thread(current_version, settings.database_url)
    if found != newest_version():
        raise SchemaOutdated("The database is not migrated. Run: deskbell migrate")
