"""The child: reads one mail after the other from standard input, until that ends, or it has grown too large or old."""

import gc
import os
import resource
import select
import signal
from collections.abc import Callable
from io import RawIOBase
from pathlib import Path
from typing import IO, Final

from mail.letter import limits
from mail.reader.letters import read_letter
from mail.reader.wire import LENGTH_BYTES, Begun, Done, Failed, Reply, Request, frame, request_of, without_files
from mail.reading.fingerprint import fingerprint
from mail.reading.headers.raw_headers import raw_headers

MEMORY_BYTES: Final = 512 * limits.MIB  # beside what the child has when it has begun
CPU_S: Final = 6  # for one letter; the largest honest one takes a second or two
GROWN_BYTES: Final = 96 * limits.MIB
LETTERS: Final = 2000
ADDRESSES, RESIDENT = 0, 1  # in /proc/self/statm
IDLE_S: Final = 300.0  # then the memory is given back; the next letter starts another child
CHUNK_BYTES: Final = 256 * limits.KIB

Read = Callable[[bytes, Request], tuple[Done, list[bytes]]]


def main(read: Read | None = None) -> None:
    """Serve until the desk closes the pipe: when it stops, and when it dies."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # for the desk: it ends its child when it ends
    asked, told = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    gc.freeze()
    os.dup2(2, 1)  # nothing that prints gets between the frames
    _limit(resource.RLIMIT_CORE, 0)
    if size_bytes := _size_bytes(ADDRESSES):
        _limit(resource.RLIMIT_AS, size_bytes + MEMORY_BYTES)
    letters = 0
    while _answer(asked, told, read or _read) and letters < LETTERS and _size_bytes(RESIDENT) < GROWN_BYTES:
        letters += 1  # the desk starts another child when this one has ended between two letters


def _answer(asked: RawIOBase, told: IO[bytes], read: Read) -> bool:
    """Read one mail; False if none came."""
    if not select.select([asked], [], [], IDLE_S)[0]:
        return False
    try:
        request = request_of(_exactly(asked, int.from_bytes(_exactly(asked, LENGTH_BYTES), "big")))
        raw = _exactly(asked, request.raw_bytes)
    except EOFError:
        return False
    _tell(told, Begun())
    _limit(resource.RLIMIT_CPU, int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1 + CPU_S)
    try:
        done, contents = read(raw, request)
    except MemoryError:
        os._exit(1)  # what is left of this process is nothing to go on with
    except Exception as error:  # noqa: BLE001  the desk hears of it
        _tell(told, Failed(type(error).__name__))
        return True
    _tell(told, done, *contents)
    return True


def _read(raw: bytes, request: Request) -> tuple[Done, list[bytes]]:
    letter = read_letter(raw, own_addresses=frozenset(request.own_addresses))
    known = fingerprint(letter)
    headers = raw_headers(raw) if request.with_headers else []
    contents = without_files(letter)
    return Done(letter, known, [len(one) for one in contents], headers), contents


def _exactly(asked: RawIOBase, count: int) -> bytes:
    """Read this many bytes. Raises EOFError when the desk closes the pipe."""
    got = bytearray()
    while len(got) < count:
        more = asked.read(min(count - len(got), CHUNK_BYTES))
        if not more:
            raise EOFError
        got += more
    return bytes(got)


def _tell(told: IO[bytes], reply: Reply, *contents: bytes) -> None:
    told.write(frame(reply))
    for one in contents:
        told.write(one)
    told.flush()


def _limit(kind: int, most: int) -> None:
    """Set the soft limit, which may be set again; where the machine allows less, less."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _size_bytes(which: int) -> int:
    """How much address space, or memory, is in use (proc(5)); 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[which]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
