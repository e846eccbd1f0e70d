"""Calls that write as a customer does, and change what a ticket says: the same actions as everywhere."""

from typing import Final

from starlette.responses import Response

from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.uploading import Uploads
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.editing import edit_ticket, group_named
from app.actions.ticket.statusing import set_status
from app.actions.ticket.unchanged import if_unchanged
from app.core.errors import AlreadyStored, BadFields, NotFound
from app.credentials.api_key import KeyScope
from app.nouns.fields import MANDATORY, check_fields, customer_of, language_code, missing_words
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.text.one_line import one_line
from web.api.answering import answered, base_url, ticket_answer
from web.api.calls.files import uploader_of
from web.api.form_fields import entry_by, form_of, no_form
from web.api.headers import if_match, request_key_of
from web.api.operation import ACT, AGAIN, IF_MATCH, NOT_FOUND, ApiRequest, Operation
from web.api.refusals import KeyReused
from web.api.shapes.bodies import NewMessageBody, NewTicketBody, TicketChangeBody
from web.api.shapes.tickets import MadeMessageShape, MadeTicketShape, TicketShape


async def create(request: ApiRequest) -> Response:
    """A ticket, by one of the forms if it is named. The same Idempotency-Key gives the first one.

    Raises BadFields, KeyReused, TooLarge.
    """
    body, form = request.body, await form_of(request)
    typed = body.model_dump(include={"name", "email", "phone", "address", "city", "country", "subject", "message"})
    clean = check_fields(typed)
    group = "" if body.group is None else str(body.group)
    form_group, form_language = (form.group_id, form.language) if form else (None, "")
    new = NewTicket(
        customer=customer_of(clean),
        subject=clean["subject"],
        text=clean["message"],
        source="api",
        client_ip=body.client_ip or "",
        language=language_code(body.language or form_language or request.desk.settings.language),
        group_id=await group_named(request.desk, request.reader, group) or form_group,
        uploads=Uploads(uploader_of(request), tuple(body.attachments)),
        request_key=request_key_of(request, body),
        confirm=body.confirm,
        entry=entry_by(request, form),
    )
    try:
        ticket = await open_ticket(request.desk, new, request.holder.actor, request.now_ms)
    except AlreadyStored:
        raise KeyReused from None
    except NotFound:
        raise no_form() from None  # it was revoked at this moment
    url = f"{base_url(request)}/t/{ticket.id}/{ticket.access_code}"
    made = MadeTicketShape(id=ticket.id, access_code=ticket.access_code, status=Status.OPEN, url=url)
    return answered(made, 201, {"Location": f"{base_url(request)}/api/v1/tickets/{ticket.id}"})


async def write(request: ApiRequest) -> Response:
    """A customer's further message, which reopens a finished ticket. Raises NotFound, KeyReused, BadFields, ChangedMeanwhile."""
    ticket, body = await request.ticket(), request.body
    clean = check_fields({"message": body.message}, ("message",))
    message = CustomerMessage(
        text=clean["message"],
        source="api",
        uploads=Uploads(uploader_of(request), tuple(body.attachments)),
        request_key=request_key_of(request, body),
        versions=if_match(request.http),
    )
    try:
        message_id = await customer_writes(request.desk, ticket.id, message, request.now_ms)
    except AlreadyStored:
        raise KeyReused from None
    return answered(MadeMessageShape(id=message_id, ticket=ticket.id), 201)


async def change(request: ApiRequest) -> Response:
    """Customer data, group, subject, language, status: all of it or nothing. Raises LockHeld, NotHeld, BadFields."""
    ticket, given = await request.ticket(), request.body.model_dump(exclude_none=True)
    operator = request.holder.operator or request.reader
    status = given.pop("status", None)
    if emptied := [name for name in MANDATORY if name in given and not one_line(given[name])]:
        raise BadFields({name: missing_words(name) for name in emptied})
    desk, now_ms = request.desk, request.now_ms

    async def change_all() -> Ticket:
        changed = ticket
        if given or status is None:
            typed = {name: str(value) for name, value in given.items()}
            changed = await edit_ticket(desk, operator, ticket.id, typed, now_ms)
        return changed if status is None else await set_status(desk, operator, ticket.id, status, now_ms)

    changed = await if_unchanged(desk, ticket.id, if_match(request.http), change_all)
    return await ticket_answer(request, changed)


OPERATIONS: Final = (
    Operation(
        name="createTicket",
        method="POST",
        path="/tickets",
        summary="Create a ticket",
        about="As the customer's form does: they get the confirmation with access code and link by email. With `form` it comes by one of the desk's forms: with its further `fields`, its group and its language.",
        handle=create,
        scope=KeyScope.TICKETS_WRITE,
        body=NewTicketBody,
        answer=MadeTicketShape,
        status=201,
        problems=(AGAIN,),
        header_names=("Idempotency-Key",),
        example={
            "name": "Marta Silva",
            "email": "marta@guest.example",
            "phone": "+351 21 555 0182",
            "city": "Lisbon",
            "subject": "Late arrival",
            "message": "We arrive at 00:45. Is someone at the desk?",
        },
    ),
    Operation(
        name="changeTicket",
        method="PATCH",
        path="/tickets/{id:int}",
        summary="Change a ticket",
        about="All of it or nothing. A ticket that is assigned to someone else is not changed; a status needs an assignee.",
        handle=change,
        scope=KeyScope.TICKETS_WRITE,
        body=TicketChangeBody,
        answer=TicketShape,
        problems=(*ACT, IF_MATCH),
        header_names=("If-Match",),
        example={"city": "Bremen"},
    ),
    Operation(
        name="addMessage",
        method="POST",
        path="/tickets/{id:int}/messages",
        summary="Add a customer's message",
        about="A finished ticket opens again.",
        handle=write,
        scope=KeyScope.TICKETS_WRITE,
        body=NewMessageBody,
        answer=MadeMessageShape,
        status=201,
        problems=(*NOT_FOUND, AGAIN, IF_MATCH),
        header_names=("Idempotency-Key", "If-Match"),
        example={"message": "We are two hours late."},
    ),
)
