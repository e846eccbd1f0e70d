"""POP3 on the wire (RFC 1939, 2449 CAPA and response codes, 2595 STLS, 5034 AUTH): one command, one answer."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from app.nouns.reasons import reason
from mail.mailboxes.account import Account, Security
from mail.mailboxes.errors import MailboxBroken, MailboxRefused, MailboxUnreachable, plain_words
from mail.mailboxes.patience import Patience
from mail.mailboxes.sasl import xoauth2
from mail.mailboxes.tls import connection_fault, spoke_before_tls, tls_refused, verifying_context
from mail.mailboxes.wire import Wire, WireClosedError, WireOverflowError

REPLY_BYTES: Final = 64 * 1024
"""A status line; the RFC allows 512, servers quote whole sentences."""

LISTING_BYTES: Final = 32 * 1024 * 1024
"""LIST or UIDL: room for 300,000 messages."""

LATER: Final = (b"[IN-USE]", b"[LOGIN-DELAY]", b"[SYS/TEMP]")
"""Why a right password may be refused for now (RFC 2449 §8.1, RFC 3206)."""


class Refusal(Exception):
    """The server answered -ERR; its words, fit to be shown."""

    def __init__(self, answer: bytes, words: str) -> None:
        super().__init__(words)
        self.answer = answer


class TooLong(Exception):
    """A message goes on beyond the limit."""


class POP3Connection:
    """One connection to a POP3 server. Its methods raise MailboxError, and Refusal for an -ERR."""

    def __init__(self, account: Account, patience: Patience) -> None:
        self._account = account
        self._patience = patience
        self._deadlines = patience.deadlines
        self._wire = Wire()
        self._end = b"\r\n"  # how this server ends its lines

    @property
    def is_open(self) -> bool:
        """Whether commands can be sent."""
        return self._wire.is_open

    def abort(self) -> None:
        """Cut the connection. Without QUIT the server removes nothing (RFC 1939 §6)."""
        self._wire.abort()

    async def open(self) -> None:
        """Dial, read the greeting, begin TLS if requested, and sign in."""
        account = self._account
        context = verifying_context(account.cafile) if account.security is not Security.NONE else None
        with self._told_plainly():
            async with self._patience.limit(self._deadlines.quiet_s, "TCP"):
                immediate = context if account.security is Security.TLS else None
                await self._wire.connect(account.host, account.port, immediate, account.reach)
            try:
                await self._answer("greeting")
            except Refusal as refusal:
                raise MailboxUnreachable(reason("mailbox_serves_nobody", host=account.host, why=refusal)) from refusal
            if context and account.security is Security.STARTTLS:
                async with self._patience.limit(self._deadlines.quiet_s, "TLS"):
                    await self._start_tls(context)
        await self._sign_in()

    async def command(self, line: str) -> bytes:
        """Send one command and return the words behind +OK."""
        return await self._exchange(line.encode(), line.split(" ", 1)[0])

    async def quit(self) -> None:
        """QUIT. A server that closes without a response has received it, as many do."""
        with self._told_plainly(), suppress(WireClosedError):
            self._wire.write(b"QUIT")
            await self._answer("QUIT")

    async def listing(self, line: str) -> list[bytes]:
        """Send one command and return the lines of its answer without their ends."""
        await self.command(line)
        try:
            return (await self._block(line, LISTING_BYTES)).splitlines()
        except TooLong as endless:
            raise MailboxBroken(reason("mailbox_endless", host=self._account.host)) from endless

    async def message(self, number: int, limit_bytes: int) -> bytes:
        """Return one message; raise TooLong beyond the limit, after which the connection is unusable."""
        await self.command(f"RETR {number}")
        return await self._block("RETR", limit_bytes)

    async def _block(self, doing: str, limit_bytes: int) -> bytes:
        """Return a multi-line answer up to its final dot."""
        with self._told_plainly():
            async with self._patience.limit(self._deadlines.exchange_s, doing):
                try:
                    return await self._wire.block(self._end, limit_bytes, self._deadlines.quiet_s)
                except WireOverflowError as overflow:
                    raise TooLong from overflow

    async def _exchange(self, line: bytes, doing: str) -> bytes:
        """Send one line and return the words of the answer; `doing` is what an error may tell of the line."""
        with self._told_plainly():
            self._wire.write(line)
            return await self._answer(doing)

    async def _answer(self, doing: str) -> bytes:
        """Read one status line: the words behind +OK, or behind + alone; an -ERR is raised."""
        async with self._patience.limit(self._deadlines.quiet_s, doing):
            line = await self._wire.line(REPLY_BYTES)
        self._end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
        line = line.rstrip(b"\r\n")
        status, _, words = line.partition(b" ")
        if status == b"-ERR":
            raise Refusal(words, plain_words(words, self._account.password))
        if status not in (b"+OK", b"+"):
            said = plain_words(line, self._account.password)
            raise MailboxBroken(reason("mailbox_not_pop3", host=self._account.host, doing=doing, why=said))
        return words

    async def _start_tls(self, context: ssl.SSLContext) -> None:
        """Send STLS and begin TLS (RFC 2595); without it nothing secret is sent."""
        try:
            await self.command("STLS")
        except Refusal as refusal:
            raise tls_refused(self._account.host) from refusal
        if not await self._wire.start_tls(context, self._account.host):
            raise spoke_before_tls(self._account.host)

    async def _sign_in(self) -> None:
        """Sign in with the password or a token."""
        account = self._account
        try:
            if account.token_source:
                await self._send_token(await account.token_source())
            else:
                await self._exchange(b"USER " + account.user.encode(), "USER")
                await self._exchange(b"PASS " + account.password.encode(), "PASS")
        except Refusal as refusal:
            if refusal.answer.upper().startswith(LATER):
                raise MailboxUnreachable(reason("mailbox_busy", host=account.host, why=refusal)) from refusal
            raise MailboxRefused(
                reason("mailbox_refuses_sign_in", host=account.host, user=account.user, why=refusal)
            ) from refusal

    async def _send_token(self, token: str) -> None:
        """AUTH XOAUTH2; a refused token is explained in a challenge that wants an empty line before the -ERR."""
        await self._exchange(b"AUTH XOAUTH2", "AUTH")
        with self._told_plainly():
            self._wire.write(xoauth2(self._account.user, token))
            async with self._patience.limit(self._deadlines.quiet_s, "AUTH"):
                line = await self._wire.line(REPLY_BYTES)
        if line.startswith(b"+OK"):
            return
        if line.startswith(b"+"):
            await self._exchange(b"", "AUTH")
        raise Refusal(line, plain_words(line, token))

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        """Turn what the connection raises into words for a person."""
        host = self._account.host
        try:
            yield
        except WireClosedError as closed:
            raise MailboxUnreachable(reason("mailbox_closed", host=host)) from closed
        except WireOverflowError as overflow:
            raise MailboxBroken(reason("mailbox_endless", host=host)) from overflow
        except OSError as fault:
            raise connection_fault(host, self._account.port, fault) from fault
