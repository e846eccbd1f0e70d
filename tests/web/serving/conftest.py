"""An application of a few lines, served within bounds that a test can reach."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from ipaddress import ip_network

import pytest
import uvicorn

from tests.realtime.window import until
from tests.servers.process import HOST
from web.serving.addresses import counted_by
from web.serving.bounded_http import BoundedHttp
from web.serving.bounds import Bounds
from web.serving.connections import Connections
from web.serving.sockets import BoundedSocket, signed_in

PROXY = "127.0.0.99"
PATIENCE_S = 40.0


class Served:
    """Answers `/` at once, `/wait` when `go` is set, `/large` with 64 MB, `/early` without reading the body."""

    def __init__(self, bounds: Bounds) -> None:
        self.connections = Connections(bounds, counted_by([ip_network(PROXY)]))
        self.go = asyncio.Event()
        self.begun: list[str] = []
        self.bodies: list[int] = []
        self.disconnects = 0
        protocol = partial(BoundedHttp, connections=self.connections)
        self.server = uvicorn.Server(
            uvicorn.Config(
                self.app,
                host=HOST,
                port=0,
                http=protocol,
                ws=BoundedSocket,
                lifespan="off",
                log_config=None,
                interface="asgi3",
                ws_ping_interval=None,
                timeout_graceful_shutdown=1,
            )
        )

    async def start(self) -> None:
        self.serving = asyncio.create_task(self.server.serve())
        await until(lambda: self.server.started)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.server.should_exit = True
        await self.serving

    async def app(self, scope, receive, send) -> None:
        self.begun.append(scope["path"])
        if scope["type"] == "websocket":
            await self.talk(scope, receive, send)
            return
        if scope["path"] == "/wait":
            await self.go.wait()
        size, more = 0, scope["path"] != "/early"
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.disconnects += 1
                return
            size, more = size + len(message["body"]), message["more_body"]
        self.bodies.append(size)
        pieces = [b"read"] if scope["path"] != "/large" else [b"." * 65_536] * 1024
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def talk(self, scope, receive, send) -> None:
        await send({"type": "websocket.accept"})
        if scope["path"] == "/console":
            signed_in(scope)
        while (await receive())["type"] != "websocket.disconnect":
            pass


class Guest:
    """A connection of a stranger's, who sends what they like."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, content: bytes) -> "Guest":
        self.writer.write(content)
        await self.writer.drain()
        return self

    async def status(self) -> int:
        """Of the next answer; 0 when the other side ended without one."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                line = await self.reader.readline()
            except ConnectionResetError:
                return 0
        return int(line.split(b" ")[1]) if line.startswith(b"HTTP/1.1 ") else 0

    async def is_ended(self) -> bool:
        """Read until the other side ends; raises TimeoutError when it does not."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while await self.reader.read(65_536):
                    pass
            except ConnectionResetError:
                pass
        return True

    def leave(self) -> None:
        self.writer.close()


@pytest.fixture
async def serve() -> AsyncIterator[Callable]:
    """Serves within bounds: `await serve(head_s=0.2)`."""
    served: list[Served] = []

    async def make(**bounds) -> Served:
        served.append(Served(Bounds(**{"look_every_s": 0.02, **bounds})))
        await served[-1].start()
        return served[-1]

    yield make
    for one in served:
        await one.stop()


@pytest.fixture
async def guest() -> AsyncIterator[Callable]:
    """Connects strangers: `await guest(served, "127.0.0.2")`."""
    guests: list[Guest] = []

    async def make(served: Served, source: str = "127.0.0.1") -> Guest:
        guests.append(Guest(*await asyncio.open_connection(HOST, served.port, local_addr=(source, 0))))
        return guests[-1]

    yield make
    for one in guests:
        one.leave()
