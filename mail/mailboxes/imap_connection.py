"""IMAP4rev1 on the wire (RFC 3501) through aioimaplib, each command within its deadline."""

import asyncio
import ssl
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from aioimaplib import aioimaplib

from app.nouns.reasons import reason
from mail.dialling.connecting import connect
from mail.mailboxes.account import Account, Security
from mail.mailboxes.errors import UNTOLD, MailboxBroken, MailboxRefused, MailboxUnreachable, plain_words
from mail.mailboxes.imap_protocol import IMAPProtocol, lost_error
from mail.mailboxes.imap_words import quoted
from mail.mailboxes.patience import Patience
from mail.mailboxes.tls import connection_fault, tls_refused, verifying_context

LATER: Final = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
"""Why a right password may be refused for now (RFC 5530)."""

PATIENT_S: Final = 3600
"""The library's own timeouts, set so long that ours come first."""


class CommandRefused(MailboxBroken):
    """The server answered NO or BAD; the connection is still usable."""


class _Client(aioimaplib.IMAP4):  # type: ignore[misc]  # the library has no types
    """The library's commands on a protocol of ours."""

    def __init__(self, account: Account, context: ssl.SSLContext | None, protocol: IMAPProtocol) -> None:
        self._made, self._reach = protocol, account.reach
        super().__init__(account.host, account.port, timeout=PATIENT_S, ssl_context=context)

    def create_client(
        self, host: str, port: int, _loop: object, _conn_lost_cb: object = None, ssl_context: Any = None
    ) -> None:
        """Dial; called by the library."""
        self.protocol = self._made
        loop = asyncio.get_running_loop()
        self._client_task = loop.create_task(connect(self._made, host, port, ssl_context, self._reach))

    def cancel_all(self) -> None:
        """End what the library runs in the background."""
        if self._idle_waiter is not None:
            self._idle_waiter.cancel()
        for task in {self._client_task, *self.tasks, *self._made.tasks}:
            task.cancel()


class IMAPConnection:
    """One connection to an IMAP server. Its methods raise MailboxError."""

    def __init__(self, account: Account, patience: Patience, max_bytes: int) -> None:
        self._account = account
        self._patience = patience
        self._deadlines = patience.deadlines
        self._protocol = IMAPProtocol(account.host, max_bytes)
        self._client: _Client | None = None

    @property
    def is_open(self) -> bool:
        """Whether commands can be sent."""
        return self._client is not None and not self._protocol.lost.done()

    def abort(self) -> None:
        """Cut the connection."""
        self._protocol.fail(MailboxUnreachable(reason("mailbox_cut", host=self._account.host)))
        if self._client is not None:
            self._client.cancel_all()

    def can(self, capability: str) -> bool:
        """Whether the server says that it has this capability."""
        return capability in self._protocol.capabilities

    async def open(self) -> None:
        """Dial, read the greeting, begin TLS if requested, and sign in."""
        account = self._account
        context = verifying_context(account.cafile) if account.security is not Security.NONE else None
        immediate = context if account.security is Security.TLS else None
        self._client = _Client(account, immediate, self._protocol)
        try:
            await self._run(self._client.wait_hello_from_server(), self._deadlines.quiet_s, "greeting")
            if context and account.security is Security.STARTTLS:
                await self._start_tls(context)
        except OSError as fault:
            raise connection_fault(account.host, account.port, fault) from fault
        await self._sign_in(self._client)

    async def select(self, folder_argument: str) -> list[bytes]:
        """Open the folder for reading and writing; return the server's response."""
        result, lines = await self._command(self._opened.select(folder_argument), "SELECT")
        if result != "OK":
            raise MailboxRefused(reason("mailbox_refuses_folder", host=self._account.host, why=self._words(lines)))
        return lines

    async def search(self, criteria: str) -> list[int]:
        """Return the UIDs that match, in ascending order."""
        lines = await self._ok(self._opened.uid_search(criteria, charset=None), "SEARCH")
        words = b" ".join(lines[:-1]).split()
        return sorted({int(word) for word in words if word.isdigit() and len(word) <= 10})  # noqa: PLR2004 - 32 bits

    async def fetch(self, uid: int, what: str) -> list[bytes | bytearray]:
        """Return the lines of UID FETCH, literals as bytearrays; raise LiteralTooLong, and the connection is cut."""
        client = self._opened
        reading = client.protocol.fetch(str(uid), what, by_uid=True, timeout=self._deadlines.quiet_s)
        return await self._ok(reading, "FETCH", self._deadlines.exchange_s)

    async def store(self, uids: str, change: str) -> None:
        """UID STORE."""
        await self._ok(self._opened.uid("store", uids, change), "STORE")

    async def expunge(self, uids: str | None) -> None:
        """UID EXPUNGE (RFC 4315), or without uids EXPUNGE for all that is marked."""
        client = self._opened
        await self._ok(client.uid("expunge", uids) if uids else client.expunge(), "EXPUNGE", self._deadlines.exchange_s)

    async def log_out(self) -> None:
        """LOGOUT. All that was to be done is confirmed before: a server that closes without a word is no fault."""
        with suppress(MailboxUnreachable):
            await self._ok(self._opened.logout(), "LOGOUT")

    async def idle(self, seconds: float) -> bool:
        """IDLE (RFC 2177) until a message is announced (True) or the time has passed (False).

        Raises MailboxError when the connection is lost, which the library's own wait does not notice.
        """
        client = self._opened
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        idling = await self._run(client.idle_start(timeout=PATIENT_S), self._deadlines.quiet_s, "IDLE")
        news = False
        while not news and (left := ends - loop.time()) > 0:
            self._protocol.begin_command()
            try:
                async with asyncio.timeout(left):
                    lines = await self._or_lost(client.wait_server_push(PATIENT_S))
            except TimeoutError:
                break
            news = any(line.upper().endswith(b" EXISTS") for line in lines)
        client.idle_done()
        await self._run(asyncio.wait_for(idling, None), self._deadlines.quiet_s, "DONE")
        return news

    @property
    def _opened(self) -> _Client:
        if self._client is None:
            raise MailboxBroken(reason("mailbox_not_opened"))
        return self._client

    async def _start_tls(self, context: ssl.SSLContext) -> None:
        """STARTTLS; without it nothing secret is sent. The library knows the word, but does not do it."""
        protocol = self._protocol
        protocol.before_tls = True
        command = aioimaplib.Command("STARTTLS", protocol.new_tag())
        result, _ = await self._command(protocol.execute(command), "STARTTLS")
        if result != "OK":
            raise tls_refused(self._account.host)
        if protocol.lost.done():
            raise lost_error(protocol.lost.exception())
        loop = asyncio.get_running_loop()
        switching = loop.start_tls(protocol.transport, protocol, context, server_hostname=self._account.host)
        protocol.transport = await self._run(switching, self._deadlines.quiet_s, "TLS")
        protocol.before_tls = False
        await self._learn_capabilities()  # what was said before TLS may be anyone's word (RFC 3501 §6.2.1)

    async def _sign_in(self, client: _Client) -> None:
        """Sign in with the password or a token."""
        account = self._account
        if account.token_source:
            signing_in = client.xoauth2(account.user, await account.token_source())
        elif self.can("LOGINDISABLED"):
            raise MailboxRefused(reason("mailbox_needs_tls", host=account.host))
        else:
            signing_in = client.login(quoted(account.user), account.password)
        result, lines = await self._command(signing_in, "LOGIN")
        if result == "OK":
            await self._learn_capabilities()
            return
        words = self._words(lines)
        if words.upper().startswith(LATER):
            raise MailboxUnreachable(reason("mailbox_busy", host=account.host, why=words))
        raise MailboxRefused(reason("mailbox_refuses_sign_in", host=account.host, user=account.user, why=words))

    async def _learn_capabilities(self) -> None:
        """Ask anew: they change with TLS and with signing in."""
        await self._run(self._protocol.capability(), self._deadlines.quiet_s, "CAPABILITY")

    async def _ok(self, coro: Coroutine[Any, Any, Any], doing: str, seconds: float | None = None) -> list[Any]:
        """Run one command that has no reason to fail."""
        result, lines = await self._command(coro, doing, seconds)
        if result != "OK":
            why = self._words(lines)
            raise CommandRefused(reason("mailbox_refuses", host=self._account.host, doing=doing, why=why))
        return lines

    async def _command(
        self, coro: Coroutine[Any, Any, Any], doing: str, seconds: float | None = None
    ) -> tuple[str, list[Any]]:
        """Run one command; return its status and lines."""
        response = await self._run(coro, seconds or self._deadlines.quiet_s, doing)
        return response.result, response.lines

    async def _run(self, coro: Coroutine[Any, Any, Any], seconds: float, doing: str) -> Any:
        """Run something of the library's within its deadline; OSError passes, whatever else becomes a MailboxError."""
        host = self._account.host
        self._protocol.begin_command()
        async with self._patience.limit(seconds, doing):
            try:
                return await self._or_lost(coro)
            except aioimaplib.CommandTimeout as late:  # its text would quote the command
                raise TimeoutError from late
            except OSError:  # before ValueError: a certificate's fault is both
                raise
            except (aioimaplib.AioImapException, ValueError, LookupError) as fault:
                why = type(fault).__name__
                raise MailboxBroken(reason("mailbox_not_kept", host=host, doing=doing, why=why)) from fault

    async def _or_lost(self, coro: Coroutine[Any, Any, Any]) -> Any:
        """Wait for the result, or raise as soon as the connection is lost."""
        task = asyncio.ensure_future(coro)
        try:
            await asyncio.wait({task, self._protocol.lost}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise lost_error(self._protocol.lost.exception())
        finally:
            task.cancel()

    def _words(self, lines: list[Any]) -> str:
        """The server's reason, fit to be shown."""
        return plain_words(bytes(lines[-1]) if lines else b"", self._account.password) or UNTOLD
