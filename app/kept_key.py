"""The keys that a desk makes for itself and keeps in files."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from app.settings_reader import WrongSettings


def kept_key(path: Path) -> str:
    """The key in this file, which is made, readable by its owner alone, if there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    key = path.read_text("ascii").strip()
    if not key:
        raise WrongSettings([f"{path} holds no key. Put the desk's key back, or remove the file of a new desk."])
    return key


def _make_key(path: Path) -> None:
    """Write a key beside, then give it its name: nobody reads half of one, and of two processes one wins."""
    made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        with suppress(FileExistsError):  # another process was faster: its key counts
            path.hardlink_to(made)
    finally:
        made.unlink()
