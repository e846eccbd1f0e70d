"""What a console missed: the events after a number, with their rows, as the socket would have told them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.queries.catching_up import all_told, missed_since
from web.console.rows import draw_row
from web.context import desk_of, operator_of


async def show(request: Request) -> Response:
    """`GET /events?after=N`: `{events, last, resync, activity}`; ask after `last` the next time.

    `resync` answers a number that is too old to be told event by event, or is none of this desk's: read the page again.
    """
    operator = operator_of(request)
    missed = await missed_since(desk_of(request), _number(request.query_params.get("after", "")))
    templates, language = request.app.state.templates, request.state.language
    return JSONResponse(all_told(operator, missed, lambda row: draw_row(templates, row, language)))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None  # noqa: PLR2004  64 bits
