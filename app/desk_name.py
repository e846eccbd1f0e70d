"""What the desk is called on its pages and in its texts."""

from email.utils import parseaddr

from app.settings import Settings


def desk_name(settings: Settings) -> str:
    """The name in `DESKBELL_MAIL_FROM`, which customers know from their mails; else the product's."""
    return parseaddr(settings.mail_from or "")[0].strip() or "Deskbell"
