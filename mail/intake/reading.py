"""Reading mails outside the event loop, in a separate process (`mail.reader`): some are made to take forever."""

import asyncio
import contextvars
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from mail.reader.process import READ_S, LetterReader, shared
from mail.reader.talk import LetterDefeats, LetterReading

T = TypeVar("T")


async def read_in_time(
    raw: bytes, own_addresses: frozenset[str], limit_s: float = READ_S, reader: LetterReader | None = None
) -> LetterReading:
    """Read these bytes. Raises LetterDefeats, NoReader."""
    [found] = await read_together([raw], own_addresses, limit_s, reader)
    if isinstance(found, LetterDefeats):
        raise found
    return found


async def read_together(
    raws: Sequence[bytes], own_addresses: frozenset[str], limit_s: float = READ_S, reader: LetterReader | None = None
) -> list[LetterReading | LetterDefeats]:
    """Read several in one visit to the child; one that cannot be read is replaced by the reason. Raises NoReader."""
    if not raws:
        return []
    return await in_own_thread(lambda: (reader or shared).read(raws, own_addresses, limit_s=limit_s))


def begin_soon() -> None:
    """Have the child begin while mail is still being fetched."""
    threading.Thread(target=shared.start, daemon=True, name="reader").start()


async def in_own_thread(work: Callable[[], T]) -> T:
    """Run this in its own thread, so it blocks neither a pool nor the end of the process if it never returns."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()  # the reader's language is in it

    def hand_over(result: T | None, error: BaseException | None) -> None:
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
            loop.call_soon_threadsafe(hand_over, result, error)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    threading.Thread(target=run, daemon=True, name="letter").start()
    return await done
