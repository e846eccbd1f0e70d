"""HTTP as a stranger may send it: bytes over a socket, as wrong as one likes."""

import socket
from collections.abc import Iterable

from tests.servers.process import HOST

PATIENCE_S = 30.0


def connect(port: int, source: str = "") -> socket.socket:
    """A connection to a server on this machine; `source` is the address that it comes from (127.0.0.0/8)."""
    return socket.create_connection((HOST, port), PATIENCE_S, (source, 0) if source else None)


def exchange(port: int, pieces: Iterable[bytes], source: str = "") -> bytes:
    """Send these bytes, as far as they are taken, and read what is answered until the other side ends."""
    with connect(port, source) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # what was answered before is still to be read
        return read_to_end(line)


def read_to_end(line: socket.socket) -> bytes:
    """All that comes until the other side ends the connection; raises TimeoutError when it does not."""
    answered = bytearray()
    try:
        while piece := line.recv(65_536):
            answered += piece
    except ConnectionResetError:
        pass
    return bytes(answered)


def status_of(answer: bytes) -> int:
    """The status of the first response in these bytes; 0 if nothing was answered."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
