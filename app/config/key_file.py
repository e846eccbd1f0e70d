"""The keys that a desk makes for itself and keeps in files."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from app.config.wrong_settings import WrongSettings


def key_in_file(path: Path) -> str:
    """The key in this file, which is made, readable by its owner alone, if there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_key(path)
    key = path.read_text("ascii").strip()
    if not key:
        raise WrongSettings([f"{path} contains no key. Restore the desk's key, or remove the file if the desk is new."])
    return key


def _make_key(path: Path) -> None:
    """Write a key to another file, then rename it: nobody reads half of one, and of two processes one wins."""
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
