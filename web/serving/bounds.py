"""How many connections, how long they may take, how much they may send: one table."""

import resource
from dataclasses import dataclass
from typing import Final

FILES_WANTED: Final = 16_384
MOST_CONNECTIONS: Final = 8_192
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """What the connections of one process may ask of it. Seconds and bytes."""

    connections: int = MOST_CONNECTIONS
    per_address: int = 128  # an office behind one address opens six for each browser, and most are idle
    head_s: float = 10.0  # from the connection, or the first byte of a request, to the end of its head
    idle_s: float = 15.0  # between two requests
    window_s: float = 20.0  # in each such time of a body's way ...
    least_bytes_s: int = 4096  # ... so many bytes a second arrive: a bad telephone line has more
    body_s: float = 1800.0
    reading_s: float = 30.0  # in each such time, a reader takes at least something of its answer
    slow_after_s: float = 5.0  # when room runs short, who reads that slowly goes as well
    early_s: float = 10.0  # for the rest of a body whose answer was given without it
    early_bytes: int = 64 * MEGABYTE
    buffered_bytes: int = 256 * MEGABYTE  # of bodies that are not answered yet; they wait in temporary files
    buffered_bytes_per_address: int = 80 * MEGABYTE

    farewell_s: float = 4.0  # what is begun when the process ends has so long; uvicorn waits for five
    look_every_s: float = 1.0

    @classmethod
    def of(cls, open_files: int, message_bytes: int) -> "Bounds":
        """The bounds of a process that may open so many files, at a desk that takes messages of this size."""
        return cls(
            connections=min(MOST_CONNECTIONS, open_files * 3 // 4),  # the rest is for databases, files and children
            buffered_bytes=max(256 * MEGABYTE, 10 * message_bytes),
            buffered_bytes_per_address=max(80 * MEGABYTE, 3 * message_bytes),
        )


def raise_open_files() -> int:
    """Let this process open as many files as it may ask for, up to what it can use; return how many it may now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return FILES_WANTED if soft == resource.RLIM_INFINITY else soft
