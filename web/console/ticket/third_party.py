"""Writing to a third party from the ticket, and sharing with the customer what came back."""

from dataclasses import asdict

from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.message.sharing import share_message
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.core.errors import BadFields
from app.nouns.message import MessageKind
from app.queries.ticket.messages import forwardable_of
from app.text.languages import _
from web.console.frame.page import fragment_of
from web.console.frame.shapes import message_json
from web.console.ticket.answers import keys_in, request_key_in, saving_in, written
from web.console.ticket.recipients import recipients_for
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.console.ticket.ticket_view import kept_draft
from web.pages.templating import render
from web.requests.context import plugins_of
from web.requests.forms import PostedForm
from web.requests.typed_numbers import whole_number

KIND = MessageKind.TO_THIRD_PARTY
MOST_OFFERED = 200  # messages to forward
MOST_TYPED = 100  # characters of a search


@of_ticket
async def show(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/third-party` (fragment `forward`): the messages that may go along; else the ticket's page."""
    desk, operator, ticket = request.desk, request.operator, request.ticket
    if fragment_of(request.http) != "forward":
        return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)
    draft = await kept_draft(desk, operator, ticket, KIND)
    context = {
        "forwardable": await forwardable_of(desk, ticket.id, MOST_OFFERED),
        "chosen": {int(number) for number in draft.forward.split(",") if number.isdigit()},
    }
    return render(request.http, "console/composer/forward.html", context)


@of_ticket
async def recipients(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/recipients?q=`: whom an email may go to, as JSON or (fragment `recipients`) to be pressed.

    Those on the ticket already, then those of the panels' cards: named in it, or found for `q`.
    """
    typed = request.http.query_params.get("q", "")[:MOST_TYPED].replace("\0", "").strip()
    offered = await recipients_for(request.desk, plugins_of(request.http).panels, request.ticket, typed)
    if request.wants_json:
        return JSONResponse({"recipients": [asdict(one) for one in offered]})
    return render(request.http, "console/composer/recipients.html", {"recipients": offered})


@of_ticket
async def write(request: TicketRequest) -> Response:
    """`to subject html forward attachments request_key take save_key save_base`. The same `request_key` again gives the first result."""
    form, number = request.form, request.ticket.id
    letter = ThirdPartyForm(
        to=tuple(address.strip() for one in form.all("to") for address in one.split(",") if address.strip()),
        html=form.get("html"),
        request_key=request_key_in(form),
        subject=form.get("subject"),
        forward_message_ids=_numbers(form),
        attachment_keys=keys_in(form),
        taking=form.is_on("take"),
        saving=saving_in(form),
    )
    made = await write_to_third_party(request.desk, request.operator, number, letter, request.now_ms)
    return await written(request.http, made)


@of_ticket
async def share(request: TicketRequest) -> Response:
    """`POST /tickets/{id}/messages/{message_id}/share`: the customer sees it from now on."""
    message = await request.message()
    shared = await share_message(request.desk, request.operator, message.id, request.now_ms)
    if request.wants_json:
        return JSONResponse({"message": message_json(shared)})
    return RedirectResponse(f"/tickets/{request.ticket.id}#message-{message.id}", status_code=303)


def _numbers(form: PostedForm) -> tuple[int, ...]:
    """The messages to forward: one field each, or separated by commas. Raises BadFields."""
    typed = [number.strip() for one in form.all("forward") for number in one.split(",") if number.strip()]
    numbers = tuple(number for one in typed if (number := whole_number(one)) is not None)
    if len(numbers) != len(typed):
        raise BadFields({"forward": _("One of these messages cannot be forwarded.")})
    return numbers
