"""What every mailbox offers, whichever protocol it speaks."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from mail.letter import limits
from mail.mailboxes.account import Account
from mail.mailboxes.patience import MailboxDeadlines
from mail.mailboxes.session import Session

MAX_MAIL_BYTES: Final = limits.RAW_BYTES
"""The longest message that is read; a longer one is left on the server."""


class Mailbox(ABC):
    """A mailbox at some server; POP3Mailbox and IMAPMailbox are its two kinds."""

    def __init__(
        self, account: Account, *, deadlines: MailboxDeadlines | None = None, max_bytes: int = MAX_MAIL_BYTES
    ) -> None:
        self.account = account
        self.deadlines = deadlines or MailboxDeadlines()
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
        """Sign in; at the end of the block remove the marked messages and sign off; on any exception disconnect.

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
