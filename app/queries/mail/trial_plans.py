"""What a test of a kept mail server tries: the server with its password, as this process knows it."""

from email.utils import parseaddr

from app.config.desk_name import desk_name
from app.config.mail_place import MailPlace
from app.config.mail_trial import TrialPlan
from app.config.settings import Settings
from app.core.errors import NotFound
from app.desk import Desk
from app.queries.desk.mailboxes import mailbox_by_id
from app.queries.mail.health import ENVIRONMENT


def outgoing_plan(desk: Desk, to: str, language: str) -> TrialPlan:
    """Sign in at the server that takes mail away, and send a mail to this address. Raises NotFound without a server."""
    settings = desk.settings
    if not settings.smtp_url and not settings.smtp_unreadable:
        raise NotFound
    return TrialPlan(
        smtp_url=settings.smtp_url or "",
        smtp_is_typed=settings.smtp_of_console,
        sender=settings.mail_from or "",
        to=to,
        is_unreadable=settings.smtp_unreadable,
        language=language,
        brand=desk_name(settings),
    )


def mailbox_plan(desk: Desk, mailbox_id: int, language: str) -> TrialPlan:
    """Sign in at the mailbox; where the desk can send, write to it and wait for that to come. Raises NotFound."""
    settings = desk.settings
    if mailbox_id == ENVIRONMENT:
        if not settings.mailbox_url:
            raise NotFound
        address, url, is_read, is_typed = parseaddr(settings.mail_from or "")[1], settings.mailbox_url, True, False
    else:
        kept = mailbox_by_id(desk, mailbox_id)
        address = kept.sender_email or (kept.place.user if "@" in kept.place.user else _desk_address(settings))
        url, is_read, is_typed = kept.url, kept.is_enabled, True
    return TrialPlan(
        smtp_url=_sends(settings) if address else "",
        smtp_is_typed=settings.smtp_of_console,
        sender=settings.mail_from or "",
        mailbox_url=url,
        mailbox_is_typed=is_typed,
        mailbox_address=address,
        is_read=is_read,
        is_unreadable=not url,
        language=language,
        brand=desk_name(settings),
    )


def typed_plan(  # what a form has
    settings: Settings,
    outgoing: tuple[MailPlace, str] | None,
    sender: str,
    mailbox: tuple[MailPlace, str] | None,
    to: str,
    language: str,
) -> TrialPlan:
    """Servers that were typed, each with its password, and nothing of it kept yet; else the environment's."""
    sender = sender or settings.mail_from or ""
    mailbox_url = mailbox[0].url(mailbox[1]) if mailbox else settings.mailbox_url or ""
    user = mailbox[0].user if mailbox and "@" in mailbox[0].user else ""
    return TrialPlan(
        smtp_url=outgoing[0].url(outgoing[1]) if outgoing else settings.smtp_url or "",
        smtp_is_typed=outgoing is not None,
        sender=sender,
        to=to,
        mailbox_url=mailbox_url,
        mailbox_is_typed=mailbox is not None,
        mailbox_address=parseaddr(sender)[1] or user,
        is_read=mailbox is None,
        language=language,
        brand=desk_name(settings),
    )


def _desk_address(settings: Settings) -> str:
    """The desk's own, while one mailbox alone can be where its mail arrives; with several nobody can tell."""
    several = len(settings.mailboxes) + bool(settings.mailbox_url) > 1
    return "" if several else parseaddr(settings.mail_from or "")[1]


def _sends(settings: Settings) -> str:
    """The server that takes mail away, once there is a sender."""
    return (settings.smtp_url or "") if settings.mail_from else ""
