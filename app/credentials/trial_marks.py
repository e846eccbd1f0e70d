"""By which the desk knows its own test mails when they come in: the Message-ID is signed, so nobody else can write one."""

import hmac
import re

from app.config.settings import Settings
from app.credentials.codes import new_key

_MARK = re.compile(r"<trial\.([0-9a-f]{32})\.([0-9a-f]{32})@")


def trial_message_id(settings: Settings, domain: str) -> str:
    """A new one, with its angle brackets."""
    n = new_key()
    return f"<trial.{n}.{_signature(settings, n)}@{domain}>"


def is_trial_mail(settings: Settings, message_id: str) -> bool:
    """Whether a mail with this Message-ID is a test of this desk's."""
    found = _MARK.match(message_id.strip())
    return found is not None and hmac.compare_digest(found[2], _signature(settings, found[1]))


def _signature(settings: Settings, n: str) -> str:
    return hmac.digest(settings.secret_key.encode(), f"deskbell trial 1 {n}".encode(), "sha256").hex()[:32]
