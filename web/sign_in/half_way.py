"""Between the right password and the code: a signed cookie names whose password it was, for five minutes.

It signs nobody in. It holds the password's stored form as a digest, so a password that is changed meanwhile ends it.
"""

import hashlib
import hmac

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.actions.people.signing import ProvedPassword
from app.config.settings import Settings
from app.desk import Desk
from app.queries.people.people import operator_by_id, stored_password
from web.requests.cookies import HALF_WAY_AGE_S


def half_way(settings: Settings, proved: ProvedPassword) -> str:
    """The cookie's value."""
    return str(_serializer(settings).dumps([proved.operator.id, _mark(settings, proved.stored)]))


async def proved_before(desk: Desk, value: str) -> ProvedPassword | None:
    """Whose password was right, by the cookie; None if it expired or is forged, or the password has changed."""
    try:
        operator_id, mark = _serializer(desk.settings).loads(value, max_age=HALF_WAY_AGE_S)
    except (BadSignature, ValueError, TypeError):
        return None
    operator = await operator_by_id(desk, int(operator_id))
    stored = await stored_password(desk, operator.email) if operator and operator.is_active else None
    if operator is None or stored is None or not hmac.compare_digest(_mark(desk.settings, stored), str(mark)):
        return None
    return ProvedPassword(operator, stored)


def _mark(settings: Settings, stored: str) -> str:
    return hmac.new(settings.secret_key.encode(), f"half way\0{stored}".encode(), hashlib.sha256).hexdigest()[:32]


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key, salt="half way in")
