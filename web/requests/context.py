"""What a handler asks of its request: the desk, who is signed in, from where, when."""

from typing import Any

from starlette.requests import HTTPConnection, Request

from app.core.clock import now_ms
from app.core.errors import Forbidden, NotFound, SignedOut
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.preferences import THEMES
from app.plugins.loading import Plugins
from app.queries.people.roster import Roster, roster
from app.text.languages import _

LARGEST_ID = 2**63 - 1


def desk_of(request: HTTPConnection[Any]) -> Desk:
    """The running desk."""
    desk: Desk = request.app.state.desk
    return desk


def plugins_of(request: HTTPConnection[Any]) -> Plugins:
    """The plug-ins of this process."""
    plugins: Plugins = request.app.state.plugins
    return plugins


def signed_in(request: HTTPConnection[Any]) -> Operator | None:
    """The operator whose session came with the request; None for everyone else."""
    operator: Operator | None = getattr(request.state, "operator", None)
    return operator


def operator_of(request: HTTPConnection[Any]) -> Operator:
    """The operator whose session came with the request. Raises SignedOut."""
    if operator := signed_in(request):
        return operator
    raise SignedOut


def newcomer_of(request: HTTPConnection[Any]) -> Operator | None:
    """Whoever came with a session and owes a second factor: everything but setting one up is closed to them."""
    newcomer: Operator | None = getattr(request.state, "newcomer", None)
    return newcomer


def newest_event_of(request: HTTPConnection[Any]) -> int:
    """The desk's newest event when the operator's request came: what a page is made of is as of this one, or later."""
    operator_of(request)
    newest: int = request.state.newest_event
    return newest


async def roster_of(request: HTTPConnection[Any]) -> Roster:
    """The desk's people and groups, for an operator's request."""
    return await roster(desk_of(request), newest_event_of(request))


def administrator_of(request: HTTPConnection[Any]) -> Operator:
    """The same where only administrators may pass. Raises SignedOut or Forbidden."""
    operator = operator_of(request)
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can do this."))
    return operator


def theme_of(request: HTTPConnection[Any]) -> str:
    """`light` or `dark`, "" for the system's: an operator's own choice follows them, a guest's is their browser's."""
    operator = signed_in(request)
    theme = operator.preferences.theme if operator else request.cookies.get("deskbell_theme", "")
    return theme if theme in THEMES else ""


def client_ip_of(request: HTTPConnection[Any]) -> str:
    """Where the request came from, through trusted proxies only; "unknown" or "invalid" if it cannot be determined."""
    client_ip: str = getattr(request.state, "client_ip", "unknown")
    return client_ip


def moment_of(request: Request) -> int:
    """When the request arrived: one time for everything it causes (UTC milliseconds)."""
    if not hasattr(request.state, "now_ms"):
        request.state.now_ms = now_ms()
    moment: int = request.state.now_ms
    return moment


def id_in_path(request: Request, name: str = "id") -> int:
    """The number in the address. Raises NotFound for one that no database could have given (64 bits)."""
    number: int = request.path_params[name]
    if number > LARGEST_ID:
        raise NotFound
    return number
