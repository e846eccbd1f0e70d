"""Where attachments lie. A stranger's file name never touches a path: the key is random, the bytes are opaque."""

import asyncio
import errno
import os
import re
from abc import ABC, abstractmethod
from pathlib import Path

from app.errors import NotFound, StorageFull
from app.languages import _

KEY = re.compile(r"[0-9a-f]{32}")


class Storage(ABC):
    """Bytes by key. A folder today; S3-compatible storage is the other kind."""

    @abstractmethod
    async def put(self, key: str, content: bytes) -> None:
        """Store for good (synced) under a new key. Raises StorageFull, and then nothing is kept."""

    @abstractmethod
    async def get(self, key: str) -> bytes:
        """The bytes. Raises NotFound."""

    @abstractmethod
    async def delete(self, key: str) -> None:
        """Forget the bytes; harmless if there are none."""

    @abstractmethod
    async def check(self) -> None:
        """Return if the storage can be written now; raise OSError if not."""


class FolderStorage(Storage):
    """Files `ab/abcdef…` below one folder, written beside and renamed, so that none is ever half there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, key: str, content: bytes) -> None:
        """Store for good under a new key. Raises StorageFull."""
        await asyncio.to_thread(self._write, self._path(key), content)

    async def get(self, key: str) -> bytes:
        """The bytes. Raises NotFound."""
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError:
            raise NotFound(_("This file is gone.")) from None

    async def delete(self, key: str) -> None:
        """Forget the bytes."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def check(self) -> None:
        """Raise OSError if the folder cannot be written."""
        await asyncio.to_thread(self._probe)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise NotFound(_("This file is gone."))
        return self.folder / key[:2] / key

    def _probe(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.folder))

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
            _sync(path.parent)
        except OSError as error:
            part.unlink(missing_ok=True)
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
                raise StorageFull(
                    _("The desk has no room for this file. The text is safe; try again later.")
                ) from error
            raise


def _sync(folder: Path) -> None:
    """Write the folder's entries for good: a file whose name is lost in a power cut is lost."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def storage_from_url(url: str) -> Storage:
    """The storage that a setting names: `file://folder`, relative to the working folder, or absolute."""
    scheme, _colon, rest = url.partition("://")
    if scheme != "file":
        raise ValueError(f"DESKBELL_STORAGE_URL: {scheme}:// is not supported yet, use file://var/attachments")
    return FolderStorage(Path(rest))
