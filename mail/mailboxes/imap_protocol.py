"""aioimaplib's protocol with bounds: it gets whole lines and exact literals, and never more than the limit.

By itself the library (2.0.3) takes a recursive step for every line of one packet, joins an unfinished line again
with each packet, believes any literal's size, greets twice when two lines come at once, and does not tell a
waiting command that the connection is gone.
"""

import asyncio
import logging
import re
from typing import Any, Final

from aioimaplib import aioimaplib

from app.nouns.reasons import reason
from mail.mailboxes.errors import MailboxBroken, MailboxError, MailboxUnreachable, plain_words
from mail.mailboxes.tls import spoke_before_tls

# At its debug level the library writes out letters, and tokens in base64; at info, each line that it did not expect.
logging.getLogger(aioimaplib.__name__).setLevel(logging.WARNING)

LINE_BYTES: Final = 16 * 1024 * 1024
"""One line: room for the answer to a search that finds a million messages."""

FETCH_LINES: Final = 1000
"""Lines in the answer to one FETCH of one message; the library walks through all of them at each."""


_HEAD: Final = re.compile(rb"(?:\* (?:[0-9]+ )?[a-z]+|[a-z0-9]+ (?:ok|no|bad))(?![^ ])", re.IGNORECASE)
"""What a line is: untagged data by its name, or the status of a command by its tag (RFC 3501 §9: case counts nowhere)."""


class LiteralTooLong(MailboxBroken):
    """The server announces a literal beyond the limit."""


class IMAPProtocol(aioimaplib.IMAP4ClientProtocol):  # type: ignore[misc]  # the library has no types
    """The client's end of one IMAP connection.

    `lost` is done, with the error, as soon as the connection is unusable.
    """

    def __init__(self, host: str, max_bytes: int) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(loop)
        self.lost: asyncio.Future[None] = loop.create_future()
        self.lost.add_done_callback(lambda lost: lost.cancelled() or lost.exception())  # nobody may be waiting
        self.before_tls = False
        self._host = host
        self._max_bytes = max_bytes
        self._unfed = bytearray()
        self._searched = 0
        self._answer_bytes = 0
        self._greeted = False

    def begin_command(self) -> None:
        """Count the bytes of a new answer."""
        self._answer_bytes = 0

    def fail(self, error: MailboxError) -> None:
        """Cut the connection and let whoever waits know why."""
        if not self.lost.done():
            self.lost.set_exception(error)
        if self.transport is not None:
            self.transport.abort()

    def data_received(self, d: bytes) -> None:
        """Called by asyncio with what came."""
        if self.lost.done():
            return
        self._unfed += d
        self._answer_bytes += len(d)
        if self._answer_bytes > self._max_bytes + LINE_BYTES:
            self._fail_endless()
        try:
            while not self.lost.done() and (piece := self._next_piece()):
                super().data_received(piece)
                self._check_bounds()
        except Exception as fault:  # noqa: BLE001 - whatever the library makes of nonsense, the connection is out of step
            self._fail_odd(type(fault).__name__)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio at the very end."""
        super().connection_lost(exc)
        self.fail(MailboxUnreachable(reason("mailbox_closed", host=self._host)))

    async def welcome(self, command: bytes) -> None:
        """Read the greeting's capabilities; the library runs this as a task nobody awaits."""
        try:
            await super().welcome(command)
        except Exception as fault:  # noqa: BLE001 - likewise
            self._fail_odd(type(fault).__name__)

    def _fail_endless(self) -> None:
        self.fail(MailboxBroken(reason("mailbox_endless", host=self._host)))

    def _fail_odd(self, why: str) -> None:
        self.fail(MailboxBroken(reason("mailbox_not_imap", host=self._host, why=why)))

    def _next_piece(self) -> bytes:
        """Return the next whole line, or what there is of a literal; nothing when more must come first."""
        if self.before_tls and self.pending_sync_command is None and self._unfed:
            self.fail(spoke_before_tls(self._host))
            return b""
        missing = _missing_bytes(self.current_command)
        if not missing:
            found = self._unfed.find(b"\r\n", self._searched)
            if found < 0:
                self._searched = max(0, len(self._unfed) - 1)
                if len(self._unfed) > LINE_BYTES:
                    self._fail_endless()
                return b""
            missing = found + 2
        piece = bytes(memoryview(self._unfed)[:missing])
        del self._unfed[:missing]
        self._searched = 0
        return piece

    def _check_bounds(self) -> None:
        """Stop what would grow without measure."""
        if _missing_bytes(self.current_command) > self._max_bytes:
            self.fail(LiteralTooLong(reason("mailbox_endless", host=self._host)))
        fetching = self.pending_async_commands.get("FETCH")
        if isinstance(fetching, aioimaplib.FetchCommand) and len(fetching.response.lines) > FETCH_LINES:
            self._fail_endless()

    def _handle_line(self, line: bytes, current_cmd: Any) -> Any:
        """Take the greeting once; notice a BYE. The library knows capitals alone, servers may write as they like."""
        if current_cmd is None:
            line = _in_capitals(line)
        if self.state == aioimaplib.CONNECTED:
            return self._greet(line)
        ending = self.pending_sync_command is not None and self.pending_sync_command.name == "LOGOUT"
        if line.upper().startswith(b"* BYE") and not ending:
            self.fail(MailboxUnreachable(reason("mailbox_ended", host=self._host, why=plain_words(line[5:]))))
            return None
        return super()._handle_line(line, current_cmd)

    def _greet(self, line: bytes) -> None:
        """Accept `* OK` and nothing else; what comes behind it before we ask for capabilities is no greeting."""
        if self._greeted:
            return
        self._greeted = True
        words = plain_words(line)
        if line.upper().startswith(b"* OK"):
            super()._handle_line(line, None)
        elif line.upper().startswith(b"* BYE"):
            self.fail(MailboxUnreachable(reason("mailbox_serves_nobody", host=self._host, why=words)))
        else:  # PREAUTH too: before STARTTLS it is a way around TLS, and nobody has told it who we are
            self._fail_odd(words)

    def _continuation(self, line: bytes) -> None:
        """Answer the challenge in which a refused token is explained: an empty line brings the NO."""
        command = self.pending_sync_command
        if command is not None and command.name == "AUTHENTICATE":
            self.transport.write(aioimaplib.CRLF)
        else:
            super()._continuation(line)


def _in_capitals(line: bytes) -> bytes:
    """The line with what the library looks at in capitals: its name, or its status, and the names of capabilities."""
    found = None if line.isupper() else _HEAD.match(line)  # storms of announcements are in capitals already
    if found is None:
        return line
    head = found[0].upper()
    rest = line[found.end() :]
    return head + (rest.upper() if head == b"* CAPABILITY" else rest)


def _missing_bytes(command: Any) -> int:
    """How much of a literal is still to come."""
    if command is None or not command.wait_literal_data():
        return 0
    return int(command._expected_size) - len(command._resp_literal_data)  # noqa: SLF001 - the library tells it nowhere else


def lost_error(error: BaseException | None) -> MailboxError:
    """The reason with which `IMAPProtocol.lost` was set."""
    if isinstance(error, MailboxError):
        return error
    return MailboxBroken(reason("mailbox_lost"))
