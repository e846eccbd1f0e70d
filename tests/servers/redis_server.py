"""Redis that keeps nothing on disk."""

import socket
from pathlib import Path

from tests.servers.process import HOST, ServerProcess, free_port
from tests.servers.programs import need


class Redis:
    """One Redis server. `kill`, `restart` and `pause` (by `process`) show how a desk does without it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.process = ServerProcess("redis", directory)
        self.port = free_port()

    @property
    def url(self) -> str:
        """Its address in the form of `DESKBELL_REDIS_URL`."""
        return f"redis://{HOST}:{self.port}/0"

    def start(self) -> "Redis":
        """Serve, empty."""
        self.directory.mkdir(parents=True, exist_ok=True)
        command = [need("redis-server"), "--port", str(self.port), "--bind", HOST, "--dir", str(self.directory)]
        self.process.start([*command, "--save", "", "--appendonly", "no"], self._answers)
        return self

    restart = start

    def empty(self) -> None:
        """Forget everything."""
        if self._ask(b"FLUSHALL") != b"+OK":
            raise OSError("Redis did not empty itself")

    def stop(self) -> None:
        """End it in order."""
        self.process.stop()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def _answers(self) -> bool:
        try:
            return self._ask(b"PING") == b"+PONG"
        except OSError:
            return False

    def _ask(self, command: bytes) -> bytes:
        with socket.create_connection((HOST, self.port), timeout=5) as connection:
            connection.sendall(command + b"\r\n")
            return connection.recv(64).strip()
