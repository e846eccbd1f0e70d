"""The public form: how a customer first writes to the desk."""

import hashlib
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.opening import NewTicket, open_ticket
from app.codes import grouped, new_key
from app.errors import BadFields, DeskError, TooLarge, TooMany
from app.event import Actor
from app.fields import check_fields, customer_of
from app.group import Group
from app.languages import _
from app.queries.people import groups
from app.queries.tickets import ticket_by_id
from app.ticket import Ticket
from web.accepts import wants_json
from web.context import client_ip_of, desk_of, id_in_path, moment_of
from web.cookies import may_open, remember_ticket
from web.forms import Form, read_form
from web.limits import MAX_FILES
from web.public.confirming import may_confirm
from web.rates import PUBLIC_FORM_IP, Rates, ip_key
from web.templating import render

HONEYPOT = "website"  # no person sees it; programs that fill in everything do
KEY_LENGTH = 64


@dataclass
class Drawn:
    """The form as it is drawn: what was typed, what is at fault, which files were lost on the way."""

    form: Form
    faults: dict[str, str] = field(default_factory=dict)
    error: DeskError | None = None

    @property
    def lost_files(self) -> list[str]:
        """Names of files that came with the form: browsers do not keep them, they must be chosen again."""
        return [upload.name for _of, upload in self.form.files]

    @property
    def status_code(self) -> int:
        """200 for a fresh form."""
        if self.error:
            return self.error.status
        return BadFields.status if self.faults else 200


async def show(request: Request) -> Response:
    """The empty form."""
    return await _page(request, Drawn(Form()))


async def create(request: Request) -> Response:
    """Open a ticket; or the form again with everything that was typed, and what to do about each fault."""
    form = await read_form(request)
    try:
        ticket = await _open(request, form)
    except (BadFields, TooLarge, TooMany) as error:
        if wants_json(request):
            raise
        return await _page(request, _with_fault(form, error))
    if wants_json(request):
        return _created(request, ticket)
    answer = RedirectResponse(f"/new/done/{ticket.id}", status_code=303)
    remember_ticket(answer, request, ticket)
    return answer


async def done(request: Request) -> Response:
    """Thanks, with number, access code and link: for the browser that sent the form."""
    ticket = await ticket_by_id(desk_of(request), id_in_path(request))
    if ticket is None or ticket.is_deleted or not may_open(request, ticket):
        return RedirectResponse(f"/t/{id_in_path(request)}", status_code=303)
    return render(request, "public/done.html", {"ticket": ticket, "code": grouped(ticket.access_code)})


async def _open(request: Request, form: Form) -> Ticket:
    desk = desk_of(request)
    if form.get(HONEYPOT):
        raise BadFields({HONEYPOT: _("This field was meant to stay empty. Send the form again if you are a person.")})
    typed = {name: value for name, value in form.fields.items() if name != "group"}
    clean = check_fields(typed)
    group = _chosen(await _open_groups(request), form.get("group"))
    rates: Rates = request.app.state.rates
    await rates.hit(PUBLIC_FORM_IP, ip_key(client_ip_of(request)))
    new = NewTicket(
        customer=customer_of(clean),
        subject=clean["subject"],
        text=clean["message"],
        source="web",
        client_ip=client_ip_of(request),
        language=request.state.language,
        group_id=group.id if group else None,
        attachments=form.uploads("files"),
        request_key=_request_key(form.get("request_key"), clean),
        confirm=await may_confirm(rates, clean["email"]),
    )
    return await open_ticket(desk, new, Actor("customer", clean["name"]), moment_of(request))


def _request_key(drawn_key: str, clean: dict[str, str]) -> str | None:
    """One ticket for one drawn form and one text, however often it is sent.

    The text is in it because whoever repeats a key gets the first ticket's code: a key alone, which a stranger might
    choose, must not open somebody's ticket.
    """
    if not drawn_key:
        return None
    said = "\0".join([drawn_key, *(f"{name}={value}" for name, value in sorted(clean.items()))])
    return hashlib.sha256(said.encode()).hexdigest()[:KEY_LENGTH]


def _with_fault(form: Form, error: DeskError) -> Drawn:
    if isinstance(error, BadFields):
        return Drawn(form, error.faults)
    if isinstance(error, TooLarge):
        return Drawn(form, {"files": str(error)}, error)
    return Drawn(form, {}, error)


async def _open_groups(request: Request) -> list[Group]:
    return [group for group in await groups(desk_of(request)) if not group.members_only]


def _chosen(offered: list[Group], typed: str) -> Group | None:
    return next((group for group in offered if str(group.id) == typed), None)


async def _page(request: Request, drawn: Drawn) -> Response:
    context = {
        "drawn": drawn,
        "typed": drawn.form.fields,
        "faults": drawn.faults,
        "groups": await _open_groups(request),
        "request_key": drawn.form.get("request_key") or new_key(),
        "honeypot": HONEYPOT,
        "max_files": MAX_FILES,
    }
    answer = render(request, "public/new.html", context, status_code=drawn.status_code)
    if isinstance(drawn.error, TooMany):
        answer.headers["Retry-After"] = str(drawn.error.retry_after_s)
    return answer


def _created(request: Request, ticket: Ticket) -> Response:
    url = f"{desk_of(request).settings.base_url}/t/{ticket.id}/{ticket.access_code}"
    facts = {"id": ticket.id, "access_code": ticket.access_code, "status": ticket.status.value, "url": url}
    return JSONResponse(facts, status_code=201, headers={"Cache-Control": "no-store"})
