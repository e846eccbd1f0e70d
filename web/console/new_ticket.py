"""A ticket by an operator's hand: for somebody who rang, or stands at the desk."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.opening import NewTicket, open_ticket
from app.codes import new_key
from app.errors import BadFields, TooLarge
from app.fields import check_fields, customer_of
from app.group import Group
from app.languages import _, available
from app.ticket import Ticket
from web.accepts import wants_json
from web.console.page import groups_for, part_of, shell
from web.console.shapes import one_ticket_json
from web.context import client_ip_of, desk_of, moment_of, operator_of
from web.forms import Form, read_form
from web.templating import render


async def show(request: Request) -> Response:
    """`GET /tickets/new`: the form, as a page or (part `dialog`) over the console."""
    return await _page(request, Form(), {})


async def create(request: Request) -> Response:
    """`POST /tickets`: `name email phone address city country subject message group language confirm`, files in `files`.

    The ticket is unheld, its text the customer's first message; `confirm=0` sends the customer nothing.
    """
    form = await read_form(request)
    try:
        ticket = await _open(request, form)
    except (BadFields, TooLarge) as error:
        if wants_json(request):
            raise
        return await _page(request, form, error.faults if isinstance(error, BadFields) else {"files": str(error)})
    if wants_json(request):
        return JSONResponse({"ticket": await one_ticket_json(request, ticket)}, status_code=201)
    return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)


async def _open(request: Request, form: Form) -> Ticket:
    desk, operator = desk_of(request), operator_of(request)
    faults: dict[str, str] = {}
    group = _group(await groups_for(desk, operator), form.get("group"), faults)
    try:
        clean = check_fields({name: value for name, value in form.fields.items() if name != "group"})
    except BadFields as error:
        raise BadFields({**error.faults, **faults}) from None
    if faults:
        raise BadFields(faults)
    new = NewTicket(
        customer=customer_of(clean),
        subject=clean["subject"],
        text=clean["message"],
        source="operator",
        client_ip=client_ip_of(request),
        language=form.get("language") if form.get("language") in available() else request.state.language,
        group_id=group.id if group else None,
        attachments=form.uploads("files"),
        request_key=f"{operator.id}:{form.get('request_key')[:40]}" if form.get("request_key") else None,
        confirm=form.is_on("confirm") if _has_choice(request, form) else True,
    )
    return await open_ticket(desk, new, by(operator), moment_of(request))


def _has_choice(request: Request, form: Form) -> bool:
    """A form's switch that is off sends nothing; a script that leaves it out means yes."""
    return "confirm" in form.fields or not wants_json(request) or bool(form.get("request_key"))


def _group(visible: list[Group], typed: str, faults: dict[str, str]) -> Group | None:
    if not typed:
        return None
    wanted = typed.strip().casefold()
    found = next((group for group in visible if wanted in {str(group.id), group.name.casefold()}), None)
    if found is None:
        faults["group"] = _("There is no such group.")
    return found


async def _page(request: Request, form: Form, faults: dict[str, str]) -> Response:
    drawn_before = bool(form.fields)
    typed = {**form.fields, "confirm": form.get("confirm", "0" if drawn_before else "1")}
    context = {
        **await shell(request, "new"),
        "typed": typed,
        "faults": faults,
        "request_key": form.get("request_key") or new_key(),
    }
    template = "console/new_ticket_dialog.html" if part_of(request) == "dialog" else "console/new_ticket.html"
    return render(request, template, context, status_code=422 if faults else 200)
