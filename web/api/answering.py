"""How the API's answers are written: JSON of a model, a page with its links, a ticket with its version."""

import hashlib
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.responses import Response

from app.nouns.ticket import Ticket
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


def ticket_answer(request: ApiRequest, ticket: Ticket, status: int = 200) -> Response:
    """A ticket with its version as entity tag; 304 where the client has it already."""
    etag = f'"{ticket.version}"'
    if request.http.method in {"GET", "HEAD"} and request.http.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return answered(ticket_shape(request, ticket), status, {"ETag": etag})


def ticket_shape(request: ApiRequest, ticket: Ticket) -> TicketShape:
    """The ticket with its group."""
    return TicketShape.of(ticket, request.holder.roster.group(ticket.group_id), base_url(request))


def digest_of_body(body: BaseModel) -> str:
    """The same for the same request body."""
    return hashlib.sha256(body.model_dump_json().encode()).hexdigest()
