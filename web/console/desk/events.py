"""What a console missed: the events after a number, with their rows, as the socket would have sent them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.errors import BadFields
from app.queries.live.catching_up import all_told, missed_since
from app.text.languages import _
from web.requests.context import desk_of, operator_of
from web.requests.typed_numbers import whole_number


async def show(request: Request) -> Response:
    """`GET /events?after=N`: `{events, last, resync, activity}`; ask after `last` the next time.

    `resync` (read the page again) answers a number that is too old to replay, unknown to this desk, or missing.
    Anything but a number is a script's mistake: BadFields(after).
    """
    operator = operator_of(request)
    missed = await missed_since(desk_of(request), _number(request.query_params.get("after", "")))
    draw_row, language = request.app.state.draw_row, request.state.language
    return JSONResponse(all_told(operator, missed, lambda row: draw_row(row, language)))


def _number(typed: str) -> int | None:
    """The event that the client knows; None for a number that no event has, and for none at all (F-23)."""
    digits = typed.removeprefix("-")
    if typed and not (digits.isascii() and digits.isdigit()):
        raise BadFields({"after": _("Enter a number.")})
    return whole_number(typed)
