"""How the API's answers are written: JSON of a model, a page with its links, a ticket with its version."""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.responses import Response

from app.nouns.ticket import Ticket
from app.queries.api.forms import filled_in
from web.api.operation import ApiRequest
from web.api.shapes.tickets import TicketShape

JSON = "application/json"


def base_url(request: ApiRequest) -> str:
    """The desk's own address."""
    url: str = request.desk.settings.base_url
    return url


def answered(shape: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The model as JSON."""
    content = shape.model_dump_json(by_alias=True)
    return Response(content, status, headers, media_type=JSON)


def page(request: ApiRequest, shape: BaseModel, next_cursor: str | None) -> Response:
    """A page of a list, with the address of the next one (RFC 8288)."""
    return answered(shape, headers=next_link(request, next_cursor))


def next_link(request: ApiRequest, next_cursor: str | None) -> dict[str, str]:
    """The header that names the next page; none on the last one."""
    if next_cursor is None:
        return {}
    others = [(name, value) for name, value in request.http.query_params.multi_items() if name != "cursor"]
    query = urlencode([*others, ("cursor", next_cursor)])
    return {"Link": f'<{base_url(request)}{request.http.url.path}?{query}>; rel="next"'}


async def ticket_answer(request: ApiRequest, ticket: Ticket) -> Response:
    """A ticket with its version as entity tag; 304 where the client has it already."""
    etag = f'"{ticket.version}"'
    if request.http.method in {"GET", "HEAD"} and request.http.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return answered((await ticket_shapes(request, [ticket]))[0], headers={"ETag": etag})


async def ticket_shapes(request: ApiRequest, tickets: Sequence[Ticket]) -> list[TicketShape]:
    """The tickets with their groups, and with what was filled in beside the usual fields."""
    by_form = {ticket.id for ticket in tickets if ticket.may_have_entry}
    filled = await filled_in(request.desk, by_form) if by_form else {}
    group, base = request.holder.roster.group, base_url(request)
    return [TicketShape.of(ticket, group(ticket.group_id), base, filled.get(ticket.id, ())) for ticket in tickets]


def digest_of_body(body: BaseModel) -> str:
    """The same for the same request body."""
    return hashlib.sha256(body.model_dump_json().encode()).hexdigest()
