"""What an operator writes: answers, notes, drafts; taking an answer back; how far a view has read."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.answering import AnswerForm, send_answer
from app.actions.drafts import draft_of, save_draft
from app.actions.noting import add_note
from app.actions.reading import mark_read
from app.actions.recalling import recall
from app.actions.sending_again import retry_now
from app.codes import new_key
from app.errors import BadFields, Conflict, NotFound
from app.languages import _
from app.message import MessageKind
from app.permissions import Act, permit
from app.queries.messages import message_by_id
from app.queries.tickets import ticket_for
from app.status import Status
from web.accepts import wants_json
from web.console.shapes import attachment_json, message_json, one_ticket_json
from web.console.tickets import message_on
from web.context import desk_of, id_in_path, moment_of, operator_of
from web.forms import Form, read_form

DRAFT_KINDS = frozenset({MessageKind.ANSWER, MessageKind.NOTE, MessageKind.TO_THIRD_PARTY})
DRAFT_CHARS = 2_000  # of one such field
DRAFT_FIELDS = ("status", "cc", "to", "subject", "forward", "save_key")


async def answer(request: Request) -> Response:
    """`html status take request_key seen attachments cc`. The same `request_key` again gives the first result."""
    form = await read_form(request)
    await ticket_for(desk_of(request), operator_of(request), id_in_path(request))
    typed = AnswerForm(
        html=form.get("html"),
        request_key=request_key_in(form),
        status=_status(form),
        taking=form.is_on("take"),
        seen=form.number("seen"),
        attachment_keys=keys_in(form),
        cc=tuple(address.strip() for one in form.all("cc") for address in one.split(",") if address.strip()),
    )
    desk, operator = desk_of(request), operator_of(request)
    message_id = await send_answer(desk, operator, id_in_path(request), typed, moment_of(request))
    return await written(request, message_id)


async def note(request: Request) -> Response:
    """`html request_key attachments`: an internal note, whoever holds the ticket."""
    form = await read_form(request)
    desk, operator, ticket_id = desk_of(request), operator_of(request), id_in_path(request)
    await ticket_for(desk, operator, ticket_id)
    key, files = request_key_in(form), keys_in(form)
    message_id = await add_note(desk, operator, ticket_id, form.get("html"), key, files, moment_of(request))
    return await written(request, message_id)


async def undo(request: Request) -> Response:
    """Take an answer back in its undo time; the draft that it is again comes with the answer."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    message = await message_on(request, ticket)
    await recall(desk, operator, message.id, moment_of(request))
    if not wants_json(request):
        return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)
    draft = await draft_of(desk, operator, ticket.id, message.kind)
    if draft is None:
        return JSONResponse({"message": {"id": message.id, "recalled": True}, "draft": None})
    files = [attachment_json(file) for file in message.attachments if not file.inline]
    kept = {"kind": message.kind.value, "html": draft.html, "recalled": message.html or "", "files": files}
    return JSONResponse({"message": {"id": message.id, "recalled": True}, "draft": kept | json.loads(draft.details)})


async def send_again(request: Request) -> Response:
    """Give the mail of an answer that did not arrive another try, now."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    permit(operator, Act.ANSWER, ticket, taking=True)
    message = await message_on(request, ticket)
    if message.delivery is None:
        raise Conflict(_("No mail carries this message."))
    await retry_now(desk, operator, message.delivery.outbox_id, moment_of(request))
    return await written(request, message.id)


async def draft(request: Request) -> Response:
    """`kind html status attachments cc`, to a third party `to subject forward`: keep what is typed; nothing typed: forget the draft.

    `save_key` is the window's name for this save: a window that never heard the answer knows by it that the desk has its text.
    """
    operator, form = operator_of(request), await read_form(request)
    kind = _draft_kind(form)
    kept = {name: form.get(name)[:DRAFT_CHARS] for name in DRAFT_FIELDS if name in form.fields}
    details = json.dumps({**kept, "attachments": list(keys_in(form))})
    desk, now_ms = desk_of(request), moment_of(request)
    await save_draft(desk, operator, id_in_path(request), kind, form.get("html"), details, now_ms)
    return JSONResponse({"saved_ms": now_ms})


async def read(request: Request) -> Response:
    """`event`: this operator's view has shown the ticket up to here."""
    operator, form = operator_of(request), await read_form(request)
    event_id = form.number("event")
    if event_id is None:
        raise BadFields({"event": _("Which event has the view shown?")})
    await mark_read(desk_of(request), operator, id_in_path(request), event_id)
    return JSONResponse({"seen": event_id})


async def written(request: Request, message_id: int) -> Response:
    """The message that was made, with its ticket as it is now; or the way to it."""
    desk = desk_of(request)
    message = await message_by_id(desk, message_id)
    if message is None:
        raise NotFound
    if not wants_json(request):
        return RedirectResponse(f"/tickets/{message.ticket_id}#message-{message.id}", status_code=303)
    ticket = await ticket_for(desk, operator_of(request), message.ticket_id)
    return JSONResponse({"message": message_json(message), "ticket": await one_ticket_json(request, ticket)})


def request_key_in(form: Form) -> str:
    """The drawn form's key; a script that sends none gets a fresh one, and no protection from sending twice."""
    return form.get("request_key")[:64] or new_key()


def _status(form: Form) -> Status | None:
    typed = form.get("status")
    if not typed:
        return None
    status = Status.read(typed)
    if status is None:
        raise BadFields({"status": _("There is no such status.")})
    return status


def keys_in(form: Form) -> tuple[str, ...]:
    """Attachment keys: one field each, or parted by commas."""
    return tuple(key.strip() for one in form.all("attachments") for key in one.split(",") if key.strip())


def _draft_kind(form: Form) -> MessageKind:
    kind = form.get("kind") or MessageKind.ANSWER.value
    if kind not in DRAFT_KINDS:
        raise BadFields({"kind": _("A draft is an answer, a note or a letter to a third party.")})
    return MessageKind(kind)
