"""MariaDB with its own empty data directory, small in memory; durable as in production where a test ends it."""

import contextlib
import fcntl
import json
import os
import secrets
import subprocess
from pathlib import Path

import pymysql

from tests.servers.process import HOST, ServerFailed, ServerProcess, free_port
from tests.servers.programs import need

USER = "deskbell"
PASSWORD = "tests-only"

SETTINGS = """[mysqld]
datadir={directory}/data
tmpdir={directory}/tmp
socket={directory}/sock
pid-file={directory}/pid
port={port}
bind-address=127.0.0.1
skip-name-resolve
character-set-server=utf8mb4
collation-server=utf8mb4_bin
max-connections=200
performance-schema=OFF
innodb-flush-log-at-trx-commit={flushed}
innodb-doublewrite={flushed}
innodb-log-file-size=16M
innodb-buffer-pool-size=64M
innodb-ft-cache-size=1600000
key-buffer-size=64K
"""

ACCOUNT = f"""CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';
GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;
"""


class MariaDB:
    """One MariaDB server. `restart` keeps data and port, so that a desk can be seen to find it again."""

    def __init__(self, directory: Path, owner: int | None = None, durable: bool = True) -> None:
        self.directory = directory
        self.process = ServerProcess("mariadb", directory, owner)
        self.port = 0
        self.durable = durable

    @classmethod
    def attached(cls, directory: Path, port: int) -> "MariaDB":
        """The server that another process of this test run started there."""
        server = cls(directory)
        server.port = port
        return server

    def start(self) -> "MariaDB":
        """Make the data directory and serve it."""
        (self.directory / "tmp").mkdir(parents=True, exist_ok=True)  # in /tmp, two that are installed at once meet
        self.port = free_port()
        (self.directory / "my.cnf").write_text(self._settings())
        (self.directory / "account.sql").write_text(ACCOUNT)
        self._install()
        self.restart()
        return self

    def restart(self) -> None:
        """Serve the data directory (again)."""
        program = need("mariadbd", "mysqld")
        command = [program, self._defaults, f"--init-file={self.directory}/account.sql", *self._as_root]
        self.process.start(command, self._answers)

    def stop(self) -> None:
        """End it in order."""
        self.process.stop(30)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def create_database(self) -> str:
        """A new empty database's URL."""
        name = f"db_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database and whoever is still connected to it."""
        name = url.rsplit("/", 1)[1]
        with self.connect() as connection:
            disconnect_others(connection, name)
            connection.cursor().execute(f"DROP DATABASE IF EXISTS {name}")

    def url(self, name: str) -> str:
        """The database's URL in the form of `DESKBELL_DATABASE_URL`."""
        return f"mysql://{USER}:{PASSWORD}@{HOST}:{self.port}/{name}"

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Run one statement as the tests' user; return its rows."""
        with self.connect() as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall())

    def connect(self, database: str | None = None) -> "contextlib.closing[pymysql.Connection]":
        """A connection that commits by itself and never waits long for somebody's lock.

        Without TLS: to read the system's certificates for it took longer than all that most tests ask of the server.
        """
        connection = pymysql.connect(
            host=HOST, port=self.port, user=USER, password=PASSWORD, database=database, autocommit=True,
            ssl_disabled=True,
            init_command="SET lock_wait_timeout = 10, innodb_lock_wait_timeout = 10",
        )  # fmt: skip
        return contextlib.closing(connection)

    def _settings(self) -> str:
        return SETTINGS.format(directory=self.directory, port=self.port, flushed=int(self.durable))

    @property
    def _defaults(self) -> str:
        return f"--defaults-file={self.directory}/my.cnf"

    @property
    def _as_root(self) -> list[str]:
        return ["--user=root"] if os.getuid() == 0 else []  # it serves as root only when told to

    def _install(self) -> None:
        program = need("mariadb-install-db", "mysql_install_db")
        command = [program, self._defaults, "--auth-root-authentication-method=normal", "--skip-test-db"]
        done = subprocess.run([*command, *self._as_root], capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerFailed(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _answers(self) -> bool:
        """It answers as soon as the account exists; until then it refuses, one way or another."""
        with contextlib.suppress(pymysql.err.OperationalError), self.connect():
            return True
        return False


def disconnect_others(connection: "pymysql.Connection", database: str) -> None:
    """End what a failed test left connected, lest its locks outlive it."""
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s AND id <> CONNECTION_ID()", [database])
    for (number,) in cursor.fetchall():
        with contextlib.suppress(pymysql.err.OperationalError):  # gone meanwhile
            cursor.execute(f"KILL CONNECTION {number}")


class SharedMariaDB:
    """The one MariaDB of a test run: the worker that asks first starts it, the others use it.

    Every worker holds `users` in common while it may use the server; the one that started it ends it as soon as
    it can hold `users` alone. It ends with `leader` in any case.
    """

    def __init__(self, run_directory: Path, leader: int) -> None:
        self.directory = run_directory / "mariadb"
        self.state = run_directory / "mariadb.json"
        self.leader = leader
        self.users = (run_directory / "mariadb.users").open("w")
        self.started: MariaDB | None = None

    def acquire(self) -> MariaDB:
        """The server, running."""
        fcntl.flock(self.users, fcntl.LOCK_SH)
        with self.state.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.state.exists():
                return MariaDB.attached(self.directory, json.loads(self.state.read_text())["port"])
            self.started = MariaDB(self.directory, self.leader, durable=False).start()  # nobody kills it
            self.state.write_text(json.dumps({"port": self.started.port}))
            return self.started

    def release(self) -> None:
        """This worker needs it no more."""
        if self.started is not None:
            fcntl.flock(self.users, fcntl.LOCK_EX)
            self.state.unlink()
            self.started.stop()
        self.users.close()
