"""The ticket page: where it stands, what was written, and writing again."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.editing import complete_ticket
from app.actions.writing import CustomerMessage, customer_solves, customer_writes
from app.codes import grouped, new_key
from app.errors import BadFields, DeskError, NotFound, TooLarge, TooMany
from app.fields import MESSAGE_LENGTH
from app.languages import _
from app.queries.customer_events import customer_missed
from app.queries.events import last_event_id
from app.queries.ticket_page import customer_thread, original_of
from app.queries.tickets import ticket_by_id
from app.ticket import Ticket
from web import frames
from web.accepts import wants_json
from web.context import client_ip_of, desk_of, id_in_path, moment_of
from web.cookies import may_open, remember_ticket
from web.forms import Form, read_form
from web.limits import MAX_FILES
from web.numbers import whole_number
from web.public.code_entry import NO_REFERRER, entry_page
from web.public.progress import status_words, steps_of
from web.rates import PUBLIC_FORM_IP, Rates, ip_key
from web.templating import render


async def show(request: Request) -> Response:
    """The page; without its cookie the form for the access code. A duplicate's page is its original's."""
    ticket = await ticket_by_id(desk_of(request), id_in_path(request))
    if ticket is None or ticket.is_deleted or not may_open(request, ticket):
        return entry_page(request, str(id_in_path(request)))
    original = await original_of(desk_of(request), ticket)
    if original.id != ticket.id:
        answer = RedirectResponse(f"/t/{original.id}", status_code=303, headers=NO_REFERRER)
        remember_ticket(answer, request, original)
        return answer
    return await _page(request, ticket)


async def write(request: Request) -> Response:
    """Store what the customer wrote; or the page again with the text, and what is wrong."""
    ticket = await opened_ticket(request)
    form = await read_form(request)
    try:
        message_id = await _write(request, ticket, form)
    except (BadFields, TooLarge, TooMany) as error:
        if wants_json(request):
            raise
        return await _page(request, ticket, form, error)
    if wants_json(request):
        return JSONResponse({"message": {"id": message_id}}, status_code=201, headers=NO_REFERRER)
    return RedirectResponse(f"/t/{ticket.id}#message-{message_id}", status_code=303, headers=NO_REFERRER)


async def solve(request: Request) -> Response:
    """The customer says that it is solved. Words that stand in the reply are sent first: no text is lost."""
    ticket = await opened_ticket(request)
    form = await read_form(request)
    if form.get("message").strip() or form.uploads("files"):
        try:
            await _write(request, ticket, form)
        except (BadFields, TooLarge, TooMany) as error:
            if wants_json(request):
                raise
            return await _page(request, ticket, form, error)
    await customer_solves(desk_of(request), ticket.id, moment_of(request))
    return _back(request, ticket)


async def complete(request: Request) -> Response:
    """Add what a ticket that came by mail still lacks."""
    ticket = await opened_ticket(request)
    form = await read_form(request)
    try:
        await complete_ticket(desk_of(request), ticket.id, form.fields, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, ticket, form, error)
    return _back(request, ticket)


async def events(request: Request) -> Response:
    """What the page missed after event `after`: `{events, last, resync}`; `last` is the next `after`."""
    ticket = await opened_ticket(request)
    after = whole_number(request.query_params.get("after", ""))
    return JSONResponse(await customer_missed(desk_of(request), ticket.id, after), headers=NO_REFERRER)


async def message_frame(request: Request) -> Response:
    """One message's HTML for the frame in the page."""
    ticket = await opened_ticket(request)
    wanted = id_in_path(request, "message_id")
    seen = {message.id: message for message in await customer_thread(desk_of(request), ticket)}
    if wanted not in seen:
        raise NotFound
    return await frames.frame(request, seen[wanted])


async def opened_ticket(request: Request) -> Ticket:
    """The ticket whose page this browser has opened. Raises NotFound, the same for missing, hidden and not opened."""
    ticket = await ticket_by_id(desk_of(request), id_in_path(request))
    if ticket is None or ticket.is_deleted or not may_open(request, ticket):
        raise NotFound
    return ticket


async def _write(request: Request, ticket: Ticket, form: Form) -> int:
    text = form.get("message").strip()
    files = form.uploads("files")
    if not text and not files:
        raise BadFields({"message": _("Write your message here.")})
    if len(text) > MESSAGE_LENGTH:
        too_long = _("This is too long: %(length)d characters, %(longest)d fit.")
        raise BadFields({"message": too_long % {"length": len(text), "longest": MESSAGE_LENGTH}})
    rates: Rates = request.app.state.rates
    await rates.hit(PUBLIC_FORM_IP, ip_key(client_ip_of(request)), str(ticket.id))
    message = CustomerMessage(
        text=text,
        source="web",
        client_ip=client_ip_of(request),
        attachments=files,
        request_key=form.get("request_key")[:64] or None,
    )
    return await customer_writes(desk_of(request), ticket.id, message, moment_of(request))


async def _page(request: Request, ticket: Ticket, form: Form | None = None, error: DeskError | None = None) -> Response:
    desk = desk_of(request)
    last_event = await last_event_id(desk)  # before the thread: what comes between is then news
    thread = await customer_thread(desk, ticket)
    context: dict[str, Any] = {
        "ticket": ticket,
        "code": grouped(ticket.access_code),
        "thread": thread,
        "last_event": last_event,
        "status_words": status_words(ticket.status),
        "steps": steps_of(ticket, thread),
        "typed": form.fields if form else {},
        "lost_files": [upload.name for _of, upload in form.files] if form else [],
        "error": error,
        "faults": error.faults if isinstance(error, BadFields) else {},
        "request_key": (form.get("request_key") if form else "") or new_key(),
        "max_files": MAX_FILES,
    }
    name = "public/thread.html" if request.headers.get("deskbell-part") == "thread" else "public/ticket.html"
    answer = render(request, name, context, error.status if error else 200, NO_REFERRER)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


def _back(request: Request, ticket: Ticket) -> Response:
    if wants_json(request):
        return JSONResponse({"ticket": {"id": ticket.id}}, headers=NO_REFERRER)
    return RedirectResponse(f"/t/{ticket.id}", status_code=303, headers=NO_REFERRER)
