"""A window as the wire sees it: Socket.IO 5 over a websocket, spoken by hand, so that it can also speak it badly."""

import asyncio
import contextlib
import json
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

PATIENCE_S = 30  # on a busy machine too; only a failure waits as long


async def until(told) -> None:
    """Wait until `told()` is true, for what nobody announces."""
    async with asyncio.timeout(PATIENCE_S):
        while not told():  # noqa: ASYNC110 - it happens inside the server, which sets no event for tests
            await asyncio.sleep(0.005)


class Refused(Exception):
    """The server does not let the window join."""


class Window:
    """One connection. `heard` is all that it heard, in order: (event's name, what it carries)."""

    def __init__(self, socket: Any, namespace: str) -> None:
        self.socket = socket
        self.namespace = namespace
        self.heard: list[tuple[str, Any]] = []
        self.is_over = False
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Condition()
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str, namespace: str, headers: dict[str, str], auth: object = None) -> "Window":
        """Connect and join; Refused if the namespace does not want it."""
        window = cls(await connect(f"{url}?EIO=4&transport=websocket", additional_headers=headers), namespace)
        assert (await window.socket.recv()).startswith("0{")
        await window.socket.send(f"40{namespace}," + (json.dumps(auth) if auth else ""))
        reply = await window.socket.recv()
        if not reply.startswith(f"40{namespace},"):
            await window.socket.close()
            raise Refused(reply)
        window._reader = asyncio.create_task(window._read())
        return window

    async def close(self) -> None:
        await self.socket.close()
        if self._reader:
            await self._reader

    async def say(self, event: str, *data: object) -> None:
        await self.socket.send(f"42{self.namespace}," + json.dumps([event, *data]))

    async def ask(self, event: str, data: object) -> Any:
        """Say something and wait for the answer."""
        number = len(self._answers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(f"42{self.namespace},{number}" + json.dumps([event, data]))
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def until(self, told) -> None:
        """Wait until `told(heard)` is true."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: told(self.heard)), PATIENCE_S)

    async def until_event(self, event_id: int) -> None:
        """Wait until the event with this number was heard."""
        await self.until(lambda heard: any(facts.get("id") == event_id for _name, facts in heard))

    async def until_over(self) -> None:
        """Wait until the server ends it."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: self.is_over), PATIENCE_S)

    def named(self, *names: str) -> list[Any]:
        return [facts for name, facts in self.heard if name in names]

    @property
    def events(self) -> list[Any]:
        """What it heard from the log."""
        return [facts for name, facts in self.heard if name != "activity" and "id" in facts]

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for frame in self.socket:
                await self._take(frame)
        async with self._news:
            self.is_over = True
            self._news.notify_all()

    async def _take(self, frame: str) -> None:
        if frame == "2":
            await self.socket.send("3")
        elif frame.startswith(f"42{self.namespace},"):
            name, facts = json.loads(frame.split(",", 1)[1])
            async with self._news:
                self.heard.append((name, facts))
                self._news.notify_all()
        elif frame.startswith(f"43{self.namespace},"):
            number, _bracket, data = frame.split(",", 1)[1].partition("[")
            values = json.loads(f"[{data}")
            self._answers[int(number)].set_result(values[0] if values else None)
        elif frame.startswith(f"41{self.namespace}"):
            async with self._news:
                self.is_over = True
                self._news.notify_all()
