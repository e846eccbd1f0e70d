"""What all workers of one test run share: a directory, and an end that leaves nothing running.

The process that leads the run (pytest itself, or xdist's controller) makes the directory and removes it when all
is over. Should it be killed, leashes end the servers (`tests/servers/leash.py`).

All that tests write lies in memory where the machine has room: thousands of databases wait for a disk otherwise.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

RUN_DIRECTORY = pytest.StashKey[Path]()
LEADER = pytest.StashKey[int]()
MEMORY = Path("/dev/shm")
COMPILED = "DESKBELL_TESTS_COMPILED"  # names, to all that the run starts, the folder of its compiled templates
ROOM_BYTES = 4 << 30  # a run with four workers takes a fifth of it at a time


def pytest_configure(config):
    workerinput = getattr(config, "workerinput", None)
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)  # workers and servers inherit it
        tempfile.tempdir = None  # pytest has asked before
    config.stash[LEADER] = workerinput["leader"] if workerinput else os.getpid()
    # Short on purpose: the path of a Unix socket ends at 107 bytes.
    directory = Path(workerinput["run_directory"] if workerinput else tempfile.mkdtemp(prefix="deskbell-"))
    config.stash[RUN_DIRECTORY] = directory
    os.environ[COMPILED] = str(directory / "compiled")
    if not workerinput:
        (directory / "compiled").mkdir()
        directory.chmod(0o711)  # servers that change their user pass through
        config.add_cleanup(lambda: shutil.rmtree(directory, ignore_errors=True))  # the last to run: first in, last out


def has_room(memory: Path) -> bool:
    """Whether this directory is there, and large enough for a test run."""
    return os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM_BYTES


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["leader"] = os.getpid()
    node.workerinput["run_directory"] = str(node.config.stash[RUN_DIRECTORY])


@pytest.fixture(scope="session")
def run_directory(request) -> Path:
    """The directory that all workers of this run share; gone when the run is over."""
    return request.config.stash[RUN_DIRECTORY]


@pytest.fixture(scope="session")
def leader(request) -> int:
    """The process that leads this run."""
    return request.config.stash[LEADER]


@pytest.fixture(scope="session")
def full_size() -> bool:
    """Whether this is `make test-long`, where tests of load and endurance take the size that they promise."""
    return os.environ.get("DESKBELL_TESTS_LONG") == "1"
