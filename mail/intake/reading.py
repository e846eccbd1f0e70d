"""A letter read beside the event loop, for a bounded time: some are made to take for ever."""

import asyncio
import contextvars
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from mail.intake.fingerprint import fingerprint
from mail.letter import Letter
from mail.reading.letters import read_letter

READ_S = 20.0

T = TypeVar("T")


class Reading(NamedTuple):
    """A letter, and what a second copy of it is known by."""

    letter: Letter
    fingerprint: str


async def read_in_time(raw: bytes, own_addresses: frozenset[str], limit_s: float = READ_S) -> Reading:
    """Read these bytes. Raises TimeoutError; then its thread is left to itself."""
    async with asyncio.timeout(limit_s):
        return await in_own_thread(lambda: _read(raw, own_addresses))


async def read_together(
    raws: Sequence[bytes], own_addresses: frozenset[str], limit_s: float = READ_S
) -> list[Reading | None]:
    """Read several in one visit to a thread; None for each that fails, or that would take longer than all of them may."""
    done: list[Reading | None] = []

    def work() -> None:
        for raw in raws:
            try:
                done.append(_read(raw, own_addresses))
            except Exception:  # noqa: BLE001 - who reads it on its own hears of it
                done.append(None)

    try:
        async with asyncio.timeout(limit_s):
            await in_own_thread(work)
    except TimeoutError:
        pass  # its thread is left to itself, and what it has not come to is read on its own
    return [*done, *[None] * len(raws)][: len(raws)]


def _read(raw: bytes, own_addresses: frozenset[str]) -> Reading:
    letter = read_letter(raw, own_addresses=own_addresses)
    return Reading(letter, fingerprint(letter))


async def in_own_thread(work: Callable[[], T]) -> T:
    """Run this in a thread of its own, which neither blocks a pool nor the end of the process when it never returns."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()  # the reader's language is in it

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
            result = context.run(work)
        except BaseException as raised:  # noqa: BLE001  # handed to who waits, in their task
            error = raised
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    threading.Thread(target=run, daemon=True, name="letter").start()
    return await done
