"""Signed reply tokens: how a mail that comes back proves that it answers a mail of ours.

Every mail about a ticket carries `<t{ticket}.{n}.{token}@domain>` as its Message-ID. Mail clients hand it back in
In-Reply-To and References; it can also stand behind a plus in the recipient. The token is HMAC-SHA-256, 128 bits of
it kept, over the ticket's number and `n`, which is random for each mail; so nobody can make one for a ticket that
they were never written to about, and a number in a subject proves nothing that this does.
"""

import hashlib
import hmac
import re
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.settings import Settings

TOKEN_CHARS = 32  # 128 bits in hexadecimal: survives servers that change the case of an address
_MARK = re.compile(r"(?:^|[<+])t([1-9][0-9]{0,17})\.([0-9a-f]{1,32})\.([0-9a-f]{32})(?=@|$)", re.IGNORECASE)


class ReplyTokens:
    """Makes and checks the tokens of one desk."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"deskbell reply tokens 1", "sha256")

    def token(self, ticket_id: int, n: str) -> str:
        """The token of the mail `n` about this ticket."""
        signed = hmac.digest(self._key, f"t{ticket_id}.{n}".encode(), hashlib.sha256)
        return signed.hex()[:TOKEN_CHARS]

    def local_part(self, ticket_id: int, n: str) -> str:
        """What stands before the @ of the Message-ID, or behind the plus of a recipient."""
        return f"t{ticket_id}.{n}.{self.token(ticket_id, n)}"

    def verify(self, address: str) -> int | None:
        """The ticket that a Message-ID or a plus-address of ours speaks of; None if it is not ours, or was altered."""
        match = _MARK.search(address.strip()[:1000])
        if match is None:
            return None
        ticket_id, n, token = int(match[1]), match[2].lower(), match[3].lower()
        return ticket_id if hmac.compare_digest(token, self.token(ticket_id, n)) else None


def reply_tokens(settings: Settings) -> ReplyTokens:
    """The tokens of the desk with these settings."""
    return ReplyTokens(settings.secret_key)


def new_message_id(settings: Settings, ticket_id: int | None, n: str) -> str:
    """The Message-ID, with its angle brackets, of the mail `n` (random hexadecimal), about a ticket or none."""
    local = f"m.{n}" if ticket_id is None else reply_tokens(settings).local_part(ticket_id, n)
    return f"<{local}@{message_id_domain(settings)}>"


def message_id_domain(settings: Settings) -> str:
    """The right side of our Message-IDs: the domain that the desk writes from, or else its host."""
    domain = parseaddr(settings.mail_from or "")[1].rpartition("@")[2] or urlsplit(settings.base_url).hostname or ""
    if ":" in domain and ip_address(domain.partition("%")[0]).version == 6:  # noqa: PLR2004  # IPv6
        return f"[IPv6:{domain}]"
    try:
        return domain.encode("idna").decode("ascii")[:180].lower()
    except UnicodeError:  # no name that the DNS could hold: only its being ours matters here
        return "deskbell.invalid"
