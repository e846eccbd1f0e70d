"""Style sheets, scripts and pictures: read once, served from memory under an address that names their content."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.errors import NotFound
from web.scripts import without_comments
from web.vendor import VENDOR_FILES, vendor_path

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "no-cache"
TEXT = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/json"})
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that browsers load."""

    content: bytes
    packed: bytes | None  # gzip; None: it would not be smaller
    content_type: str


class Assets:
    """All of them by path, below one version: the hash of everything, so that scripts may import each other by path.

    An address with this version may be kept for ever; with another version (a page drawn before an upgrade) it gives
    what is there now and says that it may not be kept.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = {name: _read(path) for name, path in sorted(files.items())}
        digest = hashlib.sha256()
        for name, asset in self.files.items():
            digest.update(name.encode() + b"\0" + hashlib.sha256(asset.content).digest())
        self.version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError for one that is not there: a template is wrong."""
        if name not in self.files:
            raise KeyError(f"no file {name} in web/static")
        return f"/static/{self.version}/{name}"

    def has(self, name: str) -> bool:
        """Whether there is such a file (front-end packages may not be installed)."""
        return name in self.files

    async def serve(self, request: Request) -> Response:
        """Answer `/static/{version}/{name}`."""
        asset = self.files.get(request.path_params["name"])
        if asset is None:
            raise NotFound
        kept = FOR_EVER if request.path_params["version"] == self.version else FOR_NOW
        headers = {"Cache-Control": kept, "ETag": f'"{self.version}"', "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(asset.packed, media_type=asset.content_type, headers=headers)
        return Response(asset.content, media_type=asset.content_type, headers=headers)


def read_assets() -> Assets:
    """Everything under `web/static`, and the listed files of front-end packages under `vendor/`."""
    own = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    packages = {f"vendor/{name}": path for name in VENDOR_FILES if (path := vendor_path(name)).is_file()}
    return Assets(own | packages)


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    if path.suffix == ".js" and path.is_relative_to(FOLDER):
        content = without_comments(content.decode("utf-8")).encode()
    content_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9, mtime=0) if content_type in TEXT else None
    return Asset(content, packed if packed and len(packed) < len(content) else None, content_type)
