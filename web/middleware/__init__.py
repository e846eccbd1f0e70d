"""What every request passes before its handler, outermost first. Plain ASGI, one duty a file.

Order matters: errors are answered on the outside, so that what a later one refuses looks like any other refusal; the
host is known before anything trusts the request, the body is bounded before anything reads it, and a request from
another site never reaches the session.
"""

from starlette.middleware import Middleware

from app.config.settings import Settings
from web.middleware.body_limit import BodyLimit
from web.middleware.client_ip import ClientIp
from web.middleware.errors import AnswerErrors
from web.middleware.headers import SecurityHeaders
from web.middleware.hosts import KnownHosts
from web.middleware.in_flight import InFlight
from web.middleware.language import ReaderLanguage
from web.middleware.origin import SameOrigin
from web.middleware.packing import PackPages
from web.middleware.page_texts import PageTexts
from web.middleware.session import OperatorSession
from web.middleware.without_cookies import WithoutCookies
from web.requests.limits import BodyLimits
from web.requests.origins import own_hosts, own_origins


def middleware(settings: Settings) -> list[Middleware]:
    """The middleware of a desk with these settings."""
    return [
        Middleware(SecurityHeaders, base_url=settings.base_url),
        Middleware(PackPages),
        Middleware(AnswerErrors),
        Middleware(KnownHosts, hosts=own_hosts(settings.base_url)),
        Middleware(ClientIp, trusted_proxies=settings.trusted_proxies),
        Middleware(BodyLimit, limit_of=BodyLimits.of(settings).limit),
        Middleware(WithoutCookies),
        Middleware(SameOrigin, origins=own_origins(settings.base_url)),
        Middleware(InFlight),
        Middleware(OperatorSession),
        Middleware(ReaderLanguage),
        Middleware(PageTexts),
    ]
