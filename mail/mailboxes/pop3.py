"""A POP3 mailbox: an asyncio client of our own, since poplib stops at lines over 2,048 octets and waits per read."""

import hashlib
from collections import Counter
from contextlib import suppress
from typing import Final

from app.nouns.reasons import reason
from mail.mailboxes.errors import MailboxBroken, MailboxError, MessageUnfetchable, plain_words
from mail.mailboxes.mailbox import Mailbox
from mail.mailboxes.patience import Patience
from mail.mailboxes.pop3_connection import POP3Connection, Refusal, TooLong
from mail.mailboxes.session import MailboxMessage, Session

UIDL_CHARS: Final = 200
"""A longer UIDL (the RFC allows 70) is replaced by its digest, to fit the ledger."""

DIGESTS_AT_ONCE: Final = 100
"""So many messages without a UIDL of their own are read and named in one session; the rest waits for the next."""

NUMBER_DIGITS: Final = 18
"""More is no number that a server could mean."""

UNREAD: Final = "unread:"
"""What a uid begins with that is only a number of this session."""


class POP3Mailbox(Mailbox):
    """A POP3 account (RFC 1939): `pop3s://`, or `pop3://` with or without STLS."""

    @property
    def name(self) -> str:
        """`pop3s://user@host:995`."""
        return self.account.key("pop3")

    def _new_session(self) -> "POP3Session":
        return POP3Session(self)


class POP3Session(Session):
    """One POP3 session. Messages are found by number, which holds for one connection; uids hold for good.

    A server's UIDL is the uid where it is there and unique. Otherwise (no UIDL command, a line missing, one UIDL
    for two messages) the message is read once while listing and named by the SHA-256 of its bytes, so
    nothing counts as known that was never read. One that cannot be read then is offered by its number of the
    day, and `fetch` refuses it: under such a name nothing may be stored.
    """

    def __init__(self, mailbox: POP3Mailbox) -> None:
        super().__init__(Patience(mailbox.account.host, mailbox.deadlines), mailbox.max_bytes)
        self._account = mailbox.account
        self._connection = POP3Connection(self._account, self.patience)
        self._numbers: dict[str, list[int]] = {}  # several: copies of one message, byte for byte
        self._sizes: dict[int, int] = {}
        self._unreadable: set[tuple[int, int]] = set()  # number and size of what broke the listing

    @property
    def _connected(self) -> bool:
        return self._connection.is_open

    def offers(self) -> list[MailboxMessage]:
        """What the mailbox had when the session began, each uid once, oldest first."""
        return [MailboxMessage(uid, self._sizes.get(numbers[0])) for uid, numbers in self._numbers.items()]

    async def open(self) -> None:
        """Dial, sign in, LIST and UIDL; again without it, where a message that had to be read broke the line."""
        while not await self._list():
            self._spend_redial()

    def drop(self) -> None:
        """Cut the connection at once; without QUIT the server removes nothing."""
        self._connection.abort()

    async def _list(self) -> bool:
        """Dial and learn what is there; False when the connection broke on a message."""
        self._connection = POP3Connection(self._account, self.patience)
        await self._connection.open()
        try:
            self._sizes = _sizes(await self._connection.listing("LIST"))
        except Refusal as refusal:
            raise MailboxBroken(reason("mailbox_refuses_list", host=self._account.host, why=refusal)) from refusal
        uids = await self._uids()
        numbers: dict[str, list[int]] = {}
        for number in sorted(uids):
            numbers.setdefault(uids[number], []).append(number)
        self._numbers = numbers
        return self._connected

    async def _uids(self) -> dict[int, str]:
        """Return a uid for each message number: its UIDL where that names it alone."""
        try:
            uids = _uidls(await self._connection.listing("UIDL"))
        except Refusal:
            uids = {}
        numbers = self._sizes.keys() | uids.keys()
        uses = Counter(uids.values())
        uids = {number: uid for number, uid in uids.items() if uses[uid] == 1}
        for number in sorted(numbers - uids.keys())[:DIGESTS_AT_ONCE]:
            uids[number] = await self._digest(number)
            if not self._connected:
                break
        return uids

    async def _digest(self, number: int) -> str:
        """Read a message only to name it; one that cannot be read gets a name that `fetch` refuses."""
        size_bytes = self._sizes.get(number, 0)
        unread = f"{UNREAD}{number}:{size_bytes}"
        if size_bytes > self._max_bytes or (number, size_bytes) in self._unreadable:
            return unread
        try:
            return "sha256:" + hashlib.sha256(await self._read(number)).hexdigest()
        except Refusal:
            return unread
        except (TooLong, MailboxError):
            self.drop()
            if not self.seconds_left:
                raise
            self._unreadable.add((number, size_bytes))
            return unread

    async def _fetch(self, offer: MailboxMessage) -> bytes:
        """Fetch one message by the number it has on this connection."""
        if offer.uid not in self._numbers:
            raise MessageUnfetchable(offer.uid, reason("mail_gone"))
        if offer.uid.startswith(UNREAD):
            raise MessageUnfetchable(offer.uid, reason("mail_nameless"))
        try:
            return await self._read(self._numbers[offer.uid][0])
        except Refusal as refusal:
            words = reason("mailbox_refuses", host=self._account.host, doing="RETR", why=refusal)
            raise MessageUnfetchable(offer.uid, words) from refusal
        except TooLong as endless:
            self.drop()
            raise self._too_large(offer.uid) from endless

    async def _read(self, number: int) -> bytes:
        """RETR one message whole.

        A size other than LIST announced may be the server's way of counting, or a final dot inside the text.
        After the latter the rest of the message would come where the response to NOOP is expected.
        """
        raw = await self._connection.message(number, self._max_bytes)
        if len(raw) != self._sizes.get(number):
            with suppress(Refusal):  # even an -ERR is an answer, in its place
                await self._connection.command("NOOP")
        return raw

    async def _sign_off(self, removals: list[MailboxMessage]) -> None:
        """DELE each, then QUIT, at which the server removes them (RFC 1939 §6); where it says that it does not, an error.

        Where it closes instead of an answer, and removed nothing, they are offered again and known by their bytes.
        """
        kept = ""
        for offer in removals:
            for number in self._numbers.get(offer.uid, []):
                try:
                    await self._connection.command(f"DELE {number}")
                except Refusal as refusal:
                    kept = str(refusal)
        try:
            await self._connection.quit()
        except Refusal as refusal:
            kept = str(refusal)
        self.drop()
        if kept:
            raise MailboxError(reason("mailbox_not_removed", host=self._account.host, why=kept))


def _sizes(lines: list[bytes]) -> dict[int, int]:
    """Read LIST's "number size" lines; a line that is something else names no message."""
    pairs = (line.split() for line in lines)
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) > 1 and _number(pair[0]) and _number(pair[1])}


def _uidls(lines: list[bytes]) -> dict[int, str]:
    """Read UIDL's "number uid" lines, likewise."""
    uids = {}
    for line in lines:
        number, _, uidl = line.strip().partition(b" ")
        if _number(number) and uidl:
            uids[int(number)] = _uid(uidl.strip())
    return uids


def _number(word: bytes) -> bool:
    """Whether this is a number that a server could mean."""
    return word.isdigit() and len(word) <= NUMBER_DIGITS


def _uid(uidl: bytes) -> str:
    """A UIDL as text; what is too long, or could be taken for a name of ours, by its digest."""
    uid = plain_words(uidl)
    if len(uidl) > UIDL_CHARS or uid.encode() != uidl or uid.startswith((UNREAD, "sha256:")):
        return "uidl-sha256:" + hashlib.sha256(uidl).hexdigest()
    return uid
