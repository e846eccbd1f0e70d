"""Secrets the desk has to read again, stored so the database alone reveals none of them.

AES-256-GCM with a key made of the desk's secret key. `place` names what the secret is and whose: a sealed text that is
moved to another row opens nothing.
"""

import base64
import binascii
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.config.settings import Settings

NONCE_BYTES = 12


class Unreadable(ValueError):
    """It was sealed with another key, or for another place."""


def seal(settings: Settings, place: str, text: str) -> str:
    """The text as the database may keep it: base64, some 40 characters longer than a third more."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _cipher(settings).encrypt(nonce, text.encode(), place.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(settings: Settings, place: str, sealed: str) -> str:
    """The text again. Raises Unreadable."""
    try:
        content = base64.urlsafe_b64decode(sealed)
        return _cipher(settings).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Unreadable(place) from error


def _cipher(settings: Settings) -> AESGCM:
    return AESGCM(hmac.digest(settings.secret_key.encode(), b"deskbell sealing 1", "sha256"))
