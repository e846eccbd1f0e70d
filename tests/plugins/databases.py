"""Databases for tests: each runs on SQLite and on MariaDB, each with its own.

`database_url` is empty, `schema_url` has the tables, `db` is connected to such a one. To draw the tables anew for
every test would cost MariaDB a third of a second; so a worker keeps one database and empties it between tests.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy

from app.database import Database
from app.database.statements import Statements
from sql.migrations import sync_url, upgrade
from tests.servers.mariadb import MariaDB, SharedMariaDB, disconnect_others


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Statements are compiled once for all databases of this process, which are thousands: a quarter of what tests compute."""
    compiled: dict[type, Statements] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "app.database.engine.Statements", lambda dialect: compiled.setdefault(type(dialect), Statements(dialect))
        )
        yield


@pytest.fixture(scope="session")
def mariadb(request, run_directory, leader) -> MariaDB:
    """The MariaDB that all tests share. Who wants to kill one starts their own (`mariadb_alone`)."""
    shared = SharedMariaDB(run_directory, leader)
    request.config.add_cleanup(shared.release)  # after the last test: to wait for the others is no test's time
    return shared.acquire()


@pytest.fixture
def mariadb_alone(tmp_path) -> Iterator[MariaDB]:
    """A MariaDB for one test, which may stop, kill and restart it."""
    server = MariaDB(tmp_path / "mariadb").start()
    yield server
    server.process.kill()


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def engine_name(request) -> str:
    """Runs a test once on each engine: `sqlite`, `mariadb`."""
    return request.param


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """An empty SQLite database."""
    return f"sqlite:///{tmp_path}/empty.db"


@pytest.fixture
def mariadb_url(mariadb) -> Iterator[str]:
    """An empty MariaDB database."""
    url = mariadb.create_database()
    yield url
    mariadb.drop_database(url)


@pytest.fixture
def database_url(request, engine_name) -> str:
    """An empty database, on each engine in turn."""
    return request.getfixturevalue(f"{engine_name}_url")


@pytest.fixture
def sqlite_schema_url(tmp_path, sqlite_template) -> str:
    """A SQLite database with the tables of `sql/tables`, empty."""
    shutil.copyfile(sqlite_template, tmp_path / "deskbell.db")
    return f"sqlite:///{tmp_path}/deskbell.db"


@pytest.fixture
def mariadb_schema_url(mariadb, mariadb_template) -> Iterator[str]:
    """A MariaDB database with the tables of `sql/tables`, empty; the worker's tests use it one after the other."""
    yield mariadb_template.url
    mariadb_template.empty(mariadb)


@pytest.fixture
def schema_url(request, engine_name) -> str:
    """A database with the tables of `sql/tables`, empty, on each engine in turn."""
    return request.getfixturevalue(f"{engine_name}_schema_url")


@pytest.fixture
async def db(schema_url):
    """The desk's database, connected; tables without rows, on each engine in turn."""
    database = Database(schema_url)
    await database.connect()
    yield database
    await database.disconnect()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """The file that every test's SQLite database is a copy of, as `deskbell migrate` leaves one."""
    path = tmp_path_factory.mktemp("template") / "deskbell.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def mariadb_template(mariadb) -> Iterator["ReusedDatabase"]:
    """This worker's MariaDB database with the desk's tables."""
    url = mariadb.create_database()
    yield ReusedDatabase(url)
    mariadb.drop_database(url)


class ReusedDatabase:
    """A MariaDB database that is brought back, between tests, to how it was drawn."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = url.rsplit("/", 1)[1]
        upgrade(url)
        with engine(url) as connected, connected.connect() as connection:
            self.tables = tuple(sqlalchemy.inspect(connection).get_table_names())
            self.first_rows = {
                table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM `{table}`")]
                for table in self.tables
            }

    def empty(self, server: MariaDB) -> None:
        """Remove what a test wrote, in the tables that it wrote to, and number from 1 again."""
        with server.connect(self.name) as connection:
            disconnect_others(connection, self.name)
            cursor = connection.cursor()
            cursor.execute("SET foreign_key_checks = 0, autocommit = 0")
            cursor.execute(" UNION ALL ".join(f"(SELECT '{t}' FROM `{t}` LIMIT 1)" for t in self.tables))
            for (table,) in cursor.fetchall():
                self._restore(cursor, table)
            connection.commit()
            for table in self._numbered(cursor):
                cursor.execute(f"ALTER TABLE `{table}` AUTO_INCREMENT = 1")

    def _restore(self, cursor, table: str) -> None:
        cursor.execute(f"DELETE FROM `{table}`")
        if rows := self.first_rows[table]:
            values = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO `{table}` VALUES ({values})", rows)

    def _numbered(self, cursor) -> list[str]:
        """Tables whose next number is no longer the first."""
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND auto_increment > 1",
            [self.name],
        )
        return [table for (table,) in cursor.fetchall() if not self.first_rows[table]]


@contextmanager
def engine(url: str) -> Iterator[sqlalchemy.Engine]:
    """A plain SQLAlchemy engine on this database, closed at the end."""
    plain = {"ssl_disabled": True} if url.startswith("mysql") else {}  # as in MariaDB.connect
    made = sqlalchemy.create_engine(sync_url(url), poolclass=sqlalchemy.NullPool, connect_args=plain)
    yield made
    made.dispose()
