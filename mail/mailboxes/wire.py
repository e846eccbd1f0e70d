"""A TCP or TLS connection read by lines and blocks, each with its limit, and a single deadline."""

import asyncio
import ssl
from typing import Final, cast

from mail.dialling.connecting import connect
from mail.dialling.reach import MailReach

READ_AHEAD_BYTES: Final = 1024 * 1024
"""More than this is not taken from the network before somebody reads."""


class WireClosedError(Exception):
    """The other side has closed the connection, or it broke."""


class WireOverflowError(Exception):
    """The other side sent more than the limit before the end came."""


class Wire(asyncio.Protocol):
    """One connection; one reader at a time.

    A protocol of our own, not asyncio's streams: before STARTTLS it must be known, in the same instant, that
    nothing has been read ahead.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._news = asyncio.Event()
        self._closed = False
        self._reading = False
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        """Whether both sides still hold the connection, as far as is known."""
        return self._transport is not None and not self._closed

    async def connect(
        self, host: str, port: int, context: ssl.SSLContext | None, reach: MailReach | None = None
    ) -> None:
        """Dial, with TLS at once where a context is given; raises OSError, of an address out of reach OutOfReach."""
        await connect(self, host, port, context, reach)

    async def start_tls(self, context: ssl.SSLContext, host: str) -> bool:
        """Go on with TLS. False, and nothing done, when bytes of the plain connection are already waiting."""
        if self._buffer or self._transport is None:
            return False
        loop = asyncio.get_running_loop()
        self._transport = await loop.start_tls(self._transport, self, context, server_hostname=host)
        return True

    def write(self, line: bytes) -> None:
        """Send one line; its end is added."""
        if self._transport is not None:
            self._transport.write(line + b"\r\n")

    async def line(self, limit_bytes: int) -> bytes:
        """Return the next line with its end."""
        return await self._take(b"\n", 0, limit_bytes, None)

    async def block(self, end: bytes, limit_bytes: int, quiet_s: float) -> bytes:
        r"""Return the lines up to one that is a dot alone, with what marks them in front removed.

        `end` is the server's line end; only a dot between two of those is the final one, so a bare line feed
        inside a message cannot forge it (RFC 1939 §3). Raises TimeoutError after `quiet_s` without a byte.
        """
        if await self._starts_with(b"." + end, quiet_s):
            return b""
        body = await self._take(end + b"." + end, 1 + len(end), limit_bytes, quiet_s)
        body = body[: -1 - len(end)].replace(end + b".", end)
        return body[1:] if body.startswith(b".") else body

    def abort(self) -> None:
        """Cut the connection; what waits to be sent is lost."""
        self._closed = True
        if self._transport is not None:
            self._transport.abort()
        self._news.set()

    async def _starts_with(self, start: bytes, quiet_s: float) -> bool:
        """Whether these are the next bytes; they are taken if so."""
        while len(self._buffer) < len(start) and start.startswith(self._buffer):
            await self._more(quiet_s)
        if not self._buffer.startswith(start):
            return False
        del self._buffer[: len(start)]
        return True

    async def _take(self, mark: bytes, overhead_bytes: int, limit_bytes: int, quiet_s: float | None) -> bytes:
        """Return everything up to and with `mark`; `overhead_bytes` of it are not counted against the limit."""
        searched = 0
        while (found := self._buffer.find(mark, searched)) < 0:
            if len(self._buffer) > limit_bytes + overhead_bytes:
                raise WireOverflowError
            searched = max(0, len(self._buffer) - len(mark) + 1)
            await self._more(quiet_s)
        size = found + len(mark)
        if size > limit_bytes + overhead_bytes:
            raise WireOverflowError
        taken = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        return taken

    async def _more(self, quiet_s: float | None) -> None:
        """Wait until more has come; the caller holds a deadline where `quiet_s` is None."""
        if self._closed:
            raise WireClosedError
        self._news.clear()
        self._reading = True
        if self._transport is not None:
            self._transport.resume_reading()
        try:
            async with asyncio.timeout(quiet_s):
                await self._news.wait()
        finally:
            self._reading = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio once the connection, with its TLS, is established."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by inheritance

    def data_received(self, data: bytes) -> None:
        """Called by asyncio with what came."""
        self._buffer += data
        if not self._reading and len(self._buffer) > READ_AHEAD_BYTES and self._transport is not None:
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> bool:
        """Called by asyncio when the other side will send no more: then we close too."""
        self._closed = True
        self._news.set()
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Called by asyncio at the very end; the reader learns of it at its next wait."""
        self._closed = True
        self._news.set()
