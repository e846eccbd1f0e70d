"""Handing mails to a mail server (RFC 5321), each exchange within a total deadline.

A client's usual time-outs count each read, so a server that sends a byte now and then can hold it for hours. Here the
clock runs over the whole of connecting, of the envelope and of the content.
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTP

from app.nouns.reasons import reason
from mail.composing import Composed
from mail.dialling.reach import MailReach, dial
from mail.outgoing.sender import NotSent, Receipt, Sender
from mail.outgoing.smtp_words import said, why_unreachable, words

PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
IDLE_S: Final = 20  # servers hang up after a while; sooner than that the connection is ended in good order
PERMANENT: Final = 500
SERVER_GOES: Final = 421  # RFC 5321 §3.8
SIGN_IN_CODES: Final = frozenset({530, 534, 535, 538})  # RFC 4954 §6: the desk is at fault, not this mail


@dataclass(frozen=True)
class SmtpDeadlines:
    """How patient an exchange is, in seconds, in all. The content's is RFC 5321 §4.5.3.2.6."""

    connect_s: float = 60
    envelope_s: float = 120
    content_s: float = 600


class SmtpSender(Sender):
    """One mail server, with connections that are used again."""

    def __init__(
        self, url: str, local_name: str, deadlines: SmtpDeadlines | None = None, *, reach: MailReach | None = None
    ) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self.scheme = parts.scheme
        self.host = unquote(parts.hostname or "")
        self.port = parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._cafile = options.get("cafile", [""])[0]
        for value in (self.host, self._user, self._password, self._cafile):
            if re.search(r"[\x00-\x1f\x7f]", value):  # a line break would be a command of its own
                raise ValueError("DESKBELL_SMTP_URL: must not contain line breaks or NUL, not even as %0A")
        self.deadlines = deadlines or SmtpDeadlines()
        self._local_name, self._reach = local_name, reach
        self._idle: list[tuple[SMTP, float]] = []

    async def send(self, mail: Composed) -> Receipt:
        """Hand the mail over; return what the server answered. Raises NotSent."""
        while idle := self._take_idle():
            try:
                return await self._exchange(idle, mail)
            except _Stale:
                continue
        return await self._exchange(await self._connect(), mail, fresh=True)

    async def check(self) -> None:
        """Connect, encrypt and sign in, and send nothing. Raises NotSent."""
        self._idle.append((await self._connect(), asyncio.get_running_loop().time()))

    async def close(self) -> None:
        """Say good-bye on every connection."""
        while self._idle:
            connection, _since = self._idle.pop()
            await _goodbye(connection)
        for _round in range(
            4
        ):  # the loop closes sockets, and TLS over them, in its next rounds: there may be none after this
            await asyncio.sleep(0)

    async def close_idle(self) -> None:
        """Say good-bye where nothing was sent for a while."""
        now = asyncio.get_running_loop().time()
        old = [one for one in self._idle if now - one[1] > IDLE_S]
        self._idle = [one for one in self._idle if one not in old]
        for connection, _since in old:
            await _goodbye(connection)

    def _take_idle(self) -> SMTP | None:
        while self._idle:
            connection, _since = self._idle.pop()
            if connection.is_connected:
                return connection
            connection.close()
        return None

    async def _connect(self) -> SMTP:
        try:
            context = ssl.create_default_context(cafile=self._cafile or None)
        except OSError as fault:
            raise NotSent(reason("smtp_cafile", why=fault), server_away=True) from fault
        connection = _Connection(
            hostname=self.host,
            port=self.port,
            username=self._user or None,
            password=self._password or None,
            local_hostname=self._local_name,
            use_tls=self.scheme == "smtps",
            start_tls=self.scheme == "smtp+starttls",
            tls_context=context,
            timeout=self.deadlines.connect_s,
        )
        try:
            async with asyncio.timeout(self.deadlines.connect_s):
                if self._reach is not None:
                    connection.port, connection.sock = None, await dial(self.host, self.port, self._reach)
                await connection.connect()
                await _greet(connection)
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as fault:
            connection.close()
            raise NotSent(why_unreachable(self.host, self.port, fault), server_away=True) from fault
        except BaseException:
            connection.close()
            raise
        return connection

    async def _exchange(self, connection: SMTP, mail: Composed, *, fresh: bool = False) -> Receipt:
        async with self._closing_on_fault(connection):
            try:
                async with asyncio.timeout(self.deadlines.envelope_s):
                    receipt = await self._envelope(connection, mail, fresh=fresh)
            except TimeoutError as late:
                raise NotSent(reason("smtp_slow")) from late
            if receipt.accepted:
                receipt = await self._content(connection, mail, receipt)
        if receipt.accepted or await self._is_reset(connection):
            self._idle.append((connection, asyncio.get_running_loop().time()))
        return receipt

    async def _is_reset(self, connection: SMTP) -> bool:
        """Clear what the server remembers of a mail that it did not take; without that it may refuse the next one."""
        try:
            async with asyncio.timeout(self.deadlines.envelope_s):
                await connection.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            connection.close()  # the answer about this mail stands
            return False
        return True

    async def _envelope(self, connection: SMTP, mail: Composed, *, fresh: bool) -> Receipt:
        """MAIL and RCPT: who accepts it. A reused connection may have been closed meanwhile, which is no fault."""
        size = [f"SIZE={len(mail.mime)}"] if connection.supports_extension("size") else []
        try:
            await connection.mail(mail.sender, options=size)
        except aiosmtplib.SMTPResponseException as answer:
            if not fresh and answer.code == SERVER_GOES:
                raise _Stale from answer
            return self._all_refused(mail, answer)
        except (aiosmtplib.SMTPServerDisconnected, ConnectionError) as closed:
            raise NotSent(reason("smtp_closed")) if fresh else _Stale from closed
        accepted: list[str] = []
        later: dict[str, str] = {}
        refused: dict[str, str] = {}
        for address in mail.recipients:
            try:
                await connection.rcpt(address)
                accepted.append(address)
            except aiosmtplib.SMTPResponseException as answer:
                kind = refused if answer.code >= PERMANENT else later
                kind[address] = said(answer)
        about_some = "; ".join([*refused.values(), *later.values()])
        return Receipt(about_some, tuple(accepted), later, refused)

    async def _content(self, connection: SMTP, mail: Composed, envelope: Receipt) -> Receipt:
        """DATA. If the connection breaks here, it is unknown whether the mail was accepted."""
        try:
            async with asyncio.timeout(self.deadlines.content_s):
                answer = await connection.data(mail.mime)
        except aiosmtplib.SMTPResponseException as refusal:
            told = dict.fromkeys(envelope.accepted, said(refusal))
            if refusal.code >= PERMANENT:
                return Receipt(said(refusal), (), envelope.later, {**envelope.refused, **told})
            return Receipt(said(refusal), (), {**envelope.later, **told}, envelope.refused)
        except TimeoutError as late:
            raise NotSent(reason("smtp_silent_at_end"), maybe_sent=True) from late
        except (aiosmtplib.SMTPException, OSError) as closed:
            raise NotSent(reason("smtp_closed_at_end"), maybe_sent=True) from closed
        return Receipt(said(answer), envelope.accepted, envelope.later, envelope.refused)

    def _all_refused(self, mail: Composed, answer: aiosmtplib.SMTPResponseException) -> Receipt:
        """The server wants nothing of this mail (SIZE), or nothing from this desk."""
        if answer.code in SIGN_IN_CODES or answer.code == SERVER_GOES:
            raise NotSent(said(answer), server_away=True) from answer
        told = dict.fromkeys(mail.recipients, said(answer))
        if answer.code >= PERMANENT:
            return Receipt(said(answer), refused=told)
        return Receipt(said(answer), later=told)

    @asynccontextmanager
    async def _closing_on_fault(self, connection: SMTP) -> AsyncIterator[None]:
        """Whatever goes wrong, this connection is not used again; the library's errors become NotSent."""
        try:
            yield
        except (NotSent, _Stale, asyncio.CancelledError):
            connection.close()
            raise
        except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
            connection.close()
            raise NotSent(words(str(fault)) or reason("smtp_closed")) from fault


class _Connection(SMTP):
    """The library's, but it ends at once: a server that never answers TLS's own good-bye would hold the socket open."""

    def close(self) -> None:
        """Close the socket."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
        elif self.sock is not None:
            self.sock.close()
        super().close()


class _Stale(Exception):  # not a fault: an idle connection that the server has ended
    """The connection was closed while nothing was sent: dial again."""


async def _greet(connection: SMTP) -> None:
    """EHLO, or HELO to a server that knows nothing else (RFC 5321 §3.2), where signing in has not said it."""
    if not connection.is_ehlo_or_helo_needed:
        return
    try:
        await connection.ehlo()
    except aiosmtplib.SMTPHeloError:
        await connection.helo()


async def _goodbye(connection: SMTP) -> None:
    with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):  # it has everything that it took
        async with asyncio.timeout(2):
            await connection.quit()
    connection.close()
