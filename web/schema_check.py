"""No page is served from a database that is not migrated."""

from app.database import Database


class SchemaOutdated(Exception):
    """The database has not the tables of this version. One line for a person, with what to do."""


async def check_schema(db: Database) -> None:
    """Return if the database is migrated. Raises SchemaOutdated."""
    try:
        counter = await db.fetch_val("SELECT value FROM counters WHERE name = :name", {"name": "events"})
    except Exception as error:
        raise SchemaOutdated("The database is not migrated. Run: deskbell migrate") from error
    if counter is None:
        raise SchemaOutdated("The database is not migrated. Run: deskbell migrate")
