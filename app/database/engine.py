"""What SQLite and MySQL have in common behind `Database`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from databases.interfaces import ConnectionBackend, DatabaseBackend
from sqlalchemy.engine.interfaces import Dialect

from app.database.fullness import Fullness
from app.database.outage import Outage
from app.database.statements import Bound, Statements


class Changed(NamedTuple):
    """What a driver tells after a statement that returns no rows."""

    rowcount: int
    last_row_id: int


class Rows(NamedTuple):
    """What a driver returns for a statement that has rows."""

    rows: Sequence[Sequence[Any]]
    description: Sequence[Sequence[Any]]


class Engine(DatabaseBackend, ABC):  # type: ignore[misc] # mypy sees nothing of `databases`, whose types are not ours
    """One kind of database: opens and closes connections, knows the dialect."""

    name: str
    clock_sql: str  # asks the server for milliseconds since 1970

    def __init__(self, dialect: Dialect) -> None:
        self.statements = Statements(dialect)
        self.outage = Outage()
        self.fullness = Fullness()

    @abstractmethod
    def connection(self) -> "EngineConnection":
        """Return a connection for one task; nothing is opened before it is acquired."""


class EngineConnection(ConnectionBackend, ABC):  # type: ignore[misc] # mypy sees nothing of `databases`, whose types are not ours
    """One task's way to an engine. A subclass says how rows are read, changes made, transactions begun and ended."""

    @abstractmethod
    async def rows(self, bound: Bound, *, only_first: bool = False) -> Rows:
        """Run a statement and read its rows, of which a caller may want the first alone."""

    @abstractmethod
    async def change(self, bound: Bound) -> Changed:
        """Run a statement that returns no rows."""

    @abstractmethod
    async def change_many(self, sql: str, arguments: list[tuple[Any, ...]]) -> None:
        """Run one statement with each of these arguments, inside the transaction that is open."""

    @abstractmethod
    async def command(self, sql: str) -> None:
        """Run a savepoint command inside the transaction that is open."""

    @abstractmethod
    async def begin(self) -> None:
        """Begin a transaction. Leaves nothing behind when it fails or is cancelled."""

    @abstractmethod
    async def commit(self) -> None:
        """Commit. When that fails, everything is rolled back and the error raised."""

    @abstractmethod
    async def rollback(self) -> None:
        """Roll back. Raises nothing because of a connection that is dead: then the server has done it."""

    async def fetch_all(self, query: Any) -> list[Any]:
        """Return all rows of a bound statement."""
        found = await self.rows(query)
        bound: Bound = query
        return bound.plan.records(found.rows, found.description)

    async def fetch_one(self, query: Any) -> Any:
        """Return the first row of a bound statement, None when there is none."""
        found = await self.rows(query, only_first=True)
        records = query.plan.records(found.rows[:1], found.description)
        return records[0] if records else None

    async def execute(self, query: Any) -> int:
        """Return the last row id of an INSERT, the rows matched by anything else.

        SQLite keeps telling the last row id of an older INSERT, so it is asked only after one that stored something.
        """
        changed = await self.change(query)
        if query.plan.inserts:
            return changed.last_row_id if changed.rowcount > 0 else 0
        return max(changed.rowcount, 0)

    async def execute_many(self, queries: list[Any]) -> None:
        """Run bound statements in their order, those of equal SQL in one call of the driver."""
        for sql, equal in groupby(queries, key=lambda bound: bound.sql):
            await self.change_many(sql, [bound.arguments for bound in equal])
