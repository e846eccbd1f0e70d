"""The ticket page's door: number and access code, typed or in the link of a mail."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.codes import same_code
from app.desk import Desk
from app.errors import BadFields, NotFound, TooMany
from app.languages import _
from app.queries.tickets import ticket_by_id
from app.ticket import Ticket
from web.accepts import wants_json
from web.context import client_ip_of, desk_of, id_in_path
from web.cookies import forget_tickets, remember_ticket
from web.forms import read_form
from web.numbers import whole_number
from web.rates import CODE_IP, CODE_TICKET, Rates, ip_key
from web.templating import render

NO_REFERRER = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
NO_CODE = "0" * 12  # compared where there is no ticket, so that both take the same time
MOST_DIGITS = 12


async def show(request: Request) -> Response:
    """The form for number and code."""
    return entry_page(request, "")


async def enter(request: Request) -> Response:
    """Open the ticket page for this browser; or the form again. Wrong number and wrong code are the same answer."""
    form = await read_form(request)
    number = form.get("number").strip().lstrip("#").strip()
    try:
        ticket = await _ticket_with_code(request, number, form.get("code"))
    except (BadFields, TooMany) as error:
        if wants_json(request):
            raise
        return entry_page(request, number, error)
    return _opened(request, ticket)


async def follow_link(request: Request) -> Response:
    """The link of a mail: the code moves from the address into a cookie. Raises NotFound for a wrong or renewed one."""
    try:
        ticket = await _ticket_with_code(request, str(id_in_path(request)), request.path_params["code"])
    except BadFields:
        raise NotFound from None
    return _opened(request, ticket)


async def leave(request: Request) -> Response:
    """Close the ticket pages in this browser."""
    answer = RedirectResponse("/t", status_code=303)
    forget_tickets(answer, request.app.state.settings)
    return answer


def entry_page(request: Request, number: str, error: BadFields | TooMany | None = None) -> Response:
    """The form, with the number that is known already."""
    context = {"number": number, "error": error}
    answer = render(request, "public/code_entry.html", context, error.status if error else 200, NO_REFERRER)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


async def _ticket_with_code(request: Request, number: str, typed_code: str) -> Ticket:
    """Count the try, then compare. Raises TooMany or BadFields."""
    rates: Rates = request.app.state.rates
    await rates.hit(CODE_IP, ip_key(client_ip_of(request)))
    await rates.hit(CODE_TICKET, number[:MOST_DIGITS])
    ticket = await _find(desk_of(request), number)
    right = same_code(ticket.access_code if ticket else NO_CODE, typed_code)
    if ticket is None or ticket.is_deleted or not right:
        raise BadFields({"code": _("Number and access code do not match. Both are in the mail that we sent you.")})
    await rates.clear(CODE_TICKET, number[:MOST_DIGITS])
    return ticket


async def _find(desk: Desk, number: str) -> Ticket | None:
    ticket_id = whole_number(number)
    return await ticket_by_id(desk, ticket_id) if ticket_id is not None else None


def _opened(request: Request, ticket: Ticket) -> Response:
    url = f"/t/{ticket.id}"
    answer: Response
    if wants_json(request):
        answer = JSONResponse({"id": ticket.id, "url": url}, headers=NO_REFERRER)
    else:
        answer = RedirectResponse(url, status_code=303, headers=NO_REFERRER)
    remember_ticket(answer, request, ticket)
    return answer
