"""Where a mailbox is, who signs in, and how the line is protected."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import quote

from mail.dialling.reach import MailReach

TokenSource = Callable[[], Awaitable[str]]
"""Returns a fresh OAuth access token; raises MailboxError with words for a person."""


class Security(Enum):
    """How the connection is protected. With TLS or STARTTLS no password leaves before the certificate is verified."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class Account:
    """Where a mailbox is and who signs in: with `password`, or with XOAUTH2 tokens from `token_source`.

    `cafile` names a PEM file of the only authorities to trust, instead of the system's. Raises ValueError for
    control characters: on the wire a line break would start another command (CVE-2025-15366, CVE-2025-15367).
    """

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    token_source: TokenSource | None = field(default=None, repr=False)
    security: Security = Security.TLS
    cafile: str | None = None
    reach: MailReach | None = None  # what of the network may be dialled; None: everything

    def __post_init__(self) -> None:
        for what, value in (("host", self.host), ("user", self.user), ("password", self.password)):
            reject_controls(what, value)
        if not self.host or not self.user or not (self.password or self.token_source):
            raise ValueError("host, user or password is empty")
        if self.token_source and not self.user.isascii():
            raise ValueError("the user is not ASCII, which XOAUTH2 needs")

    def key(self, scheme: str) -> str:
        """The account as a URL without its password; `scheme` gets an "s" where TLS comes first."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        tls = "s" if self.security is Security.TLS else ""
        return f"{scheme}{tls}://{quote(self.user, safe='')}@{host}:{self.port}"


def reject_controls(what: str, value: str) -> None:
    """Raise ValueError, which names `what` and not its value, if a control character is in it."""
    if any(character < " " or character == "\x7f" for character in value):
        raise ValueError(f"the {what} holds a line break, NUL or other control character")
