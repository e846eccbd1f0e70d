"""What a console missed: the events after a number, with their rows, as the socket would have told them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import BadFields
from app.languages import _
from app.queries.catching_up import all_told, missed_since
from web.context import desk_of, operator_of
from web.numbers import whole_number


async def show(request: Request) -> Response:
    """`GET /events?after=N`: `{events, last, resync, activity}`; ask after `last` the next time.

    `resync` answers a number that is too old to be told event by event, or is none of this desk's, and no number at all:
    read the page again. What is no number is a script's mistake: BadFields(after).
    """
    operator = operator_of(request)
    missed = await missed_since(desk_of(request), _number(request.query_params.get("after", "")))
    draw_row, language = request.app.state.draw_row, request.state.language
    return JSONResponse(all_told(operator, missed, lambda row: draw_row(row, language)))


def _number(typed: str) -> int | None:
    """The event that the client knows; None for a number that no event has, and for none at all (F-23)."""
    digits = typed.removeprefix("-")
    if typed and not (digits.isascii() and digits.isdigit()):
        raise BadFields({"after": _("This is not a number.")})
    return whole_number(typed)
