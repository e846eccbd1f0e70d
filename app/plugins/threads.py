"""A thread with an event loop for one plug-in's code: what hangs in there, hangs there."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")

PING_S = 0.2
MOST_STUCK = 4


class LeftTheDesk(Exception):
    """A plug-in called for the end of the process (`sys.exit`) or cancelled itself."""


class PluginThread:
    """An event loop in a daemon thread. Made when first needed, replaced when it is stuck, a few times."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stuck: list[threading.Thread] = []

    async def run(self, work: Callable[[], Awaitable[T]], deadline_s: float) -> T:
        """Await `work` in there and return its result. Raises TimeoutError, or what `work` raises.

        In time or not, the caller's loop goes on: a call that runs out of time is cancelled, and one that cannot be
        cancelled because it blocks its thread loses the thread.
        """
        loop = self._open_loop()
        future = asyncio.run_coroutine_threadsafe(_guarded(work), loop)
        try:
            async with asyncio.timeout(deadline_s):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if not await _answers(loop):
                self._leave(loop)
            raise

    def close(self) -> None:
        """End the thread; one that blocks is left behind and ends with its work or the process."""
        thread = self._thread
        if self._loop is not None:
            self._leave(self._loop)
        if thread is not None:
            thread.join(PING_S)

    def _open_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._stuck = [thread for thread in self._stuck if thread.is_alive()]
            if len(self._stuck) >= MOST_STUCK:  # each holds memory, and more of them help nobody
                raise TimeoutError
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_live, args=(self._loop,), name=f"plugin-{self._name}", daemon=True)
            self._thread.start()
        return self._loop

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let this loop end when it can; the next call gets another."""
        if loop is not self._loop:
            return  # a call that timed out at the same moment did it
        if self._thread is not None:
            self._stuck.append(self._thread)
        self._loop = self._thread = None
        loop.call_soon_threadsafe(loop.stop)


async def _guarded(work: Callable[[], Awaitable[T]]) -> T:
    """Turn what must not leave a plug-in into an error: exiting the process, an unrequested cancellation."""
    try:
        return await work()
    except (SystemExit, KeyboardInterrupt) as error:  # would end the loop, and with it all later calls
        raise LeftTheDesk(str(error)) from error
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise LeftTheDesk("cancelled itself") from error  # would cancel the request that waits for it


async def _answers(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the loop still turns."""
    pong = asyncio.run_coroutine_threadsafe(_nothing(), loop)
    try:
        async with asyncio.timeout(PING_S):
            await asyncio.wrap_future(pong)
    except TimeoutError:
        return False
    return True


async def _nothing() -> None:
    return


def _live(loop: asyncio.AbstractEventLoop) -> None:
    """The thread: turn the loop until it is stopped, then end what is left in it."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(_last_turns())
    finally:
        asyncio.set_event_loop(None)
        loop.close()


async def _last_turns() -> None:
    """Let cancelled tasks end; those that refuse are given up."""
    others: set[asyncio.Task[Any]] = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others, timeout=PING_S)
    await asyncio.get_running_loop().shutdown_asyncgens()


def within(work: Callable[[], T], deadline_s: float) -> T:
    """Call blocking `work` in a thread and return its result. Raises TimeoutError, or what `work` raises."""
    outcome: list[T | BaseException] = []
    thread = threading.Thread(target=lambda: outcome.append(_outcome_of(work)), name="plugin-start", daemon=True)
    thread.start()
    thread.join(deadline_s)
    if not outcome:
        raise TimeoutError
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _outcome_of(work: Callable[[], T]) -> T | BaseException:
    try:
        return work()
    except BaseException as error:  # noqa: BLE001 - `within` raises it in the thread that asked
        return LeftTheDesk(str(error)) if isinstance(error, SystemExit | KeyboardInterrupt) else error
