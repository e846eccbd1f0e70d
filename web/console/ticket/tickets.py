"""One ticket: as a page, as its pane, as what is new since, as a preview, as one message."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.queries.ticket.thread import News, filled, news_of, thread_of
from app.queries.ticket.thread_facts import ThreadFacts, thread_facts
from app.queries.ticket.thread_pages import Gap, ThreadPages, Wanted
from app.queries.ticket.thread_place import BY_OPERATORS
from web.console.frame.page import fragment_of, whole_page
from web.console.frame.shapes import message_json, one_ticket_json
from web.console.list.lists import list_beside
from web.console.ticket.folding import folded
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.console.ticket.ticket_view import message_context, ticket_context
from web.pages.templating import draw, render
from web.pages.thread_places import wanted_in
from web.requests.typed_numbers import whole_number

PREVIEWED = 3
DRAWN_HERE_BYTES = 32 * 1024  # of texts: drawn in a moment


@of_ticket
async def show(request: TicketRequest) -> Response:
    """`GET /tickets/{id}`, with `message`, `before` or `after`: the page of the thread with a message, before or after a place.

    Parts: `ticket` (the pane), `news` (the head, and what a view lacks), `gap` (what is missing in it).
    """
    http, ticket, wanted = request.http, request.ticket, wanted_in(request.http)
    part = fragment_of(http)
    if part == "news":
        return await _news(request, wanted)
    if part == "gap":
        return await _gap(request, wanted)
    if request.wants_json:
        return await _as_json(request, wanted)
    facts = await thread_facts(request.desk, ticket.id, request.operator.id)
    context = await ticket_context(http, ticket, await thread_of(request.desk, ticket, wanted, facts), facts)
    if part == "ticket":
        return await _drawn(http, "console/ticket/ticket.html", context, facts)
    beside = {**await list_beside(http), **await whole_page(http)}
    return await _drawn(http, "console/console.html", {**beside, **context}, facts)


async def _drawn(http: Request, name: str, context: dict[str, Any], facts: ThreadFacts) -> Response:
    """A short thread is drawn sooner than a thread is found for it."""
    if facts.size_bytes <= DRAWN_HERE_BYTES:
        return render(http, name, context)
    return await draw(http, name, context)


@of_ticket
async def preview(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/preview`: the ticket and its last messages; marks nothing, takes nothing."""
    http, ticket = request.http, request.ticket
    last = (await ThreadPages(request.desk, ticket.id, BY_OPERATORS).newest(PREVIEWED)).messages
    if request.wants_json:
        messages = [message_json(message) for message in last]
        return JSONResponse({"ticket": await one_ticket_json(http, ticket), "messages": messages})
    return await draw(http, "console/ticket/preview.html", {**message_context(http, ticket), "messages": last})


@of_ticket
async def message(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/messages/{message_id}`: one message as the thread shows it."""
    found = await request.message()
    if request.wants_json:
        return JSONResponse({"message": message_json(found)})
    context = {**message_context(request.http, request.ticket), "message": found}
    return await draw(request.http, "console/ticket/message.html", context)


async def _as_json(request: TicketRequest, wanted: Wanted) -> Response:
    desk, ticket = request.desk, request.ticket
    thread = await (filled(desk, ticket, Gap(before=wanted.before)) if wanted.before else thread_of(desk, ticket))
    messages = [message_json(message) for message in thread.messages]
    told = {"ticket": await one_ticket_json(request.http, ticket), "messages": messages}
    older = str(thread.older) if thread.older else None
    return JSONResponse({**told, "older": older, "seen": thread.last_event_id})


async def _news(request: TicketRequest, wanted: Wanted) -> Response:
    """What a view lacks that knows the ticket up to `after_event` and `after_message`; with `message` all of a new view."""
    http, desk, ticket = request.http, request.desk, request.ticket
    if wanted.message_id is not None:
        news = News(await thread_of(desk, ticket, wanted), [], anew=True)
    else:
        news = await news_of(desk, ticket, _number(http, "after_event"), _number(http, "after_message"))
    facts = await thread_facts(desk, ticket.id, request.operator.id)
    context = await ticket_context(http, ticket, news.thread, facts)
    if not news.anew:
        context["entries"] = news.thread.entries  # each by itself: what is folded cannot be put between others
    return await draw(http, "console/ticket/news.html", {**context, "news": news})


async def _gap(request: TicketRequest, wanted: Wanted) -> Response:
    """The page of messages in a gap, `after` one place or `before` another, and the remaining gap."""
    thread = await filled(request.desk, request.ticket, Gap(wanted.after, wanted.before))
    context = {**message_context(request.http, request.ticket), "entries": folded(thread.entries)}
    return await draw(request.http, "console/ticket/entries.html", context)


def _number(http: Request, name: str) -> int:
    return whole_number(http.query_params.get(name, "")) or 0
