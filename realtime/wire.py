"""Guarding one websocket: who may open it, what may come through it, and how it is closed.

Frames come from strangers. Whatever the libraries below were not made for is refused here, before they read it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextvars import ContextVar
from typing import Any, TypeVar, cast

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAME_BYTES = 64_000
MOST_BRACKETS = 64  # no page of ours sends a tenth of it; deep JSON ends in a RecursionError in every reader
MESSAGES, WINDOW_S = 30, 10
SILENCE_S = 44  # a ping every 25 s, 20 s to answer; the library waits 45 s, and then for ever for a blocked writer
JOIN_WITHIN_S = 10  # a socket that joins nothing is nobody's
SCOPE_KEY = "deskbell.line"

CLOSE, PONG = "1", "3"
CONNECT, DISCONNECT, EVENT = "40", "41", "42"  # of Engine.IO's message and Socket.IO's packet type

ENDED: Message = {"type": "websocket.disconnect", "code": 1008}

T = TypeVar("T")
current_line: ContextVar["OpenSocket"] = ContextVar("line")
log = structlog.get_logger("realtime")


class OpenSocket:
    """One open websocket. `drop` ends it at once, whether or not the other side reads."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.joined = False
        self.is_dropped = False
        self._receive = receive
        self._send = send
        self._times_s: deque[float] = deque(maxlen=MESSAGES)
        self._at_work: set[asyncio.Task[Any]] = set()

    def drop(self, why: str) -> None:
        """End it. What still waits for its reader is thrown away."""
        if self.is_dropped:
            return
        self.is_dropped = True
        for task in self._at_work:
            task.cancel()
        log.info("a window was cut off", why=why)

    async def receive(self) -> Message:
        """The next frame that may pass (ASGI); the end of the line for one that may not."""
        try:
            async with asyncio.timeout(SILENCE_S):
                message = await self._until_dropped(self._receive)
        except BrokenPipeError:
            return ENDED
        except TimeoutError:
            self.drop("is silent")
            return ENDED
        if message["type"] == "websocket.receive" and (fault := self._fault_of(message)):
            self.drop(fault)
            return ENDED
        return message

    async def send(self, message: Message) -> None:
        """Send to the other side (ASGI). Raises BrokenPipeError once the line is cut, also while a slow reader blocks."""
        await self._until_dropped(lambda: self._send(message))

    async def joining(self) -> None:
        """Cut the line when its time to join a namespace has passed."""
        await asyncio.sleep(JOIN_WITHIN_S)
        if not self.joined:
            self.drop("joined nothing")

    async def _until_dropped(self, work: Callable[[], Awaitable[T]]) -> T:
        if self.is_dropped:
            raise BrokenPipeError
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._at_work.add(task)
        try:
            return await work()
        except asyncio.CancelledError:
            if not self.is_dropped:
                raise
            task.uncancel()  # it was `drop`, not someone who ends the task
            raise BrokenPipeError from None
        finally:
            self._at_work.discard(task)

    def _fault_of(self, message: Message) -> str:
        now_s = asyncio.get_running_loop().time()
        if len(self._times_s) == MESSAGES and now_s - self._times_s[0] < WINDOW_S:
            return "too many messages"
        self._times_s.append(now_s)
        text = message.get("text")
        if text is None:
            return "a binary frame"
        if len(text) > FRAME_BYTES or len(text.encode()) > FRAME_BYTES:
            return "too large a frame"
        if text.count("[") + text.count("{") > MOST_BRACKETS:
            return "a frame that nests"
        if text in {CLOSE, PONG} or text.startswith((CONNECT, DISCONNECT, EVENT)):
            return ""
        return "a frame of another kind"


class Gate:
    """Lets in websockets from the desk's own pages (S-41): a foreign, a missing or a `null` Origin is refused (403)."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self.app = app
        self.origins = frozenset(origins)
        self.is_open = False  # until the desk is there

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "websocket":
            await _refuse_plain_http(send)
            return
        if not self.is_open or Headers(scope=scope).getlist("origin") not in [[origin] for origin in self.origins]:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        line = OpenSocket(receive, send)
        scope[SCOPE_KEY] = line
        token = current_line.set(line)
        deadline = asyncio.create_task(line.joining())
        try:
            await self.app(scope, line.receive, line.send)
        except BrokenPipeError:
            log.info("a window was cut off before it was there")
        finally:
            deadline.cancel()
            current_line.reset(token)


async def _refuse_plain_http(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"upgrade", b"websocket"), (b"connection", b"upgrade")]
    await send({"type": "http.response.start", "status": 426, "headers": headers})
    await send({"type": "http.response.body", "body": b"Only websockets pass here."})
