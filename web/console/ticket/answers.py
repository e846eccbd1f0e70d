"""What an operator writes: answers, notes, drafts; taking an answer back; how far a view has read."""

import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.mail.sending_again import send_again as send_message_again
from app.actions.message.answering import AnswerForm
from app.actions.message.answering import answer as send
from app.actions.message.drafts import Draft, Saving, draft_of, save_draft
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.written import WrittenMessage
from app.actions.ticket.reading import mark_read
from app.core.errors import BadFields, Conflict
from app.credentials.codes import new_key
from app.nouns.message import MessageKind
from app.nouns.permissions import Act, permit
from app.nouns.status import Status
from app.text.languages import _
from web.console.frame.shapes import attachment_json, message_json, one_ticket_json
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.console.ticket.ticket_view import kept_draft
from web.requests.accepts import wants_json
from web.requests.context import desk_of, id_in_path, moment_of, operator_of
from web.requests.forms import PostedForm, read_form

DRAFT_KINDS = frozenset({MessageKind.ANSWER, MessageKind.NOTE, MessageKind.TO_THIRD_PARTY})
DRAFT_CHARS = 2_000  # of one such field
DRAFT_FIELDS = ("status", "cc", "to", "subject", "forward", "save_key")


async def answer(request: Request) -> Response:
    """`html status take request_key seen attachments cc save_key save_base`. The same `request_key` again gives the first result."""
    form = await read_form(request)
    typed = AnswerForm(
        html=form.get("html"),
        request_key=request_key_in(form),
        status=_status(form),
        taking=form.is_on("take"),
        seen=form.number("seen"),
        attachment_keys=keys_in(form),
        cc=tuple(address.strip() for one in form.all("cc") for address in one.split(",") if address.strip()),
        saving=saving_in(form),
    )
    desk, operator = desk_of(request), operator_of(request)
    return await written(request, await send(desk, operator, id_in_path(request), typed, moment_of(request)))


@of_ticket
async def note(request: TicketRequest) -> Response:
    """`html request_key attachments save_key save_base`: an internal note, whoever holds the ticket."""
    form, number = request.form, request.ticket.id
    key, files, saving = request_key_in(form), keys_in(form), saving_in(form)
    made = await add_note(request.desk, request.operator, number, form.get("html"), key, files, request.now_ms, saving)
    return await written(request.http, made)


@of_ticket
async def undo(request: TicketRequest) -> Response:
    """Take an answer or a note back in its undo time; the draft that it is again comes with the answer."""
    message = await request.message()
    await recall(request.desk, request.operator, message.id, request.now_ms)
    if not request.wants_json:
        return RedirectResponse(f"/tickets/{request.ticket.id}", status_code=303)
    draft = await draft_of(request.desk, request.operator, request.ticket.id, message.kind)
    if draft is None:
        return JSONResponse({"message": {"id": message.id, "recalled": True}, "draft": None})
    files = [attachment_json(file) for file in message.attachments if not file.inline]
    kept = draft_json(message.kind, draft, files) | {"recalled": message.html or ""}
    return JSONResponse({"message": {"id": message.id, "recalled": True}, "draft": kept})


@of_ticket
async def send_again(request: TicketRequest) -> Response:
    """Give the mails of an answer that did not arrive another try, now; whoever has it gets it no second time."""
    permit(request.operator, Act.ANSWER, request.ticket, taking=True)
    message = await request.message()
    if message.delivery is None:
        raise Conflict(_("This message was not sent by email."))
    ticket = await send_message_again(request.desk, request.operator, message, request.now_ms)
    return await written(request.http, WrittenMessage(await request.message(), ticket))


async def draft(request: Request) -> Response:
    """`kind html status attachments cc`, to a third party `to subject forward`: keep what is typed; nothing typed: forget the draft.

    `save_key` is the window's name for this save: a window that missed the response recognises its text by it.
    `save_base`: the keys of the copies it is based on, separated by commas; a draft with another key is not replaced
    (409, which has it). Without the field any stored draft is replaced.
    """
    operator, form = operator_of(request), await read_form(request)
    kind = _draft_kind(form.get("kind"))
    kept = {name: form.get(name)[:DRAFT_CHARS] for name in DRAFT_FIELDS if name in form.fields}
    details = json.dumps({**kept, "attachments": list(keys_in(form))})
    desk, now_ms = desk_of(request), moment_of(request)
    upon = saving_in(form).upon
    await save_draft(desk, operator, id_in_path(request), kind, form.get("html"), details, now_ms, upon)
    return JSONResponse({"saved_ms": now_ms})


@of_ticket
async def show_draft(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/draft?kind=`: `{draft: {kind html files saved_ms save_key …}}` as it is kept; null where none is."""
    kind = _draft_kind(request.http.query_params.get("kind", ""))
    draft = await draft_of(request.desk, request.operator, request.ticket.id, kind)
    if draft is None:
        return JSONResponse({"draft": None})
    kept = await kept_draft(request.desk, request.operator, request.ticket, kind)
    return JSONResponse({"draft": draft_json(kind, draft, [attachment_json(file) for file in kept.files])})


def draft_json(kind: MessageKind, draft: Draft, files: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A draft with what was chosen beside its text."""
    chosen: dict[str, Any] = json.loads(draft.details or "{}")
    told = {"kind": kind.value, "html": draft.html, "files": files, "saved_ms": draft.saved_ms, "save_key": draft.key}
    return {**chosen, **told}


async def read(request: Request) -> Response:
    """`event`: this operator's view has shown the ticket up to here."""
    operator, form = operator_of(request), await read_form(request)
    event_id = form.number("event")
    if event_id is None:
        raise BadFields({"event": _("Give the last event the view has shown.")})
    await mark_read(desk_of(request), operator, id_in_path(request), event_id)
    return JSONResponse({"seen": event_id})


async def written(request: Request, made: WrittenMessage, warnings: Sequence[str] = ()) -> Response:
    """The message that an act wrote or changed, with its ticket as it is now; or back to it on its page."""
    message, ticket = made.message, made.ticket
    if not wants_json(request):
        return RedirectResponse(f"/tickets/{message.ticket_id}#message-{message.id}", status_code=303)
    told = {"warnings": list(warnings)} if warnings else {}
    return JSONResponse({"message": message_json(message), "ticket": await one_ticket_json(request, ticket), **told})


def request_key_in(form: PostedForm) -> str:
    """The drawn form's key; a script that sends none gets a fresh one, and no protection from sending twice."""
    return form.get("request_key") or new_key()


def _status(form: PostedForm) -> Status | None:
    typed = form.get("status")
    if not typed:
        return None
    status = Status.read(typed)
    if status is None:
        raise BadFields({"status": _("Unknown status. Choose another one.")})
    return status


def keys_in(form: PostedForm) -> tuple[str, ...]:
    """Attachment keys: one field each, or separated by commas."""
    return tuple(key.strip() for one in form.all("attachments") for key in one.split(",") if key.strip())


def saving_in(form: PostedForm) -> Saving:
    """What the window sends about its save; programs send nothing."""
    upon = frozenset(key.strip() for key in form.get("save_base").split(",")) if "save_base" in form.fields else None
    return Saving(form.get("save_key")[:DRAFT_CHARS], upon)


def _draft_kind(typed: str) -> MessageKind:
    kind = typed or MessageKind.ANSWER.value
    if kind not in DRAFT_KINDS:
        raise BadFields({"kind": _("A draft is an answer, a note or an email to a third party.")})
    return MessageKind(kind)
