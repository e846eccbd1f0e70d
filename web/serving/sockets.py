"""Websockets as uvicorn speaks them, within bounds."""

from functools import partial
from typing import Any, Final

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from web.serving.answers import short_answer
from web.serving.connections import Connections
from web.serving.place import Place

SIGN_IN: Final = "deskbell.sign_in"
SWITCHING: Final = 101


class BoundedSocket(WebSocketsSansIOProtocol):
    """A websocket whose handshake is answered whatever it looks like, in the place of the request that opened it.

    The library takes lines of 8 KiB and 128 headers. One that it does not take it neither answers nor lets go: the
    connection would stay open for ever.
    """

    def __init__(self, *given: Any, place: Place, connections: Connections, **named: Any) -> None:
        super().__init__(*given, **named)
        self.place = place
        self.everybody = connections
        place.line = self

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        super().connection_lost(exc)
        self.everybody.go(self.place)

    def data_received(self, data: bytes) -> None:
        """Read frames; the first that comes is the handshake, whole."""
        super().data_received(data)
        if not self.handshake_initiated:
            self.refuse(431, "A websocket's handshake may have 128 headers of 8 KB each.")

    def handle_connect(self, event: Request) -> None:
        """The handshake is there: let the application know in which place it is."""
        super().handle_connect(event)
        if self.response.status_code == SWITCHING:
            self.scope["state"][SIGN_IN] = partial(self.everybody.sign_in, self.place)

    def refuse(self, status: int, words: str, *, at_once: bool = False) -> None:  # noqa: ARG002  it is always at once
        """Answer the handshake so, if it has no answer yet, and end."""
        if self.transport.is_closing():
            return
        if not self.handshake_initiated:
            self.transport.write(short_answer(status, words))
        elif self.unread_bytes():  # who does not read would keep it open for ever
            self.transport.abort()
        self.transport.close()

    def unread_bytes(self) -> int:
        """How much of what was written the other side has not taken."""
        return self.transport.get_write_buffer_size()

    def is_held_back(self) -> bool:
        """Whether it is the desk that does not read on."""
        return self.read_paused


def signed_in(scope: Scope) -> None:
    """This websocket is an operator's: it no longer counts among those of its address."""
    if uncount := scope.get("state", {}).get(SIGN_IN):
        uncount()
