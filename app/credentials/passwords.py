"""Passwords: Argon2id over the keyed MD5 digest.

The owner's rule is that passwords be MD5 encrypted. Bare MD5 is broken, so what is stored is

    argon2id( HMAC-SHA-256( password key, lowerhex( MD5( password as UTF-8 ) ) ) )

for everyone: a table of MD5 passwords from an older system goes through the same function without knowing any
password, and no bare MD5 is ever stored. The key is kept outside the database, so an MD5 that leaked elsewhere
matches nothing here.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Busy
from app.text.languages import _

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 2  # computations of 64 MiB and about 200 ms each
QUEUE = 20
BARE_MD5 = re.compile(r"[0-9a-fA-F]{32}")

_hasher = PasswordHasher()  # argon2-cffi's default: RFC 9106, low memory


class PasswordBook:
    """Makes and checks stored passwords with this desk's key, two at a time, off the event loop."""

    def __init__(self, key: str, hasher: PasswordHasher = _hasher) -> None:
        self._key = key.encode()
        self._hasher = hasher
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._dummy = hasher.hash(self._keyed(md5_of("nobody has this password")))

    @property
    def fingerprint(self) -> str:
        """What tells this key from another without telling the key: the database remembers which one it was made with."""
        return hmac.new(self._key, b"deskbell password key", hashlib.sha256).hexdigest()[:16]

    async def store(self, password: str) -> str:
        """The stored form of a password."""
        return await self._in_turn(self._hasher.hash, self._keyed(md5_of(password)))

    async def store_md5(self, digest: str) -> str:
        """The stored form of an MD5 digest (32 hexadecimal digits) from an older system. Raises ValueError."""
        if not BARE_MD5.fullmatch(digest):
            raise ValueError("an MD5 digest has 32 hexadecimal digits")
        if is_empty_md5(digest):
            raise ValueError("this is the MD5 digest of an empty password")
        return await self._in_turn(self._hasher.hash, self._keyed(digest.lower()))

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether this is the password. With nothing stored (unknown person) it takes as long, and is False.

        An empty password never matches, whatever an older system had stored.
        """
        return await self._in_turn(self._verify, password, stored if password else None)

    def _verify(self, password: str, stored: str | None) -> bool:
        try:
            self._hasher.verify(stored or self._dummy, self._keyed(md5_of(password)))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def needs_new_form(self, stored: str) -> bool:
        """Whether it was stored with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _keyed(self, digest: str) -> str:
        return hmac.new(self._key, digest.encode(), hashlib.sha256).hexdigest()

    async def _in_turn(self, work: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
        if self._waiting >= QUEUE:
            raise Busy(_("Too many people are signing in right now. Try again in a few seconds."))
        self._waiting += 1
        try:
            async with self._places:
                return await asyncio.to_thread(work, *values, **named)
        finally:
            self._waiting -= 1


def is_empty_md5(digest: str) -> bool:
    """Whether it is that of no password at all, which some older systems kept for people without one."""
    return digest.lower() == md5_of("")


def md5_of(password: str) -> str:
    """The lower-case hexadecimal MD5 digest: a step of the stored form, never stored itself."""
    return hashlib.md5(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
