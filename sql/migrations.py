"""Bringing a database to today's tables: Alembic, run from here so that no `alembic.ini` has to be found.

A desk that serves only asks for two versions, and does so without Alembic, which would take ten megabytes of it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from sql.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
_VERSION = sa.table("alembic_version", sa.column("version_num"))  # where Alembic notes it


def config_for(url: str) -> "Config":
    """Alembic's configuration for a database URL as the settings have it."""
    from alembic.config import Config  # noqa: PLC0415  see above

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(HERE / "versions"))
    config.attributes["url"] = sync_url(url)
    return config


def sync_url(url: str) -> str:
    """The same database for SQLAlchemy's blocking drivers."""
    return url.replace("mysql://", "mysql+pymysql://", 1) if url.startswith("mysql://") else url


def make_engine(url: str) -> sa.Engine:
    """A blocking engine: for migrations, seeding and tests, never inside the event loop."""
    engine = sa.create_engine(sync_url(url))
    if engine.dialect.name == "sqlite":
        folder = Path(engine.url.database or "").parent
        folder.mkdir(parents=True, exist_ok=True)
    return engine


def upgrade(url: str) -> None:
    """Bring the database to the newest version; harmless if it is there."""
    from alembic import command  # noqa: PLC0415  see above

    command.upgrade(config_for(url), "head")


def newest_version() -> str:
    """The version that this program needs: migrations are numbered, each in a file that begins with its number."""
    return max(path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py"))


def current_version(url: str) -> str | None:
    """The version that the database has; None if it was never migrated."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(_VERSION.name):
                return None
            found: str | None = connection.scalar(sa.select(_VERSION.c.version_num))
            return found
    finally:
        engine.dispose()


def differences(url: str) -> list[object]:
    """What the database's tables lack of `sql.tables`, or have beyond: empty after `upgrade`."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  see above
    from alembic.migration import MigrationContext  # noqa: PLC0415

    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            return [found for found in compare_metadata(context, metadata) if "search_" not in str(found)]
    finally:
        engine.dispose()
