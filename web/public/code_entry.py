"""The ticket page's door: number and access code, typed or in the link of a mail."""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.core.errors import BadFields, NotFound, TooMany
from app.credentials.codes import linked_code, same_code
from app.credentials.mail_links import is_mail_proof
from app.desk import Desk
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import ticket_by_id
from app.text.languages import _
from web.middleware.language import speak_as_asked
from web.pages.templating import render
from web.public.opened import Opened, forget_tickets, may_open, remember_ticket
from web.requests.accepts import wants_form, wants_json
from web.requests.context import client_ip_of, desk_of, id_in_path
from web.requests.forms import PostedForm, read_form
from web.requests.guards import CODE_IP, CODE_TICKET, KnownOfTry, Try
from web.requests.limits import MAX_FILES
from web.requests.rates import ip_key, rates_of
from web.requests.typed_numbers import typed_number, whole_number

NO_REFERRER = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
GLUED_NUMBER = re.compile(r"([0-9]{1,18})[^0-9A-Za-z].*", re.DOTALL)
NO_CODE = "0" * 12  # compared where there is no ticket, so that both take the same time


async def show(request: Request) -> Response:
    """The form for number and code."""
    return entry_page(request, "")


async def enter(request: Request) -> Response:
    """Open the ticket page for this browser; or the form again. Wrong number and wrong code are the same answer."""
    form = await read_form(request)
    number = typed_number(form.get("number"))
    try:
        ticket = await ticket_with_code(request, number, form.get("code"))
    except (BadFields, TooMany) as error:
        if wants_json(request):
            raise
        return entry_page(request, number, error)
    return _opened(request, ticket, Opened.BY_CODE)


async def follow_link(request: Request) -> Response:
    """A link with the code: it moves from the address into a cookie. Raises NotFound for a wrong or renewed one.

    In an email to the customer the code is followed by a part only that email has; without it, or with a wrong one, the
    link opens the page but proves nothing. With it, a click on the page proves the address, not opening the link:
    programs that scan for harmful pages follow links too. Characters a mail program added to the link are ignored.
    """
    try:
        ticket = await ticket_with_code(request, str(id_in_path(request)), linked_code(request.path_params["code"]))
    except BadFields:
        raise NotFound from None
    is_mailed = is_mail_proof(request.app.state.settings, ticket, request.path_params.get("proof", ""))
    return _opened(request, ticket, Opened.BY_MAIL if is_mailed else Opened.BY_CODE)


async def follow_number(request: Request) -> Response:
    """`/t/1478).`: a ticket's number with the signs that a mail program took for a part of the link."""
    number = GLUED_NUMBER.fullmatch(request.path_params["number"])
    if number is None:
        raise NotFound
    return RedirectResponse(f"/t/{number[1]}", status_code=303, headers=NO_REFERRER)


async def leave(request: Request) -> Response:
    """Close the ticket pages in this browser."""
    answer = RedirectResponse("/t", status_code=303)
    forget_tickets(answer, request.app.state.settings)
    return answer


def entry_page(
    request: Request, number: str, error: BadFields | TooMany | None = None, carried: PostedForm | None = None
) -> Response:
    """The form, with the number that is known already; with what was written and could not be sent without the code."""
    lost_files = [upload.name for _of, upload in carried.files] if carried and not wants_form(request) else []
    context = {"number": number, "error": error, "carried": carried, "lost_files": lost_files, "max_files": MAX_FILES}
    status = error.status if error else NotFound.status if carried else 200
    answer = render(request, "public/code_entry.html", context, status, NO_REFERRER)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


async def ticket_if_opened(request: Request) -> Ticket | None:
    """The ticket of the address if this browser has opened its page; None for missing, hidden and not opened.

    From then on its language holds, in which its emails are written too.
    """
    ticket = await ticket_by_id(desk_of(request), id_in_path(request))
    if ticket is None or ticket.is_deleted or not may_open(request, ticket):
        return None
    speak_as_asked(request, ticket.language)
    return ticket


async def ticket_with_code(request: Request, number: str, typed_code: str) -> Ticket:
    """Compare, then count what was wrong. Raises TooMany or BadFields, the same for a right code within its pause.

    Comparing is free and nothing is revealed before the count, which is one step: parallel attempts gain nothing. A
    right code is never counted, and waits for the pause of its own address alone, whatever others have tried.
    """
    rates = rates_of(request)
    ticket = await _find(desk_of(request), number)
    same = same_code(ticket.access_code if ticket else NO_CODE, typed_code)
    right = same and ticket is not None and not ticket.is_deleted
    ip, guessed = ip_key(client_ip_of(request)), _counted_as(number)
    at_ticket = Try(CODE_TICKET, guessed, ip)
    await rates.guess(Try(CODE_IP, ip, ip), at_ticket, known=KnownOfTry.RIGHT if right else KnownOfTry.WRONG)
    if ticket is None or not right:
        raise BadFields({"code": _("Number and access code do not match. Both are in the email we sent you.")})
    await rates.clear_guess(at_ticket)
    return ticket


def _counted_as(number: str) -> str:
    """A number is one number, however it is spelled: 0012 has no tries of its own."""
    ticket_id = whole_number(number)
    return "none" if ticket_id is None else str(ticket_id)


async def _find(desk: Desk, number: str) -> Ticket | None:
    ticket_id = whole_number(number)
    return await ticket_by_id(desk, ticket_id) if ticket_id is not None else None


def _opened(request: Request, ticket: Ticket, level: Opened) -> Response:
    url = f"/t/{ticket.id}"
    answer: Response
    if wants_json(request):
        answer = JSONResponse({"id": ticket.id, "url": url}, headers=NO_REFERRER)
    else:
        answer = RedirectResponse(url, status_code=303, headers=NO_REFERRER)
    remember_ticket(answer, request, ticket, level)
    return answer
