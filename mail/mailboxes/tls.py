"""Certificates are always verified, and failures are explained."""

import ssl

from app.nouns.reasons import reason
from mail.dialling.faults import why_not_reached
from mail.mailboxes.errors import MailboxUnreachable


def verifying_context(cafile: str | None) -> ssl.SSLContext:
    """A client context that checks chain and name, by the system's authorities or by `cafile` alone.

    Raises MailboxUnreachable where `cafile` cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=cafile)
    except OSError as fault:  # ssl.SSLError is one too
        raise MailboxUnreachable(reason("mailbox_cafile", file=cafile, why=fault)) from fault


def connection_fault(host: str, port: int, fault: OSError) -> MailboxUnreachable:
    """The error for a connection that did not come about."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return MailboxUnreachable(reason("mailbox_certificate", host=host, why=fault.verify_message))
    if isinstance(fault, ssl.SSLError):
        return MailboxUnreachable(reason("mailbox_not_tls", host=host, port=port, why=fault.reason))
    told = why_not_reached(host, port, fault)
    return MailboxUnreachable(told or reason("mailbox_unreachable", host=host, port=port, why=fault.strerror or fault))


def tls_refused(host: str) -> MailboxUnreachable:
    """The error for a server, or someone in between, that does not offer the required TLS."""
    return MailboxUnreachable(reason("mailbox_no_tls", host=host))


def spoke_before_tls(host: str) -> MailboxUnreachable:
    """The error for bytes slipped in before the TLS handshake (as in CVE-2011-0411, seen from the client)."""
    return MailboxUnreachable(reason("mailbox_before_tls", host=host))
