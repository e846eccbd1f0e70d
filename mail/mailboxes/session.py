"""One visit to a mailbox, whichever protocol it speaks."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final

from app.nouns.reasons import reason
from mail.mailboxes.errors import MailboxBroken, MailboxError, MessageUnfetchable
from mail.mailboxes.patience import Patience

RECONNECTS: Final = 5
"""How often one session dials again after a message broke its connection."""


@dataclass(frozen=True)
class MailboxMessage:
    """One message in the mailbox.

    `uid` names it in this mailbox for good, at most 255 characters, case matters: the POP3 UIDL, or IMAP's
    "UIDVALIDITY:UID". Where a POP3 server gives a message no UIDL of its own: "sha256:" and its bytes' digest.
    `size_bytes` is what the server says, None if it was not asked.
    """

    uid: str
    size_bytes: int | None


class Session(ABC):
    """One visit to a mailbox. Fetched messages stay there until `finish` removes those marked with `remove`.

    A message that breaks the connection affects only itself: the next call reconnects, a few times.
    """

    def __init__(self, patience: Patience, max_bytes: int) -> None:
        self.patience = patience
        self._max_bytes = max_bytes
        self._removals: dict[str, MailboxMessage] = {}
        self._redials_left = RECONNECTS
        self._finished = False

    @property
    def seconds_left(self) -> float:
        """How long this session may still last; stop fetching while there is time left to `finish`."""
        return self.patience.seconds_left

    @abstractmethod
    def offers(self) -> list[MailboxMessage]:
        """What the mailbox had when the session began, each uid once, oldest first."""

    async def fetch(self, offer: MailboxMessage) -> bytes:
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
            raise MessageUnfetchable(offer.uid, failure.words) from failure

    async def remove(self, offer: MailboxMessage) -> None:
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
            raise MailboxBroken(reason("mailbox_lost_often", host=self.patience.host, times=RECONNECTS + 1))
        self._redials_left -= 1

    def _too_large(self, uid: str) -> MessageUnfetchable:
        return MessageUnfetchable(uid, reason("mail_too_large", count=self._max_bytes), lasting=True)

    @property
    @abstractmethod
    def _connected(self) -> bool:
        """Whether there is a connection that can be used."""

    @abstractmethod
    async def open(self) -> None:
        """Dial, sign in and learn what is there. A second time: find the messages of the first listing again."""

    @abstractmethod
    def drop(self) -> None:
        """Drop the connection immediately; nothing is removed."""

    @abstractmethod
    async def _fetch(self, offer: MailboxMessage) -> bytes:
        """Fetch one message over an open connection."""

    @abstractmethod
    async def _sign_off(self, removals: list[MailboxMessage]) -> None:
        """Remove these and end the connection in good order."""
