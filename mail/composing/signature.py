"""DKIM: the desk's own signature on a mail (RFC 6376), where a key is set. The mail server may add its own."""

import base64
import re
from email import message_from_bytes
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.config.settings import Settings
from app.nouns.reasons import Told, reason

SIGNED: Final = frozenset({
    "from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type",
    "auto-submitted", "reply-to",
})  # fmt: skip
# Signed once more than they stand: nobody adds one.
ONCE: Final = ("from", "to", "cc", "reply-to", "subject", "date", "message-id")

_PEM: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----\s*", re.DOTALL)


class CannotSign(Told):
    """The key cannot be used: with words for who runs the desk. The mail waits; unsigned it might be refused."""


def signed(settings: Settings, mime: bytes) -> bytes:
    """The mail with its signatures before it; as it is where no key is set. Raises CannotSign.

    RSA with SHA-256, which every receiver can check (RFC 8301 §3.1), Ed25519 (RFC 8463), or both beside each other.
    """
    if not settings.dkim_key_file:
        return mime
    import dkim  # noqa: PLC0415  only where a key is set

    try:
        keys, selectors = _keys_in(Path(settings.dkim_key_file).read_bytes()), settings.dkim_selector.split()
        if not keys or len(keys) != len(selectors):
            raise CannotSign(reason("dkim_count", keys=len(keys), names=len(selectors)))
        named = zip(keys, selectors, strict=True)
        headers = [_signature(mime, selector, settings.dkim_domain, key) for key, selector in named]
    except (OSError, ValueError, UnsupportedAlgorithm, dkim.DKIMException) as error:
        raise CannotSign(reason("dkim_unusable", why=str(error) or type(error).__name__)) from error
    return b"".join(headers) + mime


def _keys_in(content: bytes) -> list[bytes]:
    """The private keys of a PEM file, in their order."""
    return [found[0] for found in _PEM.finditer(content)]


def _signature(mime: bytes, selector: str, domain: str, pem: bytes) -> bytes:
    """One header. Each key signs the mail without the other's signature: either alone is enough."""
    key = serialization.load_pem_private_key(pem, None)
    if isinstance(key, Ed25519PrivateKey):
        algorithm, secret = b"ed25519-sha256", base64.b64encode(key.private_bytes_raw())
    else:
        algorithm, secret = b"rsa-sha256", pem
    import dkim  # noqa: PLC0415  as above

    header: bytes = dkim.sign(
        mime,
        selector.encode(),
        domain.encode(),
        secret,
        include_headers=_headers_of(mime),
        signature_algorithm=algorithm,
    )
    return header


def _headers_of(mime: bytes) -> list[bytes]:
    """The header names to sign, each as often as it occurs, and those of `ONCE` again (RFC 6376 §8.15)."""
    head = mime.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    present = [name.lower() for name in message_from_bytes(head).keys()]  # noqa: SIM118  # a name may stand twice
    return [name.encode() for name in [*(name for name in present if name in SIGNED), *ONCE]]
