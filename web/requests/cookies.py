"""The desk's cookies: whose session, which language; which ticket page is in `opened`.

All are HttpOnly, SameSite=Lax, and Secure over https.
"""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.config.settings import Settings
from app.credentials.codes import digest_of

SESSION = "deskbell_session"
TICKET = "deskbell_ticket"
LANGUAGE = "deskbell_language"
DOOR = "deskbell_door"
SESSION_AGE_S = 7 * 24 * 3600  # the server ends it earlier when it idles
LANGUAGE_AGE_S = 365 * 24 * 3600
HALF_WAY = "deskbell_half_way"
HALF_WAY_AGE_S = 5 * 60
DOOR_AGE_S = 180 * 24 * 3600


def session_token(request: HTTPConnection) -> str | None:
    """The session's token, None where no session cookie came."""
    return request.cookies.get(cookie_name(_settings(request), SESSION))


def session_digest(request: HTTPConnection) -> str:
    """What the database calls the session, which opens nothing."""
    return digest_of(session_token(request) or "")


def set_session(response: Response, settings: Settings, token: str) -> None:
    """Sign the browser in with this token."""
    set_cookie(response, settings, SESSION, token, SESSION_AGE_S)


def forget_session(response: Response, settings: Settings) -> None:
    """Sign the browser out."""
    forget_cookie(response, settings, SESSION)


def chosen_language(request: HTTPConnection) -> str:
    """The language chosen on a page; "" if none was."""
    return request.cookies.get(cookie_name(_settings(request), LANGUAGE), "")


def set_language_cookie(response: Response, settings: Settings, language: str) -> None:
    """Remember the chosen language."""
    set_cookie(response, settings, LANGUAGE, language, LANGUAGE_AGE_S)


def door_value(request: HTTPConnection) -> str:
    """The browser's known accounts; "" if it has none. Signed, and read by `doors`."""
    return request.cookies.get(cookie_name(_settings(request), DOOR), "")


def set_door(response: Response, settings: Settings, value: str) -> None:
    """Let the browser keep its doors."""
    set_cookie(response, settings, DOOR, value, DOOR_AGE_S)


def half_way_value(request: HTTPConnection) -> str:
    """Whose password was just right; "" if nobody's. Signed, and read by `half_way`."""
    return request.cookies.get(cookie_name(_settings(request), HALF_WAY), "")


def set_half_way(response: Response, settings: Settings, value: str) -> None:
    """Let the browser go on to the code."""
    set_cookie(response, settings, HALF_WAY, value, HALF_WAY_AGE_S)


def forget_half_way(response: Response, settings: Settings) -> None:
    """It is signed in, or begins again."""
    forget_cookie(response, settings, HALF_WAY)


def cookie_name(settings: Settings, name: str) -> str:
    """The cookie's full name: over https no other host or path can set a `__Host-` cookie (RFC 6265bis §4.1.3)."""
    return f"__Host-{name}" if settings.is_https else name


def set_cookie(response: Response, settings: Settings, name: str, value: str, age_s: int) -> None:
    """Set one of the desk's cookies, under its full name."""
    name = cookie_name(settings, name)
    response.set_cookie(name, value, max_age=age_s, secure=settings.is_https, httponly=True, samesite="lax")


def forget_cookie(response: Response, settings: Settings, name: str) -> None:
    """Take it out of the browser."""
    response.delete_cookie(cookie_name(settings, name), secure=settings.is_https, httponly=True, samesite="lax")


def _settings(request: HTTPConnection) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
