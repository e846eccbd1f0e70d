"""How much a disk still takes."""

import asyncio
import os
import time
from pathlib import Path

KEPT_S = 1.0  # every page asks, for two folders

_kept: dict[Path, tuple[float, int | None]] = {}  # by folder: until when (monotonic), and what was found


def free_bytes_at(folder: Path) -> int | None:
    """What a process without privileges can still write there, or where the folder will be; None if that is not known."""
    try:
        found = os.statvfs(next(place for place in (folder, *folder.parents) if place.exists()))
    except (OSError, StopIteration):
        return None
    return found.f_bavail * found.f_frsize


async def lately_free_bytes_at(folder: Path) -> int | None:
    """The same, off the event loop, and as it was at most KEPT_S ago."""
    until_s, found = _kept.get(folder, (0.0, None))
    if time.monotonic() >= until_s:
        found = await asyncio.to_thread(free_bytes_at, folder)
        _kept[folder] = time.monotonic() + KEPT_S, found
    return found
