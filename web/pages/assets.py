"""Style sheets, scripts and pictures: read once, served from memory under addresses that name their content."""

import gzip
import hashlib
import mimetypes
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import NotFound
from web.pages.modules import modules_needed
from web.pages.scripts import without_comments
from web.pages.sheets import SETS
from web.pages.vendor import MODULES, VENDOR_FILES, vendor_path

FOLDER = Path(__file__).parents[1] / "static"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "no-cache"
NO_PAGE = (
    "default-src 'none'; frame-ancestors 'none'"  # what a page may load says the page; that of each would be 2 kB more
)
TEXT = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/json"})
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that browsers load. `packed`, `brotli`: its bytes in these encodings; None where they are no fewer."""

    content: bytes
    packed: bytes | None  # gzip
    content_type: str
    brotli: bytes | None = None

    def encoded(self, accepted: str) -> tuple[str, bytes]:
        """The encoding to answer with, "" for none, and the bytes. `accepted`: the request's `Accept-Encoding`."""
        names = {
            part.split(";")[0].strip() for part in accepted.split(",") if not part.replace(" ", "").endswith(";q=0")
        }
        if self.brotli and "br" in names:
            return "br", self.brotli
        if self.packed and "gzip" in names:
            return "gzip", self.packed
        return "", self.content


@dataclass(frozen=True, slots=True)
class ServedAsset:
    """A file that was asked for. `is_exact`: its address names its content, which may then be kept for ever."""

    asset: Asset
    tag: str
    is_exact: bool


class Assets(ABC):
    """What pages load, as its sources (`SourceFiles`) or bundled (`web/pages/bundles.py`).

    An address of another version (a page drawn before an upgrade) gives what is there now, and says that it may not
    be kept.
    """

    @abstractmethod
    def url(self, name: str) -> str:
        """The address of a file of `web/static`. Raises KeyError for one that is not there: a template is wrong."""

    @abstractmethod
    def sheets(self, name: str) -> tuple[str, ...]:
        """The addresses of a set of style sheets (`web/pages/sheets.py`)."""

    @abstractmethod
    def modules_of(self, script: str) -> tuple[str, ...]:
        """The addresses of all modules that `js/{script}` imports, itself left out."""

    @abstractmethod
    def import_map(self) -> Mapping[str, str]:
        """What a script writes after `from`, and the address of that package's file."""

    @abstractmethod
    def find(self, version: str, name: str) -> ServedAsset | None:
        """What `/static/{version}/{name}` asks for."""

    async def serve(self, request: Request) -> Response:
        """Answer `/static/{version}/{name}`."""
        found = self.find(request.path_params["version"], request.path_params["name"])
        if found is None:
            raise NotFound
        kept = FOR_EVER if found.is_exact else FOR_NOW
        headers = {"Cache-Control": kept, "ETag": f'"{found.tag}"', "Vary": "Accept-Encoding"}
        headers["Content-Security-Policy"] = NO_PAGE
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        encoding, content = found.asset.encoded(request.headers.get("accept-encoding", ""))
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(content, media_type=found.asset.content_type, headers=headers)


class SourceFiles(Assets):
    """Each file by itself, below one version: the hash of everything, so that scripts may import each other by path."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = {name: _read(path) for name, path in sorted(files.items())}
        digest = hashlib.sha256()
        for name, asset in self.files.items():
            digest.update(name.encode() + b"\0" + hashlib.sha256(asset.content).digest())
        self.version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """Its address below the version."""
        if name not in self.files:
            raise KeyError(f"no file {name} in web/static")
        return f"/static/{self.version}/{name}"

    def has(self, name: str) -> bool:
        """Whether there is such a file (front-end packages may not be installed)."""
        return name in self.files

    def sheets(self, name: str) -> tuple[str, ...]:
        """One address for each sheet."""
        return tuple(self.url(f"css/{sheet}.css") for sheet in SETS[name])

    def modules_of(self, script: str) -> tuple[str, ...]:
        """Nearest first."""
        scripts = {name: asset.content for name, asset in self.files.items() if name.endswith(".js")}
        return tuple(self.url(path) for path in modules_needed(scripts, f"js/{script}"))

    def import_map(self) -> Mapping[str, str]:
        """The packages that are installed."""
        files = {name: f"vendor/{file}" for name, file in MODULES.items()}
        return {name: self.url(file) for name, file in files.items() if self.has(file)}

    def find(self, version: str, name: str) -> ServedAsset | None:
        """The file of this name, whatever the version."""
        asset = self.files.get(name)
        return ServedAsset(asset, self.version, version == self.version) if asset else None


def read_sources() -> SourceFiles:
    """Everything under `web/static`, and the listed files of front-end packages under `vendor/`."""
    own = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    packages = {f"vendor/{name}": path for name in VENDOR_FILES if (path := vendor_path(name)).is_file()}
    return SourceFiles(own | packages)


def content_type_of(name: str) -> str:
    """What a file of this name is, for browsers."""
    return TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    if path.suffix == ".js" and path.is_relative_to(FOLDER):
        content = without_comments(content.decode("utf-8")).encode()
    content_type = content_type_of(path.name)
    packed = gzip.compress(content, 9, mtime=0) if content_type in TEXT else None
    return Asset(content, packed if packed and len(packed) < len(content) else None, content_type)
