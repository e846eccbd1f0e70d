"""What the desk's fan-out is measured against: a bare python-socketio emit, and a raw websocket broadcast.

    python -m tests.bench.floors socketio|raw PORT

Each sends one event to all at `POST /emit?mark=N`, and answers with the moment it began (monotonic nanoseconds).
"""

import asyncio
import contextlib
import json
import sys
import time
from typing import Any

import socketio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

ROW = "<li>" + "x" * 900 + "</li>"  # about what a list row has


def event(mark: int) -> dict[str, Any]:
    """An event of the size that the desk's have."""
    return {"mark": mark, "kind": "ticket.taken", "actor": {"kind": "operator", "id": 1, "name": "Anna"}, "row": ROW}


def bare_socketio() -> Starlette:
    """python-socketio as it comes: one room, one emit."""
    server = socketio.AsyncServer(async_mode="asgi", transports=["websocket"], cors_allowed_origins="*")

    @server.event
    async def connect(sid: str, _environ: dict[str, Any], _auth: object = None) -> None:
        await server.enter_room(sid, "all")

    async def emit(request: Request) -> JSONResponse:
        begun = time.monotonic_ns()
        await server.emit("ticket.taken", event(int(request.query_params["mark"])), room="all")
        return JSONResponse({"begun": begun})

    asgi = socketio.ASGIApp(server, socketio_path="")
    return Starlette(routes=[Route("/emit", emit, methods=["POST"]), Mount("/socket.io", asgi)])


def raw_broadcast() -> Starlette:
    """The floor: the same text to every websocket, nothing else."""
    sockets: set[WebSocket] = set()

    async def join(socket: WebSocket) -> None:
        await socket.accept()
        sockets.add(socket)
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await socket.receive_text()
        sockets.discard(socket)

    async def emit(request: Request) -> JSONResponse:
        begun = time.monotonic_ns()
        text = json.dumps(event(int(request.query_params["mark"])))
        await asyncio.gather(*(socket.send_text(text) for socket in sockets))
        return JSONResponse({"begun": begun})

    return Starlette(routes=[Route("/emit", emit, methods=["POST"]), WebSocketRoute("/ws", join)])


if __name__ == "__main__":
    made = {"socketio": bare_socketio, "raw": raw_broadcast}[sys.argv[1]]()
    uvicorn.run(made, port=int(sys.argv[2]), ws="websockets-sansio", ws_per_message_deflate=False, log_level="error")
