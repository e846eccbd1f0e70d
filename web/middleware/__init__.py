"""What every request passes before its handler, outermost first. Plain ASGI, one duty a file.

Order matters: errors are answered on the outside, so that what a later one refuses looks like any other refusal; the
host is known before anything trusts the request, the body is bounded before anything reads it, and a request from
another site never reaches the session.
"""

from starlette.middleware import Middleware

from app.settings import Settings
from web.limits import BodyLimits
from web.middleware.body_limit import BodyLimit
from web.middleware.client_ip import ClientIp
from web.middleware.errors import AnswerErrors
from web.middleware.headers import SecurityHeaders
from web.middleware.hosts import KnownHosts
from web.middleware.language import ReaderLanguage
from web.middleware.origin import SameOrigin
from web.middleware.session import OperatorSession
from web.origins import own_hosts, own_origins


def middleware(settings: Settings) -> list[Middleware]:
    """The middleware of a desk with these settings."""
    return [
        Middleware(SecurityHeaders, base_url=settings.base_url),
        Middleware(AnswerErrors),
        Middleware(KnownHosts, hosts=own_hosts(settings.base_url)),
        Middleware(ClientIp, trusted_proxies=settings.trusted_proxies),
        Middleware(BodyLimit, limit_of=BodyLimits.of(settings).limit),
        Middleware(SameOrigin, origins=own_origins(settings.base_url)),
        Middleware(OperatorSession),
        Middleware(ReaderLanguage),
    ]
