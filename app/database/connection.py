"""The connection of one task, and its transactions.

`databases` never gives a connection back whose BEGIN, COMMIT or ROLLBACK fails or is cancelled: a few of those and the
pool is empty for ever. So the transactions here are our own.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from databases import core

from app.database.engine import Changed, Engine, EngineConnection
from app.database.statements import Bound, Query, Values

_log = logging.getLogger(__name__)


class Connection(core.Connection):  # type: ignore[misc] # mypy sees nothing of `databases`, whose types are not ours
    """What one task talks to the database through; given back when its last statement or transaction ends."""

    _connection: EngineConnection

    def __init__(self, database: core.Database, engine: Engine) -> None:
        super().__init__(database, engine)
        self._engine = engine
        self._depth = 0
        self._lost: Exception | None = None
        self._after_commit: list[Callable[[], None]] = []

    def _build_query(self, query: Query, values: Values | None = None) -> Bound:
        return self._engine.statements.bind(query, values)

    async def rowcount(self, query: Query, values: Values | None = None) -> int:
        """Return the rows that an UPDATE or DELETE matched."""
        return max((await self._change(query, values)).rowcount, 0)

    async def last_insert_id(self, query: Query, values: Values | None = None) -> int:
        """Return the number that an UPDATE has set by `LAST_INSERT_ID(…)`."""
        return (await self._change(query, values)).last_row_id

    async def _change(self, query: Query, values: Values | None) -> Changed:
        bound = self._build_query(query, values)
        async with self._query_lock:
            return await self._connection.change(bound)

    @property
    def in_transaction(self) -> bool:
        """Whether statements run here are in a transaction."""
        return self._depth > 0

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call back after the transaction that is open has committed."""
        self._after_commit.append(callback)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Hold a transaction, or a savepoint where one is open already, until the block ends."""
        async with self, self._savepoint() if self._depth else self._root():
            yield

    @asynccontextmanager
    async def _root(self) -> AsyncIterator[None]:
        """Commit at the end of the block, roll back when it raises; then run what waits for the commit."""
        await self._connection.begin()
        self._depth = 1
        self._lost = None
        try:
            yield
            if self._lost is not None:
                raise self._lost  # noqa: TRY301 - it rolls back below
        except BaseException as error:
            await _to_the_end(self._connection.rollback(), because=error)
            raise
        else:
            cancellation = await _to_the_end(self._connection.commit())
        finally:
            self._depth = 0
            callbacks, self._after_commit = self._after_commit, []
        for callback in callbacks:
            run_callback(callback)
        if cancellation is not None:
            raise cancellation

    @asynccontextmanager
    async def _savepoint(self) -> AsyncIterator[None]:
        """Keep what the block does, or undo that alone when it raises."""
        name = f"deskbell_{self._depth}"
        callbacks_before = len(self._after_commit)
        await self._connection.command(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            await self._connection.command(f"RELEASE SAVEPOINT {name}")
        except BaseException:
            del self._after_commit[callbacks_before:]
            await self._undo(name)
            raise
        finally:
            self._depth -= 1

    async def _undo(self, name: str) -> None:
        """Roll back to a savepoint. Where that cannot be done, the whole transaction is lost and may not commit."""
        try:
            await self._connection.command(f"ROLLBACK TO SAVEPOINT {name}")
            await self._connection.command(f"RELEASE SAVEPOINT {name}")
        except Exception as error:  # noqa: BLE001 - raised when the root transaction ends; what broke the block is raised now
            self._lost = error


def run_callback(callback: Callable[[], None]) -> None:
    """Run what waited for a commit. Its error is logged, not raised: what was committed stays so, and is no failure."""
    try:
        callback()
    except Exception:  # noqa: BLE001 - whatever it is, it is the callback's
        _log.exception("A callback after a commit failed")


async def _to_the_end(
    act: Coroutine[Any, Any, None], because: BaseException | None = None
) -> asyncio.CancelledError | None:
    """Await `act` to its end, whatever cancels this task meanwhile; return that cancellation.

    After half a COMMIT it is unknown what was stored. Raises what `act` raises, or the cancellation when there is
    one and `act` failed. `because` is an error that is on its way already: it hides neither, but what `act` raises is
    then only logged, for it may not take the place of a CancelledError.
    """
    task = asyncio.create_task(act)
    cancellation = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancellation = error
    failure = None if task.cancelled() else task.exception()
    if cancellation is not None and (because is not None or task.cancelled() or failure):
        raise cancellation from because
    if failure is not None and because is not None:
        _log.error("A transaction could not be rolled back", exc_info=failure)
        return None
    task.result()
    return cancellation
