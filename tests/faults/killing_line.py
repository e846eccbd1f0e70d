"""A line between the desk and a real mail server, on which the desk's process dies at a moment that a test names."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.servers.process import HOST, ServerProcess

ANSWER_S = 20.0
HEARD_S = 0.2  # from the socket to the act that wants to write, and waits


@dataclass(frozen=True)
class Moment:
    """When the client dies: at the `nth` line of its own that matches.

    Not `answered`: the server never sees that line. `answered`: the server has seen it and has answered. The client,
    suspended since it sent it, dies without having read that; or, `relayed`, with the answer in its socket; or, `heard`,
    when it has read the answer and could write nothing of that down: what the desk writes to was held meanwhile.
    """

    name: str
    line: bytes
    nth: int = 1
    answered: bool = False
    relayed: bool = False
    heard: bool = False

    def __str__(self) -> str:
        return self.name


class KillingLine:
    """Passes on what is said on `port` to the server on `upstream_port`, until the moment that was ordered."""

    def __init__(self, upstream_port: int, holding: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """`holding` lets nobody write to the database as long as its block lasts."""
        self._upstream_port, self._holding = upstream_port, holding
        self._moment: Moment | None = None
        self._matched = 0
        self._client: ServerProcess | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.killed = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, HOST, 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def kill_at(self, moment: Moment, client: ServerProcess) -> None:
        """Order the end of this process."""
        self._moment, self._client, self._matched = moment, client, 0
        self.killed.clear()

    async def until_killed(self) -> None:
        """Return once the moment has come; raise TimeoutError where it does not."""
        async with asyncio.timeout(30):
            await self.killed.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
        up_reader, up_writer = await asyncio.open_connection(HOST, self._upstream_port)
        answers = asyncio.create_task(_pour(up_reader, writer))
        try:
            while line := await reader.readline():
                if not self._is_now(line):
                    up_writer.write(line)
                    continue
                await self._end(line, answers, up_reader, up_writer, writer)
                return
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            answers.cancel()
            up_writer.transport.abort()
            writer.transport.abort()

    def _is_now(self, line: bytes) -> bool:
        if self._moment is None or not re.match(self._moment.line, line, re.IGNORECASE):
            return False
        self._matched += 1
        return self._matched == self._moment.nth

    async def _end(
        self,
        line: bytes,
        answers: asyncio.Task[None],
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
        writer: asyncio.StreamWriter,
    ) -> None:
        moment, client = self._moment, self._client
        if moment is None or client is None:
            return
        client.pause()
        if moment.answered:
            answers.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await answers
            up_writer.write(line)
            async with asyncio.timeout(ANSWER_S):
                answer = await up_reader.readline()
            if moment.heard:
                await self._let_hear(answer, client, writer)
            elif moment.relayed:
                writer.write(answer)
                await writer.drain()
        self._moment = None
        client.kill()
        self.killed.set()

    async def _let_hear(self, answer: bytes, client: ServerProcess, writer: asyncio.StreamWriter) -> None:
        """Wake the client for as long as it takes to read the answer, and end it before the database is free again."""
        client.resume()  # first: it may have been suspended amid a write of its own
        with self._holding():
            writer.write(answer)
            await writer.drain()
            async with asyncio.timeout(ANSWER_S):
                while _unread_bytes(writer.get_extra_info("peername")[1]):  # noqa: ASYNC110  the kernel has no bell
                    await asyncio.sleep(0.005)
            await asyncio.sleep(HEARD_S)
            client.kill()


def _unread_bytes(port: int) -> int:
    """What lies in the socket on this local port and was not read yet (proc(5): /proc/net/tcp, rx_queue)."""
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        fields = line.split()
        if int(fields[1].partition(":")[2], 16) == port:
            return int(fields[4].partition(":")[2], 16)
    return 0


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
        writer.close()
