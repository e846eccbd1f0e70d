"""The mail servers that are set up with a new desk, in the same change as its first administrator."""

from dataclasses import dataclass, field

from app.actions.change import Change
from app.actions.mail.mailboxes import MailboxForm, keep_new_mailbox
from app.actions.mail.outgoing_server import OutgoingForm, keep_outgoing
from app.nouns.event import SYSTEM

OUTGOING, MAILBOX = "smtp_", "mailbox_"  # with these the names of the fields begin


@dataclass(frozen=True, repr=False)
class FirstMail:
    """As they were typed."""

    outgoing: OutgoingForm = field(default_factory=OutgoingForm)
    mailbox: MailboxForm | None = None

    async def keep(self, tx: Change) -> None:
        """Keep what came. Raises BadFields."""
        await keep_outgoing(tx, self.outgoing, SYSTEM, OUTGOING)
        if self.mailbox is not None:
            await keep_new_mailbox(tx, self.mailbox, SYSTEM, MAILBOX)
