"""Bringing a database to today's tables: Alembic, run from here so that no `alembic.ini` has to be found."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from sql.tables import metadata

HERE = Path(__file__).parent


def config_for(url: str) -> Config:
    """Alembic's configuration for a database URL as the settings have it."""
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
    command.upgrade(config_for(url), "head")


def newest_version() -> str:
    """The version that this program needs."""
    return str(ScriptDirectory.from_config(config_for("sqlite://")).get_current_head())


def current_version(url: str) -> str | None:
    """The version that the database has; None if it was never migrated."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def differences(url: str) -> list[object]:
    """What the database's tables lack of `sql.tables`, or have beyond: empty after `upgrade`."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  heavy, and only tests and `check` ask

    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            return [found for found in compare_metadata(context, metadata) if "search_" not in str(found)]
    finally:
        engine.dispose()
