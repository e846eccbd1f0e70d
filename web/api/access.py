"""Who comes with a key: over a safe way, known, within its pace."""

from ipaddress import ip_address

from limits import RateLimitItemPerMinute
from starlette.requests import Request

from app.actions.api.keys import note_use
from app.core.errors import TooMany
from app.credentials.api_key import ApiKey
from app.queries.api.keys import KeyHolder, holder_of_key
from app.text.languages import ngettext
from web.api.refusals import InsecureTransport, NoKey
from web.middleware.client_ip import is_trusted
from web.requests.context import desk_of, moment_of
from web.requests.rates import Rate, rates_of

WINDOW_S = 60
LONGEST = 200  # of what can be a key
FORWARDED = ("x-forwarded-for", "x-forwarded-proto")


async def holder_of(request: Request) -> KeyHolder:
    """Whoever sent the request's key. Raises InsecureTransport, NoKey."""
    scheme, _blank, typed = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not typed.strip():
        raise NoKey
    if not is_safe_way(request):
        raise InsecureTransport
    desk, now_ms = desk_of(request), moment_of(request)
    holder = await holder_of_key(desk, typed.strip()[:LONGEST], now_ms)
    if holder is None:
        raise NoKey
    await note_use(desk, holder.key, now_ms)
    return holder


def is_safe_way(request: Request) -> bool:
    """Whether nobody on a network could read the key: https, by a trusted proxy's word, or the same machine."""
    if request.url.scheme == "https":
        return True
    peer = request.client.host if request.client else ""
    if is_trusted(peer, request.app.state.settings.trusted_proxies):
        told = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
        if told:
            return told == "https"
    return _is_this_machine(peer) and not any(name in request.headers for name in FORWARDED)


async def count(request: Request, key: ApiKey) -> dict[str, str]:
    """Count the request; return the headers that tell the key's pace. Raises TooMany, which has them as `headers`."""
    rates, rate = rates_of(request), Rate("api key", RateLimitItemPerMinute(key.per_minute))
    fits = await rates.allows(rate, str(key.id))
    left, wait_s = await rates.left(rate, str(key.id)), await rates.wait_s(rate, str(key.id))
    headers = {
        "RateLimit-Policy": f'"key";q={key.per_minute};w={WINDOW_S}',
        "RateLimit": f'"key";r={left};t={wait_s}',
    }
    if not fits:
        words = ngettext(
            "This key may make %(most)d request a minute. Try again in %(wait)d s.",
            "This key may make %(most)d requests a minute. Try again in %(wait)d s.",
            key.per_minute,
        )
        refusal = TooMany(words % {"most": key.per_minute, "wait": wait_s}, wait_s)
        refusal.headers = headers  # type: ignore[attr-defined]  # read where errors are answered
        raise refusal
    return headers


def _is_this_machine(peer: str) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
