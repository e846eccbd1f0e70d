"""HTTP/1.1 as uvicorn speaks it with httptools, within bounds."""

from functools import partial
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from web.serving.answers import short_answer
from web.serving.connections import Connections
from web.serving.heads import AROUND_A_HEADER, HeadMeter
from web.serving.place import Place, Stage

MOST_WAITING: Final = 8  # requests behind one that is answered: no browser sends them ahead, and each costs kilobytes
LINGER_S: Final = 2.0
LINGER_BYTES: Final = 1024 * 1024
TOO_LONG = "The head of this request is longer than 64 KB."


class Refused(Exception):
    """Nothing more of this connection is read."""


class BoundedHttp(HttpToolsProtocol):
    """A connection whose heads have at most 64 KiB, and which is one of `connections`, in time and in number.

    A longer head gets 431 (RFC 6585 §5) and ends. Uvicorn bounds heads only where it parses with h11; what it gives
    httptools, httptools keeps. It has no deadline for a request either, once its first byte is there.
    """

    def __init__(self, *given: Any, connections: Connections, **named: Any) -> None:
        super().__init__(*given, **named)
        self.everybody = connections
        self.meter = HeadMeter()
        self.is_refused = False
        self.was_useful = False
        self.head_is_whole = False
        self.answering: RequestResponseCycle | None = None  # `cycle` is the newest, which may have to wait

    def connection_made(self, transport: Any) -> None:
        """A client connected."""
        super().connection_made(transport)
        self.place = Place(self, self.client[0] if self.client else "unknown", self.loop.time())
        socket_of: Any = self.config.ws_protocol_class
        self.ws_protocol_class = partial(socket_of, place=self.place, connections=self.everybody)  # type: ignore[assignment]
        self.everybody.come(self.place)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        super().connection_lost(exc)
        self.everybody.go(self.place)

    def data_received(self, data: bytes) -> None:
        """Parse what came, in pieces that leave the head no more room than it has."""
        if self.place.stage is Stage.IDLE:
            self.place.move(Stage.HEAD, self.loop.time())
        rest = memoryview(data)
        while rest and not self.is_refused and not self.transport.is_closing():
            room = self.meter.room_bytes
            if not room:
                self.refuse(431, TOO_LONG)
                break
            piece, rest = rest[:room], rest[room:]
            self.was_useful = False
            super().data_received(piece)  # type: ignore[arg-type] # the parser takes any buffer
            self.meter.read(len(piece), to_some_use=self.was_useful)
        if self.is_refused:
            self._ignore(len(rest), LINGER_BYTES)

    def on_message_begin(self) -> None:
        """A request begins."""
        self.head_is_whole = False
        self.meter.began()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        self._named(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; trailers are counted and dropped: nobody needs them, and they must not pass for headers."""
        self._named(len(name) + len(value) + AROUND_A_HEADER)
        if not self.head_is_whole:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole: the request can be answered."""
        self.was_useful = self.head_is_whole = True
        forwarded = b",".join(value for name, value in self.headers if name == b"x-forwarded-for")
        self.everybody.ask(self.place, forwarded.decode("latin-1"))
        if self.is_refused or len(self.pipeline) >= MOST_WAITING:
            raise Refused
        super().on_headers_complete()
        self._stage()

    def on_body(self, body: bytes) -> None:
        """A piece of the body: buffered until it is answered, or not looked at if it was answered without it."""
        self.was_useful = True
        super().on_body(body)
        if self.cycle is None or self.cycle.response_complete:
            self._ignore(len(body), self.everybody.bounds.early_bytes)
            return
        self.place.window_bytes += len(body)
        self.everybody.buffer(self.place, len(body))
        if self.is_refused:
            raise Refused

    def on_message_complete(self) -> None:
        """The request is whole."""
        self.was_useful = True
        super().on_message_complete()
        self._stage()

    def on_response_complete(self) -> None:
        """The answer is whole."""
        super().on_response_complete()
        self.place.is_answered_before = True
        self.everybody.answered(self.place)
        self._stage()

    def handle_websocket_upgrade(self) -> None:
        """It goes on as a websocket, in the same place."""
        self.place.move(Stage.SOCKET, self.loop.time())
        super().handle_websocket_upgrade()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing: `Connections` looks after those that are idle, and knows who still reads an answer."""

    def send_400_response(self, msg: str) -> None:
        """The parser gave up, or was told to."""
        if self.meter.is_over:
            self.refuse(431, TOO_LONG)
        else:
            self.refuse(400, msg)

    def shutdown(self) -> None:
        """The process ends."""
        super().shutdown()
        self.everybody.close()

    def is_held_back(self) -> bool:
        """Whether it is the desk that does not read on."""
        return self.flow.read_paused

    def unread_bytes(self) -> int:
        """How much of what was written the other side has not taken."""
        return self.transport.get_write_buffer_size()

    def refuse(self, status: int, words: str, *, at_once: bool = False) -> None:
        """Say why, unless another answer is due before, and end the connection. What comes after is not looked at."""
        if at_once:
            self._cut(status, words)
            return
        if self.is_refused or self.transport.is_closing():
            return
        self.is_refused = True
        if self.place.stage is Stage.IDLE:  # nobody asked anything
            self.transport.close()
        elif self._owes_an_answer:
            self.pipeline.clear()
            self.answering.keep_alive = False  # type: ignore[union-attr] # it is owed
        else:
            self._answer_and_linger(status, words)

    def _answer_and_linger(self, status: int, words: str) -> None:
        """Closing while there is something unread would reset the connection, and the answer with it (RFC 9112 §9.6)."""
        self._tell_the_application()
        if self._may_answer:
            self.transport.write(short_answer(status, words))
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(LINGER_S, self.transport.abort)

    def _cut(self, status: int, words: str) -> None:
        """End it now, without a response if earlier data is still unread."""
        self._tell_the_application()
        is_read = not self.unread_bytes()
        may_answer = self._may_answer and self.place.stage is not Stage.IDLE and not self.is_refused
        self.is_refused = True
        self.pipeline.clear()
        if not is_read or self.transport.is_closing():
            self.transport.abort()
            return
        if may_answer:
            self.transport.write(short_answer(status, words))
        self.transport.close()

    def _named(self, size_bytes: int) -> None:
        self.meter.named(size_bytes)
        if self.meter.is_over:
            raise Refused

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.answering = cycle
        super()._start_asgi_task(cycle, app)

    def _stage(self) -> None:
        """Note what the connection does now."""
        if self.cycle is None:
            return
        is_answered = self.cycle.response_complete
        if self.cycle.more_body and not self.pipeline:
            stage = Stage.BODY
        else:
            stage = Stage.IDLE if is_answered else Stage.ANSWER
        is_early = is_answered and stage is Stage.BODY
        if (stage, is_early) != (self.place.stage, self.place.is_early):
            self.place.is_early = is_early
            self.place.move(stage, self.loop.time())

    @property
    def _owes_an_answer(self) -> bool:
        """Whether a request that came whole, before the one that is refused, is still being answered."""
        return self.answering is not None and not (self.answering.more_body or self.answering.response_complete)

    @property
    def _may_answer(self) -> bool:
        """Whether the next bytes on this connection may be a response of our own."""
        cycle = self.answering
        return not self.pipeline and (cycle is None or not cycle.response_started or cycle.response_complete)

    def _tell_the_application(self) -> None:
        """Whoever still waits for the rest of a request waits in vain."""
        if self.answering is not None and not self.answering.response_complete:
            self.answering.disconnected = True
            self.answering.message_event.set()
        self.everybody.release(self.place)
        self.flow.resume_writing()

    def _ignore(self, size_bytes: int, most_bytes: int) -> None:
        self.place.ignored_bytes += size_bytes
        if self.place.ignored_bytes > most_bytes:
            self.transport.abort()
