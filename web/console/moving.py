"""Putting messages and tickets where they belong: moving, splitting off, marking as a duplicate; each with its dialog."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.moving import move_message, must_stay_with_customer
from app.actions.moving_back import move_back
from app.actions.splitting import SplitForm, split_message
from app.actions.strays import mentioned_ticket, move_to_mentioned
from app.desk import Desk
from app.errors import BadFields
from app.languages import _
from app.message import Message
from app.operator import Operator
from app.permissions import Act, allows
from app.queries.other_tickets import tickets_meant
from app.queries.tickets import ticket_for
from app.ticket import Ticket
from web.console.acts import done
from web.console.answers import written
from web.console.labels import LABELS
from web.console.page import groups_for, part_of
from web.console.tickets import message_of, message_on
from web.context import desk_of, id_in_path, moment_of, operator_of
from web.forms import read_form
from web.numbers import whole_number
from web.templating import render

TYPED_CHARS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A ticket that may be meant; `refusal` says why it cannot be chosen, if it cannot."""

    ticket: Ticket
    refusal: str = ""


async def choices(request: Request) -> Response:
    """`GET /tickets/{id}/others?q=&message=`: what the picker offers (a part of a page), for a merge or for a message."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    message = await _message_asked_for(request, ticket)
    typed = request.query_params.get("q", "")[:TYPED_CHARS]
    offered = await _offered(desk, operator, ticket, message, typed)
    return render(request, "console/ticket_choices.html", {**LABELS, "choices": offered, "typed": typed})


async def show_merge(request: Request) -> Response:
    """`GET /tickets/{id}/merge` (part `dialog`)."""
    return await _dialog(request, "console/merge_dialog.html")


async def show_move(request: Request) -> Response:
    """`GET /tickets/{id}/messages/{message_id}/move` (part `dialog`)."""
    return await _dialog(request, "console/move_dialog.html")


async def show_split(request: Request) -> Response:
    """`GET /tickets/{id}/messages/{message_id}/split` (part `dialog`)."""
    return await _dialog(request, "console/split_dialog.html")


async def move(request: Request) -> Response:
    """`POST …/move` (`into`). Without it a stranger's mail goes, for operators only, to the ticket that it names."""
    desk, operator, message, form = (
        desk_of(request),
        operator_of(request),
        await _message(request),
        await read_form(request),
    )
    into = form.number("into")
    if into is None and mentioned_ticket(message.warning) is None:
        raise BadFields({"into": _("Choose the ticket that it belongs to.")})
    if into is None:
        return await written(request, await move_to_mentioned(desk, operator, message.id, moment_of(request)))
    moved = await move_message(desk, operator, message.id, into, moment_of(request))
    return await written(request, moved.id)


async def split(request: Request) -> Response:
    """`POST …/split` (`subject group confirm`): a new ticket with this message. `confirm` 0 mails the customer nothing."""
    message, form = await _message(request), await read_form(request)
    confirm = form.is_on("confirm") if "confirm" in form.fields else True
    wanted = SplitForm(form.get("subject"), form.get("group"), confirm)
    return await done(
        request, await split_message(desk_of(request), operator_of(request), message.id, wanted, moment_of(request))
    )


async def take_back(request: Request) -> Response:
    """`POST …/move/undo`: who moved or split it puts it back."""
    message = await _message(request)
    moved = await move_back(desk_of(request), operator_of(request), message.id, moment_of(request))
    return await written(request, moved.id)


async def _message(request: Request) -> Message:
    return await message_on(request, await ticket_for(desk_of(request), operator_of(request), id_in_path(request)))


async def _message_asked_for(request: Request, ticket: Ticket) -> Message | None:
    number = whole_number(request.query_params.get("message", ""))
    return await message_of(request, ticket, number) if number is not None else None


async def _dialog(request: Request, name: str) -> Response:
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    message = await message_on(request, ticket) if "message_id" in request.path_params else None
    if part_of(request) != "dialog":
        return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)
    offered = await _offered(desk, operator, ticket, message)
    context = {
        "ticket": ticket,
        "message": message,
        "choices": offered,
        "typed": "",
        "groups": await groups_for(desk, operator),
    }
    return render(request, name, {**LABELS, **context})


async def _offered(
    desk: Desk, operator: Operator, ticket: Ticket, message: Message | None, typed: str = ""
) -> list[Choice]:
    """What fits. Another customer's ticket that cannot take it is shown to who typed its number, and is else in the way."""
    meant = await tickets_meant(desk, operator, ticket, typed)
    theirs = [one for one in meant if _may_belong(ticket, one, message) or typed.strip(" #") == str(one.id)]
    return [Choice(other, _refusal(operator, ticket, other, message)) for other in theirs]


def _may_belong(ticket: Ticket, other: Ticket, message: Message | None) -> bool:
    is_theirs = other.customer.email_key == ticket.customer.email_key
    return is_theirs or (message is not None and not must_stay_with_customer(message))


def _refusal(operator: Operator, ticket: Ticket, other: Ticket, message: Message | None) -> str:
    """Why the other ticket cannot take this message (None: this whole ticket); the act itself asks again."""
    if other.duplicate_of is not None:
        return _("a duplicate of #%(id)d") % {"id": other.duplicate_of}
    if not _may_belong(ticket, other, message):
        return _("another customer's")
    if message is not None and not allows(operator, Act.EDIT, other):
        return _("held by %(name)s") % {"name": other.operator_name or _("Somebody")}
    return ""
