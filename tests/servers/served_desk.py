"""`deskbell` as its users run it: a process of its own, set up by its environment."""

import contextlib
import http.client
import os
import subprocess
import sys
from pathlib import Path

from tests.servers.process import HOST, ServerProcess, free_port

COMMAND = Path(sys.executable).with_name("deskbell")
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


class ServedDesk:
    """One `deskbell serve` in its own directory, where `var/` comes to be. Port and data outlive `restart`."""

    def __init__(self, directory: Path, database_url: str, **settings: str) -> None:
        """`settings` are named as in the environment, without their `DESKBELL_`, in any case."""
        self.directory = directory
        self.port = free_port()
        self.program = COMMAND
        self.options: tuple[str, ...] = ()  # of `deskbell serve`, besides its place
        self.process = ServerProcess("desk", directory)
        self.env = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self.env |= {"DESKBELL_DATABASE_URL": database_url, "DESKBELL_BASE_URL": self.url}
        self.env |= {f"DESKBELL_{name.upper()}": value for name, value in settings.items()}

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://{HOST}:{self.port}"

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a `deskbell` command to its end, with the same settings; raise with its words when it fails."""
        self.directory.mkdir(parents=True, exist_ok=True)
        done = self.call(*arguments, stdin=stdin)
        if done.returncode:
            raise AssertionError(f"deskbell {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done

    def call(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The same, however it ends."""
        return subprocess.run(
            [self.program, *arguments], input=stdin, env=self.env, cwd=self.directory, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def start(self) -> "ServedDesk":
        """Serve a migrated database; return once it is ready."""
        self.directory.mkdir(parents=True, exist_ok=True)
        command = [str(self.program), "serve", "--host", HOST, "--port", str(self.port), *self.options]
        self.process.start(command, self.ready, env=self.env, cwd=self.directory)
        return self

    restart = start

    def stop(self) -> None:
        """End it as an administrator does; raise ServerFailed when that takes more than 10 s."""
        self.process.stop(10)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def log(self) -> str:
        """All that it has written."""
        return self.process.log()

    def ready(self) -> bool:
        """Whether `/readyz` says so."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.client.OK
        return False
