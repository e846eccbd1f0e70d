"""The token in a link that sets a password: 256 random bits, of which the database never has enough to make one.

The outbox keeps a random nonce, because the mail is written when it is sent; the token is made of it with the desk's
secret key, and `password_links` has only the token's digest. Whoever reads the database opens nothing with it.
"""

import base64
import hmac
import re
import secrets

from app.config.settings import Settings

NONCE_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_nonce() -> str:
    """What the outbox keeps."""
    return secrets.token_urlsafe(NONCE_BYTES)


def token_of(settings: Settings, nonce: str) -> str:
    """The token that belongs to the nonce: 43 characters."""
    key = hmac.digest(settings.secret_key.encode(), b"deskbell password links 1", "sha256")
    return base64.urlsafe_b64encode(hmac.digest(key, nonce.encode(), "sha256")).decode().rstrip("=")


def linked_token(given: str) -> str:
    """The token in the end of a link, without the signs that a mail program took for a part of it."""
    found = TOKEN.search(given)
    return found[0] if found else given
