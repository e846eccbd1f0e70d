"""One change tried in a copy of the house: by a fork that has the libraries already, so that a try is mostly its tests."""

import contextlib
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROOMS = ("app", "mail", "realtime", "sql", "web", "tests")
LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__", "compiled", ".hypothesis")
LIBRARIES = (
    "alembic.command", "argon2", "aiosqlite", "babel.dates", "cryptography.x509", "databases", "dkim", "email_validator",
    "httpx", "httpx2", "jinja2", "limits.aio.storage", "limits.aio.strategies", "nh3", "playwright.async_api",
    "redis.asyncio", "socketio", "sqlalchemy.dialects.mysql", "sqlalchemy.ext.asyncio", "starlette.applications",
    "starlette.testclient", "structlog", "trustme", "uvicorn", "websockets.asyncio.client",
)  # fmt: skip
OPTIONS = (
    *("-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # the libraries are there already
)
NO_TESTS = 5  # pytest's status where no test has the words


def load_libraries() -> None:
    """Import what every try needs, once. The desk's own modules are left to each try, which has its own."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@contextlib.contextmanager
def copy_of_the_house() -> Iterator[Path]:
    """A copy in which files may be changed."""
    with tempfile.TemporaryDirectory(prefix="mutate-") as made:
        copy = Path(made)
        for room in ROOMS:
            shutil.copytree(HOUSE / room, copy / room, ignore=LEFT_OUT)
        shutil.copy(HOUSE / "pyproject.toml", copy)
        yield copy


def begin(copy: Path, runs: Sequence[tuple[tuple[str, ...], str]]) -> int:
    """Fork: the child runs the tests of each run (files, words) until one fails. The number of the child.

    It ends with 0 if none failed, with 1 if one did.
    """
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        status = _fails(copy, runs)
    finally:
        os._exit(status)


def _fails(copy: Path, runs: Sequence[tuple[tuple[str, ...], str]]) -> int:
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(copy)
    elsewhere = [path for path in sys.path if path and Path(path).resolve() != HOUSE]
    sys.path[:] = [str(copy), *elsewhere]
    import pytest  # noqa: PLC0415  its plug-ins are loaded by each try for itself

    for files, words in runs:
        _forget_the_desk()
        if pytest.main([*OPTIONS, "-k", words, *files]) not in {0, NO_TESTS}:
            return 1
    return 0


def _forget_the_desk() -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in ROOMS or name.partition(".")[0] == "conftest":
            del sys.modules[name]
