"""The desk's files on this machine are for its own user only: nobody else may read tickets, files and keys."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import structlog

from app.config.settings import Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")
log = structlog.get_logger("files")


def only_ours_from_now() -> None:
    """Whatever this process makes, no other user can read."""
    os.umask(0o077)


def tighten(settings: Settings, here: Path) -> None:
    """Close what was created earlier to other users: `var/`, its keys, the SQLite file, the folder of the attachments.

    Folders are closed, not walked: what is in a closed folder cannot be reached. What is another user's is said in the
    log, and left.
    """
    for path in _kept(settings, here):
        try:
            _close(path)
        except OSError as error:
            log.warning("other users may read this", path=str(path), reason=error.strerror)


def _kept(settings: Settings, here: Path) -> Iterator[Path]:
    var = here / "var"
    yield var
    yield from (path for path in sorted(var.glob("*")) if path.is_file())
    kind, _mark, place = settings.database_url.partition(":///")
    if kind == "sqlite":
        database = here / place.partition("?")[0]
        yield from (Path(f"{database}{end}") for end in BESIDE_SQLITE)
    if settings.storage_url.startswith("file://"):
        yield here / settings.storage_url.removeprefix("file://")


def _close(path: Path) -> None:
    if path.is_symlink() or not path.exists():
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS:
        path.chmod(mode & ~OTHERS)
