"""A customer's mail on a demo desk: written here, it takes the way that a mail from outside takes."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.core.errors import BadFields, NotFound
from app.nouns.fields import LENGTHS, fault_of, well_formed
from app.nouns.operator import Operator
from app.nouns.reasons import readable
from app.nouns.ticket import Ticket
from app.queries.mail.ledger import inbound_mail, last_mail_to_customer
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _
from app.text.one_line import one_line
from web.console.frame.page import fragment_of, shell
from web.mail_door import mail_door_of
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.forms import PostedForm, read_form
from web.requests.typed_numbers import whole_number

FIELDS = ("name", "email", "subject", "text", "ticket")


async def show(request: Request) -> Response:
    """`GET /mail/simulate?ticket=`: the form, as a page or (fragment `dialog`) over the console."""
    operator = _on_demo(request)
    asked = request.query_params.get("ticket", "")
    ticket = await _ticket(request, operator, asked) if asked else None
    typed = {"ticket": str(ticket.id)} if ticket else {}
    if ticket:
        subject = f"Re: {ticket.subject} ({ticket.number})"
        typed |= {"name": ticket.customer.name, "email": ticket.customer.email, "subject": subject}
    return await _page(request, typed, {})


async def send(request: Request) -> Response:
    """`POST /mail/simulate`: `name email subject text ticket`. With a ticket it answers the last mail to its customer."""
    operator, form = _on_demo(request), await read_form(request)
    try:
        fields = await _fields(request, operator, form)
    except BadFields as fault:
        if wants_json(request):
            raise
        return await _page(request, form.fields, fault.faults)
    desk = desk_of(request)
    inbound_id = await mail_door_of(request).simulate(desk, fields, moment_of(request))
    mail = await inbound_mail(desk, inbound_id)
    if wants_json(request):
        facts = {"inbound": mail.id, "outcome": mail.outcome, "reason": readable(mail.reason), "ticket": mail.ticket_id}
        return JSONResponse(facts)
    path = f"/tickets/{mail.ticket_id}" if mail.ticket_id else f"/mail/in/{mail.id}"
    return RedirectResponse(path, status_code=303)


def _on_demo(request: Request) -> Operator:
    """Who asks. Raises NotFound on a desk that real customers write to."""
    operator = operator_of(request)
    if not desk_of(request).settings.demo:
        raise NotFound
    return operator


async def _fields(request: Request, operator: Operator, form: PostedForm) -> dict[str, str]:
    """The mail to make. Raises BadFields."""
    email, text = one_line(form.get("email")), well_formed(form.get("text")).strip()
    faults = {name: words for name, words in (("email", fault_of("email", email, mandatory=True)),) if words}
    if not text:
        faults["text"] = _("Enter the customer's message.")
    answers = ""
    if number := form.get("ticket").strip().lstrip("#"):
        try:
            ticket = await _ticket(request, operator, number)
        except NotFound:
            faults["ticket"] = _("Ticket not found.")
        else:
            last = await last_mail_to_customer(desk_of(request), ticket.id)
            answers = last.mime_message_id if last else ""
    if faults:
        raise BadFields(faults)
    name, subject = (one_line(form.get(field))[: LENGTHS[field]] for field in ("name", "subject"))
    return {"name": name, "email": email, "subject": subject, "text": text, "answers": answers}


async def _ticket(request: Request, operator: Operator, number: str) -> Ticket:
    ticket_id = whole_number(number)
    if ticket_id is None:
        raise NotFound
    return await ticket_for(desk_of(request), operator, ticket_id)


async def _page(request: Request, typed: Any, faults: dict[str, str]) -> Response:
    context = {"typed": {name: typed.get(name, "") for name in FIELDS}, "faults": faults}
    if fragment_of(request) == "dialog":
        return render(request, "console/mail/simulate_dialog.html", {**context, "in_dialog": True})
    page = {**await shell(request, "mail"), **context, "in_dialog": False}
    return render(request, "console/mail/simulate.html", page, status_code=422 if faults else 200)
