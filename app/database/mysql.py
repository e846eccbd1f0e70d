"""MySQL and MariaDB: statements and transactions on pooled connections."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import aiomysql
import aiomysql.connection
import pymysql
from databases import DatabaseURL
from pymysql.converters import escape_bytes
from sqlalchemy.dialects.mysql import pymysql as dialects

from app.database.engine import Changed, Engine, EngineConnection, Rows
from app.database.errors import MYSQL_DEADLOCK, MYSQL_GONE, is_away, mysql_code
from app.database.fullness import Fullness
from app.database.mysql_pool import Pool
from app.database.mysql_wire import WireConnection
from app.database.statements import Bound

# PyMySQL 1.2 has made the name that aiomysql 0.3.2 calls for a bytes value into a string that forbids its use.
aiomysql.connection.escape_bytes_prefixed = escape_bytes

T = TypeVar("T")

_ROLLBACK_S = 5  # a server that does not answer for so long rolls back when its connection is closed
_COMMIT_S = 30  # so long may a commit be waited for, even by a task that was cancelled
_ANSWER_S = 30  # no statement of the desk takes so long: the server hangs, and whoever waits is told


class QuietCursor(aiomysql.Cursor):  # type: ignore[misc] # aiomysql is untyped
    """A cursor that does not spend a round trip on asking for warnings.

    In strict mode a warning is what the statement asked for: IGNORE, IF EXISTS.
    """

    async def _show_warnings(self, conn: aiomysql.Connection) -> None:
        """Show none."""


class MysqlEngine(Engine):
    """A server's database and the pool of connections to it."""

    name = "mysql"
    clock_sql = "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS UNSIGNED)"

    def __init__(self, url: DatabaseURL, **options: Any) -> None:
        super().__init__(dialects.dialect(paramstyle="format"))
        self.pool = Pool(url, self.outage, **options)

    async def connect(self) -> None:
        """Open a first connection, so a wrong address or password is reported at start."""
        await self.pool.open()

    async def disconnect(self) -> None:
        """Close all connections, those in use too."""
        await self.pool.close()

    def connection(self) -> "MysqlConnection":
        """Return a connection for one task."""
        return MysqlConnection(self.pool, self.fullness)


class MysqlConnection(EngineConnection):
    """One task's way to the server: a connection of the pool while it needs one."""

    def __init__(self, pool: Pool, fullness: Fullness) -> None:
        self._pool = pool
        self._fullness = fullness
        self._taken: WireConnection | None = None
        self._deadlock: Exception | None = None

    async def acquire(self) -> None:
        """Take a connection from the pool. Raises DatabaseBusy when none becomes free in time."""
        self._taken = await self._pool.take()

    async def release(self) -> None:
        """Give it back; nothing here waits, so nothing can be cancelled."""
        taken = self._connection
        self._taken, self._deadlock = None, None
        self._pool.give_back(taken)

    async def rows(self, bound: Bound, *, only_first: bool = False) -> Rows:  # noqa: ARG002 - the server sends all of them anyway
        """Run a statement and read its rows."""
        result = await self._run(bound.sql, bound.arguments)
        return Rows(result.rows or (), result.description or ())

    async def change(self, bound: Bound) -> Changed:
        """Run a statement that returns no rows."""
        result = await self._run(bound.sql, bound.arguments)
        return Changed(result.affected_rows, result.insert_id or 0)

    async def change_many(self, sql: str, arguments: list[tuple[Any, ...]]) -> None:
        """Run one statement with each of these arguments; many rows of an INSERT go in one."""
        await self._noting_deadlock(QuietCursor(self._connection).executemany(sql, arguments))

    async def command(self, sql: str) -> None:
        """Run a savepoint command."""
        await self._run(sql, ())

    async def begin(self) -> None:
        """Begin a transaction. A cancelled BEGIN closes its connection, which then leaves the pool."""
        self._deadlock = None
        await self._run("BEGIN", ())

    async def commit(self) -> None:
        """Commit. When that fails, the connection is closed, and the server rolls back what it has not committed."""
        try:
            async with asyncio.timeout(_COMMIT_S):
                await self._run("COMMIT", ())
        except BaseException:
            self._connection.close()
            raise

    async def rollback(self) -> None:
        """Roll back, or close a connection on which that is not possible."""
        if self._connection.closed:
            return
        self._deadlock = None
        try:
            async with asyncio.timeout(_ROLLBACK_S):
                await self._run("ROLLBACK", ())
        except (pymysql.err.MySQLError, OSError, TimeoutError):
            self._connection.close()
        except asyncio.CancelledError:
            self._connection.close()
            raise

    async def _run(self, sql: str, arguments: Sequence[Any]) -> Any:
        """Run a statement; its result, all rows of which are read."""
        with self._fullness.writing(stores=sql == "COMMIT"):
            return await self._noting_deadlock(self._in_time(sql, arguments))

    async def _in_time(self, sql: str, arguments: Sequence[Any]) -> Any:
        """Run a statement. A server that does not answer at all is as good as gone."""
        try:
            async with asyncio.timeout(_ANSWER_S):
                return await self._connection.run(sql, arguments)
        except TimeoutError:
            self._connection.close()
            raise pymysql.err.OperationalError(MYSQL_GONE, f"No answer in {_ANSWER_S} s") from None

    async def _noting_deadlock(self, running: Coroutine[Any, Any, T]) -> T:
        """Await what talks to the server.

        A deadlock rolls back the **whole** transaction, after which the server would commit every further statement by
        itself. So none is sent: the same error is raised until the transaction ends.
        """
        if self._deadlock is not None:
            running.close()
            raise self._deadlock
        try:
            return await running
        except pymysql.err.MySQLError as error:
            if mysql_code(error) == MYSQL_DEADLOCK and self._connection.get_transaction_status():
                self._deadlock = error
            if is_away(error):
                self._pool.outage.missed(error)
            raise

    @property
    def _connection(self) -> WireConnection:
        if self._taken is None:
            raise RuntimeError("No connection is taken.")
        return self._taken
