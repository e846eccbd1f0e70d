"""How much room the desk's disks have, and whether strangers' files still go in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.desk import Desk
from app.files.free_bytes import lately_free_bytes_at

MEGABYTE: Final = 1024 * 1024
NOTHING_BYTES: Final = 256 * 1024  # less than that is no room at all


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """Free bytes on the fullest disk (None: unknown), and how many are reserved against strangers."""

    free_bytes: int | None
    floor_bytes: int
    full_since_ms: int | None  # when something could not be stored for want of room

    @property
    def is_full(self) -> bool:
        """Nothing can be stored now."""
        return self.full_since_ms is not None or (self.free_bytes is not None and self.free_bytes < NOTHING_BYTES)

    @property
    def is_short(self) -> bool:
        """What is left is for operators and for mail; strangers' files wait."""
        return self.is_full or (self.free_bytes is not None and self.free_bytes < self.floor_bytes)


async def room_of(desk: Desk) -> DiskRoom:
    """The room right now."""
    known = [await desk.storage.free_bytes(), await _beside_the_database(desk)]
    free = min((count for count in known if count is not None), default=None)
    return DiskRoom(free, desk.settings.free_disk_bytes, desk.db.fullness.since_ms)


async def _beside_the_database(desk: Desk) -> int | None:
    path = desk.db.url.database
    if desk.db.engine_name != "sqlite" or not path or path == ":memory:":
        return None  # another machine's disk, which its own people watch
    return await lately_free_bytes_at(Path(path).parent)
