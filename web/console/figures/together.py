"""The pieces of a page, asked for side by side: while one waits for the database, another is put together."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from web.console.figures.view import View

AT_ONCE: Final = 2  # connections that one page may have: SQLite is read by two

Piece = Callable[[View], Awaitable[Any]]


async def together(view: View, **pieces: Piece) -> dict[str, Any]:
    """What each piece gives for this view, by its name."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(piece: Piece) -> Any:
        async with turns:
            return await piece(view)

    return dict(zip(pieces, await asyncio.gather(*map(in_turn, pieces.values())), strict=True))
