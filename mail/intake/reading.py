"""A letter read beside the event loop, for a bounded time: some are made to take for ever."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from mail.intake.fingerprint import fingerprint
from mail.letter import Letter
from mail.reading.letters import read_letter

READ_S = 20.0

T = TypeVar("T")


async def read_in_time(raw: bytes, own_addresses: frozenset[str], limit_s: float = READ_S) -> tuple[Letter, str]:
    """The letter of these bytes, and its fingerprint. Raises TimeoutError; then its thread is left to itself."""
    async with asyncio.timeout(limit_s):
        return await in_own_thread(lambda: _read(raw, own_addresses))


def _read(raw: bytes, own_addresses: frozenset[str]) -> tuple[Letter, str]:
    letter = read_letter(raw, own_addresses=own_addresses)
    return letter, fingerprint(letter)


async def in_own_thread(work: Callable[[], T]) -> T:
    """Run this in a thread of its own, which neither blocks a pool nor the end of the process when it never returns."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # with no error there is a result

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001  # handed to who waits, in their task
            error = raised
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    threading.Thread(target=run, daemon=True, name="letter").start()
    return await done
