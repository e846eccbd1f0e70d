"""One ticket: as a page, as its pane, as what is new since, as a preview, as one message."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import NotFound
from app.event import Event
from app.message import Message
from app.queries.messages import message_by_id, messages_of
from app.queries.thread import thread_of
from app.queries.tickets import ticket_for
from app.ticket import Ticket
from web.accepts import wants_json
from web.console.lists import list_beside
from web.console.page import part_of
from web.console.shapes import message_json, ticket_json
from web.console.ticket_view import message_context, ticket_context
from web.context import desk_of, id_in_path, operator_of
from web.templating import render

PREVIEWED = 3


async def show(request: Request) -> Response:
    """`GET /tickets/{id}`. Parts: `ticket` (the pane), `news` (head, and entries after `after_event`, `after_message`)."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    if wants_json(request):
        return JSONResponse({"ticket": ticket_json(request, ticket), "messages": await _messages_json(request, ticket)})
    thread = await thread_of(desk, ticket)
    context = await ticket_context(request, ticket, thread)
    if part_of(request) == "ticket":
        return render(request, "console/ticket.html", context)
    if part_of(request) == "news":
        context["entries"] = [entry for entry in thread.entries if _is_new(request, entry)]
        return render(request, "console/news.html", context)
    return render(request, "console/console.html", {**await list_beside(request), **context})


async def preview(request: Request) -> Response:
    """`GET /tickets/{id}/preview`: the ticket and its last messages; marks nothing, takes nothing."""
    desk = desk_of(request)
    ticket = await ticket_for(desk, operator_of(request), id_in_path(request))
    last = [message for message in await messages_of(desk, ticket.id) if message.recalled_ms is None][-PREVIEWED:]
    if wants_json(request):
        messages = [message_json(message) for message in last]
        return JSONResponse({"ticket": ticket_json(request, ticket), "messages": messages})
    return render(request, "console/preview.html", {**message_context(request, ticket), "messages": last})


async def message(request: Request) -> Response:
    """`GET /tickets/{id}/messages/{message_id}`: one message as the thread shows it."""
    desk = desk_of(request)
    ticket = await ticket_for(desk, operator_of(request), id_in_path(request))
    found = await message_on(request, ticket)
    if wants_json(request):
        return JSONResponse({"message": message_json(found)})
    return render(request, "console/message.html", {**message_context(request, ticket), "message": found})


async def message_on(request: Request, ticket: Ticket) -> Message:
    """The message in the address, which must be this ticket's and not taken back. Raises NotFound."""
    found = await message_by_id(desk_of(request), id_in_path(request, "message_id"))
    if found is None or found.ticket_id != ticket.id or found.recalled_ms is not None:
        raise NotFound
    return found


async def _messages_json(request: Request, ticket: Ticket) -> list[dict[str, Any]]:
    found = await messages_of(desk_of(request), ticket.id)
    return [message_json(message) for message in found if message.recalled_ms is None]


def _is_new(request: Request, entry: Message | Event) -> bool:
    name = "after_message" if isinstance(entry, Message) else "after_event"
    after = request.query_params.get(name, "0")
    return entry.id > (int(after) if after.isascii() and after.isdigit() else 0)
