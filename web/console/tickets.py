"""One ticket: as a page, as its pane, as what is new since, as a preview, as one message."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import NotFound
from app.event import Event
from app.message import Message
from app.queries.messages import message_by_id, messages_of
from app.queries.thread import Thread, thread_of
from app.queries.tickets import ticket_for
from app.ticket import Ticket
from web.accepts import wants_json
from web.console.lists import list_beside
from web.console.page import part_of, whole_page
from web.console.shapes import message_json, one_ticket_json
from web.console.ticket_view import message_context, ticket_context
from web.context import desk_of, id_in_path, operator_of
from web.numbers import whole_number
from web.templating import render

PREVIEWED = 3
KNOWN = ("after_event", "after_message")


async def show(request: Request) -> Response:
    """`GET /tickets/{id}`. Parts: `ticket` (the pane), `news` (head, and entries after `after_event`, `after_message`)."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    thread = await thread_of(desk, ticket)
    if wants_json(request):
        messages = [message_json(message) for message in thread.messages]
        told = {"ticket": await one_ticket_json(request, ticket), "messages": messages}
        return JSONResponse({**told, "seen": thread.last_event_id})
    context = await ticket_context(request, ticket, thread)
    if part_of(request) == "ticket":
        return render(request, "console/ticket.html", context)
    if part_of(request) == "news":
        context["entries"] = _news(request, ticket, thread)
        return render(request, "console/news.html", context)
    beside = {**await list_beside(request), **await whole_page(request)}
    return render(request, "console/console.html", {**beside, **context})


async def preview(request: Request) -> Response:
    """`GET /tickets/{id}/preview`: the ticket and its last messages; marks nothing, takes nothing."""
    desk = desk_of(request)
    ticket = await ticket_for(desk, operator_of(request), id_in_path(request))
    last = [message for message in await messages_of(desk, ticket.id) if message.recalled_ms is None][-PREVIEWED:]
    if wants_json(request):
        messages = [message_json(message) for message in last]
        return JSONResponse({"ticket": await one_ticket_json(request, ticket), "messages": messages})
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
    return await message_of(request, ticket, id_in_path(request, "message_id"))


async def message_of(request: Request, ticket: Ticket, message_id: int) -> Message:
    """The message with this number, on the same terms. Raises NotFound."""
    found = await message_by_id(desk_of(request), message_id)
    if found is None or found.ticket_id != ticket.id or found.recalled_ms is not None:
        raise NotFound
    return found


def _news(request: Request, ticket: Ticket, thread: Thread) -> list[Message | Event]:
    """What a view lacks that knows the ticket up to `after_event` and `after_message`; a message that was moved here is new."""
    after_event, after_message = (whole_number(request.query_params.get(name, "")) or 0 for name in KNOWN)
    lines = [entry for entry in thread.entries if isinstance(entry, Event) and entry.id > after_event]
    came = {
        line.message_id for line in lines if line.kind == "message.moved" and line.details["to_ticket"] == ticket.id
    }
    written = {one.id for one in thread.messages if one.id > after_message or one.id in came}
    return [
        entry for entry in thread.entries if (entry.id in written if isinstance(entry, Message) else entry in lines)
    ]
