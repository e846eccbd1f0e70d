"""A ticket created by an operator, for someone who called or came by."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.message.opening import NewTicket, open_ticket
from app.core.errors import AlreadyStored, BadFields, DeskError, TooLarge
from app.nouns.fields import check_fields, customer_of
from app.nouns.group import Group
from app.nouns.request_keys import request_key
from app.nouns.ticket import Ticket
from app.text.languages import _, available
from web.console.frame.page import fragment_of, groups_for, shell
from web.console.frame.shapes import one_ticket_json
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import client_ip_of, desk_of, moment_of, operator_of
from web.requests.drawn_keys import fresh_key
from web.requests.forms import PostedForm, read_form


async def show(request: Request) -> Response:
    """`GET /tickets/new`: the form, as a page or (fragment `dialog`) over the console."""
    return await _page(request, PostedForm())


async def create(request: Request) -> Response:
    """`POST /tickets`: `name email phone address city country subject message group language confirm`, files in `files`.

    The ticket is unheld, its text the customer's first message; `confirm=0` sends the customer nothing.
    """
    form = await read_form(request, keep_files=True)
    try:
        ticket = await _open(request, form)
    except (AlreadyStored, BadFields, TooLarge) as error:
        if wants_json(request):
            raise
        return await _page(request, form, error)
    if wants_json(request):
        return JSONResponse({"ticket": await one_ticket_json(request, ticket)}, status_code=201)
    return RedirectResponse(f"/tickets/{ticket.id}", status_code=303)


async def _open(request: Request, form: PostedForm) -> Ticket:
    desk, operator = desk_of(request), operator_of(request)
    faults: dict[str, str] = {}
    group = _group(await groups_for(request), form.get("group"), faults)
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
        request_key=request_key(form.get("request_key"), "operator", operator.id),
        confirm=form.is_on("confirm") if _has_choice(request, form) else True,
    )
    return await open_ticket(desk, new, by(operator), moment_of(request))


def _has_choice(request: Request, form: PostedForm) -> bool:
    """A form's switch that is off sends nothing; a script that leaves it out means yes."""
    return "confirm" in form.fields or not wants_json(request) or bool(form.get("request_key"))


def _group(visible: Sequence[Group], typed: str, faults: dict[str, str]) -> Group | None:
    if not typed:
        return None
    wanted = typed.strip().casefold()
    found = next((group for group in visible if wanted in {str(group.id), group.name.casefold()}), None)
    if found is None:
        faults["group"] = _("Group not found. Choose another one.")
    return found


async def _page(request: Request, form: PostedForm, error: DeskError | None = None) -> Response:
    faults = error.faults if isinstance(error, BadFields) else {}
    drawn_before = bool(form.fields)
    typed = {**form.fields, "confirm": form.get("confirm", "0" if drawn_before else "1")}
    context = {
        **await shell(request, "new"),
        "typed": typed,
        "faults": faults,
        "error": None if faults else error,
        "request_key": fresh_key(form, error),
    }
    template = "console/new_ticket/dialog.html" if fragment_of(request) == "dialog" else "console/new_ticket/page.html"
    return render(request, template, context, status_code=error.status if error else 200)
