"""DKIM: the desk's own signature on a mail (RFC 6376), where a key is set. The mail server may add its own."""

from email import message_from_bytes
from pathlib import Path
from typing import Final

import dkim

from app.settings import Settings

SIGNED: Final = frozenset({
    "from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type",
    "auto-submitted",
})  # fmt: skip
ONCE: Final = ("from", "to", "cc", "subject", "date", "message-id")  # signed once more than they stand: nobody adds one


class CannotSign(Exception):
    """The key cannot be used: with words for who runs the desk. The mail waits; unsigned it might be refused."""


def signed(settings: Settings, mime: bytes) -> bytes:
    """The mail with its signature before it; as it is where no key is set. Raises CannotSign.

    RSA and SHA-256, which every receiver can check (RFC 8301 §3.1).
    """
    if not settings.dkim_key_file:
        return mime
    try:
        key = Path(settings.dkim_key_file).read_bytes()
        selector, domain = settings.dkim_selector.encode(), settings.dkim_domain.encode()
        header: bytes = dkim.sign(mime, selector, domain, key, include_headers=_headers_of(mime))
    except (OSError, ValueError, dkim.DKIMException) as error:
        raise CannotSign(f"DESKBELL_DKIM_KEY_FILE cannot be used: {error or type(error).__name__}") from error
    return header + mime


def _headers_of(mime: bytes) -> list[bytes]:
    """The names to sign, each as often as it stands there, and those of `ONCE` again (RFC 6376 §8.15)."""
    head = mime.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    present = [name.lower() for name in message_from_bytes(head).keys()]  # noqa: SIM118  # a name may stand twice
    return [name.encode() for name in [*(name for name in present if name in SIGNED), *ONCE]]
