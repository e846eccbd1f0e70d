"""Running an act once more when the database asks for it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.database.database import Database
from app.database.errors import is_momentary

T = TypeVar("T")


async def run_again(db: Database, act: Callable[[], Awaitable[T]], tries: int = 3) -> T:
    """Run `act`, which opens its own transaction, up to `tries` times in all; return its result.

    Only a deadlock, a lock waited for in vain (MySQL 1213, 1205) or a busy SQLite file is worth another try:
    then everything the act wrote has been rolled back. It is run at once, without a pause: the rival that won
    is still ahead, and both engines have waited already. Inside a transaction `act` runs once, since what has
    been rolled back began before it; the outermost caller retries. The last error is raised.
    """
    if db.in_transaction:
        return await act()
    for _ in range(tries - 1):
        try:
            return await act()
        except Exception as error:
            if not is_momentary(error):
                raise
    return await act()
