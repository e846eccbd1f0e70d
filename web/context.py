"""What a handler asks of its request: the desk, who is signed in, from where, when."""

from typing import Any

from starlette.requests import HTTPConnection, Request

from app.clock import now_ms
from app.desk import Desk
from app.errors import Forbidden, NotFound, SignedOut
from app.languages import _
from app.operator import Operator
from app.preferences import THEMES

LARGEST_ID = 2**63 - 1


def desk_of(request: HTTPConnection[Any]) -> Desk:
    """The running desk."""
    desk: Desk = request.app.state.desk
    return desk


def signed_in(request: HTTPConnection[Any]) -> Operator | None:
    """The operator whose session came with the request; None for everybody else."""
    operator: Operator | None = getattr(request.state, "operator", None)
    return operator


def operator_of(request: HTTPConnection[Any]) -> Operator:
    """The operator whose session came with the request. Raises SignedOut."""
    if operator := signed_in(request):
        return operator
    raise SignedOut


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
    """Where the request came from, through trusted proxies only; "unknown" or "invalid" where nobody can say."""
    client_ip: str = getattr(request.state, "client_ip", "unknown")
    return client_ip


def moment_of(request: Request) -> int:
    """When the request came: one moment for everything that it causes (UTC milliseconds)."""
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
