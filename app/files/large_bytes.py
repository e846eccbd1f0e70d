"""Bytes too large for a statement: they are in the storage, and the column has their key.

A database server takes statements up to a limit (MariaDB: 16 MiB by default), and the driver
writes each byte as two. So what is larger than 2 MiB goes to the storage, synced, before the row that names it is written.
"""

import re
from typing import Final

from app.credentials.codes import new_key
from app.desk import Desk

IN_ROW_BYTES: Final = 2 * 1024 * 1024
_NAME = re.compile(rb"@([0-9a-f]{32})")


async def put_by(desk: Desk, content: bytes) -> bytes:
    """What the column keeps for these bytes: themselves, or the name under which they are stored. Raises StorageFull."""
    # A stranger's mail that looks like such a name must not become one.
    if len(content) <= IN_ROW_BYTES and not _NAME.fullmatch(content):
        return content
    key = new_key()
    await desk.storage.put(key, content)
    return b"@" + key.encode("ascii")


async def fetched(desk: Desk, kept: bytes) -> bytes:
    """The bytes that the column speaks of. Raises NotFound if the storage has lost them."""
    key = storage_key(kept)
    return await desk.storage.get(key) if key else kept


def storage_key(kept: bytes) -> str | None:
    """The name in the storage of what a column speaks of; None if it is in the column itself."""
    named = _NAME.fullmatch(kept)
    return named[1].decode("ascii") if named else None
