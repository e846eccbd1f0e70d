"""The loops that run beside the pages, each as long as its desk is open."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from app.desk import Desk
from app.steadily import steadily

Background = Callable[[Desk], Coroutine[Any, Any, None]]


@asynccontextmanager
async def running(background: Sequence[Background], desk: Desk) -> AsyncIterator[None]:
    """Run the loops until the block ends, each again when it fails, then end them."""
    tasks = [asyncio.create_task(steadily(partial(loop, desk), _name(loop)), name=_name(loop)) for loop in background]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _name(loop: Background) -> str:
    return str(getattr(loop, "__qualname__", type(loop).__name__))
