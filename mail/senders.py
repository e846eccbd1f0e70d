"""The sender that a desk has: a mail server, the demo's, or none."""

from app.reasons import reason
from app.reply_tokens import message_id_domain
from app.settings import Settings
from mail.composing import Composed
from mail.sender import Receipt, Sender
from mail.smtp import SmtpSender


def sender_from(settings: Settings) -> Sender | None:
    """The sender that the settings name; None: mail waits."""
    if settings.smtp_url:
        return SmtpSender(settings.smtp_url, message_id_domain(settings))
    return KeptSender() if settings.demo else None


class KeptSender(Sender):
    """The demo's: the mail stays on the machine, where the console shows it."""

    async def send(self, mail: Composed) -> Receipt:
        """Keep it."""
        return Receipt(reason("kept_here"), mail.recipients)

    async def close(self) -> None:
        """Nothing is open."""
