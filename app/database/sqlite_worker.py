"""A SQLite connection in its thread, and what it is given to do there."""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite

from app.database.engine import Changed, Rows
from app.database.errors import is_away
from app.database.outage import Outage
from app.database.statements import Bound

T = TypeVar("T")

_CACHED_STATEMENTS = 512


class Worker(aiosqlite.Connection):
    """A SQLite connection and the thread that it lives in."""

    def __init__(self, path: str, outage: Outage) -> None:
        self.outage = outage
        super().__init__(
            lambda: sqlite3.connect(
                path,
                isolation_level=None,  # we say BEGIN ourselves
                cached_statements=_CACHED_STATEMENTS,
                check_same_thread=False,
                uri=path.startswith("file:"),
            ),
            iter_chunk_size=64,
        )
        self._thread.daemon = True  # a desk that dies without disconnect() must still be able to exit
        self.waiting = 0

    @classmethod
    async def open(cls, path: str, pragmas: tuple[str, ...], outage: Outage) -> "Worker":
        """Open a connection and set its PRAGMAs; `outage` is notified whether the file responds."""
        worker = cls(path, outage)
        await worker
        try:
            for pragma in pragmas:
                await worker.run(change_of(f"PRAGMA {pragma}", ()))
        except BaseException:
            worker.stop()
            raise
        return worker

    @property
    def is_open(self) -> bool:
        """Whether `run` may still be called."""
        return self._running and self._connection is not None

    def run(self, act: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Queue `act` for the thread at once and return its future.

        aiosqlite queues when awaited, and fetches separately. Queued immediately, the clean-up after a cancelled
        statement is certain to run right after it.
        """
        raw = self._conn
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting += 1
        future.add_done_callback(self._done)
        self._tx.put_nowait((future, lambda: act(raw)))
        return future

    def _done(self, future: asyncio.Future[Any]) -> None:
        self.waiting -= 1
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self.outage.answered()
        elif is_away(error):
            self.outage.missed(error)


def rows_of(bound: Bound, *, only_first: bool) -> Callable[[sqlite3.Connection], Rows]:
    """Return what reads a statement's rows. The cursor is closed at once, for an open one pins the snapshot it reads."""

    def act(raw: sqlite3.Connection) -> Rows:
        cursor = raw.execute(bound.sql, bound.arguments)
        try:
            # What writes (RETURNING) is not done before its last row is read.
            rows = cursor.fetchmany(1) if only_first and bound.plan.reads else cursor.fetchall()
            return Rows(rows, cursor.description or ())
        finally:
            cursor.close()

    return act


def change_of(sql: str, arguments: tuple[Any, ...]) -> Callable[[sqlite3.Connection], Changed]:
    """Return what runs a statement without rows."""

    def act(raw: sqlite3.Connection) -> Changed:
        cursor = raw.execute(sql, arguments)
        try:
            return Changed(cursor.rowcount, cursor.lastrowid or 0)
        finally:
            cursor.close()

    return act


def in_transaction(act: Callable[[sqlite3.Connection], T]) -> Callable[[sqlite3.Connection], T]:
    """Refuse to run after SQLite has rolled back on its own (disk full, out of memory): it would commit half a change."""

    def guarded(raw: sqlite3.Connection) -> T:
        if not raw.in_transaction:
            raise sqlite3.OperationalError("SQLite has rolled this transaction back.")
        return act(raw)

    return guarded


def begin(raw: sqlite3.Connection) -> None:
    """Begin with the write lock in hand."""
    roll_back(raw)  # nothing, unless an earlier ROLLBACK failed
    raw.execute("BEGIN IMMEDIATE").close()


def commit(raw: sqlite3.Connection) -> None:
    """Commit, or roll back where SQLite refuses."""
    try:
        raw.execute("COMMIT").close()
    except sqlite3.Error:
        roll_back(raw)
        raise


def roll_back(raw: sqlite3.Connection) -> None:
    """Roll back what is open, if anything is."""
    if raw.in_transaction:
        raw.execute("ROLLBACK").close()
