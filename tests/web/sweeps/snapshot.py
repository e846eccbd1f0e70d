"""The whole of a SQLite database, to compare with later and to go back to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

UNTOLD = frozenset({"sessions"})  # when somebody was last seen is no change
UNTOLD_COLUMNS = {"operators": "seen_ms"}  # it moves once a minute


class Snapshot:
    """A desk's database as it was. No transaction may be open while it is taken or brought back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = sqlite3.connect(":memory:")
        with _opened(path) as live:
            live.backup(self._kept)
        self._rows = self.rows()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """What every table holds now."""
        with _opened(self._path) as live:
            named = live.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {name: live.execute(f'SELECT {_columns(live, name)} FROM "{name}"').fetchall() for (name,) in named}

    def changed(self) -> list[str]:
        """The tables that are no longer as they were, but for what is untold."""
        now = self.rows()
        return sorted(name for name, rows in self._rows.items() if name not in UNTOLD and rows != now[name])

    def bring_back(self) -> None:
        """Make the database again what it was."""
        with _opened(self._path) as live:
            self._kept.backup(live)

    def close(self) -> None:
        """Forget it."""
        self._kept.close()


def _columns(live: sqlite3.Connection, table: str) -> str:
    """The columns that tell something."""
    columns = [column for _number, column, *_facts in live.execute(f'PRAGMA table_info("{table}")').fetchall()]
    return ", ".join(f'"{column}"' for column in columns if column != UNTOLD_COLUMNS.get(table))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection
