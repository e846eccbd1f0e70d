"""Handing mails to a child, and what it returns for each."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import IO, Final, NamedTuple, cast

import msgspec

from app.nouns.reasons import reason
from mail.letter.letter import Letter
from mail.reader.wire import LENGTH_BYTES, MOST_HEAD_BYTES, Begun, Done, reply_of, with_files

START_S: Final = 30.0  # for a child to take up the next letter: it may have to start, on a busy machine


CHUNK_BYTES: Final = 256 * 1024


class LetterReading(NamedTuple):
    """A mail, the digest that identifies a second copy, and its raw headers if requested."""

    letter: Letter
    fingerprint: str
    raw_headers: Sequence[tuple[str, str]] = ()
    dmarc: str | None = None  # pass, fail or empty once its sender was checked


class LetterDefeats(Exception):
    """A mail that ended the process reading it, or took too long. `why` is a reason (`app.nouns.reasons`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Talk:
    """Writing mails to a child and reading its replies, both at once: either pipe may be full while the other waits."""

    def __init__(
        self, child: subprocess.Popen[bytes], requests: Sequence[bytes], raws: Sequence[bytes], limit_s: float
    ) -> None:
        self.child = child
        self.has_ended = False
        self._sending = [memoryview(piece) for pair in zip(requests, raws, strict=True) for piece in pair if piece]
        self._most = len(raws)
        self._limit_s = limit_s
        self._found: list[LetterReading | LetterDefeats] = []
        self._begun = 0
        self._ends_s = time.monotonic() + START_S
        self._heard = bytearray()
        self._wanted = LENGTH_BYTES
        self._take: Callable[[bytes], None] = self._take_length
        self._done: Done | None = None
        self._files: list[bytes] = []

    def hold(self) -> list[LetterReading | LetterDefeats]:
        """Talk until all mails are read, or one has ended the child."""
        asked, told = cast("IO[bytes]", self.child.stdin), cast("IO[bytes]", self.child.stdout)
        os.set_blocking(asked.fileno(), False)
        with DefaultSelector() as selector:
            selector.register(told, EVENT_READ)
            if self._sending:
                selector.register(asked, EVENT_WRITE)
            while len(self._found) < self._most and not self.has_ended:
                ready = selector.select(max(0.0, self._ends_s - time.monotonic()))
                if not ready:
                    self._too_slow()
                for key, _events in ready:
                    if key.fileobj is told:
                        self._hear(os.read(told.fileno(), CHUNK_BYTES))
                    elif not self._send(asked):
                        selector.unregister(asked)
        return self._found

    def _send(self, asked: IO[bytes]) -> bool:
        """Write what the pipe takes; False when all is written, or nobody is reading."""
        try:
            sent = os.write(asked.fileno(), self._sending[0][:CHUNK_BYTES])
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._sending[0] = self._sending[0][sent:]
        if not self._sending[0]:
            del self._sending[0]
        return bool(self._sending)

    def _hear(self, more: bytes) -> None:
        """Take what the child says, piece by piece; nothing more means that it has ended."""
        if not more:
            self.has_ended = True
            if self._begun > len(self._found):
                self._blame(reason("stopped_process"))
            return
        self._heard += more
        try:
            while len(self._heard) >= self._wanted and not self.has_ended:
                piece = bytes(memoryview(self._heard)[: self._wanted])
                del self._heard[: self._wanted]
                self._take(piece)
        except (msgspec.MsgspecError, ValueError) as fault:
            self.child.kill()
            self.has_ended = True
            self._blame(reason("flaw_unread", why=type(fault).__name__))

    def _take_length(self, piece: bytes) -> None:
        length = int.from_bytes(piece, "big")
        if length > MOST_HEAD_BYTES:
            raise ValueError("longer than a letter can be")
        self._next(length, self._take_head)

    def _take_head(self, piece: bytes) -> None:
        reply = reply_of(piece)
        if isinstance(reply, Begun):
            self._begun += 1
            self._ends_s = time.monotonic() + self._limit_s
            self._next(LENGTH_BYTES, self._take_length)
        elif isinstance(reply, Done):
            self._done, self._files = reply, []
            self._after_file()
        else:
            self._take_outcome(LetterDefeats(reason("flaw_unread", why=reply.why)))
            self._next(LENGTH_BYTES, self._take_length)

    def _take_file(self, piece: bytes) -> None:
        self._files.append(piece)
        self._after_file()

    def _after_file(self) -> None:
        """Wait for the next file, or take the mail as complete."""
        if self._done is None:
            raise ValueError("a file without a letter")
        if len(self._files) < len(self._done.file_bytes):
            self._next(self._done.file_bytes[len(self._files)], self._take_file)
            return
        with_files(self._done.letter, self._files)
        self._take_outcome(LetterReading(self._done.letter, self._done.fingerprint, self._done.raw_headers))
        self._next(LENGTH_BYTES, self._take_length)

    def _take_outcome(self, outcome: "LetterReading | LetterDefeats") -> None:
        self._found.append(outcome)
        self._ends_s = time.monotonic() + START_S

    def _next(self, wanted: int, take: Callable[[bytes], None]) -> None:
        self._wanted, self._take = wanted, take

    def _too_slow(self) -> None:
        self.child.kill()
        self.has_ended = True
        if self._begun > len(self._found):
            self._blame(reason("slow_to_read", seconds=f"{self._limit_s:g}"))

    def _blame(self, why: str) -> None:
        """The mail being read is the one that ended the child."""
        self._take_outcome(LetterDefeats(why))
