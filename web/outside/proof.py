"""What our script proves: when typing began, and some work for each message (ALTCHA's protocol, version 2)."""

import base64
import hmac
import json
from dataclasses import replace
from typing import Any, Final

from altcha import create_challenge, verify_solution
from limits import RateLimitItemPerHour
from starlette.requests import Request

from app.config.settings import Settings
from app.core.clock import HOUR_MS
from app.site_forms.site_form import Proof, SiteForm
from web.outside.asking import content_of
from web.outside.judging import Sending
from web.requests.context import desk_of, moment_of
from web.requests.forms import PostedForm
from web.requests.origins import own_origins
from web.requests.rates import Rate, rates_of

ALGORITHM: Final = "PBKDF2/SHA-256"
COST: Final = 2000  # rounds for each guess; of 256 guesses one is right
PREFIX: Final = "00"
LASTS_MS: Final = HOUR_MS
FIELD: Final = "altcha"
LONGEST: Final = 4000  # characters of a proof
USED = Rate("form proof", RateLimitItemPerHour(1, 2))  # longer than a challenge lasts: each is good for one message


def challenge_for(settings: Settings, form: SiteForm, now_ms: int) -> dict[str, Any]:
    """A challenge for this form, signed with the time."""
    made = create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=(now_ms + LASTS_MS) // 1000,
        data={"form": form.id, "at": now_ms},
        hmac_secret=_secret(settings),
    )
    return dict(made.to_dict())


async def sending_of(request: Request, form: SiteForm, posted: PostedForm) -> Sending:
    """What came, with where it came from and what was proved."""
    origin = request.headers.get("origin", "").lower()
    settings, now_ms = desk_of(request).settings, moment_of(request)
    is_ours = origin in own_origins(settings.base_url)
    sending = Sending(posted.fields, "" if is_ours else origin)
    if not posted.get(FIELD):
        return sending
    challenge = _solved(settings, form, posted.get(FIELD))
    if challenge is None or not await _is_first_use(request, form, posted, challenge["signature"]):
        return replace(sending, proof=Proof.BAD)
    return replace(sending, proof=Proof.GOOD, typing_ms=now_ms - challenge["parameters"]["data"]["at"])


def _solved(settings: Settings, form: SiteForm, typed: str) -> dict[str, Any] | None:
    """The challenge that we gave to this form, if it is solved in time."""
    if len(typed) > LONGEST or not verify_solution(typed, _secret(settings)).verified:
        return None
    challenge: dict[str, Any] = json.loads(base64.b64decode(typed))["challenge"]
    return challenge if challenge["parameters"]["data"]["form"] == form.id else None


async def _is_first_use(request: Request, form: SiteForm, posted: PostedForm, signature: str) -> bool:
    """Whether no other message came with this challenge. The same one may come again: by a second press, after a click.

    A challenge has several solutions, so it is the challenge that is used up.
    """
    rates = rates_of(request)
    if not await rates.allows(USED, signature, content_of(form, posted)):
        return True
    return await rates.allows(USED, signature)


def _secret(settings: Settings) -> bytes:
    return hmac.digest(settings.secret_key.encode(), b"proof of forms", "sha256")
