"""The live desk on a free port of this process, with windows that connect to it."""

import asyncio
import contextlib

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import Mount

from app.actions.people.signing import sign_in
from app.core.clock import now_ms
from app.queries.desk.events import last_event_id
from realtime.server import make_realtime
from tests.plugins.desk import PASSWORD
from tests.realtime.window import Window, until

ORIGIN = "https://desk.example"


class Live:
    """A served live desk."""

    def __init__(self, desk, origins=(ORIGIN,)) -> None:
        self.desk = desk
        self.drawn = []
        self.pieces = []
        self.opens = lambda ticket: True
        self.realtime = make_realtime(
            session_token=lambda scope: HTTPConnection(scope).cookies.get("session"),
            language_of=lambda scope: HTTPConnection(scope).headers.get("accept-language", "en"),
            may_open=lambda scope, ticket: (
                HTTPConnection(scope).cookies.get("ticket") == str(ticket.id) and self.opens(ticket)
            ),
            draw_row=self.draw_row,
            draw_piece=self.draw_piece,
            origins=origins,
        )
        self.windows = []

    def draw_row(self, row, language: str) -> str:
        self.drawn.append((row.ticket.id, language))
        return f"<a>{row.ticket.id} {language} {row.ticket.subject} {row.ticket.operator_name}</a>"

    def draw_piece(self, name, piece, people, language) -> str:
        self.pieces.append((name, piece, language))
        return f"{language} {name} {piece}"

    async def start(self, routes=(), port: int = 0) -> None:
        app = Starlette(routes=[Mount("/socket.io", self.realtime.asgi_app), *routes])
        config = uvicorn.Config(
            app, host="127.0.0.1", port=port, ws="websockets-sansio", lifespan="off", log_config=None, log_level="critical",
            ws_ping_interval=None, ws_per_message_deflate=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.serving = asyncio.create_task(self.server.serve())
        await until(lambda: self.server.started)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{port}/socket.io/"
        self.running = asyncio.create_task(self.realtime.run(self.desk))
        await asyncio.sleep(0)

    async def stop(self) -> None:
        for window in self.windows:
            await window.close()
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        self.server.should_exit = True
        await self.serving

    async def session(self, operator) -> str:
        token, _operator = await sign_in(self.desk, operator.email, PASSWORD, "192.0.2.1", "", now_ms())
        return token

    async def window(self, operator, token: str | None = None, **headers: str) -> Window:
        """A console of this person, which hears everything from here on."""
        token = token or await self.session(operator)
        return await self.joined("/console", {"Cookie": f"session={token}", **headers})

    async def page(self, ticket) -> Window:
        """The customer's page of this ticket."""
        return await self.joined("/ticket", {"Cookie": f"ticket={ticket.id}"}, {"ticket": ticket.id})

    async def joined(self, namespace: str, headers: dict[str, str], auth: object = None) -> Window:
        window = await Window.open(self.url, namespace, {"Origin": ORIGIN, **headers}, auth)
        self.windows.append(window)
        return window

    async def given_out(self) -> int:
        """Wait until everything that is committed now was given out; return the last number."""
        last = await last_event_id(self.desk)
        await until(lambda: (self.realtime._dispatch.last or 0) >= last)
        return last


@pytest.fixture
async def live(desk):
    served = Live(desk)
    await served.start()
    yield served
    with contextlib.suppress(asyncio.CancelledError):
        await served.stop()
