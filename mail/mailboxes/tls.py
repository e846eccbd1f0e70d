"""Certificates are always verified, and what fails is told in words."""

import ssl

from mail.mailboxes.errors import MailboxUnreachable


def verifying_context(cafile: str | None) -> ssl.SSLContext:
    """A client context that checks chain and name, by the system's authorities or by `cafile` alone.

    Raises MailboxUnreachable where `cafile` cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=cafile)
    except OSError as fault:  # ssl.SSLError is one too
        raise MailboxUnreachable(f"The file of trusted certificates, {cafile}, cannot be read: {fault}") from fault


def connection_fault(host: str, port: int, fault: OSError) -> MailboxUnreachable:
    """The error for a connection that did not come about."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return MailboxUnreachable(
            f"The certificate of {host} is not trusted: {fault.verify_message} No password was sent. "
            "Check the host's name; a server with a certificate of its own needs ?cafile=/path/to/ca.pem."
        )
    if isinstance(fault, ssl.SSLError):
        return MailboxUnreachable(
            f"{host}:{port} does not speak TLS as expected ({fault.reason}). No password was sent. "
            "Check the port: POP3 uses 995 with TLS and 110 without, IMAP 993 and 143."
        )
    return MailboxUnreachable(
        f"{host}:{port} cannot be reached: {fault.strerror or fault}. Check host and port, and whether the server runs."
    )


def tls_refused(host: str) -> MailboxUnreachable:
    """The error for a server, or somebody between, that does not offer the TLS that was asked for."""
    return MailboxUnreachable(
        f"{host} does not offer TLS on this port, though it is required. No password was sent. "
        "Use pop3s:// or imaps://, or ask who runs the mail server."
    )


def spoke_before_tls(host: str) -> MailboxUnreachable:
    """The error for bytes slipped in before the TLS handshake (as in CVE-2011-0411, seen from the client)."""
    return MailboxUnreachable(
        f"{host}, or somebody between, sent data before TLS began. No password was sent. Use pop3s:// or imaps://."
    )
