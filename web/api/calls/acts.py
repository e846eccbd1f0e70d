"""Calls that act as an operator: answer, note, take, drop, assign. The lock decides as in the console."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.responses import Response

from app.actions.message.answering import AnswerForm
from app.actions.message.answering import answer as send
from app.actions.message.drafts import Saving
from app.actions.message.noting import add_note
from app.actions.ticket.assigning import assign as assign_to
from app.actions.ticket.taking import drop as drop_ticket
from app.actions.ticket.taking import take as take_ticket
from app.actions.ticket.unchanged import if_unchanged
from app.core.errors import AlreadyStored, Forbidden
from app.credentials.api_key import KeyScope
from app.credentials.codes import digest_of, new_key
from app.html_safety import text_to_html
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.text.languages import _
from web.api.answering import answered, ticket_answer
from web.api.headers import idempotency_key, if_match
from web.api.operation import ACT, AGAIN, IF_MATCH, ApiRequest, Operation
from web.api.refusals import KeyReused
from web.api.shapes.bodies import AnswerBody, AssignBody, NoteBody, WrittenBody
from web.api.shapes.tickets import MadeMessageShape, TicketShape

BESIDE_DRAFTS = Saving(upon=frozenset())  # what a program sends leaves the operator's drafts alone


async def answer(request: ApiRequest) -> Response:
    """An answer to the customer. The same Idempotency-Key gives the first.

    Raises LockHeld, NotHeld, NewerMessages, KeyReused, ChangedMeanwhile.
    """
    ticket, body = await request.ticket(), request.body
    form = AnswerForm(
        html=_html(body),
        request_key=_request_key(request),
        status=body.status,
        taking=body.take,
        seen=body.seen,
        attachment_keys=tuple(body.attachments),
        cc=tuple(body.cc),
        saving=BESIDE_DRAFTS,
        keeps_refused=False,
        versions=if_match(request.http),
    )
    try:
        made = await send(request.desk, operator_of(request), ticket.id, form, request.now_ms)
    except AlreadyStored:
        raise KeyReused from None
    shape = MadeMessageShape(id=made.message.id, ticket=ticket.id, held_until=made.message.held_until_ms)
    return answered(shape, 201)


async def note(request: ApiRequest) -> Response:
    """An internal note, whoever has the ticket. The same Idempotency-Key gives the first one.

    Raises KeyReused, ChangedMeanwhile.
    """
    ticket, body, files = await request.ticket(), request.body, tuple(request.body.attachments)
    operator, key = operator_of(request), _request_key(request)
    try:
        made = await add_note(
            request.desk,
            operator,
            ticket.id,
            _html(body),
            key,
            files,
            request.now_ms,
            BESIDE_DRAFTS,
            keeps_refused=False,
            versions=if_match(request.http),
        )
    except AlreadyStored:
        raise KeyReused from None
    return answered(MadeMessageShape(id=made.message.id, ticket=ticket.id), 201)


async def take(request: ApiRequest) -> Response:
    """Take the ticket. Raises LockHeld, ChangedMeanwhile."""
    return await _simple(request, take_ticket)


async def drop(request: ApiRequest) -> Response:
    """Drop the ticket. Raises LockHeld, NotHeld, ChangedMeanwhile."""
    return await _simple(request, drop_ticket)


async def assign(request: ApiRequest) -> Response:
    """Assign the ticket to someone. Raises LockHeld, NotHeld, BadFields, ChangedMeanwhile."""
    to = request.body.operator
    return await _simple(request, lambda desk, operator, number, now_ms: assign_to(desk, operator, number, to, now_ms))


def operator_of(request: ApiRequest) -> Operator:
    """In whose name the key acts. Raises Forbidden for one that is bound to nobody."""
    if request.holder.operator is None:
        raise Forbidden(_("This needs a key that acts as an operator."))
    return request.holder.operator


async def _simple(request: ApiRequest, act: Callable[..., Awaitable[Ticket]]) -> Response:
    ticket, operator, desk = await request.ticket(), operator_of(request), request.desk

    async def work() -> Ticket:
        return await act(desk, operator, ticket.id, request.now_ms)

    versions = if_match(request.http)
    changed = await (work() if versions is None else if_unchanged(desk, ticket.id, versions, work))
    return await ticket_answer(request, changed)


def _html(body: WrittenBody) -> str:
    return body.html or str(text_to_html(body.text))


def _request_key(request: ApiRequest) -> str:
    """The Idempotency-Key as the operator's own forms have theirs, apart from those of other keys."""
    typed = idempotency_key(request.http)
    return digest_of(f"api {request.holder.key.id} {request.http.url.path} {typed}") if typed else new_key()


OPERATIONS: Final = (
    Operation(
        name="takeTicket",
        method="POST",
        path="/tickets/{id:int}/take",
        summary="Take a ticket",
        about="For keys that act as an operator, as all calls of this part. 409 names whoever has the ticket.",
        handle=take,
        scope=KeyScope.TICKETS_ANSWER,
        answer=TicketShape,
        problems=(*ACT, IF_MATCH),
        header_names=("If-Match",),
    ),
    Operation(
        name="answerTicket",
        method="POST",
        path="/tickets/{id:int}/answer",
        summary="Answer the customer",
        about="Sent when the undo time has passed. `take` takes the ticket in the same act.",
        handle=answer,
        scope=KeyScope.TICKETS_ANSWER,
        body=AnswerBody,
        answer=MadeMessageShape,
        status=201,
        problems=(*ACT, "newer-messages", AGAIN, IF_MATCH),
        header_names=("Idempotency-Key", "If-Match"),
        example={"text": "Yes, until 02:00.", "take": True, "status": "waiting_for_customer"},
    ),
    Operation(
        name="addNote",
        method="POST",
        path="/tickets/{id:int}/note",
        summary="Add an internal note",
        about="Whoever has the ticket. It never reaches the customer.",
        handle=note,
        scope=KeyScope.TICKETS_ANSWER,
        body=NoteBody,
        answer=MadeMessageShape,
        status=201,
        problems=(*ACT, AGAIN, IF_MATCH),
        header_names=("Idempotency-Key", "If-Match"),
        example={"text": "Called the hotel."},
    ),
    Operation(
        name="assignTicket",
        method="POST",
        path="/tickets/{id:int}/assign",
        summary="Assign a ticket",
        handle=assign,
        scope=KeyScope.TICKETS_ANSWER,
        body=AssignBody,
        answer=TicketShape,
        problems=(*ACT, IF_MATCH),
        header_names=("If-Match",),
        example={"operator": 2},
    ),
    Operation(
        name="dropTicket",
        method="POST",
        path="/tickets/{id:int}/drop",
        summary="Drop a ticket",
        handle=drop,
        scope=KeyScope.TICKETS_ANSWER,
        answer=TicketShape,
        problems=(*ACT, IF_MATCH),
        header_names=("If-Match",),
    ),
)
