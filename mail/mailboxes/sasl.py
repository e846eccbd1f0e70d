"""XOAUTH2: signing in with an access token instead of a password (Google's and Microsoft's SASL mechanism)."""

from base64 import b64encode


def xoauth2(user: str, token: str) -> bytes:
    r"""Return the initial client response, base64: `user=…^Aauth=Bearer …^A^A`."""
    return b64encode(f"user={user}\1auth=Bearer {token}\1\1".encode())
