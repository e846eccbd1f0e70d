"""Handing mails to a mail server (RFC 5321), each exchange within a total deadline.

A client's own time-outs count each read, so that a server which sends a byte now and then holds it for hours. Here the
clock runs over the whole of connecting, of the envelope and of the content.
"""

import asyncio
import contextlib
import re
import ssl
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTP

from app.languages import _
from app.reply_tokens import message_id_domain
from app.settings import Settings
from mail.composing import Composed

PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
IDLE_S: Final = 20  # servers hang up after a while; sooner than that the connection is ended in good order
PERMANENT: Final = 500
SERVER_GOES: Final = 421  # RFC 5321 §3.8
SIGN_IN_CODES: Final = frozenset({530, 534, 535, 538})  # RFC 4954 §6: the desk is at fault, not this mail
SAID_CHARS: Final = 300


@dataclass(frozen=True)
class Deadlines:
    """How patient an exchange is, in seconds, in all. The content's is RFC 5321 §4.5.3.2.6."""

    connect_s: float = 60
    envelope_s: float = 120
    content_s: float = 600


@dataclass(frozen=True)
class Receipt:
    """What the server answered: for whom it took the mail, for whom later, for whom never, and its last words."""

    said: str
    accepted: tuple[str, ...] = ()
    later: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


class NotSent(Exception):
    """The mail could not be handed over now. Its words say why.

    `server_away`: the next mail would fare no better. `maybe_sent`: the content was on its way when the line broke.
    """

    def __init__(self, words: str, *, server_away: bool = False, maybe_sent: bool = False) -> None:
        super().__init__(words)
        self.server_away = server_away
        self.maybe_sent = maybe_sent


class Sender(ABC):
    """Takes mails away."""

    @abstractmethod
    async def send(self, mail: Composed) -> Receipt:
        """Hand the mail over; return what the server answered. Raises NotSent."""

    @abstractmethod
    async def close(self) -> None:
        """End what is open."""


class KeptSender(Sender):
    """The demo's: the mail stays on the machine, where the console shows it."""

    async def send(self, mail: Composed) -> Receipt:
        """Keep it."""
        return Receipt("kept on this machine (demo)", mail.recipients)

    async def close(self) -> None:
        """Nothing is open."""


class SmtpSender(Sender):
    """One mail server, with connections that are used again."""

    def __init__(self, url: str, local_name: str, deadlines: Deadlines | None = None) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self.scheme = parts.scheme
        self.host = unquote(parts.hostname or "")
        self.port = parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._cafile = options.get("cafile", [""])[0]
        for value in (self.host, self._user, self._password, self._cafile):
            if re.search(r"[\x00-\x1f\x7f]", value):  # a line break would be a command of its own
                raise ValueError("DESKBELL_SMTP_URL: must not hold line breaks or NUL, also not as %0A")
        self.deadlines = deadlines or Deadlines()
        self._local_name = local_name
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
            words = _("The file of trusted certificates for the mail server cannot be read: %(why)s")
            raise NotSent(words % {"why": fault}, server_away=True) from fault
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
                await connection.connect()
                await _greet(connection)
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as fault:
            connection.close()
            raise NotSent(self._why_unreachable(fault), server_away=True) from fault
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
                raise NotSent(_("The mail server was too slow.")) from late
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
        """MAIL and RCPT: who takes it. A connection used again may have been closed meanwhile: that is no fault."""
        size = [f"SIZE={len(mail.mime)}"] if connection.supports_extension("size") else []
        try:
            await connection.mail(mail.sender, options=size)
        except aiosmtplib.SMTPResponseException as answer:
            if not fresh and answer.code == SERVER_GOES:
                raise _Stale from answer
            return self._all_refused(mail, answer)
        except (aiosmtplib.SMTPServerDisconnected, ConnectionError) as closed:
            raise NotSent(_("The mail server closed the connection.")) if fresh else _Stale from closed
        accepted: list[str] = []
        later: dict[str, str] = {}
        refused: dict[str, str] = {}
        for address in mail.recipients:
            try:
                await connection.rcpt(address)
                accepted.append(address)
            except aiosmtplib.SMTPResponseException as answer:
                kind = refused if answer.code >= PERMANENT else later
                kind[address] = _said(answer)
        said = "; ".join([*refused.values(), *later.values()])
        return Receipt(said, tuple(accepted), later, refused)

    async def _content(self, connection: SMTP, mail: Composed, envelope: Receipt) -> Receipt:
        """DATA. When the line breaks here nobody can know whether the mail was taken."""
        try:
            async with asyncio.timeout(self.deadlines.content_s):
                answer = await connection.data(mail.mime)
        except aiosmtplib.SMTPResponseException as refusal:
            words = dict.fromkeys(envelope.accepted, _said(refusal))
            if refusal.code >= PERMANENT:
                return Receipt(_said(refusal), (), envelope.later, {**envelope.refused, **words})
            return Receipt(_said(refusal), (), {**envelope.later, **words}, envelope.refused)
        except TimeoutError as late:
            raise NotSent(_("The mail server did not say whether it took the mail."), maybe_sent=True) from late
        except (aiosmtplib.SMTPException, OSError) as closed:
            words_closed = _("The mail server closed the connection before it said whether it took the mail.")
            raise NotSent(words_closed, maybe_sent=True) from closed
        return Receipt(_said(answer), envelope.accepted, envelope.later, envelope.refused)

    def _all_refused(self, mail: Composed, answer: aiosmtplib.SMTPResponseException) -> Receipt:
        """The server wants nothing of this mail (SIZE), or nothing from this desk."""
        if answer.code in SIGN_IN_CODES or answer.code == SERVER_GOES:
            raise NotSent(_said(answer), server_away=True) from answer
        words = dict.fromkeys(mail.recipients, _said(answer))
        if answer.code >= PERMANENT:
            return Receipt(_said(answer), refused=words)
        return Receipt(_said(answer), later=words)

    @asynccontextmanager
    async def _closing_on_fault(self, connection: SMTP) -> AsyncIterator[None]:
        """Whatever goes wrong, this connection is used no more; what the library raises becomes NotSent."""
        try:
            yield
        except (NotSent, _Stale, asyncio.CancelledError):
            connection.close()
            raise
        except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
            connection.close()
            raise NotSent(_words(str(fault)) or _("The mail server closed the connection.")) from fault

    def _why_unreachable(self, fault: BaseException) -> str:
        """What stands in the way to the server, and what to do; never a password."""
        where = {"host": self.host, "port": self.port, "why": _words(str(fault))}
        cause = fault.__cause__ or fault
        if isinstance(fault, aiosmtplib.SMTPAuthenticationError):
            return (
                _("%(host)s does not let the desk in (%(why)s). Check user and password in DESKBELL_SMTP_URL.") % where
            )
        if isinstance(cause, ssl.SSLCertVerificationError):
            where["why"] = cause.verify_message
            return _("The certificate of %(host)s is not trusted (%(why)s). No password was sent.") % where
        if isinstance(fault, TimeoutError):
            return _("%(host)s:%(port)s does not answer.") % where
        return _("%(host)s:%(port)s cannot be reached (%(why)s).") % where


class _Connection(SMTP):
    """The library's, but it ends at once: a server that never answers TLS's own good-bye would hold the socket open."""

    def close(self) -> None:
        """Close the socket."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
        super().close()


class _Stale(Exception):  # not a fault: an idle connection that the server has ended
    """The connection was closed while nothing was sent: dial again."""


def sender_from(settings: Settings) -> Sender | None:
    """The sender that the settings name; None: mail waits."""
    if settings.smtp_url:
        return SmtpSender(settings.smtp_url, message_id_domain(settings))
    return KeptSender() if settings.demo else None


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


def _said(answer: aiosmtplib.SMTPResponseException | aiosmtplib.SMTPResponse) -> str:
    return _words(f"{answer.code} {answer.message}")


def _words(text: str) -> str:
    """A server's words on one printable line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:SAID_CHARS]
