"""Desks that are seeded once and kept for the next run: the same tickets, whatever is measured.

They lie in a directory of their own for each version of tables and seeds, below DESKBELL_BENCH_KEPT (a folder in the
system's temporary directory). Remove it to seed anew.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.bench.desks import demo_password
from tests.servers.served_desk import ServedDesk

HERE = Path(__file__).parent.parent.parent
SEEDED = 10_000  # what more is wanted are copies of these: to invent a million takes an hour
PASSWORD = "password"


class KeptDesk(ServedDesk):
    """A served demo desk with the password of its people."""

    def __init__(self, directory: Path, database_url: str, tree: Path | None = None, **settings: str) -> None:
        super().__init__(directory, database_url, **{"mail_in_web": "0", **settings})
        if tree:
            self.program = tree.resolve() / ".venv/bin/deskbell"

    @property
    def password(self) -> str:
        """What everybody signs in with; the demo is asked once."""
        noted = self.directory / PASSWORD
        if not noted.exists():
            noted.write_text(demo_password(self), "utf-8")
        return noted.read_text("utf-8")

    def seed(self, tickets: int) -> None:
        """Make the demo and so many tickets."""
        self.run("demo")
        self.run("seed", "--tickets", str(tickets))
        self.password  # noqa: B018  noted now


def kept_desk(tickets: int, tree: Path | None = None, **settings: str) -> KeptDesk:
    """A desk on SQLite with so many tickets, not serving yet; `tree`: the worktree of another version."""
    folder = _kept_folder() / _version(tree or HERE) / str(tickets)
    desk = KeptDesk(folder, f"sqlite:///{folder}/desk.db", tree, **settings)
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        if tickets > SEEDED:
            shutil.copytree(kept_desk(SEEDED, tree).directory, folder, ignore=shutil.ignore_patterns("ready", "*.log"))
            _multiply(folder / "desk.db", tickets)
        else:
            desk.seed(tickets)
        (folder / "ready").touch()
    return desk


def copied_desk(folder: Path, tickets: int, tree: Path | None = None, **settings: str) -> KeptDesk:
    """A copy of such a desk, for what changes it."""
    shutil.copytree(kept_desk(tickets, tree).directory, folder, ignore=shutil.ignore_patterns("ready", "*.log"))
    return KeptDesk(folder, f"sqlite:///{folder}/desk.db", tree, **settings)


def _kept_folder() -> Path:
    named = os.environ.get("DESKBELL_BENCH_KEPT")
    return Path(named) if named else Path(tempfile.gettempdir()) / f"deskbell-bench-{os.getuid()}"


def _version(tree: Path) -> str:
    """Another one for other tables or other seeds."""
    kept = hashlib.sha256()
    for path in sorted((*tree.glob("sql/versions/*.py"), *tree.glob("app/seeding/*.py"))):
        kept.update(path.read_bytes())
    return kept.hexdigest()[:12]


def _multiply(database: Path, tickets: int) -> None:
    """Add copies of the tickets until there are so many: all that lists and counts go through. Nobody wrote on the copies."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'tickets' AND sql IS NOT NULL"
        ).fetchall()
        for name, _sql in indexes:  # made at the end, they are sorted once
            connection.execute(f"DROP INDEX {name}")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(tickets)")]
        last, there = connection.execute("SELECT max(id), count(*) FROM tickets").fetchone()
        for times in range(1, -(-tickets // there)):
            other = {"id": f"id + {last * times}", "request_key": "NULL"}
            chosen = ", ".join(other.get(name, name) for name in columns)
            copied = f"INSERT INTO tickets ({', '.join(columns)}) SELECT {chosen} FROM tickets WHERE id <= {last}"
            connection.execute(copied)
        for _name, sql in indexes:
            connection.execute(sql)
        connection.commit()
