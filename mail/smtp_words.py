"""A mail server's answers and a line's faults, as a person reads them."""

import ssl
from typing import Final

import aiosmtplib

from app.languages import _

SAID_CHARS: Final = 300


def said(answer: aiosmtplib.SMTPResponseException | aiosmtplib.SMTPResponse) -> str:
    """An answer with its code."""
    return words(f"{answer.code} {answer.message}")


def words(text: str) -> str:
    """A server's words on one printable line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:SAID_CHARS]


def why_unreachable(host: str, port: int, fault: BaseException) -> str:
    """What stands in the way to the server, and what to do; never a password."""
    where = {"host": host, "port": port, "why": words(str(fault))}
    cause = fault.__cause__ or fault
    if isinstance(fault, aiosmtplib.SMTPAuthenticationError):
        return _("%(host)s does not let the desk in (%(why)s). Check user and password in DESKBELL_SMTP_URL.") % where
    if isinstance(cause, ssl.SSLCertVerificationError):
        where["why"] = cause.verify_message
        return _("The certificate of %(host)s is not trusted (%(why)s). No password was sent.") % where
    if isinstance(fault, TimeoutError):
        return _("%(host)s:%(port)s does not answer.") % where
    return _("%(host)s:%(port)s cannot be reached (%(why)s).") % where
