"""SQLite: one writer and a few readers, open for as long as the desk runs.

`databases` opens a connection and a thread for every statement, loses PRAGMAs with it, and begins transactions that
fail at once when two of them read and then write. Here a transaction takes the writer before it reads.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from databases import DatabaseURL
from sqlalchemy.dialects.sqlite import pysqlite

from app.database.engine import Changed, Engine, EngineConnection, Rows
from app.database.errors import DatabaseBusy
from app.database.sqlite_worker import Worker, begin, change_of, commit, in_transaction, roll_back, rows_of
from app.database.statements import Bound

_PRAGMAS = (
    "busy_timeout = 5000",  # milliseconds; first, for the next one may meet another process
    "journal_mode = WAL",
    "synchronous = FULL",  # a mail is taken from the mailbox once it is stored: a power cut may not lose it
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -16000",  # KiB
)


class SqliteEngine(Engine):
    """A file (or `:memory:`), its writer and its readers."""

    name = "sqlite"
    clock_sql = "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

    def __init__(self, url: DatabaseURL, readers: int = 2, acquire_timeout_s: float = 10) -> None:
        super().__init__(pysqlite.dialect(paramstyle="qmark"))
        self._path = url.database or ":memory:"
        self._reader_count = 0 if self._path == ":memory:" else readers
        self._acquire_timeout_s = acquire_timeout_s
        self._writer: Worker | None = None
        self._readers: list[Worker] = []
        self._writing = asyncio.Lock()

    async def connect(self) -> None:
        """Open the writer and the readers; none stays open when one fails."""
        self._writing = (
            asyncio.Lock()
        )  # serves in the order of asking; a waiter may be cancelled; it belongs to this loop
        try:
            self._writer = await Worker.open(self._path, _PRAGMAS, self.outage)
            for _ in range(self._reader_count):
                pragmas = (*_PRAGMAS, "query_only = ON")
                self._readers.append(await Worker.open(self._path, pragmas, self.outage))
        except BaseException:
            await self.disconnect()
            raise

    async def disconnect(self) -> None:
        """Close everything and stop the threads, whatever is going on; a transaction that is open is rolled back.

        The writer goes last and alone: of two connections that close at the same moment neither sees itself as the last,
        and the newest rows would stay in the `-wal` file, which who copies the database of a stopped desk may leave behind.
        """
        readers, writer = self._readers, self._writer
        self._readers, self._writer = [], None
        closed = await asyncio.gather(*[reader.close() for reader in readers], return_exceptions=True)
        if writer:
            closed += await asyncio.gather(writer.close(), return_exceptions=True)
        for error in filter(None, closed):
            raise error

    def connection(self) -> "SqliteConnection":
        """Return a connection for one task."""
        return SqliteConnection(self)

    @property
    def writer(self) -> Worker:
        """The one connection that writes."""
        if self._writer is None:
            raise RuntimeError("The database is not connected.")
        return self._writer

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Worker]:
        """Hold the writer for one statement."""
        writer = await self.take_writer()
        try:
            yield writer
        finally:
            self.return_writer()

    async def take_writer(self) -> Worker:
        """Wait for the writer and hold it. Raises DatabaseBusy after `acquire_timeout_s`."""
        try:
            async with asyncio.timeout(self._acquire_timeout_s):
                await self._writing.acquire()
        except TimeoutError:
            raise DatabaseBusy(f"The database's writer was not free for {self._acquire_timeout_s} s.") from None
        if self._writer is None:
            self._writing.release()
        return self.writer

    def return_writer(self) -> None:
        """Let the next in line have the writer."""
        self._writing.release()

    def reader(self) -> Worker | None:
        """Return the reader with the least to do; None in memory, where the writer reads too."""
        self.writer  # noqa: B018 - it raises when there is no connection
        return min(self._readers, key=lambda reader: reader.waiting, default=None)


class SqliteConnection(EngineConnection):
    """One task's way to the file: a reader for what reads, the writer for the rest and for a whole transaction."""

    def __init__(self, engine: SqliteEngine) -> None:
        self._engine = engine
        self._writer: Worker | None = None

    async def acquire(self) -> None:
        """Take nothing yet: which connection it will be, the statement says."""

    async def release(self) -> None:
        """Give nothing back: a transaction ends by its own."""

    async def rows(self, bound: Bound, *, only_first: bool = False) -> Rows:
        """Run a statement and read its rows in one visit to the thread."""
        if self._writer:
            return await self._writer.run(in_transaction(rows_of(bound, only_first=only_first)))
        reader = self._engine.reader() if bound.plan.reads else None
        if reader:
            return await reader.run(rows_of(bound, only_first=only_first))
        async with self._engine.writing() as writer:
            return await writer.run(rows_of(bound, only_first=only_first))

    async def change(self, bound: Bound) -> Changed:
        """Run a statement that returns no rows."""
        act = change_of(bound.sql, bound.arguments)
        if self._writer:
            with self._engine.fullness.writing(stores=False):
                return await self._writer.run(in_transaction(act))
        async with self._engine.writing() as writer:
            with self._engine.fullness.writing(stores=True):
                return await writer.run(act)

    async def change_many(self, sql: str, arguments: list[tuple[Any, ...]]) -> None:
        """Run one statement with each of these arguments."""
        with self._engine.fullness.writing(stores=False):
            await self._transaction_worker().run(in_transaction(lambda raw: raw.executemany(sql, arguments).close()))

    async def command(self, sql: str) -> None:
        """Run a savepoint command."""
        await self._transaction_worker().run(in_transaction(lambda raw: raw.execute(sql).close()))

    async def begin(self) -> None:
        """Take the writer and the file's write lock, for which another process may have to be waited for."""
        writer = await self._engine.take_writer()
        try:
            await writer.run(begin)
        except BaseException:
            if writer.is_open:
                # A BEGIN that nobody waits for any more runs all the same, and this right behind it.
                writer.run(roll_back)
            self._engine.return_writer()
            raise
        self._writer = writer

    async def commit(self) -> None:
        """Commit, or roll back where SQLite refuses (a deferred foreign key)."""
        try:
            with self._engine.fullness.writing(stores=True):
                await self._transaction_worker().run(commit)
        finally:
            self._return_writer()

    async def rollback(self) -> None:
        """Roll back; to close the file has done so already."""
        worker = self._transaction_worker()
        try:
            if worker.is_open:
                await worker.run(roll_back)
        finally:
            self._return_writer()

    def _transaction_worker(self) -> Worker:
        if self._writer is None:
            raise RuntimeError("There is no transaction.")
        return self._writer

    def _return_writer(self) -> None:
        self._writer = None
        self._engine.return_writer()
