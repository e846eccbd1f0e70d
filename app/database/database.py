"""The desk's database: `databases.Database` with engines of our own, typed."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import databases

from app.database.connection import Connection, run_callback
from app.database.engine import Engine
from app.database.fullness import Fullness
from app.database.outage import Outage
from app.database.records import Record
from app.database.statements import Query, Values


class Database(databases.Database):  # type: ignore[misc] # mypy sees nothing of `databases`, whose types are not ours
    """A desk's database: `sqlite:///var/deskbell.db`, `sqlite:////abs/path`, `mysql://user:pass@host:3306/name`.

    After `connect()` and until `disconnect()` every task has its own connection while it needs one. A child
    task (`gather`, `create_task`, TaskGroup) inside a transaction is therefore **outside** of it; and when it
    needs the writer that its parent holds, `DatabaseBusy` ends the wait.

    A query is a SQLAlchemy expression, or text with `:name` for each value. Options, all optional:
    `acquire_timeout_s` (10), for SQLite `readers` (2 connections), for MySQL `max_size` (10 connections),
    `pool_recycle_s` (1800), `ping_after_s` (5), `connect_timeout_s` (5). A MySQL URL takes `?unix_socket=`,
    `?max_size=` and `?ssl=true`, which checks the server's certificate.
    """

    SUPPORTED_BACKENDS: ClassVar[dict[str, str]] = {
        "sqlite": "app.database.sqlite:SqliteEngine",
        "mysql": "app.database.mysql:MysqlEngine",
    }
    _backend: Engine

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(url, force_rollback=False, **options)

    @property
    def engine_name(self) -> str:
        """`sqlite` or `mysql`."""
        return self._backend.name

    @property
    def outage(self) -> Outage:
        """Whether it can be reached."""
        return self._backend.outage

    @property
    def fullness(self) -> Fullness:
        """Whether its disk has room."""
        return self._backend.fullness

    @property
    def in_transaction(self) -> bool:
        """Whether this task is inside a transaction."""
        connection = self._connection
        return connection is not None and connection.in_transaction

    async def fetch_all(self, query: Query, values: Values | None = None) -> list[Record]:
        """Return all rows."""
        async with self.connection() as connection:
            records: list[Record] = await connection.fetch_all(query, values)
        return records

    async def fetch_one(self, query: Query, values: Values | None = None) -> Record | None:
        """Return the first row, None when there is none. Say LIMIT 1 where there may be many: MySQL sends them all."""
        async with self.connection() as connection:
            record: Record | None = await connection.fetch_one(query, values)
        return record

    async def fetch_val(self, query: Query, values: Values | None = None, column: int | str = 0) -> Any:
        """Return one value of the first row, None when there is no row."""
        async with self.connection() as connection:
            return await connection.fetch_val(query, values, column)

    async def iterate(self, query: Query, values: Values | None = None) -> AsyncGenerator[Record, None]:
        """Yield the rows one by one. All are read first, so page through what may be large."""
        for record in await self.fetch_all(query, values):
            yield record

    async def execute(self, query: Query, values: Values | None = None) -> int:
        """Run a statement; return the last row id for INSERT, the number of rows matched for anything else.

        An INSERT that stored nothing (OR IGNORE) gives 0, as does one on MySQL into a table that does not number its rows.
        After an upsert the id is no engine's promise: read the row. Who asks "did I win?" asks `rowcount`.
        """
        async with self.connection() as connection:
            result: int = await connection.execute(query, values)
        return result

    async def rowcount(self, query: Query, values: Values | None = None) -> int:
        """Run an UPDATE or DELETE and return the rows that it matched, whether their values changed or not."""
        async with self.connection() as connection:
            matched: int = await connection.rowcount(query, values)
        return matched

    async def last_insert_id(self, query: Query, values: Values | None = None) -> int:
        """Run an UPDATE and return what `LAST_INSERT_ID(…)` in it was; 0 if no row matched. On MySQL alone."""
        async with self.connection() as connection:
            number: int = await connection.last_insert_id(query, values)
        return number

    async def execute_many(self, query: Query, values: Sequence[Values]) -> None:
        """Run a statement once for each set of values: all or none, in one transaction.

        In a transaction that is open already, some may have been run when one fails: it is to be rolled back then.
        """
        if not values:
            return
        async with self.connection() as connection:
            if connection.in_transaction:
                await connection.execute_many(query, values)
                return
            async with connection.transaction():
                await connection.execute_many(query, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Hold a transaction until the block ends: commit, or roll back when it raises or is cancelled.

        On SQLite it has the one writer from its beginning (BEGIN IMMEDIATE); on MySQL it is READ COMMITTED. Inside
        another one it is a savepoint. Raises DatabaseBusy when it cannot begin in `acquire_timeout_s`.
        """
        async with self.connection().transaction():
            yield

    async def now_ms(self) -> int:
        """Milliseconds since 1970 by the server's clock: what several machines compare with each other."""
        return int(await self.fetch_val(self._backend.clock_sql))

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call back once, after this task's root transaction has committed; never when it rolls back.

        Without a transaction it is called at once. An error that it raises is logged, for what is stored stays stored.
        """
        connection = self._connection
        if connection is not None and connection.in_transaction:
            connection.after_commit(callback)
        else:
            run_callback(callback)

    def connection(self) -> Connection:
        """Return the connection of this task."""
        connection = self._connection
        if connection is None:
            connection = self._connection = Connection(self, self._backend)
        return connection

    @property  # the base keeps it in a map from task to connection; here it has our type
    def _connection(self) -> Connection | None:
        connection: Connection | None = self._connection_map.get(self._current_task)
        return connection

    @_connection.setter
    def _connection(self, connection: Connection | None) -> None:
        if connection is None:
            self._connection_map.pop(self._current_task, None)
        else:
            self._connection_map[self._current_task] = connection
