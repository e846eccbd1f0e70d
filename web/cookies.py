"""The desk's cookies: whose session, which ticket page, which language. All HttpOnly, SameSite=Lax, Secure over https."""

import hashlib
import hmac

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.settings import Settings
from app.ticket import Ticket

SESSION = "deskbell_session"
TICKET = "deskbell_ticket"
LANGUAGE = "deskbell_language"
SESSION_AGE_S = 7 * 24 * 3600  # the server ends it earlier when it idles
TICKET_AGE_S = 30 * 24 * 3600
LANGUAGE_AGE_S = 365 * 24 * 3600
TICKETS_KEPT = 8  # a customer may follow several


def session_token(request: HTTPConnection) -> str | None:
    """The session's token, None where no session cookie came."""
    return request.cookies.get(cookie_name(_settings(request), SESSION))


def set_session(response: Response, settings: Settings, token: str) -> None:
    """Sign the browser in with this token."""
    _set(response, settings, SESSION, token, SESSION_AGE_S)


def forget_session(response: Response, settings: Settings) -> None:
    """Sign the browser out."""
    _forget(response, settings, SESSION)


def opened_tickets(request: HTTPConnection) -> dict[str, str]:
    """Ticket numbers whose page this browser has opened, each with the proof that it knew the access code."""
    value = request.cookies.get(cookie_name(_settings(request), TICKET), "")
    try:
        opened = _serializer(_settings(request)).loads(value)
    except BadSignature:
        return {}
    return {str(number): str(proof) for number, proof in opened.items()} if isinstance(opened, dict) else {}


def may_open(request: HTTPConnection, ticket: Ticket) -> bool:
    """Whether the ticket page's cookie came, made with the access code that the ticket has now."""
    proof = opened_tickets(request).get(str(ticket.id), "")
    return hmac.compare_digest(proof.encode(), code_proof(_settings(request), ticket).encode())


def remember_ticket(response: Response, request: HTTPConnection, ticket: Ticket) -> None:
    """Let the browser open this ticket's page, until its access code is renewed."""
    settings = _settings(request)
    opened = {number: proof for number, proof in opened_tickets(request).items() if number != str(ticket.id)}
    opened[str(ticket.id)] = code_proof(settings, ticket)
    newest = dict(list(opened.items())[-TICKETS_KEPT:])
    _set(response, settings, TICKET, str(_serializer(settings).dumps(newest)), TICKET_AGE_S)


def forget_tickets(response: Response, settings: Settings) -> None:
    """Close the ticket pages in this browser."""
    _forget(response, settings, TICKET)


def code_proof(settings: Settings, ticket: Ticket) -> str:
    """What a cookie holds of an access code: a renewed code gives another, so the old cookie is dead."""
    words = f"ticket page:{ticket.id}:{ticket.access_code}".encode()
    return hmac.new(settings.secret_key.encode(), words, hashlib.sha256).hexdigest()[:32]


def chosen_language(request: HTTPConnection) -> str:
    """The language that somebody chose on a page; "" where nobody did."""
    return request.cookies.get(cookie_name(_settings(request), LANGUAGE), "")


def set_language_cookie(response: Response, settings: Settings, language: str) -> None:
    """Remember the language that somebody chose."""
    _set(response, settings, LANGUAGE, language, LANGUAGE_AGE_S)


def cookie_name(settings: Settings, name: str) -> str:
    """The cookie's full name: over https no other host or path can set a `__Host-` cookie (RFC 6265bis §4.1.3)."""
    return f"__Host-{name}" if settings.is_https else name


def _set(response: Response, settings: Settings, name: str, value: str, age_s: int) -> None:
    name = cookie_name(settings, name)
    response.set_cookie(name, value, max_age=age_s, secure=settings.is_https, httponly=True, samesite="lax")


def _forget(response: Response, settings: Settings, name: str) -> None:
    response.delete_cookie(cookie_name(settings, name), secure=settings.is_https, httponly=True, samesite="lax")


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="ticket page")


def _settings(request: HTTPConnection) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
