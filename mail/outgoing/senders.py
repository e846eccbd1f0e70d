"""The sender that a desk has: a mail server, the demo's, or none."""

from app.config.settings import Settings
from app.credentials.reply_tokens import message_id_domain
from app.nouns.reasons import reason
from mail.composing import Composed
from mail.dialling.reach import MailReach
from mail.outgoing.sender import Receipt, Sender
from mail.outgoing.smtp import SmtpSender


def sender_from(settings: Settings) -> Sender | None:
    """The sender that the settings name; None: mail waits."""
    if settings.smtp_url:
        reach = MailReach(settings.mail_networks) if settings.smtp_of_console else None
        return SmtpSender(settings.smtp_url, message_id_domain(settings), reach=reach)
    return KeptSender() if settings.demo else None


class KeptSender(Sender):
    """The demo's: the mail stays on the machine, where the console shows it."""

    async def send(self, mail: Composed) -> Receipt:
        """Keep it."""
        return Receipt(reason("kept_here"), mail.recipients)

    async def close(self) -> None:
        """Nothing is open."""
