"""The mailboxes that a desk reads: the environment's, and those of the console's settings."""

from dataclasses import dataclass, field

from app.config.mail_place import place_of_url
from app.config.settings import Settings
from app.queries.desk.leases import MAILBOX
from mail.dialling.reach import MailReach
from mail.mailboxes.mailbox import Mailbox
from mail.mailboxes.url import mailbox_from_url


@dataclass(frozen=True, slots=True)
class Source:
    """One mailbox to be read: how it is reached, and under which lease. Another account is another source."""

    lease: str
    name: str  # for people
    url: str = field(repr=False)
    reach: MailReach | None = None

    def mailbox(self) -> Mailbox:
        """Its driver. Raises ValueError for a URL that names none."""
        return mailbox_from_url(self.url, reach=self.reach)


def sources_of(settings: Settings) -> tuple[Source, ...]:
    """Every mailbox that is to be read now. One whose password cannot be read is left out: its health says so."""
    fixed = (Source(MAILBOX, _name(settings.mailbox_url), settings.mailbox_url),) if settings.mailbox_url else ()
    reach = MailReach(settings.mail_networks)
    kept = [one for one in settings.mailboxes if one.is_enabled and one.url]
    return fixed + tuple(Source(one.lease, one.place.name, one.url, reach) for one in kept)


def _name(url: str) -> str:
    try:
        return place_of_url(url).name
    except (KeyError, ValueError):  # its reader says what is wrong with it
        return "DESKBELL_MAILBOX_URL"
