"""A mail server's answers and a line's faults, as a person reads them."""

import ssl
from typing import Final

import aiosmtplib

from app.nouns.reasons import reason
from app.text.one_line import printable_line
from mail.dialling.faults import why_not_reached

SAID_CHARS: Final = 300
NO_STARTTLS: Final = "STARTTLS extension not supported"  # the library's


def said(answer: aiosmtplib.SMTPResponseException | aiosmtplib.SMTPResponse) -> str:
    """An answer with its code."""
    return words(f"{answer.code} {answer.message}")


def words(text: str) -> str:
    """A server's words on one printable line."""
    return printable_line(text)[:SAID_CHARS]


def why_unreachable(host: str, port: int, fault: BaseException) -> str:
    """The reason the server cannot be reached, and what to do; never a password."""
    cause = fault.__cause__ or fault
    where = {"host": host, "port": port, "why": words(str(fault))}
    if isinstance(cause, ssl.SSLCertVerificationError):
        return reason("smtp_certificate", **{**where, "why": cause.verify_message})
    kinds = (
        (isinstance(fault, aiosmtplib.SMTPAuthenticationError), reason("smtp_refuses_sign_in", **where)),
        (isinstance(cause, ssl.SSLError), reason("smtp_not_tls", **where)),
        (NO_STARTTLS in str(fault), reason("smtp_no_tls", **where)),
        (isinstance(fault, aiosmtplib.SMTPNotSupported), reason("smtp_no_sign_in", **where)),
        (isinstance(fault, TimeoutError), reason("smtp_silent", **where)),
    )
    found = next((told for applies, told in kinds if applies), "")
    return why_not_reached(host, port, cause) or found or reason("smtp_unreachable", **where)
