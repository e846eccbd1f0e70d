"""Whom a note on this ticket may name."""

from starlette.responses import JSONResponse, Response

from app.actions.message.mentioning import mentionable
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.pages.templating import render
from web.requests.context import roster_of


@of_ticket
async def colleagues(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/colleagues`: everyone else who may see the ticket, by name."""
    people = mentionable(request.operator, request.ticket, (await roster_of(request.http)).active)
    if request.wants_json:
        return JSONResponse({"people": [{"id": one.id, "name": one.name} for one in people]})
    return render(request.http, "console/composer/colleagues.html", {"people": people})
