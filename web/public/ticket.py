"""The ticket page: its progress, its messages, and replying."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.editing import complete_ticket
from app.actions.ticket.solving import customer_solves, customer_unsolves
from app.core.errors import AlreadyStored, BadFields, Conflict, DeskError, NotFound, StorageFull, TooLarge, TooMany
from app.credentials.codes import grouped
from app.nouns.fields import MESSAGE_LENGTH, too_long_words
from app.nouns.request_keys import request_key
from app.nouns.ticket import Ticket
from app.queries.desk.events import last_event_id
from app.queries.desk.first_answers import usual_wait
from app.queries.live.customer_events import customer_missed
from app.queries.ticket.thread_pages import Gap
from app.queries.ticket.ticket_page import (
    customer_filled,
    customer_gone,
    customer_message,
    customer_thread,
    last_answer_ms,
    original_of,
    said_solved,
)
from app.text.languages import _
from web.pages import frames
from web.pages.templating import drawn_for_customer
from web.pages.thread_places import gap_query, wanted_in
from web.public.arriving import Arrival, done, with_right
from web.public.code_entry import NO_REFERRER, entry_page, ticket_if_opened
from web.public.expected import usually_words
from web.public.opened import Opened, level_of, may_open, reach_of, remember_ticket
from web.public.progress import status_words, steps_of, write_to
from web.public.tries import desks_own_fault
from web.requests.accepts import wants_form, wants_problem
from web.requests.context import client_ip_of, desk_of, id_in_path, moment_of, signed_in
from web.requests.drawn_keys import fresh_key
from web.requests.forms import PostedForm
from web.requests.limits import MAX_FILES
from web.requests.rates import TICKET_PAGE_IP, Rates, ip_key
from web.requests.typed_numbers import whole_number

FRAGMENT_HEADER = "deskbell-part"
FAULTS = (AlreadyStored, BadFields, StorageFull, TooLarge, TooMany)  # the form is drawn again, with what was typed


async def show(request: Request) -> Response:
    """The page; without its cookie the form for the access code.

    A duplicate's page is its original's for a browser that may open that too, or has proved the address of both. For any
    other it is its own: whoever opened it in someone else's name must learn nothing about its original.
    It begins with the newest messages; with `message`, `before` or `after` also those with a message, before or after a
    place. Parts: `thread` (with `after_event`: what left since), `gap` (what is missing in the page). Raises TooMany.
    """
    rates: Rates = request.app.state.rates
    await rates.hit(TICKET_PAGE_IP, ip_key(client_ip_of(request)))
    ticket = await ticket_if_opened(request)
    if ticket is None:
        return entry_page(request, str(id_in_path(request)))
    original = await original_of(desk_of(request), ticket)
    if original.id != ticket.id and reach_of(request, ticket, original).covers(ticket, original):
        answer = RedirectResponse(f"/t/{original.id}", status_code=303, headers=NO_REFERRER)
        if not may_open(request, original):
            remember_ticket(answer, request, original, Opened.PROVED)
        return answer
    if request.headers.get(FRAGMENT_HEADER) == "gap":
        return await _gap(request, ticket)
    return await _page(request, ticket)


@with_right
async def write(request: Request, came: Arrival) -> Response:
    """Store what the customer wrote; or the page again with the text, and what is wrong."""
    ticket = came.ticket
    try:
        message_id = await _taken(request, came)
    except FAULTS as error:
        if wants_problem(request):
            raise
        return await _page(request, ticket, came.form, error)
    # Then the message is on another page, and this one says that it came.
    elsewhere = await _is_elsewhere(request, ticket)
    where = "?received=1" if elsewhere else f"#message-{message_id}"
    if wants_form(request) and not elsewhere:
        where = f"?message={message_id}{where}"  # another address than that of the page, or it would not load again
    return done(request, f"/t/{ticket.id}{where}", {"message": {"id": message_id}}, 201)


@with_right
async def solve(request: Request, came: Arrival) -> Response:
    """The customer marks it as solved. Text in the reply field is sent first, so none is lost."""
    ticket, form = came.ticket, came.form
    try:
        if form.get("message").strip() or form.files:
            await _taken(request, came)
        reach = reach_of(request, ticket, await original_of(desk_of(request), ticket))
        await customer_solves(desk_of(request), ticket.id, moment_of(request), reach, signed_in(request))
    except (*FAULTS, Conflict) as error:
        if wants_problem(request):
            raise
        return await _page(request, ticket, None if isinstance(error, Conflict) else form, error)
    return done(request, f"/t/{ticket.id}?solved=1", {"ticket": {"id": ticket.id}})


@with_right
async def undo_solved(request: Request, came: Arrival) -> Response:
    """Take back that it is solved, as long as nothing else has happened to its status."""
    ticket = came.ticket
    try:
        reach = reach_of(request, ticket, await original_of(desk_of(request), ticket))
        await customer_unsolves(desk_of(request), ticket.id, moment_of(request), reach, signed_in(request))
    except Conflict as error:
        if wants_problem(request):
            raise
        return await _page(request, ticket, None, error)
    return done(request, f"/t/{ticket.id}", {"ticket": {"id": ticket.id}})


@with_right
async def complete(request: Request, came: Arrival) -> Response:
    """Add what a ticket that came by mail still lacks."""
    ticket = came.ticket
    if _hides_details(request, ticket) and not ticket.incomplete:
        raise Conflict(_("We already have this. Send us a message if something has changed."))  # whatever was guessed
    try:
        if came.refusal:
            raise came.refusal
        await complete_ticket(desk_of(request), ticket.id, came.form.fields, moment_of(request), signed_in(request))
    except FAULTS as error:
        if wants_problem(request):
            raise
        return await _page(request, ticket, came.form, error)
    return done(request, f"/t/{ticket.id}", {"ticket": {"id": ticket.id}})


async def events(request: Request) -> Response:
    """What the page missed after event `after`: `{events, last, resync}`; `last` is the next `after`."""
    ticket = await opened_ticket(request)
    after = whole_number(request.query_params.get("after", ""))
    return JSONResponse(await customer_missed(desk_of(request), ticket.id, after), headers=NO_REFERRER)


async def message_frame(request: Request) -> Response:
    """One message's HTML for the frame in the page."""
    ticket = await opened_ticket(request)
    message = await customer_message(desk_of(request), ticket, id_in_path(request, "message_id"))
    if message is None:
        raise NotFound
    return await frames.frame(request, message)


async def opened_ticket(request: Request) -> Ticket:
    """The ticket whose page this browser has opened. Raises NotFound, the same for missing, hidden and not opened."""
    ticket = await ticket_if_opened(request)
    if ticket is None:
        raise NotFound
    return ticket


async def _taken(request: Request, came: Arrival) -> int:
    """Store what was written; return the message's id. Raises one of FAULTS."""
    if came.refusal:
        raise came.refusal
    async with desks_own_fault(request, came.counted_as):
        return await _write(request, came.ticket, came.form)


async def _write(request: Request, ticket: Ticket, form: PostedForm) -> int:
    text = form.get("message").strip()
    files = form.uploads("files")
    if not text and not files:
        raise BadFields({"message": _("Write your message here.")})
    if len(text) > MESSAGE_LENGTH:
        raise BadFields({"message": too_long_words(len(text), MESSAGE_LENGTH)})
    message = CustomerMessage(
        text=text,
        source="web",
        client_ip=client_ip_of(request),
        attachments=files,
        request_key=request_key(form.get("request_key"), "web"),
        reach=reach_of(request, ticket, await original_of(desk_of(request), ticket)),
        typed_by=signed_in(request),
    )
    return await customer_writes(desk_of(request), ticket.id, message, moment_of(request))


async def _is_elsewhere(request: Request, ticket: Ticket) -> bool:
    """Whether the ticket is a duplicate whose original is not for this browser."""
    original = await original_of(desk_of(request), ticket)
    return not reach_of(request, ticket, original).covers(ticket, original)


def _hides_details(request: Request, ticket: Ticket) -> bool:
    """Whether phone, city … are what another ticket of the address knew, and this browser has not proved it."""
    return ticket.details_known and level_of(request, ticket) < Opened.PROVED


async def _page(
    request: Request, ticket: Ticket, form: PostedForm | None = None, error: DeskError | None = None
) -> Response:
    desk = desk_of(request)
    last_event = await last_event_id(desk)  # before the thread: what comes between is then news
    usual = await usual_wait(desk, moment_of(request))
    after_event = whole_number(request.query_params.get("after_event", ""))
    context: dict[str, Any] = {
        "ticket": ticket,
        "elsewhere": await _is_elsewhere(request, ticket),
        "is_proved": level_of(request, ticket) is Opened.PROVED,
        "may_confirm": level_of(request, ticket) is Opened.BY_MAIL,
        "received": "received" in request.query_params,
        "solved_now": "solved" in request.query_params and await said_solved(desk, ticket) is not None,
        "hides_details": _hides_details(request, ticket),
        "code": grouped(ticket.access_code),
        "entries": await customer_thread(desk, ticket, wanted_in(request)),
        "gap_query": gap_query,
        "gone": await customer_gone(desk, ticket, after_event) if after_event is not None else [],
        "last_event": last_event,
        "status_words": status_words(ticket.status),
        "write_to": write_to(ticket),
        "steps": steps_of(ticket, await last_answer_ms(desk, ticket), usually_words(usual.of(ticket.group_id))),
        "typed": form.fields if form else {},
        "lost_files": [upload.name for _of, upload in form.files] if form and not wants_form(request) else [],
        "error": error,
        "faults": error.faults if isinstance(error, BadFields) else {},
        "request_key": fresh_key(form, error),
        "max_files": MAX_FILES,
    }
    name = "public/live.html" if request.headers.get(FRAGMENT_HEADER) == "thread" else "public/ticket.html"
    html = await drawn_for_customer(request, name, context)
    answer = HTMLResponse(html, status_code=error.status if error else 200, headers=NO_REFERRER)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


async def _gap(request: Request, ticket: Ticket) -> Response:
    """The messages in a gap, `after` one place or `before` another, and the remaining gap."""
    wanted = wanted_in(request)
    entries = await customer_filled(desk_of(request), ticket, Gap(wanted.after, wanted.before))
    context = {"ticket": ticket, "entries": entries, "gap_query": gap_query}
    return HTMLResponse(await drawn_for_customer(request, "public/entries.html", context), headers=NO_REFERRER)
