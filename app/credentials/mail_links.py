"""The signed part of a link in a mail: whoever follows it reads the mailbox to which the mail went.

The access code proves nothing of the kind: page, API and console show it, and whoever opens a ticket in someone else's
name is given it at once. The signed part leaves the desk in mails to the customer's own address, and nowhere else.
"""

import hashlib
import hmac
import re

from itsdangerous import Signer
from itsdangerous.encoding import base64_decode

from app.config.settings import Settings
from app.nouns.ticket import Ticket

SOFT_BREAK = rb"(?:=\r?\n)?"  # quoted-printable may break a line anywhere
LINK = re.compile(r"(/t/|%2Ft%2F)(\d+)(/|%2F)([0-9A-Z]{12})(?:/|%2F)[\s>]*[0-9a-f]{32}(?![0-9a-f])", re.IGNORECASE)
MAILED = re.compile(r"[^0-9a-z]*([0-9a-f]{32})(?![0-9a-f])", re.IGNORECASE)  # with what may stand around it in a link
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")  # what a line's end leaves within a link
LONGEST_END = 500  # of a link, in characters: more is no end of ours
PROOF_CHARS = 32  # 128 bits in hexadecimal: no mail program cuts such an end off a link


def mail_proof(settings: Settings, ticket: Ticket) -> str:
    """The signed part for this ticket, as it is now: with another address or access code it is another."""
    signer = Signer(settings.secret_key, salt="deskbell mail links 1", digest_method=hashlib.sha256)
    said = "\0".join((str(ticket.id), ticket.customer.email_key, ticket.access_code))
    return base64_decode(signer.get_signature(said)).hex()[:PROOF_CHARS]


def is_mail_proof(settings: Settings, ticket: Ticket, given: str) -> bool:
    """Whether this came out of a mail to the ticket's present address, compared in constant time.

    Signs that a mail program took for the link's end are no part of it.
    """
    found = MAILED.match(UNSEEN.sub("", given[:LONGEST_END]))
    return hmac.compare_digest((found[1].lower() if found else "").encode(), mail_proof(settings, ticket).encode())


def mailed_link(settings: Settings, ticket: Ticket, recipients: tuple[str, ...]) -> str:
    """The link to the ticket page for a mail to these; with the signed part only if its one reader is the customer.

    An address that was changed while the mail waited, and a copy, get the link that opens the page and proves nothing.
    """
    link = f"{settings.base_url}/t/{ticket.id}/{ticket.access_code}"
    is_for_customer = [one.strip().lower() for one in recipients] == [ticket.customer.email_key]
    return f"{link}/{mail_proof(settings, ticket)}" if is_for_customer else link


def without_links_proof(text: str) -> str:
    """A text or a page in which someone quotes a mail of ours: its links open what they open, and prove nothing.

    A reply may bring the whole mail back, and what of it is not folded as history is shown to whoever has the ticket's
    code. A link may have been wrapped, or put into the address of a service that looks at links first.
    """
    return LINK.sub(r"\1\2\3\4", text)


def without_proof(settings: Settings, ticket: Ticket, mime: bytes) -> bytes:
    """A mail of ours as a page of the console shows it: whoever follows its link there has not read it in the mailbox.

    Only the signed part that is still good is blotted out, by as many x. A demo shows its mails whole: it has no mailbox.
    """
    if settings.demo:
        return mime
    proof = SOFT_BREAK.join(re.escape(sign.encode()) for sign in mail_proof(settings, ticket))
    return re.sub(proof, lambda found: re.sub(rb"[0-9a-f]", b"x", found[0]), mime)
