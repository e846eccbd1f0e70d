"""Whether the mailbox, the mail server and the signature work, tried without reading or sending a mail."""

import asyncio

from app.config.settings import Settings
from mail.composing.signature import signed
from mail.dialling.reach import MailReach
from mail.mailboxes.url import mailbox_from_url
from mail.outgoing.senders import sender_from
from mail.outgoing.smtp import SmtpSender


async def check_mailbox(url: str, reach: MailReach | None = None) -> str:
    """Sign in and count. Raises MailboxError, or ValueError for a wrong setting, with words that say what to do."""
    async with mailbox_from_url(url, reach=reach).session() as session:
        count = len(session.offers())
    return f"{count} waiting"


async def check_smtp(settings: Settings) -> str:
    """Connect, encrypt, sign in. Raises NotSent with words that say what is wrong."""
    sender = sender_from(settings)
    if not isinstance(sender, SmtpSender):
        return "not set: mail waits"
    try:
        await sender.check()
    finally:
        await sender.close()
    return ""


async def check_signature(settings: Settings) -> str:
    """Sign a line. Raises CannotSign."""
    if not settings.dkim_key_file:
        return "not set: the mail server may sign"
    await asyncio.to_thread(signed, settings, b"From: desk@example.org\r\n\r\nHello\r\n")
    return ", ".join(f"{selector}._domainkey.{settings.dkim_domain}" for selector in settings.dkim_selector.split())
