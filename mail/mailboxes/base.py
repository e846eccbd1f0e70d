"""What every mailbox offers, whichever protocol it speaks, and what can go wrong with it."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import quote

from mail import limits

MAX_MAIL_BYTES: Final = limits.RAW_BYTES
"""The longest message that is read; a longer one is left on the server."""

RECONNECTS: Final = 5
"""How often one session dials again after a message broke its connection."""

TokenSource = Callable[[], Awaitable[str]]
"""Returns a fresh OAuth access token; raises MailboxError with words for a person."""


class MailboxError(Exception):
    """The mailbox could not be read. Its words say what happened and what to do; never a password."""


class MailboxUnreachable(MailboxError):
    """No connection, no trusted certificate, no answer in time, or closed by the server: later may be better."""


class MailboxRefused(MailboxError):
    """The server does not let this user in. Nobody but a person can help."""


class MailboxBroken(MailboxError):
    """The server does not keep to its protocol."""


class MessageUnfetchable(MailboxError):
    """One message could not be read whole; the session goes on with the others.

    `lasting`: trying again is of no use (too large). Otherwise the next poll may have more luck: the line may
    have dropped, so set a message aside only after several tries.
    """

    def __init__(self, uid: str, reason: str, *, lasting: bool = False) -> None:
        super().__init__(f"Message {uid} could not be fetched: {reason}")
        self.uid = uid
        self.reason = reason
        self.lasting = lasting


@dataclass(frozen=True)
class Offer:
    """One message that the mailbox holds.

    `uid` names it in this mailbox for good, at most 255 characters, case matters: the POP3 UIDL, or IMAP's
    "UIDVALIDITY:UID". Where a POP3 server gives a message no UIDL of its own: "sha256:" and its bytes' digest.
    `size_bytes` is the server's word, None where it was not asked.
    """

    uid: str
    size_bytes: int | None


@dataclass(frozen=True)
class Deadlines:
    """How patient a session is, in seconds."""

    quiet_s: float = 120
    """A one-line answer must be complete, and something of a longer one must come, within this time."""
    exchange_s: float = 300
    """One command with its whole answer, however steadily it trickles."""
    session_s: float = 900
    """Everything from dialling to the last good-bye."""


class Security(Enum):
    """How the connection is protected. With TLS or STARTTLS no password leaves before the certificate is verified."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class Account:
    """Where a mailbox is and who signs in: with `password`, or with XOAUTH2 tokens from `token_source`.

    `cafile` names a PEM file of the only authorities to trust, instead of the system's. Raises ValueError for
    control characters: on the wire a line break would be a command of its own (CVE-2025-15366, CVE-2025-15367).
    """

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    token_source: TokenSource | None = field(default=None, repr=False)
    security: Security = Security.TLS
    cafile: str | None = None

    def __post_init__(self) -> None:
        for what, value in (("host", self.host), ("user", self.user), ("password", self.password)):
            reject_controls(what, value)
        if not self.host or not self.user or not (self.password or self.token_source):
            raise ValueError("host, user or password is empty")
        if self.token_source and not self.user.isascii():
            raise ValueError("the user is not ASCII, which XOAUTH2 needs")

    def key(self, scheme: str) -> str:
        """The account as a URL without its password; `scheme` gets an "s" where TLS comes first."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        tls = "s" if self.security is Security.TLS else ""
        return f"{scheme}{tls}://{quote(self.user, safe='')}@{host}:{self.port}"


def reject_controls(what: str, value: str) -> None:
    """Raise ValueError, which names `what` and not its value, if a control character is in it."""
    if any(character < " " or character == "\x7f" for character in value):
        raise ValueError(f"the {what} holds a line break, NUL or other control character")


def plain_words(answer: bytes, *secrets: str) -> str:
    """A server's answer fit to be shown: one printable line of at most 200 characters, without `secrets`."""
    words = answer.decode("utf-8", "replace")
    for secret in filter(None, secrets):
        words = words.replace(secret, "***")
    return "".join(c if c.isprintable() else " " for c in words).strip()[:200]


class Patience:
    """The clock of one session: no wait ends later than the session's own deadline."""

    def __init__(self, host: str, deadlines: Deadlines) -> None:
        self.host = host
        self.deadlines = deadlines
        self._ends = asyncio.get_running_loop().time() + deadlines.session_s

    @property
    def seconds_left(self) -> float:
        """Until the session's deadline; 0 when it has passed."""
        return max(0.0, self._ends - asyncio.get_running_loop().time())

    @asynccontextmanager
    async def limit(self, seconds: float, doing: str) -> AsyncIterator[None]:
        """Run the block for at most `seconds`; raise MailboxUnreachable, which names `doing`, when it takes longer."""
        allowed_s = min(seconds, self.seconds_left)
        try:
            if not allowed_s:  # nothing is begun that has no time
                raise TimeoutError  # noqa: TRY301 - the same words, two lines below
            async with asyncio.timeout(allowed_s):
                yield
        except TimeoutError as late:
            raise MailboxUnreachable(
                f"{self.host} was too slow while {doing}. It is tried again at the next poll; "
                "if this stays, ask who runs the mail server."
            ) from late


class Session(ABC):
    """One visit to a mailbox. What is fetched is left there until `finish` has removed what `remove` was told.

    A message that breaks the connection costs itself only: the next call dials again, a few times.
    """

    def __init__(self, patience: Patience, max_bytes: int) -> None:
        self.patience = patience
        self._max_bytes = max_bytes
        self._removals: dict[str, Offer] = {}
        self._redials_left = RECONNECTS
        self._finished = False

    @property
    def seconds_left(self) -> float:
        """How long this session may still last; stop fetching while there is time left to `finish`."""
        return self.patience.seconds_left

    @abstractmethod
    def offers(self) -> list[Offer]:
        """What the mailbox held when the session began, each uid once, oldest first."""

    async def fetch(self, offer: Offer) -> bytes:
        """Return the message as the server holds it; raise MessageUnfetchable if only this one is at fault."""
        if offer.size_bytes is not None and offer.size_bytes > self._max_bytes:
            raise self._too_large(offer.uid)
        await self._connect_again()
        try:
            return await self._fetch(offer)
        except MessageUnfetchable:
            raise
        except MailboxError as failure:
            self.drop()
            if not self.seconds_left:
                raise
            raise MessageUnfetchable(offer.uid, str(failure)) from failure

    async def remove(self, offer: Offer) -> None:
        """Have the message removed when the session finishes; say so only for what is stored for good."""
        self._removals[offer.uid] = offer

    async def finish(self) -> None:
        """Remove what is to be removed and sign off; raises MailboxError unless the server confirmed all of it.

        After an error some of it may be gone and some not: the next session's offers tell.
        """
        if self._finished:
            return
        if self._removals:
            await self._connect_again()
        if self._connected:
            await self._sign_off(list(self._removals.values()))
        self._finished = True

    async def _connect_again(self) -> None:
        """Dial once more if a message has broken the connection."""
        if not self._connected:
            self._spend_redial()
            await self.open()

    def _spend_redial(self) -> None:
        """Count a broken connection; raise MailboxBroken where there were too many."""
        if not self._redials_left:
            raise MailboxBroken(
                f"{self.patience.host} lost the connection {RECONNECTS + 1} times in one visit. "
                "The next poll goes on; if this stays, ask who runs the mail server."
            )
        self._redials_left -= 1

    def _too_large(self, uid: str) -> MessageUnfetchable:
        words = f"it is larger than {self._max_bytes} bytes. It stays on the mail server; read it there"
        return MessageUnfetchable(uid, words, lasting=True)

    @property
    @abstractmethod
    def _connected(self) -> bool:
        """Whether there is a connection that can be used."""

    @abstractmethod
    async def open(self) -> None:
        """Dial, sign in and learn what is there. A second time: find the messages of the first listing again."""

    @abstractmethod
    def drop(self) -> None:
        """Cut the connection at once; nothing is removed by that."""

    @abstractmethod
    async def _fetch(self, offer: Offer) -> bytes:
        """Fetch one message over a connection that stands."""

    @abstractmethod
    async def _sign_off(self, removals: list[Offer]) -> None:
        """Remove these and end the connection in good order."""


class Mailbox(ABC):
    """A mailbox at some server; POP3Mailbox and IMAPMailbox are its two kinds."""

    def __init__(
        self, account: Account, *, deadlines: Deadlines | None = None, max_bytes: int = MAX_MAIL_BYTES
    ) -> None:
        self.account = account
        self.deadlines = deadlines or Deadlines()
        self.max_bytes = max_bytes

    @property
    @abstractmethod
    def name(self) -> str:
        """A stable key for this mailbox, without the password: `pop3s://user@host:995`."""

    @abstractmethod
    def _new_session(self) -> Session:
        """A session that has not dialled yet."""

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Sign in; at the end of the block remove what was told and sign off; on any exception drop the line.

        Raises MailboxError at either end. Without error, and only then, the removals are done.
        """
        session = self._new_session()
        try:
            await session.open()
            yield session
            await session.finish()
        finally:
            session.drop()

    async def wait(self, timeout_s: float) -> bool:
        """Wait for new mail; True: look now. Where the server cannot say, wait the whole time and return False."""
        await asyncio.sleep(timeout_s)
        return False
