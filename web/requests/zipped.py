"""Several files as one, to be saved."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from app.desk import Desk
from app.files.storage import Streamed
from app.nouns.message import Attachment


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of an archive: its path there, and its bytes, all at once or as they are taken."""

    name: str
    content: bytes | Streamed


async def zip_response(desk: Desk, name: str, files: Sequence[Attachment]) -> Response:
    """The files in one archive, made as it is taken. What is packed already does not shrink, so nothing is packed.

    Raises NotFound if the storage has lost one of them.
    """
    contents = [
        (shown, await desk.storage.stream(file.key)) for shown, file in zip(names_of(files), files, strict=True)
    ]
    return entries_response(name, _each([ArchiveFile(shown, content) for shown, content in contents]))


def entries_response(name: str, entries: AsyncIterator[ArchiveFile]) -> Response:
    """An archive of these files under this name, made as it is taken. Bytes that are given all at once are packed, in a thread."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",  # RFC 6266, RFC 8187
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_archive(entries), media_type="application/zip", headers=headers)


async def _each(entries: Sequence[ArchiveFile]) -> AsyncIterator[ArchiveFile]:
    for entry in entries:
        yield entry


def names_of(files: Sequence[Attachment]) -> list[str]:
    """A name for each, none twice in any system's eyes: the second `scan.pdf` is `scan (2).pdf`."""
    taken: set[str] = set()
    names = []
    for file in files:
        path, count, name = PurePath(file.name), 1, file.name
        while name.lower() in taken:
            count += 1
            name = f"{path.stem} ({count}){path.suffix}"
        taken.add(name.lower())
        names.append(name)
    return names


async def _archive(entries: AsyncIterator[ArchiveFile]) -> AsyncIterator[bytes]:
    made = _Made()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        async for entry in entries:
            if isinstance(entry.content, bytes):
                await asyncio.to_thread(archive.writestr, entry.name, entry.content, zipfile.ZIP_DEFLATED)
                yield made.taken()
                continue
            info = zipfile.ZipInfo(entry.name)
            info.file_size = entry.content.size_bytes
            with archive.open(info, "w") as member:
                async for piece in entry.content.pieces():
                    member.write(piece)
                    yield made.taken()
    yield made.taken()


class _Made(io.RawIOBase):
    """What the archive has written but not yet been read. It is not seekable, so sizes follow each file."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.written += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self.written = bytes(self.written), bytearray()
        return taken
