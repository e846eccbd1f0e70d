"""A real server as a child process: bound to 127.0.0.1, ended by the handle it was started with."""

import contextlib
import itertools
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
PORTS = 1_500  # of each of eight workers
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
LEASH = Path(__file__).with_name("leash.py")


_numbers = itertools.count(secrets.randbelow(PORTS))  # not from `random`, which pytest-randomly seeds


class ServerFailed(Exception):
    """A server did not start or did not stop; says what it wrote last."""


def free_port() -> int:
    """A TCP port nobody listens on, below the range from which the kernel serves outgoing connections.

    Each worker has ports of its own and goes round them: a port that was given out, and on which its server does not
    listen yet, is given to nobody else.
    """
    while True:
        port = 20_000 + WORKER * PORTS + next(_numbers) % PORTS
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port


def answers(port: int) -> bool:
    """Whether somebody accepts connections on this port."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    """Ask every 10 ms until `ready` says yes; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class ServerProcess:
    """One child process, its log and its leash.

    `owner` is the process whose end also ends the server (this one, unless told otherwise). `popen` starts it.
    """

    def __init__(
        self, name: str, directory: Path, owner: int | None = None, popen: Callable[..., Any] = subprocess.Popen
    ) -> None:
        self.name = name
        self.directory = directory
        self.owner = owner or os.getpid()
        self.log_path = directory / f"{name}.log"
        self.popen = popen
        self.child: Any = None
        self.leash: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The child's process number; raises when nothing runs."""
        if self.child is None:
            raise ServerFailed(f"{self.name} is not running")
        return self.child.pid

    @property
    def running(self) -> bool:
        """Whether the child is alive."""
        return self.child is not None and self.child.poll() is None

    def log(self) -> str:
        """All that the server has written."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def start(
        self,
        command: Sequence[str],
        ready: Callable[[], bool],
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start the child and return once `ready` says yes; raise ServerFailed with the log otherwise."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.child = self.popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, cwd=cwd, start_new_session=True
            )
        self._tie()
        wait_until(lambda: not self.running or ready(), START_SECONDS)
        if not ready():  # one that was killed right after it had begun did begin
            self.kill()
            raise ServerFailed(f"{self.name} did not start:\n{self.log()[-3000:]}")

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End the child by SIGTERM; kill it and raise ServerFailed when it takes longer than that."""
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerFailed(f"{self.name} did not stop within {seconds} s:\n{self.log()[-3000:]}") from None
        self._bury()

    def kill(self) -> None:
        """End the child, and what it has started, as a power cut would."""
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)  # it leads its own session
            self._bury()

    def pause(self) -> None:
        """Let the child hang: it keeps its connections and answers nothing, until `resume`."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused child go on."""
        os.kill(self.pid, signal.SIGCONT)

    def _tie(self) -> None:
        """Start the leash, which ends by itself as soon as the server has ended."""
        command = [sys.executable, "-I", "-S", str(LEASH), str(self.owner), str(self.pid)]
        if self.leash is not None:  # of a child that was killed while it was being tied
            self.leash.wait(STOP_SECONDS)
        self.leash = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip

    def _bury(self) -> None:
        """Leave no dead process behind."""
        if self.child is not None:
            self.child.wait()
        if self.leash is not None:
            self.leash.wait(STOP_SECONDS)
