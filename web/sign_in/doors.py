"""A browser known to an account: it has signed in before, so failed attempts elsewhere do not lock it out.

The cookie names accounts by a digest, each with a mark that a password change ends. It signs nobody in: it has its own
count of wrong attempts, and the password is still needed.
"""

import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from app.config.settings import Settings
from web.requests.cookies import door_value, set_door

ACCOUNTS_KEPT = 4  # a machine at a counter has a few people


def door_to(request: Request, account: str, stored_password: str | None) -> str | None:
    """The door's name, under which its tries are counted; None where this browser has none to the account."""
    name, mark = _doors(request).get(_digest(_settings(request), "account", account), ("", ""))
    if not name or stored_password is None:
        return None
    right = _digest(_settings(request), "mark", name, account, stored_password)
    return name if hmac.compare_digest(mark, right) else None


def has_door(request: Request, account: str) -> bool:
    """Whether the cookie names the account at all: only then is there a reason to look at its password."""
    return _digest(_settings(request), "account", account) in _doors(request)


def open_door(response: Response, request: Request, account: str, stored_password: str) -> None:
    """Give this browser a door to the account that it has just signed in to."""
    settings, key = _settings(request), _digest(_settings(request), "account", account)
    others = {of: door for of, door in _doors(request).items() if of != key}
    name = secrets.token_urlsafe(12)
    others[key] = (name, _digest(settings, "mark", name, account, stored_password))
    newest = dict(list(others.items())[-ACCOUNTS_KEPT:])
    set_door(response, settings, str(_serializer(settings).dumps(newest)))


def _doors(request: Request) -> dict[str, tuple[str, str]]:
    try:
        read = _serializer(_settings(request)).loads(door_value(request))
    except BadSignature:
        return {}
    return {str(of): (str(name), str(mark)) for of, (name, mark) in read.items()}


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="sign-in door")


def _digest(settings: Settings, *words: str) -> str:
    said = "\0".join(("sign-in door", *words)).encode("utf-8", "replace")
    return hmac.new(settings.secret_key.encode(), said, hashlib.sha256).hexdigest()[:32]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
