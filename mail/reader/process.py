"""The desk's side of the child: started with the first mail, kept, and replaced when too large, old or killed.

Calls block, and are made in a thread: `mail.intake.reading` is the way from the event loop.
"""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from mail.reader.talk import LetterDefeats, LetterReading, Talk
from mail.reader.wire import Request, frame

READ_S: Final = 20.0  # by the clock, for one letter; the child has its own limit of what it computes
STARTS: Final = 2  # children in a row that may end before they have begun a letter
END_S: Final = 1.0
_MALLOC: Final = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1024 * 1024),
}  # what is freed goes back (mallopt(3))


class NoReader(OSError):
    """No child can be started: the machine is at fault, not the mail."""


class LetterReader:
    """Reads mails in one child, for several threads one after the other."""

    def __init__(self, module: str = "mail.reader.child") -> None:
        self._module = module
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def read(
        self,
        raws: Sequence[bytes],
        own_addresses: frozenset[str] = frozenset(),
        *,
        limit_s: float = READ_S,
        with_headers: bool = False,
    ) -> list[LetterReading | LetterDefeats]:
        """Read these mails; one that cannot be read is replaced by the reason. Raises NoReader."""
        requests = [frame(Request(len(raw), sorted(own_addresses), with_headers)) for raw in raws]
        found: list[LetterReading | LetterDefeats] = []
        with self._lock:
            fruitless = 0
            while len(found) < len(raws):
                done = len(found)
                talk = Talk(self._started(), requests[done:], raws[done:], limit_s)
                found += talk.hold()
                if talk.has_ended:
                    self._end()
                fruitless = fruitless + 1 if len(found) == done else 0
                if fruitless >= STARTS:
                    raise NoReader("the mail reader is not running")
        return found

    def start(self) -> None:
        """Start a child if there is none, saving the first mail half a second."""
        if self._lock.acquire(blocking=False):  # else it is reading
            try:
                with suppress(NoReader):  # who reads hears of it
                    self._started()
            finally:
                self._lock.release()

    def close(self) -> None:
        """End the child, whatever it is doing; the next mail starts another."""
        if not self._lock.acquire(timeout=END_S):
            if (child := self._child) is not None:
                child.kill()
            self._lock.acquire()
        try:
            self._end()
        finally:
            self._lock.release()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            # Nothing of the desk's environment: its secrets are not for whoever reads strangers' letters.
            environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **_MALLOC}
            command = [sys.executable, "-P", "-m", self._module]
            try:
                self._child = subprocess.Popen(  # noqa: S603  our own module
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
                )
            except OSError as error:
                raise NoReader(f"the mail reader cannot be started: {error}") from error
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            child.wait(END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


shared: Final = LetterReader()
"""What this process reads its mailbox with."""
for_pages: Final = LetterReader()
"""What mail pages and `mail inspect` read with, so that nobody waits behind a full mailbox."""
for one in (shared, for_pages):
    atexit.register(one.close)
