"""Receiving a form on the ticket page: a browser that has lost access meanwhile keeps its text and is asked for the code.

A ninth ticket was opened, cookies were cleared, or someone closed the ticket in another tab.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.core.errors import BadFields, DeskError, NotFound, TooMany
from app.nouns.ticket import Ticket
from web.public.code_entry import NO_REFERRER, entry_page, ticket_if_opened, ticket_with_code
from web.public.opened import Opened, remember_ticket
from web.public.tries import counted_form
from web.requests.accepts import wants_form, wants_problem
from web.requests.context import id_in_path
from web.requests.forms import PostedForm

CLOSED = "closed"  # what is counted where no page is open: all tickets of an address together


@dataclass(frozen=True)
class Arrival:
    """A form for a ticket that this browser may write to, counted under this name; `refusal`: why it cannot be taken."""

    ticket: Ticket
    form: PostedForm
    counted_as: str
    refusal: DeskError | None


Handler = Callable[[Request, Arrival], Awaitable[Response]]


def with_right(handle: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler of a ticket page's form. Without the page's cookie the form needs the access code, and is then as good.

    A program gets NotFound, the same for missing, hidden and not opened, before anything is read.
    """

    async def serve(request: Request) -> Response:
        ticket = await ticket_if_opened(request)
        if ticket is not None:
            form, refusal = await counted_form(request, str(ticket.id))
            return await handle(request, Arrival(ticket, form, str(ticket.id), refusal))
        if wants_problem(request):
            raise NotFound
        return await _by_code(request, handle)

    return serve


async def _by_code(request: Request, handle: Handler) -> Response:
    number = str(id_in_path(request))
    form, refusal = await counted_form(request, CLOSED)
    try:
        if isinstance(refusal, TooMany):
            raise refusal
        if not form.get("code").strip():
            return entry_page(request, number, carried=form)
        ticket = await ticket_with_code(request, number, form.get("code"))
    except (BadFields, TooMany) as error:
        return entry_page(request, number, error, form)
    answer = await handle(request, Arrival(ticket, form, CLOSED, refusal))
    remember_ticket(answer, request, ticket, Opened.BY_CODE)
    return answer


def done(request: Request, url: str, facts: dict[str, object], status_code: int = 200) -> Response:
    """A form was taken: where the page goes on, or the facts for a program."""
    if wants_form(request):
        return JSONResponse({"url": url}, status_code, NO_REFERRER)
    if wants_problem(request):
        return JSONResponse(facts, status_code, NO_REFERRER)
    return RedirectResponse(url, status_code=303, headers=NO_REFERRER)
