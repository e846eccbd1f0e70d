"""An IMAP mailbox: one folder, read by UID, with IDLE to learn of new mail at once."""

import asyncio
from typing import Final
from urllib.parse import quote

from app.nouns.reasons import reason
from mail.mailboxes.account import Account, reject_controls
from mail.mailboxes.errors import MailboxBroken, MailboxError, MessageUnfetchable
from mail.mailboxes.imap_answers import body_of, size_of, uid_validity
from mail.mailboxes.imap_connection import CommandRefused, IMAPConnection
from mail.mailboxes.imap_protocol import LiteralTooLong
from mail.mailboxes.imap_words import folder_argument
from mail.mailboxes.mailbox import MAX_MAIL_BYTES, Mailbox
from mail.mailboxes.patience import MailboxDeadlines, Patience
from mail.mailboxes.session import MailboxMessage, Session

IDLE_S: Final = 540
"""One IDLE lasts at most nine minutes: routers forget a connection that is silent for longer."""

UIDS_AT_ONCE: Final = 200
"""UIDs in one STORE or EXPUNGE, so that the line stays short."""


class IMAPMailbox(Mailbox):
    """A folder of an IMAP account (RFC 3501): `imaps://`, or `imap://` with or without STARTTLS."""

    def __init__(
        self,
        account: Account,
        *,
        folder: str = "INBOX",
        deadlines: MailboxDeadlines | None = None,
        max_bytes: int = MAX_MAIL_BYTES,
        idle_s: float = IDLE_S,
        pause_s: float = 5,
    ) -> None:
        """`pause_s` is waited after a false alarm or a lost IDLE, so no server makes us spin."""
        super().__init__(account, deadlines=deadlines, max_bytes=max_bytes)
        reject_controls("folder", folder)
        if not folder:
            raise ValueError("the folder is empty")
        self.folder = folder
        self._idle_s = idle_s
        self._pause_s = pause_s
        self._listed: tuple[int, int] | None = None  # UIDVALIDITY and highest UID of the last listing

    @property
    def name(self) -> str:
        """`imaps://user@host:993/INBOX`."""
        return f"{self.account.key('imap')}/{quote(self.folder, safe='')}"

    def remember(self, validity: int, highest_uid: int) -> None:
        """What a session has listed: `wait` asks for what came after it."""
        self._listed = (validity, highest_uid)

    async def wait(self, timeout_s: float) -> bool:
        """Wait until there is a message the last session did not list, or `timeout_s` has passed.

        True: look now (also before the first session, and when the connection was lost while waiting). If the
        server has no IDLE: False after the whole time. Raises MailboxError if it cannot connect or gets
        nonsense.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + timeout_s
        connection = IMAPConnection(
            self.account, Patience(self.account.host, _as_long_as(self.deadlines, timeout_s)), 0
        )
        try:
            await connection.open()
            validity = uid_validity(await connection.select(folder_argument(self.folder)))
            return await self._watch(connection, validity, ends)
        finally:
            connection.abort()

    def _new_session(self) -> "IMAPSession":
        return IMAPSession(self)

    async def _watch(self, connection: IMAPConnection, validity: int, ends: float) -> bool:
        """Look, idle, look again: a message may have come before the IDLE began, and an EXISTS may be no news."""
        loop = asyncio.get_running_loop()
        while not await self._is_new(connection, validity):
            left = ends - loop.time()
            if left <= 0:
                return False
            if not connection.can("IDLE"):
                connection.abort()
                await asyncio.sleep(left)
                return False
            try:
                announced = await connection.idle(min(left, self._idle_s))
            except MailboxError:  # lost while idling: the poll that follows tells if it stays so
                await asyncio.sleep(max(0, min(self._pause_s, ends - loop.time())))
                return True
            if announced and not await self._is_new(connection, validity):
                await asyncio.sleep(max(0, min(self._pause_s, ends - loop.time())))
        return True

    async def _is_new(self, connection: IMAPConnection, validity: int) -> bool:
        """Whether the folder holds what the last session did not list."""
        if self._listed is None or self._listed[0] != validity:
            return True
        last = self._listed[1]
        uids = await connection.search(f"UID {last + 1}:*")  # with nothing new, * is the old last one
        return any(uid > last for uid in uids)


class IMAPSession(Session):
    """One visit to the folder. Each size is asked just before fetching."""

    def __init__(self, mailbox: IMAPMailbox) -> None:
        super().__init__(Patience(mailbox.account.host, mailbox.deadlines), mailbox.max_bytes)
        self._mailbox = mailbox
        self._connection = IMAPConnection(mailbox.account, self.patience, mailbox.max_bytes)
        self._validity: int | None = None
        self._uids: list[int] = []

    @property
    def _connected(self) -> bool:
        return self._connection.is_open

    def offers(self) -> list[MailboxMessage]:
        """What the folder had when the session began, oldest first; sizes are not asked yet."""
        return [MailboxMessage(f"{self._validity}:{uid}", None) for uid in self._uids]

    async def open(self) -> None:
        """Dial, sign in, SELECT, and the first time list the UIDs."""
        mailbox = self._mailbox
        self._connection = IMAPConnection(mailbox.account, self.patience, mailbox.max_bytes)
        await self._connection.open()
        validity = uid_validity(await self._connection.select(folder_argument(mailbox.folder)))
        if self._validity is None:
            self._validity = validity
            self._uids = await self._connection.search("ALL")
            mailbox.remember(validity, max(self._uids, default=0))
        elif validity != self._validity:
            raise MailboxBroken(reason("mailbox_renumbered", host=mailbox.account.host))

    def drop(self) -> None:
        """Cut the connection at once; what was marked is not removed, for it is marked only in `finish`."""
        self._connection.abort()

    async def _fetch(self, offer: MailboxMessage) -> bytes:
        """Ask the size, then fetch the bytes without marking the message as seen."""
        try:
            return await self._read(offer, self._uid(offer))
        except CommandRefused as refusal:
            raise MessageUnfetchable(offer.uid, refusal.words) from refusal

    async def _read(self, offer: MailboxMessage, uid: int) -> bytes:
        """Do it; raise CommandRefused where the server says NO."""
        size_bytes = size_of(await self._connection.fetch(uid, "(UID RFC822.SIZE)"), uid)
        if size_bytes is None:
            raise MessageUnfetchable(offer.uid, reason("mail_gone"))
        if size_bytes > self._max_bytes:
            raise self._too_large(offer.uid)
        try:
            body = body_of(await self._connection.fetch(uid, "(UID BODY.PEEK[])"), uid)
        except LiteralTooLong as endless:
            self.drop()
            raise self._too_large(offer.uid) from endless
        if body is None:
            raise MessageUnfetchable(offer.uid, reason("mail_withheld", host=self._mailbox.account.host))
        return body

    async def _sign_off(self, removals: list[MailboxMessage]) -> None:
        """Mark the messages as deleted, expunge them, log out."""
        connection = self._connection
        uids = [self._uid(offer) for offer in removals]
        batches = [uids[start : start + UIDS_AT_ONCE] for start in range(0, len(uids), UIDS_AT_ONCE)]
        for batch in batches:
            await connection.store(_uid_set(batch), r"+FLAGS.SILENT (\Deleted)")
        if connection.can("UIDPLUS"):
            for batch in batches:
                await connection.expunge(_uid_set(batch))
        elif uids:
            await self._expunge_all_but_others(set(uids))
        await connection.log_out()
        self.drop()

    async def _expunge_all_but_others(self, ours: set[int]) -> None:
        """EXPUNGE takes whatever is marked; what another program has marked is unmarked meanwhile (RFC 4549)."""
        connection = self._connection
        others = [uid for uid in await connection.search("DELETED") if uid not in ours]
        batches = [others[start : start + UIDS_AT_ONCE] for start in range(0, len(others), UIDS_AT_ONCE)]
        for batch in batches:
            await connection.store(_uid_set(batch), r"-FLAGS.SILENT (\Deleted)")
        await connection.expunge(None)
        for batch in batches:
            await connection.store(_uid_set(batch), r"+FLAGS.SILENT (\Deleted)")

    def _uid(self, offer: MailboxMessage) -> int:
        """The number behind the colon of a uid that this session has offered."""
        validity, _, uid = offer.uid.partition(":")
        if validity != str(self._validity) or not uid.isdigit():
            raise MessageUnfetchable(offer.uid, reason("mail_not_offered"))
        return int(uid)


def _uid_set(uids: list[int]) -> str:
    """An IMAP sequence set."""
    return ",".join(map(str, uids))


def _as_long_as(deadlines: MailboxDeadlines, seconds: float) -> MailboxDeadlines:
    """The same patience with each command, in a session that may last so much longer."""
    return MailboxDeadlines(deadlines.quiet_s, deadlines.exchange_s, deadlines.session_s + seconds)
