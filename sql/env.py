"""Alembic's entry: which database, which tables."""

from alembic import context

from sql.migrations import make_engine
from sql.tables import metadata

engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    batch = connection.dialect.name == "sqlite"  # there a column changes only by making the table anew
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=batch)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
