"""Calls that read tickets and their messages."""

from typing import Final

from starlette.datastructures import QueryParams
from starlette.responses import Response

from app.core.errors import BadFields
from app.credentials.api_key import KeyScope
from app.queries.api.counting import Total, total_found
from app.queries.api.pages import count_messages, messages_after
from app.queries.api.tickets import tickets_found
from app.search.parameters import SEARCHES, typed_from
from app.search.query_language import SearchText, read_search
from app.search.scope import scope_of
from app.search.searching import read_place
from web.api.answering import base_url, page, ticket_answer, ticket_shapes
from web.api.operation import NOT_FOUND, ApiRequest, Operation
from web.api.shapes.parameters import PageQuery, TicketsQuery
from web.api.shapes.tickets import MessageShape, MessagesShape, TicketShape, TicketsShape


async def index(request: ApiRequest) -> Response:
    """The tickets that fit, or all that exist for the key. Raises BadFields."""
    desk, reader, query = request.desk, request.reader, request.query
    wanted = await _wanted(request)
    after, best = read_place(query.cursor), query.sort == "best"
    found, next_place = await tickets_found(desk, reader, wanted, after, query.limit, best=best)
    total = await total_found(desk, reader, wanted) if query.count else Total(0)
    next_cursor = str(next_place) if next_place else None
    shape = TicketsShape(
        tickets=await ticket_shapes(request, found),
        next_cursor=next_cursor,
        count=total.count if query.count else None,
        count_is_more=total.is_more,
    )
    return page(request, shape, next_cursor)


async def show(request: ApiRequest) -> Response:
    """One ticket with its version. Raises NotFound."""
    return await ticket_answer(request, await request.ticket())


async def messages(request: ApiRequest) -> Response:
    """The ticket's messages as they came; internal notes with their scope alone. Raises NotFound."""
    ticket, query = await request.ticket(), request.query
    notes = request.holder.may(KeyScope.NOTES_READ)
    after_id = int(query.cursor or 0)
    found = await messages_after(request.desk, ticket.id, after_id, query.limit + 1, notes=notes)
    shown = found[: query.limit]
    next_cursor = str(shown[-1].id) if len(found) > query.limit else None
    told = [MessageShape.of(message, base_url(request)) for message in shown]
    count = await count_messages(request.desk, ticket.id, notes=notes) if query.count else None
    return page(request, MessagesShape(messages=told, next_cursor=next_cursor, count=count), next_cursor)


async def _wanted(request: ApiRequest) -> SearchText:
    """What the parameters ask for. Raises BadFields, which names each parameter that cannot be meant."""
    asked = request.http.query_params
    try:
        return await _understood(request, asked)
    except BadFields as fault:
        faults = {}
        for name in SEARCHES & asked.keys() | {"group"} & asked.keys():
            try:
                await _understood(request, QueryParams([(name, value) for value in asked.getlist(name)]))
            except BadFields as its:
                faults[name] = its.faults["q"]
        raise (BadFields(faults) if faults else fault) from None


async def _understood(request: ApiRequest, asked: QueryParams) -> SearchText:
    wanted = read_search(typed_from(asked), request.now_ms, request.desk.settings.zone)
    if not wanted.is_empty:
        await scope_of(request.desk, request.reader, wanted)
    return wanted


OPERATIONS: Final = (
    Operation(
        name="listTickets",
        method="GET",
        path="/tickets",
        summary="List and search tickets",
        about="All tickets that exist for the key, newest first; deleted ones and spam are left out.",
        handle=index,
        scope=KeyScope.TICKETS_READ,
        query=TicketsQuery,
        answer=TicketsShape,
        example={"status": "open", "limit": "20"},
    ),
    Operation(
        name="getTicket",
        method="GET",
        path="/tickets/{id:int}",
        summary="Read a ticket",
        about="The `ETag` is the ticket's version: send it as `If-None-Match` to ask whether something changed.",
        handle=show,
        scope=KeyScope.TICKETS_READ,
        answer=TicketShape,
        problems=NOT_FOUND,
        header_names=("If-None-Match",),
    ),
    Operation(
        name="listMessages",
        method="GET",
        path="/tickets/{id:int}/messages",
        summary="Read a ticket's messages",
        about="Oldest first. Internal notes are included if the key has the scope `notes:read`.",
        handle=messages,
        scope=KeyScope.TICKETS_READ,
        query=PageQuery,
        answer=MessagesShape,
        problems=NOT_FOUND,
    ),
)
