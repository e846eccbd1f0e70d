"""Writing to a third party from the ticket, and sharing with the customer what came back."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.drafts import draft_of
from app.actions.sharing import share_message
from app.actions.third_party import ThirdPartyForm, may_be_forwarded, write_to_third_party
from app.codes import new_key
from app.errors import BadFields
from app.languages import _
from app.message import MessageKind
from app.queries.addresses import addresses_on
from app.queries.messages import messages_of
from app.queries.tickets import ticket_for
from web.accepts import wants_json
from web.console.answers import keys_in, request_key_in, written
from web.console.page import part_of
from web.console.shapes import message_json
from web.console.ticket_view import kept_draft, lock_of, signature_line
from web.console.tickets import message_on
from web.context import desk_of, id_in_path, moment_of, operator_of
from web.forms import Form, read_form
from web.numbers import whole_number
from web.templating import render

KIND = MessageKind.TO_THIRD_PARTY


async def show(request: Request) -> Response:
    """`GET /tickets/{id}/third-party` (part `dialog`): the form over the console."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    if part_of(request) != "dialog":
        return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)
    draft = await draft_of(desk, operator, ticket.id, KIND)
    others = await addresses_on(desk, ticket.id)
    context = {
        "ticket": ticket,
        "lock": lock_of(operator, ticket),
        "draft": await kept_draft(desk, operator, ticket, KIND),
        "typed": _typed(draft.details if draft else "{}"),
        "known": [one.email for one in others if one.role == "third_party"],
        "forwardable": [one for one in await messages_of(desk, ticket.id) if may_be_forwarded(one)][::-1],
        "request_key": new_key(),
        "signature_text": signature_line(operator),
    }
    return render(request, "console/third_party_dialog.html", context)


async def write(request: Request) -> Response:
    """`to subject html forward attachments request_key take`. The same `request_key` again gives the first result."""
    form = await read_form(request)
    desk, operator, ticket_id = desk_of(request), operator_of(request), id_in_path(request)
    await ticket_for(desk, operator, ticket_id)
    letter = ThirdPartyForm(
        to=tuple(address.strip() for one in form.all("to") for address in one.split(",") if address.strip()),
        html=form.get("html"),
        request_key=request_key_in(form),
        subject=form.get("subject"),
        forward_message_ids=_numbers(form),
        attachment_keys=keys_in(form),
        taking=form.is_on("take"),
    )
    return await written(request, await write_to_third_party(desk, operator, ticket_id, letter, moment_of(request)))


async def share(request: Request) -> Response:
    """`POST /tickets/{id}/messages/{message_id}/share`: the customer sees it from now on."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    message = await message_on(request, ticket)
    shared = await share_message(desk, operator, message.id, moment_of(request))
    if wants_json(request):
        return JSONResponse({"message": message_json(shared)})
    return RedirectResponse(f"/tickets/{ticket.id}#message-{message.id}", status_code=303)


def _numbers(form: Form) -> tuple[int, ...]:
    """The messages to forward: one field each, or parted by commas. Raises BadFields."""
    typed = [number.strip() for one in form.all("forward") for number in one.split(",") if number.strip()]
    numbers = tuple(number for one in typed if (number := whole_number(one)) is not None)
    if len(numbers) != len(typed):
        raise BadFields({"forward": _("One of these messages cannot be forwarded.")})
    return numbers


def _typed(details: str) -> dict[str, Any]:
    """To, subject and ticked messages of a draft."""
    kept = json.loads(details or "{}")
    ticked = {number for number in str(kept.get("forward") or "").split(",") if number.isdigit()}
    return {"to": str(kept.get("to") or ""), "subject": str(kept.get("subject") or ""), "forward": ticked}
