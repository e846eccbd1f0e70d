"""A mail server's answers and a line's faults, as a person reads them."""

import ssl
from typing import Final

import aiosmtplib

from app.reasons import reason

SAID_CHARS: Final = 300


def said(answer: aiosmtplib.SMTPResponseException | aiosmtplib.SMTPResponse) -> str:
    """An answer with its code."""
    return words(f"{answer.code} {answer.message}")


def words(text: str) -> str:
    """A server's words on one printable line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:SAID_CHARS]


def why_unreachable(host: str, port: int, fault: BaseException) -> str:
    """The reason: what stands in the way to the server, and what to do; never a password."""
    where = {"host": host, "port": port, "why": words(str(fault))}
    cause = fault.__cause__ or fault
    if isinstance(fault, aiosmtplib.SMTPAuthenticationError):
        return reason("smtp_refuses_sign_in", **where)
    if isinstance(cause, ssl.SSLCertVerificationError):
        where["why"] = cause.verify_message
        return reason("smtp_certificate", **where)
    if isinstance(fault, TimeoutError):
        return reason("smtp_silent", **where)
    return reason("smtp_unreachable", **where)
