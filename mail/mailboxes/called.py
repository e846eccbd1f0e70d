"""Which mailbox of the console's settings a mail came by: the ledger has its driver's name."""

from functools import lru_cache

from app.config.mail_place import KeptMailbox
from app.config.settings import Settings
from mail.mailboxes.url import mailbox_from_url


def mailbox_called(settings: Settings, name: str) -> KeptMailbox | None:
    """The mailbox of the console's that the ledger calls so; None for the environment's and for one that is no more."""
    return next((one for one in settings.mailboxes if one.url and _ledger_name(one.url) == name), None)


@lru_cache(maxsize=256)  # every mail asks
def _ledger_name(url: str) -> str:
    try:
        return mailbox_from_url(url).name
    except ValueError:
        return ""
