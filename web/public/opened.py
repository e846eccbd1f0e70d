"""Which ticket pages this browser may open, and whether it has proved that the ticket's address is its reader's."""

import hashlib
import hmac
from enum import IntEnum

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.config.settings import Settings
from app.nouns.reach import Reach
from app.nouns.ticket import Ticket
from web.requests.cookies import TICKET, cookie_name, forget_cookie, set_cookie

TICKET_AGE_S = 30 * 24 * 3600
TICKETS_KEPT = 8  # a customer may follow several
MAC_CHARS = 32


class Opened(IntEnum):
    """How far a browser has come with one ticket; what is more includes what is less."""

    NOT = 0
    BY_CODE = 1  # it knew the access code: this ticket's page, and nothing of another's
    BY_MAIL = 2  # it came through the link of a mail; a scanner may have, until someone clicks
    PROVED = 3  # and someone clicked: the address is theirs


def opened_tickets(request: HTTPConnection) -> dict[str, str]:
    """Ticket numbers whose page this browser has opened, each with what proves it."""
    value = request.cookies.get(cookie_name(_settings(request), TICKET), "")
    try:
        opened = _serializer(_settings(request)).loads(value)
    except BadSignature:
        return {}
    return {str(number): str(proof) for number, proof in opened.items()} if isinstance(opened, dict) else {}


def level_of(request: HTTPConnection, ticket: Ticket) -> Opened:
    """How far this browser has come, by the code and the address that the ticket has now."""
    proof = opened_tickets(request).get(str(ticket.id), "")
    settings = _settings(request)
    for level in (Opened.PROVED, Opened.BY_MAIL):
        if _same(proof, proof_of(settings, ticket, level)):
            return level
    return Opened.BY_CODE if _same(proof[:MAC_CHARS], proof_of(settings, ticket, Opened.BY_CODE)) else Opened.NOT


def may_open(request: HTTPConnection, ticket: Ticket) -> bool:
    """Whether the ticket page's cookie came, made with the access code that the ticket has now."""
    return level_of(request, ticket) >= Opened.BY_CODE


def is_proved(request: HTTPConnection, ticket: Ticket) -> bool:
    """Whether this browser came through an email to the ticket's current address, and the address was confirmed."""
    return level_of(request, ticket) is Opened.PROVED


def reach_of(request: HTTPConnection, ticket: Ticket, original: Ticket) -> Reach:
    """What the browser's word on this ticket is worth on its original."""
    opened = original.id if original.id != ticket.id and may_open(request, original) else None
    return Reach(proved=is_proved(request, ticket), opened=opened)


def remember_ticket(response: Response, request: HTTPConnection, ticket: Ticket, level: Opened) -> None:
    """Let the browser open this ticket's page, until its access code is renewed. It never falls back by this."""
    settings = _settings(request)
    level = max(level, level_of(request, ticket))
    opened = {number: proof for number, proof in opened_tickets(request).items() if number != str(ticket.id)}
    opened[str(ticket.id)] = proof_of(settings, ticket, level)
    newest = dict(list(opened.items())[-TICKETS_KEPT:])
    set_cookie(response, settings, TICKET, str(_serializer(settings).dumps(newest)), TICKET_AGE_S)


def forget_tickets(response: Response, settings: Settings) -> None:
    """Close the ticket pages in this browser."""
    forget_cookie(response, settings, TICKET)


def proof_of(settings: Settings, ticket: Ticket, level: Opened) -> str:
    """What a cookie holds of a ticket. A renewed code gives another; a new address only ends what is more than the code."""
    by_code = _mac(settings, f"{ticket.id}:{ticket.access_code}")
    if level <= Opened.BY_CODE:
        return by_code
    return by_code + _mac(settings, f"{level.name}:{ticket.id}:{ticket.access_code}:{ticket.customer.email_key}")


def _mac(settings: Settings, words: str) -> str:
    # "2": cookies of before a browser could prove an address may have been led to someone else's ticket
    said = f"ticket page 2:{words}".encode()
    return hmac.new(settings.secret_key.encode(), said, hashlib.sha256).hexdigest()[:MAC_CHARS]


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="ticket page")


def _settings(request: HTTPConnection) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
