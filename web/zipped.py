"""Several files as one, to be saved."""

import asyncio
import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response

from app.desk import Desk
from app.message import Attachment


async def zip_response(desk: Desk, name: str, files: Sequence[Attachment]) -> Response:
    """The files in one archive. What is packed already does not shrink, so nothing is packed: it costs no time."""
    contents = [(shown, await desk.storage.get(file.key)) for shown, file in zip(names_of(files), files, strict=True)]
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",  # RFC 6266, RFC 8187
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(await asyncio.to_thread(_archive, contents), media_type="application/zip", headers=headers)


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


def _archive(contents: Sequence[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents:
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()
