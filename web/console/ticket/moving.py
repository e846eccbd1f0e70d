"""Putting messages and tickets where they belong: moving, splitting off, marking as a duplicate; each with its dialog."""

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from app.actions.message.misaddressed import mentioned_ticket, move_to_mentioned
from app.actions.message.moving import move_message, must_stay_with_customer
from app.actions.message.moving_back import move_back
from app.actions.message.splitting import SplitForm, split_message
from app.actions.message.written import WrittenMessage
from app.actions.ticket.offers import take_offer
from app.core.errors import BadFields
from app.nouns.doubts import Doubt, doubt_words, doubts_between, split_words
from app.nouns.message import Message
from app.nouns.operator import Operator
from app.nouns.permissions import Act, allows
from app.nouns.ticket import Ticket
from app.search.other_tickets import tickets_meant
from app.text.languages import _
from web.console.frame.labels import LABELS
from web.console.frame.page import fragment_of, groups_for
from web.console.ticket.acts import done
from web.console.ticket.answers import written
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.pages.templating import render
from web.requests.typed_numbers import whole_number

TYPED_CHARS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A ticket that may be meant; `refusal` says why it cannot be chosen, if it cannot, `doubts` what speaks against it."""

    ticket: Ticket
    refusal: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def has_other_address(self) -> bool:
        """Whether the operator has to confirm that it is the same person."""
        return Doubt.OTHER_ADDRESS in self.doubts and not self.refusal


@of_ticket
async def choices(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/others?q=&message=`: what the picker offers (a fragment of a page), for a merge or for a message."""
    asked = request.http.query_params
    number = whole_number(asked.get("message", ""))
    message = await request.message_with(number) if number is not None else None
    typed = asked.get("q", "")[:TYPED_CHARS]
    offered = await _offered(request, message, typed)
    return render(request.http, "console/dialogs/ticket_choices.html", {**LABELS, "choices": offered, "typed": typed})


@of_ticket
async def show_merge(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/merge` (fragment `dialog`)."""
    return await _dialog(request, "console/dialogs/merge.html", None)


@of_ticket
async def show_move(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/messages/{message_id}/move` (fragment `dialog`)."""
    return await _dialog(request, "console/dialogs/move.html", await request.message())


@of_ticket
async def show_split(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/messages/{message_id}/split` (fragment `dialog`)."""
    return await _dialog(request, "console/dialogs/split.html", await request.message())


@of_ticket
async def move(request: TicketRequest) -> Response:
    """`POST …/move` (`into`, `same_customer`). Without it a stranger's mail goes, for operators only, to the ticket it names."""
    desk, operator, now_ms = request.desk, request.operator, request.now_ms
    message, into = await request.message(), request.form.number("into")
    if into is None and mentioned_ticket(message.warning) is None:
        raise BadFields({"into": _("Choose the ticket it belongs to.")})
    if into is None:
        return await written(request.http, await move_to_mentioned(desk, operator, message.id, now_ms))
    confirmed = request.form.is_on("same_customer")
    moved = await move_message(desk, operator, message.id, into, now_ms, confirmed=confirmed)
    warnings = doubt_words(request.ticket, moved.ticket) if must_stay_with_customer(moved.message) else []
    return await written(request.http, moved, warnings)


@of_ticket
async def use_address(request: TicketRequest) -> Response:
    """`POST …/use-address`: the address that the message offers becomes the ticket's customer."""
    message = await request.message()
    ticket = await take_offer(request.desk, request.operator, message.id, request.now_ms)
    return await written(request.http, WrittenMessage(message, ticket))


@of_ticket
async def split(request: TicketRequest) -> Response:
    """`POST …/split` (`subject group confirm`): a new ticket with this message. `confirm` 0 mails the customer nothing."""
    message, form = await request.message(), request.form
    confirm = form.is_on("confirm") if "confirm" in form.fields else True
    wanted = SplitForm(form.get("subject"), form.get("group"), confirm)
    new = await split_message(request.desk, request.operator, message.id, wanted, request.now_ms)
    return await done(request, new, split_words(request.ticket, message))


@of_ticket
async def undo_move(request: TicketRequest) -> Response:
    """`POST …/move/undo`: who moved or split it puts it back."""
    message = await request.message()
    return await written(request.http, await move_back(request.desk, request.operator, message.id, request.now_ms))


async def _dialog(request: TicketRequest, name: str, message: Message | None) -> Response:
    ticket = request.ticket
    if fragment_of(request.http) != "dialog":
        return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)
    moves_all = message is None or must_stay_with_customer(message)
    context = {
        "ticket": ticket,
        "message": message,
        "doubts": doubt_words(ticket) if moves_all else [],
        "split_doubts": split_words(ticket, message) if message else [],
        "choices": await _offered(request, message),
        "typed": "",
        "groups": await groups_for(request.http),
    }
    return render(request.http, name, {**LABELS, **context})


async def _offered(request: TicketRequest, message: Message | None, typed: str = "") -> list[Choice]:
    """What fits. Another customer's ticket that cannot take it is shown to who typed its number, and is else in the way."""
    operator, ticket = request.operator, request.ticket
    meant = await tickets_meant(request.desk, operator, ticket, typed)
    theirs = [one for one in meant if _may_belong(ticket, one, message) or typed.strip(" #") == str(one.id)]
    return [Choice(other, _refusal(operator, other, message), _doubts(ticket, other, message)) for other in theirs]


def _may_belong(ticket: Ticket, other: Ticket, message: Message | None) -> bool:
    return Doubt.OTHER_ADDRESS not in _doubts(ticket, other, message)


def _doubts(ticket: Ticket, other: Ticket, message: Message | None) -> tuple[Doubt, ...]:
    """Doubts about it; none for what only operators see, which harms nobody elsewhere."""
    if message is not None and not must_stay_with_customer(message):
        return ()
    return doubts_between(ticket, other)


def _refusal(operator: Operator, other: Ticket, message: Message | None) -> str:
    """Why the other ticket cannot take this message (None: this whole ticket); the act itself asks again."""
    if other.duplicate_of is not None:
        return _("a duplicate of #%(id)d") % {"id": other.duplicate_of}
    if message is not None and not allows(operator, Act.EDIT, other):
        return _("assigned to %(name)s") % {"name": other.operator_name or _("Someone")}
    return ""
