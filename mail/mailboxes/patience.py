"""How long a session may take, and each of its steps."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.nouns.reasons import reason
from mail.mailboxes.errors import MailboxUnreachable


@dataclass(frozen=True)
class MailboxDeadlines:
    """How patient a session is, in seconds."""

    quiet_s: float = 120
    """A one-line answer must be complete, and something of a longer one must come, within this time."""
    exchange_s: float = 300
    """One command with its whole answer, however steadily it trickles."""
    session_s: float = 900
    """Everything from dialling to the last good-bye."""


class Patience:
    """The clock of one session: no wait ends later than the session's own deadline."""

    def __init__(self, host: str, deadlines: MailboxDeadlines) -> None:
        self.host = host
        self.deadlines = deadlines
        self._ends = asyncio.get_running_loop().time() + deadlines.session_s

    @property
    def seconds_left(self) -> float:
        """Until the session's deadline; 0 when it has passed."""
        return max(0.0, self._ends - asyncio.get_running_loop().time())

    @asynccontextmanager
    async def limit(self, seconds: float, doing: str) -> AsyncIterator[None]:
        """Run the block for at most `seconds`; raise MailboxUnreachable when it takes longer.

        It names `doing`, a word of the protocol, which needs no translation.
        """
        allowed_s = min(seconds, self.seconds_left)
        try:
            if not allowed_s:  # nothing is begun that has no time
                raise TimeoutError  # noqa: TRY301 - the same words, two lines below
            async with asyncio.timeout(allowed_s):
                yield
        except TimeoutError as late:
            raise MailboxUnreachable(reason("mailbox_slow", host=self.host, doing=doing)) from late
