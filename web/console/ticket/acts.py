"""The acts of the lock table as plain requests: each reads the form, calls one action, answers."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.ticket.assigning import answer_ask, ask, assign, take_back_ask
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import Approval, delete, restore
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.merging import merge, unmerge
from app.actions.ticket.statusing import set_status, snooze
from app.actions.ticket.taking import drop, take
from app.core.errors import BadFields, DeskError, Forbidden
from app.desk import Desk
from app.nouns.doubts import doubt_words
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.status import Status
from app.nouns.ticket import UNTIL_CUSTOMER_MS, Ticket
from app.queries.ticket.tickets import ticket_by_id
from app.text.languages import _
from web.console.frame.shapes import one_ticket_json
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.requests.forms import PostedForm
from web.requests.guards import APPROVAL, Try
from web.requests.rates import rates_of

MOST_DIGITS = 17  # of a moment in milliseconds: more is no moment
CUSTOMER_FIELDS = ("name", "email", "phone", "address", "city", "country")
SimpleAct = Callable[[Desk, Operator, int, int], Awaitable[Ticket]]


async def done(request: TicketRequest, ticket: Ticket, warnings: Sequence[str] = ()) -> Response:
    """The ticket as it is now, or back to its page. `warnings`: what a script's operator ought to have seen before."""
    if request.wants_json:
        told = {"warnings": list(warnings)} if warnings else {}
        return JSONResponse({"ticket": await one_ticket_json(request.http, ticket), **told})
    return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)


def simple(act: SimpleAct) -> Callable[[Request], Awaitable[Response]]:
    """A handler for an act that needs nothing but the ticket."""

    @of_ticket
    async def handle(request: TicketRequest) -> Response:
        return await done(request, await act(request.desk, request.operator, request.ticket.id, request.now_ms))

    return handle


take_ticket = simple(take)
drop_ticket = simple(drop)
unmerge_ticket = simple(unmerge)
ask_for_ticket = simple(ask)
withdraw_ask = simple(take_back_ask)
restore_ticket = simple(restore)


@of_ticket
async def assign_ticket(request: TicketRequest) -> Response:
    """`operator`: the number of who gets it."""
    to = _number(request.form, "operator", _("Choose an operator."))
    return await done(request, await assign(request.desk, request.operator, request.ticket.id, to, request.now_ms))


@of_ticket
async def answer_asked(request: TicketRequest) -> Response:
    """`hand_over`: 1 gives it to who asked last, 0 keeps it."""
    yes, number = request.form.yes_or_no("hand_over"), request.ticket.id
    return await done(request, await answer_ask(request.desk, request.operator, number, request.now_ms, hand_over=yes))


@of_ticket
async def change_status(request: TicketRequest) -> Response:
    """`status`: one of the eight."""
    status = Status.read(request.form.get("status"))
    if status is None:
        raise BadFields({"status": _("Unknown status. Choose another one.")})
    changed = await set_status(request.desk, request.operator, request.ticket.id, status, request.now_ms)
    return await done(request, changed)


@of_ticket
async def snooze_ticket(request: TicketRequest) -> Response:
    """`until`: milliseconds, or a day and time in the desk's time zone (with an offset, in that); empty ends the snooze.

    `customer`: without a date, until the customer writes.
    """
    typed = request.form.get("until").strip()
    until_ms = UNTIL_CUSTOMER_MS if typed == "customer" else read_moment(request.desk, typed)
    return await done(
        request, await snooze(request.desk, request.operator, request.ticket.id, until_ms, request.now_ms)
    )


@of_ticket
async def change_spam(request: TicketRequest) -> Response:
    """`spam`: 1 (the default) marks it as spam, 0 unmarks it."""
    spam = request.form.is_on("spam") if "spam" in request.form.fields else True
    marked = await mark_spam(request.desk, request.operator, request.ticket.id, request.now_ms, spam=spam)
    return await done(request, marked)


@of_ticket
async def edit_customer(request: TicketRequest) -> Response:
    """`name email phone address city country language`: those that came."""
    return await _edit(request, (*CUSTOMER_FIELDS, "language"))


@of_ticket
async def edit_facts(request: TicketRequest) -> Response:
    """`group`, `subject`, `language`: those that came."""
    return await _edit(request, ("group", "subject", "language"))


@of_ticket
async def merge_ticket(request: TicketRequest) -> Response:
    """`into`: the number of the original; `same_customer` 1 where its address is another. Says what speaks against it."""
    desk, into = request.desk, _number(request.form, "into", _("Enter the number of the original ticket."))
    confirmed = request.form.is_on("same_customer")
    ticket = await merge(desk, request.operator, request.ticket.id, into, request.now_ms, confirmed=confirmed)
    return await done(request, ticket, doubt_words(ticket, await ticket_by_id(desk, into)))


@of_ticket
async def delete_ticket(request: TicketRequest) -> Response:
    """`email`, `password` (and `code`) of an administrator, where an operator deletes. A wrong one counts as a failed sign-in."""
    operator = request.operator
    permit(operator, Act.DELETE, request.ticket, approved=True)  # who holds it is said before a password is asked for
    approval = None if operator.is_administrator else _approval(request.form)
    if approval is None:
        gone = await delete(request.desk, operator, request.ticket.id, None, request.now_ms)
    else:
        gone = await _delete_approved(request, approval)
    if request.wants_json:
        return JSONResponse({"ticket": {"id": gone.id, "deleted": gone.is_deleted}})
    return RedirectResponse("/tickets", status_code=303)


def read_moment(desk: Desk, typed: str) -> int | None:
    """The time in UTC milliseconds, None for nothing. Raises BadFields(until)."""
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
        raise BadFields({"until": _("Choose a date and a time.")}) from None


async def _edit(request: TicketRequest, names: tuple[str, ...]) -> Response:
    form = request.form
    if others := [name for name in form.fields if name not in names]:
        raise BadFields({name: _("This field cannot be changed here.") for name in others})
    typed = {name: form.get(name) for name in names if name in form.fields}
    if not typed:
        raise BadFields({names[0]: _("There is nothing to change.")})
    edited = await edit_ticket(request.desk, request.operator, request.ticket.id, typed, request.now_ms)
    return await done(request, edited)


def _number(form: PostedForm, name: str, words: str) -> int:
    number = form.number(name)
    if number is None:
        raise BadFields({name: words})
    return number


def _approval(form: PostedForm) -> Approval | None:
    """What came of an administrator; None where nothing came, which the act itself refuses."""
    if not form.get("email") and not form.get("password"):
        return None
    faults = {name: _("Fill this in to delete the ticket.") for name in ("email", "password") if not form.get(name)}
    if faults:
        raise BadFields(faults)
    return Approval(form.get("email"), form.get("password"), form.get("code"))


async def _delete_approved(request: TicketRequest, approval: Approval) -> Ticket:
    """Guessing an administrator's password here is counted separately, by operator, so it locks nobody out of signing in.

    A right one clears it. Raises TooMany.
    """
    rates, operator = rates_of(request.http), request.operator
    one = Try(APPROVAL, f"{operator.id} {approval.email.strip().lower()[:254]}", str(operator.id))
    await rates.guess(one)
    try:
        gone = await delete(request.desk, operator, request.ticket.id, approval, request.now_ms)
    except (Forbidden, BadFields):  # the password is not an administrator's, or the code not theirs
        raise
    except DeskError:  # it is, and something else stands in the way
        await rates.clear_guess(one)
        raise
    await rates.clear_guess(one)
    return gone
