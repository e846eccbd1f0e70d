"""A pool of connections to a MySQL server.

aiomysql's own does not wake waiting tasks when a connection is closed on its way back, so they hang forever; and
it waits without limit.
"""

import asyncio
import ssl
from typing import Any

import pymysql
from databases import DatabaseURL
from pymysql.constants import CLIENT

from app.database.errors import MYSQL_NO_ANSWER, DatabaseBusy, is_away
from app.database.mysql_wire import WireConnection
from app.database.outage import Outage

_PING_S = 2
_SESSION = (
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 10, group_concat_max_len = 67108864",
    "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')",  # what does not fit is an error, never cut
)


class Pool:
    """At most `max_size` connections, handed out in the order of asking, the last used one first."""

    def __init__(
        self,
        url: DatabaseURL,
        outage: Outage,
        max_size: int = 10,
        acquire_timeout_s: float = 10,
        pool_recycle_s: float = 1800,
        ping_after_s: float = 5,
        connect_timeout_s: float = 5,
    ) -> None:
        self.outage = outage
        self._max_size = int(url.options.get("max_size", max_size))
        self._acquire_timeout_s = acquire_timeout_s
        self._recycle_s = pool_recycle_s
        self._ping_after_s = ping_after_s
        self._connect_timeout_s = connect_timeout_s
        self._arguments = _arguments(url)
        self._is_open = False
        self._free: list[WireConnection] = []
        self._taken: set[WireConnection] = set()
        self._places = asyncio.Semaphore(self._max_size)

    async def open(self) -> None:
        """Open one connection, so errors are reported now."""
        self._places = asyncio.Semaphore(self._max_size)  # belongs to this loop
        self._free.append(await self._connect())
        self._is_open = True

    async def close(self) -> None:
        """Close all connections. A statement that still runs fails with 2013, as when the server had gone."""
        self._is_open = False
        for connection in [*self._free, *self._taken]:
            connection.close()
        self._free.clear()
        await asyncio.sleep(0)  # a transport closes its socket in the loop's next turn

    async def take(self) -> WireConnection:
        """Return a connection that works, and note whether there is one.

        Raises DatabaseBusy when none is free for `acquire_timeout_s`, and an error known to `is_away` if the server does not respond.
        """
        if not self._is_open:
            raise RuntimeError("The database is not connected.")
        try:
            async with asyncio.timeout(self._acquire_timeout_s):
                await self._places.acquire()
        except TimeoutError:
            raise DatabaseBusy(f"No database connection was free for {self._acquire_timeout_s} s.") from None
        try:
            connection = await self._free_or_new()
        except BaseException as error:
            self._places.release()
            if is_away(error):
                self.outage.missed(error)
            raise
        self.outage.answered()
        self._taken.add(connection)
        return connection

    def give_back(self, connection: WireConnection) -> None:
        """Take a connection back; one that is in a transaction still is closed, and the server rolls back."""
        self._taken.discard(connection)
        if not connection.closed:
            if self._is_open and not connection.get_transaction_status():
                self._free.append(connection)
            else:
                connection.close()
        self._places.release()

    async def _free_or_new(self) -> WireConnection:
        while self._free:
            connection = self._free.pop()
            if await self._works(connection):
                return connection
            connection.close()
        return await self._connect()

    async def _works(self, connection: WireConnection) -> bool:
        """Whether the server still listens: asked only after a while, for each question is a round trip."""
        now_s = asyncio.get_running_loop().time()
        reader = connection._reader  # noqa: SLF001 - only the reader knows that the server has hung up
        if connection.closed or reader.eof_received or reader.exception():
            return False
        if now_s - connection.connected_time > self._recycle_s:
            return False
        if now_s - connection.last_usage < self._ping_after_s and not self.outage.is_on:
            return True
        try:
            async with asyncio.timeout(_PING_S):
                await connection.ping(reconnect=False)
        except (pymysql.err.MySQLError, OSError, TimeoutError):
            return False
        except asyncio.CancelledError:
            connection.close()
            raise
        return True

    async def _connect(self) -> WireConnection:
        """Open a connection and set up its session; nothing stays open when that fails or is cancelled."""
        connection = WireConnection(**self._arguments)
        connection.client_flag &= ~CLIENT.MULTI_STATEMENTS  # one statement a call, whatever slips into its text
        try:
            async with asyncio.timeout(self._connect_timeout_s):  # aiomysql's own ends before the server's greeting
                await connection._connect()  # noqa: SLF001 - aiomysql.connect() leaves the socket open when it is cancelled
                cursor = await connection.cursor()
                for statement in _SESSION:
                    await cursor.execute(statement)
        except TimeoutError as error:
            connection.close()
            words = f"No greeting of the server in {self._connect_timeout_s:g} s"
            raise pymysql.err.OperationalError(MYSQL_NO_ANSWER, words) from error
        except BaseException:
            connection.close()
            raise
        return connection


def _arguments(url: DatabaseURL) -> dict[str, Any]:
    """What aiomysql is given for this URL."""
    encrypted = url.options.get("ssl", "").lower() in {"1", "true"}
    return {
        "host": url.hostname or "localhost",
        "port": url.port or 3306,
        "unix_socket": url.options.get("unix_socket"),
        "user": url.username,
        "password": url.password or "",
        "db": url.database,
        "charset": "utf8mb4",
        "client_flag": CLIENT.FOUND_ROWS,  # an UPDATE tells the rows it matched, as SQLite does, not those it changed
        "autocommit": True,
        "local_infile": False,  # a server may otherwise ask for any file of this machine
        "connect_timeout": None,  # the pool has its own: this one is a `wait_for`, which loses a cancellation
        "ssl": ssl.create_default_context() if encrypted else None,
    }
