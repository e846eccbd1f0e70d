"""What the desk is called on its pages and in its texts."""

from email.utils import parseaddr

from app.config.settings import Settings

PRODUCT = "Deskbell"


def desk_name(settings: Settings) -> str:
    """What the console calls it; else the name in `DESKBELL_MAIL_FROM`, which customers know from their mails; else the product's."""
    return settings.desk_name or parseaddr(settings.mail_from or "")[0].strip() or PRODUCT
