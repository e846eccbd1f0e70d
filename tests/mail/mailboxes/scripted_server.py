"""A mail server that does what a test tells it, well or badly."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from mail.mailboxes.patience import MailboxDeadlines

HASTY = MailboxDeadlines(quiet_s=0.25, exchange_s=0.5, session_s=1)
"""For tests in which the deadline ends it all."""

BRISK = MailboxDeadlines(quiet_s=2, exchange_s=3, session_s=60)
"""For tests in which a deadline passes and the session goes on."""

CALM = MailboxDeadlines(quiet_s=15, exchange_s=30, session_s=60)
"""For tests in which none passes, however busy the machine is."""


@dataclass
class Talk:
    """One connection, seen from the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    facts: dict[str, object] = field(default_factory=dict)

    async def say(self, *pieces: bytes) -> None:
        """Send these bytes as they are."""
        self.writer.write(b"".join(pieces))
        await self.writer.drain()

    async def hang(self) -> None:
        """Say nothing more."""
        await asyncio.Event().wait()

    async def trickle(self, byte: bytes = b"x") -> None:
        """Send one byte at a time, for ever."""
        while True:
            await self.say(byte)
            await asyncio.sleep(0.01)

    async def flood(self, line: bytes) -> None:
        """Send this for ever, as fast as it goes."""
        while True:
            await self.say(line * 1000)

    def close(self) -> None:
        """End the connection."""
        self.writer.close()


Script = Callable[[Talk, bytes], Awaitable[None]]


class ScriptedServer:
    """Listens on 127.0.0.1; keeps every line it got in `lines`.

    `scripts` replaces what is done at a word ("greeting", "RETR", "RETR 2"); the longer name wins.
    """

    def __init__(self, scripts: dict[str, Script] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.scripts = scripts or {}
        self.lines: list[bytes] = []
        self.connections = 0
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls, limit=2**26)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_exc):
        self._server.close()
        for _ in range(10):  # a connection accepted at the last moment begins before it can be ended
            await asyncio.sleep(0)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)

    async def _serve(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        self.connections += 1
        talk = Talk(reader, writer)
        try:
            await self._perform("greeting", talk, b"")
            while line := await reader.readline():
                self.lines.append(line.rstrip(b"\r\n"))
                await self.answer(talk, line.rstrip(b"\r\n"))
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            with contextlib.suppress(Exception):
                writer.transport.abort()

    async def _perform(self, word: str, talk: Talk, argument: bytes) -> None:
        full = f"{word} {argument.decode('latin-1')}"
        script = self.scripts.get(full) or self.scripts.get(word)
        if script is None:
            script = getattr(self, "do_" + word.lower().replace(" ", "_"), self.do_unknown)
        await script(talk, argument)

    async def answer(self, talk: Talk, line: bytes) -> None:
        """Answer one line of the client's."""
        raise NotImplementedError

    async def do_unknown(self, talk: Talk, argument: bytes) -> None:
        """Answer a command that the server does not know."""
        raise NotImplementedError
