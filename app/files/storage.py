"""Where attachments are stored. A stranger's file name never touches a path: the key is random, the bytes are opaque."""

import asyncio
import errno
import os
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import NotFound, StorageFull
from app.files.free_bytes import lately_free_bytes_at
from app.text.languages import _

KEY = re.compile(r"[0-9a-f]{32}")
PIECE_BYTES = 256 * 1024
START_BYTES = 64  # enough to tell what a file is


@dataclass(frozen=True)
class Streamed(ABC):
    """Stored bytes that are read as they are taken: whoever reads slowly keeps a piece in memory, not the file."""

    size_bytes: int
    start: bytes

    @abstractmethod
    def pieces(self) -> AsyncIterator[bytes]:
        """All of it, 256 KiB at a time."""


class Storage(ABC):
    """Bytes by key. A folder today; S3-compatible storage is the other kind."""

    @abstractmethod
    async def put(self, key: str, content: bytes | Iterable[bytes]) -> None:
        """Store for good (synced) under a new key, in one piece or piece after piece; these are taken in a thread.

        Raises StorageFull, and then nothing is kept.
        """

    @abstractmethod
    async def get(self, key: str) -> bytes:
        """The bytes, all at once: for what is small, or has to be whole. Raises NotFound."""

    @abstractmethod
    async def stream(self, key: str) -> Streamed:
        """The bytes, to be read piece by piece. Raises NotFound."""

    @abstractmethod
    async def delete(self, key: str) -> None:
        """Forget the bytes; harmless if there are none."""

    async def free_bytes(self) -> int | None:
        """How much more fits; None if unknown."""
        return None

    @abstractmethod
    async def check(self) -> None:
        """Return if the storage can be written now; raise OSError if not."""


class FolderStorage(Storage):
    """Files `ab/abcdef…` below one folder, written under another name and renamed, so none is ever incomplete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, key: str, content: bytes | Iterable[bytes]) -> None:
        """Store for good under a new key. Raises StorageFull."""
        pieces = [content] if isinstance(content, bytes) else content
        await asyncio.to_thread(self._write, self._path(key), pieces)

    async def get(self, key: str) -> bytes:
        """The bytes. Raises NotFound."""
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError:
            raise NotFound(_("This file is no longer available.")) from None

    async def stream(self, key: str) -> Streamed:
        """The bytes, to be read piece by piece. Raises NotFound."""
        try:
            return await asyncio.to_thread(StreamedFile.at, self._path(key))
        except FileNotFoundError:
            raise NotFound(_("This file is no longer available.")) from None

    async def delete(self, key: str) -> None:
        """Forget the bytes."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def free_bytes(self) -> int | None:
        """How much more fits on the folder's disk."""
        return await lately_free_bytes_at(self.folder)

    async def check(self) -> None:
        """Raise OSError if the folder cannot be written."""
        await asyncio.to_thread(self._probe)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise NotFound(_("This file is no longer available."))
        return self.folder / key[:2] / key

    def _probe(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.folder))

    @staticmethod
    def _write(path: Path, pieces: Iterable[bytes]) -> None:
        partial = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as stream:
                for piece in pieces:
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
            _sync(path.parent)
        except OSError as error:
            partial.unlink(missing_ok=True)
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
                raise StorageFull(
                    _("There is no space left for this file. Your text is safe. Try again later.")
                ) from error
            raise


@dataclass(frozen=True)
class StreamedFile(Streamed):
    """A file of the folder. It is open only while its pieces are taken."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "StreamedFile":
        """The file there. Raises FileNotFoundError."""
        with path.open("rb") as stream:
            return cls(os.fstat(stream.fileno()).st_size, stream.read(START_BYTES), path)

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of it, 256 KiB at a time."""
        stream = await asyncio.to_thread(self.path.open, "rb")
        with stream:
            while piece := await asyncio.to_thread(stream.read, PIECE_BYTES):
                yield piece


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
