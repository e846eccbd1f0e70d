"""A request sent twice is carried out once: the key its sender made for it, and what the desk stores.

A key belongs to whoever made it: the entrance it came through, the author (in the API the key that was used), the ticket
that was written to, and the kind of thing it makes. If any of these differ they are two keys, whatever was typed, so
nobody can use up a key that someone else, or the desk itself, will need.
"""

import hashlib
import json
from dataclasses import dataclass

MOST_TOLD = 64  # characters; our own pages make 32
OWN_SOURCES = frozenset({"mail", "desk"})  # their keys name one thing for ever: read again, it is that thing


@dataclass(frozen=True, slots=True)
class StoredKey:
    """What the database keeps: 64 hexadecimal characters each. `content` None: the key alone decides."""

    key: str
    content: str | None = None


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A key as received. `source`: web, operator, api, form, or for our own mail and desk. `author`: who, within it."""

    typed: str
    source: str
    author: int | str | None = None
    content: str | None = None  # a digest of the whole request, where its door makes one

    def stored(self, kind: str, *scope: int | str, content: str) -> StoredKey:
        """What is kept of it for one `kind` of thing within `scope` (the ticket); `content` is a `digest`."""
        own = "\0".join([kind, str(self.author), self.typed])  # neither of the first two has a NUL
        key = _sha256(json.dumps([self.source, *scope, _sha256(own)]))
        return StoredKey(key, None if self.source in OWN_SOURCES else self.content or content)


def request_key(typed: str, source: str, author: int | str | None = None) -> RequestKey | None:
    """The key that came in a request's field; None where none came, which protects from nothing."""
    return RequestKey(typed, source, author) if typed else None


def told_key(typed: str) -> dict[str, str]:
    """The part of the key in events, by which the window that made it recognises its own message.

    Others may see it: it is used up, and works only for its author.
    """
    return {"request_key": typed} if 0 < len(typed) <= MOST_TOLD else {}


def digest(**content: object) -> str:
    """The same for the same content. Its values are what JSON can carry."""
    return _sha256(json.dumps(content, sort_keys=True))


def _sha256(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
