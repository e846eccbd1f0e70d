"""The acts of the lock table as plain requests: each reads the form, calls one action, answers."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.assigning import answer_ask, ask, assign, take_back_ask
from app.actions.binning import mark_spam
from app.actions.deleting import delete, restore
from app.actions.editing import edit_ticket
from app.actions.merging import merge, unmerge
from app.actions.statusing import set_status, snooze
from app.actions.taking import drop, take
from app.desk import Desk
from app.errors import BadFields
from app.languages import _
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.tickets import ticket_by_id, ticket_for
from app.status import Status
from app.ticket import UNTIL_CUSTOMER_MS, Ticket
from web.accepts import wants_json
from web.console.shapes import one_ticket_json
from web.context import client_ip_of, desk_of, id_in_path, moment_of, operator_of
from web.forms import Form, read_form
from web.rates import SIGN_IN_ACCOUNT, SIGN_IN_IP, Rates, ip_key

MOST_DIGITS = 17  # of a moment in milliseconds: more is no moment
CUSTOMER_FIELDS = ("name", "email", "phone", "address", "city", "country")
SimpleAct = Callable[[Desk, Operator, int, int], Awaitable[Ticket]]


async def done(request: Request, ticket: Ticket) -> Response:
    """The ticket as it is now, or back to its page."""
    if wants_json(request):
        return JSONResponse({"ticket": await one_ticket_json(request, ticket)})
    return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)


def simple(act: SimpleAct) -> Callable[[Request], Awaitable[Response]]:
    """A handler for an act that needs nothing but the ticket."""

    async def handle(request: Request) -> Response:
        desk, operator = desk_of(request), operator_of(request)
        await ticket_for(desk, operator, id_in_path(request))
        return await done(request, await act(desk, operator, id_in_path(request), moment_of(request)))

    return handle


take_ticket = simple(take)
drop_ticket = simple(drop)
part_again = simple(unmerge)
ask_no_more = simple(take_back_ask)
restore_ticket = simple(restore)


async def assign_ticket(request: Request) -> Response:
    """`operator`: the number of who gets it."""
    form = await _form(request)
    to = _number(form, "operator", _("Choose an operator."))
    ticket = await assign(desk_of(request), operator_of(request), id_in_path(request), to, moment_of(request))
    return await done(request, ticket)


async def ask_for_ticket(request: Request) -> Response:
    """Ask the holder for it."""
    await _form(request)
    desk, operator = desk_of(request), operator_of(request)
    await ask(desk, operator, id_in_path(request), moment_of(request))
    return await done(request, await ticket_for(desk, operator, id_in_path(request)))


async def answer_the_ask(request: Request) -> Response:
    """`hand_over`: 1 gives it to who asked last, 0 keeps it."""
    form = await _form(request)
    desk, operator, yes = desk_of(request), operator_of(request), form.yes_or_no("hand_over")
    return await done(request, await answer_ask(desk, operator, id_in_path(request), moment_of(request), hand_over=yes))


async def change_status(request: Request) -> Response:
    """`status`: one of the eight."""
    form = await _form(request)
    status = Status.read(form.get("status"))
    if status is None:
        raise BadFields({"status": _("There is no such status.")})
    ticket = await set_status(desk_of(request), operator_of(request), id_in_path(request), status, moment_of(request))
    return await done(request, ticket)


async def snooze_ticket(request: Request) -> Response:
    """`until`: milliseconds, or a day and time in the desk's time zone (with an offset, in that); empty wakes it.

    `customer`: without a date, until the customer writes.
    """
    form = await _form(request)
    typed = form.get("until").strip()
    until_ms = UNTIL_CUSTOMER_MS if typed == "customer" else read_moment(desk_of(request), typed)
    ticket = await snooze(desk_of(request), operator_of(request), id_in_path(request), until_ms, moment_of(request))
    return await done(request, ticket)


async def change_spam(request: Request) -> Response:
    """`spam`: 1 (also when left out) into the bin, 0 out of it."""
    form = await _form(request)
    spam = form.is_on("spam") if "spam" in form.fields else True
    ticket = await mark_spam(desk_of(request), operator_of(request), id_in_path(request), moment_of(request), spam=spam)
    return await done(request, ticket)


async def edit_customer(request: Request) -> Response:
    """`name email phone address city country`: those that came."""
    return await _edit(request, CUSTOMER_FIELDS)


async def edit_facts(request: Request) -> Response:
    """`group`, `subject`, `language`: those that came."""
    return await _edit(request, ("group", "subject", "language"))


async def merge_ticket(request: Request) -> Response:
    """`into`: the number of the original."""
    form = await _form(request)
    into = _number(form, "into", _("Give the number of the original ticket."))
    ticket = await merge(desk_of(request), operator_of(request), id_in_path(request), into, moment_of(request))
    return await done(request, ticket)


async def delete_ticket(request: Request) -> Response:
    """`email` and `password` of an administrator, where an operator deletes. A wrong one counts as a failed sign-in."""
    form = await _form(request)
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    permit(operator, Act.DELETE, ticket, approved=True)  # who holds it is said before a password is asked for
    approval = None if operator.is_administrator else _approval(form)
    if approval:
        await _count_try(request, approval[0])
    await delete(desk, operator, ticket.id, approval, moment_of(request))
    if wants_json(request):
        gone = await ticket_by_id(desk, ticket.id)
        return JSONResponse({"ticket": {"id": ticket.id, "deleted": bool(gone and gone.is_deleted)}})
    return RedirectResponse("/tickets", status_code=303)


def read_moment(desk: Desk, typed: str) -> int | None:
    """The moment in UTC milliseconds, None for nothing. Raises BadFields(until)."""
    text = typed.strip()
    if not text:
        return None
    try:
        if text.isascii() and text.isdigit():
            return int(text[:MOST_DIGITS])
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=desk.settings.zone)
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        raise BadFields({"until": _("Choose a day and a time.")}) from None


async def _form(request: Request) -> Form:
    """What was sent, for a ticket that exists for this operator. Raises NotFound."""
    await ticket_for(desk_of(request), operator_of(request), id_in_path(request))
    return await read_form(request)


async def _edit(request: Request, names: tuple[str, ...]) -> Response:
    form = await _form(request)
    if others := [name for name in form.fields if name not in names]:
        raise BadFields({name: _("This field cannot be changed here.") for name in others})
    typed = {name: form.get(name) for name in names if name in form.fields}
    if not typed:
        raise BadFields({names[0]: _("Nothing to change came.")})
    ticket = await edit_ticket(desk_of(request), operator_of(request), id_in_path(request), typed, moment_of(request))
    return await done(request, ticket)


def _number(form: Form, name: str, words: str) -> int:
    number = form.number(name)
    if number is None:
        raise BadFields({name: words})
    return number


def _approval(form: Form) -> tuple[str, str] | None:
    """What came of an administrator; None where nothing came, which the act itself refuses."""
    if not form.get("email") and not form.get("password"):
        return None
    faults = {name: _("This is needed to delete.") for name in ("email", "password") if not form.get(name)}
    if faults:
        raise BadFields(faults)
    return form.get("email"), form.get("password")


async def _count_try(request: Request, email: str) -> None:
    """Guessing an administrator's password here costs the same as at the door. Raises TooMany."""
    rates: Rates = request.app.state.rates
    await rates.hit(SIGN_IN_IP, ip_key(client_ip_of(request)))
    await rates.hit(SIGN_IN_ACCOUNT, email.strip().lower()[:254])
