"""`deskbell` without the second that its imports take: forked from a process that has done nothing else.

For tests that are about what a desk does and start one each. How it starts, what it costs and what it frees is tried
with `deskbell` itself (`ServedDesk`).
"""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

from tests.servers.process import STOP_SECONDS, ServerProcess
from tests.servers.served_desk import COMMAND, ServedDesk

PROGRAM = Path(__file__).with_name("forking.py")


class Nursery:
    """The process that forks desks; it lives as long as this one."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", str(PROGRAM), str(theirs.fileno())]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._lines = self._socket.makefile("rw", encoding="utf-8")
        self._turn = threading.Lock()
        atexit.register(self.end)

    def end(self) -> None:
        """Order nothing more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._process.wait(STOP_SECONDS)

    def ask(self, **order: object) -> int | None:
        """Give an order, and return its answer."""
        with self._turn:
            self._lines.write(f"{json.dumps(order)}\n")
            self._lines.flush()
            return json.loads(self._lines.readline())


@cache
def nursery() -> Nursery:
    """This process's, begun when it is first asked for."""
    return Nursery()


class Forked:
    """A `deskbell` that the nursery has forked; to be used as a Popen, by several threads too."""

    def __init__(self, arguments: list[str], files: list[str], env: Mapping[str, str], cwd: Path) -> None:
        pid = nursery().ask(arguments=arguments, files=files, env=dict(env), cwd=str(cwd))
        assert pid
        self.pid = pid
        self.returncode: int | None = None
        self._turn = threading.Lock()
        self._end = os.pidfd_open(pid)  # still its own: the nursery buries it when it is asked how it ended
        weakref.finalize(self, os.close, self._end)  # not before: another thread may wait for it

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        with self._turn:  # the nursery can be asked how it ended once only
            if self.returncode is None:
                self.returncode = nursery().ask(status=self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raise TimeoutExpired when that takes longer."""
        if self.returncode is None:
            watch = select.poll()
            watch.register(self._end, select.POLLIN)
            if not watch.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired("deskbell", timeout or 0)
        ended = self.poll()
        assert ended is not None
        return ended

    def terminate(self) -> None:
        """Ask it to end."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


def fork(command: list[str], *, stdout: IO[bytes], env: Mapping[str, str], cwd: Path, **_same: object) -> Forked:
    """Do what Popen does for a `deskbell` whose output goes to one file."""
    assert command[0] == str(COMMAND)
    return Forked(command[1:], [os.devnull, stdout.name, stdout.name], env, cwd)


def run_forked(
    arguments: Sequence[str], stdin: str, env: Mapping[str, str], cwd: Path
) -> subprocess.CompletedProcess[str]:
    """Run a `deskbell` command to its end, however that is."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("in", "out", "err")]
        files[0].write_text(stdin)
        ended = Forked(list(arguments), [str(path) for path in files], env, cwd).wait()
        out, err = (path.read_text() for path in files[1:])
    return subprocess.CompletedProcess(arguments, ended, out, err)


class ForkedDesk(ServedDesk):
    """A served desk whose commands are forked."""

    def __init__(self, directory: Path, database_url: str, **settings: str) -> None:
        super().__init__(directory, database_url, **settings)
        self.process = ServerProcess("desk", directory, popen=fork)

    def call(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return run_forked(arguments, stdin, self.env, self.directory)
