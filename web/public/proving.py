"""One click behind the link of a mail: from then on this browser counts as the owner of the ticket's address."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.ticket.proving import prove_address
from app.core.errors import Conflict
from app.nouns.ticket import Ticket
from app.text.languages import _
from web.public.code_entry import NO_REFERRER
from web.public.opened import Opened, is_proved, level_of, remember_ticket
from web.public.ticket import opened_ticket
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, signed_in


async def confirm(request: Request) -> Response:
    """`POST /t/{id}/confirm`: only for a browser that came through a mail's link. Raises NotFound and Conflict.

    A click, because programs that look at a mail before its reader does follow its links, but send no forms.
    """
    ticket = await opened_ticket(request)
    if level_of(request, ticket) < Opened.BY_MAIL:
        raise Conflict(_("Open the link in our email first. It confirms that the address is yours."))
    if not is_proved(request, ticket):
        ticket = await prove_address(desk_of(request), ticket.id, moment_of(request), signed_in(request))
    answer = _answer(request, ticket)
    remember_ticket(answer, request, ticket, Opened.PROVED)
    return answer


def _answer(request: Request, ticket: Ticket) -> Response:
    if wants_json(request):
        return JSONResponse({"ticket": {"id": ticket.id, "proved": True}}, headers=NO_REFERRER)
    return RedirectResponse(f"/t/{ticket.id}", status_code=303, headers=NO_REFERRER)
