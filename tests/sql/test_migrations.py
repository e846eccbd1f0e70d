"""A database comes from nothing to today's tables, and twice is harmless, on both engines."""

import hashlib

import sqlalchemy as sa
from alembic import command

from app.database import Database
from app.nouns.request_keys import RequestKey
from sql.migrations import config_for, current_version, differences, newest_version, upgrade
from sql.tables import counters
from tests.plugins.databases import engine


def column_types(url):
    """Table to column to its type, its NULL and its default, as the engine tells them."""
    with engine(url) as connected:
        found = sa.inspect(connected)
        return {
            table: {
                column["name"]: (str(column["type"]).split(" COLLATE")[0], column["nullable"])
                for column in found.get_columns(table)
            }
            for table in found.get_table_names()
            if not table.startswith(("search_index", "alembic"))
        }


def test_migrating_from_nothing_gives_the_tables_of_the_code(database_url):
    upgrade(database_url)

    assert differences(database_url) == []
    assert current_version(database_url) == newest_version()


def test_the_types_are_those_of_the_code_too(database_url, schema_url):
    upgrade(database_url)

    migrated, drawn = column_types(database_url), column_types(schema_url)

    assert {table: migrated[table] for table in drawn} == drawn


def test_migrating_twice_changes_nothing(database_url):
    upgrade(database_url)
    with engine(database_url) as connected, connected.begin() as connection:
        connection.execute(sa.update(counters).where(counters.c.name == "events").values(value=7))

    upgrade(database_url)

    with engine(database_url) as connected, connected.connect() as connection:
        rows = connection.execute(sa.select(counters.c.name, counters.c.value)).all()
    assert dict(map(tuple, rows))["events"] == 7
    assert differences(database_url) == []


def test_a_database_that_was_never_migrated_has_no_version(database_url):
    assert current_version(database_url) is None


async def test_an_action_finds_its_counter_in_a_migrated_database(database_url):
    upgrade(database_url)
    database = Database(database_url)
    await database.connect()
    try:
        assert await database.fetch_val(sa.select(counters.c.value).where(counters.c.name == "events")) == 0
    finally:
        await database.disconnect()


def test_a_request_that_was_sent_before_keys_had_one_sender_is_still_the_same_after_it(database_url):
    command.upgrade(config_for(database_url), "0012")
    old = hashlib.sha256(b"answer\0007\0drawn").hexdigest()
    with engine(database_url) as connected, connected.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(sa.text(statement), {"key": old})

    upgrade(database_url)

    with engine(database_url) as connected, connected.connect() as connection:
        kept = connection.execute(sa.text("SELECT request_key FROM messages ORDER BY id")).scalars().all()
        of_ticket = connection.execute(sa.text("SELECT request_key FROM tickets")).scalar()
    assert kept == [RequestKey("drawn", "operator", 7).stored("answer", 1, content="").key, None, None]
    assert of_ticket is None


_TICKET = (
    "INSERT INTO tickets (id, version, access_code, subject, status, shelf, request_key, name, email, email_key, phone,"
    " address, city, country, language, client_ip, source, incomplete, created_ms, updated_ms, customer_wrote_ms,"
    " customer_event_id, attachment_count, trouble) VALUES (1, 1, 'K', 'S', 'open', 'active', :key, 'H', 'h@x', 'h@x',"
    " '', '', '', '', 'en', '', 'web', 0, 1, 1, 1, 1, 0, '')"
)
_MESSAGE = (
    "INSERT INTO messages (id, ticket_id, kind, source, author_name, author_email, text, sanitizer_version, shared,"
    " proof, warning, client_ip, created_ms, request_key) VALUES "
)
OLD_ROWS = [
    _TICKET,
    f"{_MESSAGE}(1, 1, 'answer', 'operator', 'A', '', 'x', 1, 1, '', '', '', 1, :key)",
    f"{_MESSAGE}(2, 1, 'customer', 'mail', 'H', '', 'x', 1, 1, '', '', '', 1, 'of a mail')",
    f"{_MESSAGE}(3, 1, 'customer', 'web', 'H', '', 'x', 1, 1, '', '', '', 1, NULL)",
]
