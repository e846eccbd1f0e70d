"""Signed reply tokens: how a mail that comes back proves that it answers a mail of ours.

Every mail about a ticket carries `<t{ticket}.{n}.{token}@domain>` as its Message-ID. Mail clients hand it back in
In-Reply-To and References; it can also follow a plus in the recipient. The token is HMAC-SHA-256, 128 bits of
it kept, over the kind's letter, the ticket's number and `n`, which is random for each mail; so nobody can make one for
a ticket they have had no mail about, nor turn a hotel's into the customer's.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from app.config.settings import Settings
from app.nouns.outbound_mail import MailKind

TOKEN_CHARS = 32  # 128 bits in hexadecimal: survives servers that change the case of an address
LOCAL_CHARS = 64  # of an address, before its @ (RFC 5321 §4.5.3.1.1)
TOKEN = re.compile(r"(?<![a-z0-9])[a-z][1-9][0-9]{0,17}\.[0-9a-f]{1,32}\.[0-9a-f]{32}", re.IGNORECASE)  # in any text
_MARK = re.compile(r"(?:^|[<+])([a-z])([1-9][0-9]{0,17})\.([0-9a-f]{1,32})\.([0-9a-f]{32})(?=@|$)", re.IGNORECASE)


class TokenKind(StrEnum):
    """The recipient of our mail: the letter its token begins with.

    Only the customer's own proves its bearer is the customer. A new kind needs a new letter, here and in `_OF_MAIL`.
    """

    CUSTOMER = "t"
    THIRD_PARTY = "h"  # a hotel: who holds it answers for the hotel
    COPY = "c"  # someone who was copied on an answer
    STAFF = "s"  # notices to operators


_KINDS: Final = {kind.value: kind for kind in TokenKind}
_OF_MAIL: Final = {
    MailKind.ANSWER: TokenKind.CUSTOMER,
    MailKind.CONFIRMATION: TokenKind.CUSTOMER,
    MailKind.LOST_CODE: TokenKind.CUSTOMER,
    MailKind.TO_THIRD_PARTY: TokenKind.THIRD_PARTY,
    MailKind.COPY: TokenKind.COPY,
}


def kind_of_mail(kind: MailKind) -> TokenKind:
    """Whom a mail of this kind is written to; an unknown kind never speaks for the customer."""
    return _OF_MAIL.get(kind, TokenKind.STAFF)


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """A token of ours that was checked: the ticket, whom the mail was written to, and the part that names the mail."""

    ticket_id: int
    kind: TokenKind
    local_part: str  # in lower case, as in the mail's Message-ID


class ReplyTokens:
    """Makes and checks the tokens of one desk."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"deskbell reply tokens 1", "sha256")

    def token(self, ticket_id: int, n: str, kind: TokenKind = TokenKind.CUSTOMER) -> str:
        """The token of the mail `n` about this ticket."""
        signed = hmac.digest(self._key, f"{kind}{ticket_id}.{n}".encode(), hashlib.sha256)
        return signed.hex()[:TOKEN_CHARS]

    def local_part(self, ticket_id: int, n: str, kind: TokenKind = TokenKind.CUSTOMER) -> str:
        """The part before the @ of the Message-ID, or after the plus of a recipient."""
        return f"{kind}{ticket_id}.{n}.{self.token(ticket_id, n, kind)}"

    def read(self, address: str) -> ReplyToken | None:
        """The token in a Message-ID or a plus-address of ours; None if it is not ours, or was altered."""
        match = _MARK.search(address.strip()[:1000])
        kind = _KINDS.get(match[1].lower()) if match else None
        if match is None or kind is None:
            return None
        ticket_id, n = int(match[2]), match[3].lower()
        local_part = self.local_part(ticket_id, n, kind)
        given = f"{kind}{ticket_id}.{n}.{match[4].lower()}"
        return ReplyToken(ticket_id, kind, local_part) if hmac.compare_digest(given, local_part) else None

    def verify(self, address: str) -> int | None:
        """The ticket that a Message-ID or a plus-address of ours speaks of, whomever it was written to; else None."""
        found = self.read(address)
        return found.ticket_id if found else None


def reply_tokens(settings: Settings) -> ReplyTokens:
    """The tokens of the desk with these settings."""
    return ReplyTokens(settings.secret_key)


def new_message_id(settings: Settings, ticket_id: int | None, n: str, kind: TokenKind = TokenKind.CUSTOMER) -> str:
    """The Message-ID, with its angle brackets, of the mail `n` (random hexadecimal), about a ticket or none."""
    local = f"m.{n}" if ticket_id is None else reply_tokens(settings).local_part(ticket_id, n, kind)
    return f"<{local}@{message_id_domain(settings)}>"


def plus_address(address: str, mime_message_id: str) -> str:
    """The desk's address with the token of this mail behind a plus; without, where that would make it too long."""
    local, _at, domain = address.rpartition("@")
    token = mime_message_id.strip("<>").rpartition("@")[0]
    whole = f"{local}+{token}"
    return f"{whole}@{domain}" if TOKEN.fullmatch(token) and len(whole) <= LOCAL_CHARS else address


def message_id_domain(settings: Settings) -> str:
    """The right side of our Message-IDs: the domain that the desk writes from, or else its host."""
    return _domain_of(settings.mail_from or "", settings.base_url)


@lru_cache(maxsize=4)  # of a desk's settings, which do not change: every mail asks
def _domain_of(mail_from: str, base_url: str) -> str:
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or urlsplit(base_url).hostname or ""
    if ":" in domain and ip_address(domain.partition("%")[0]).version == 6:  # noqa: PLR2004  # IPv6
        return f"[IPv6:{domain}]"
    try:
        return domain.encode("idna").decode("ascii")[:180].lower()
    except UnicodeError:  # no name that the DNS could hold: only its being ours matters here
        return "deskbell.invalid"
