"""The public form: how a customer first writes to the desk."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.message.opening import NewTicket, open_ticket
from app.core.errors import BadFields, DeskError, StorageFull, TooLarge, TooMany
from app.credentials.codes import grouped, new_key
from app.nouns.event import Actor
from app.nouns.fields import HONEYPOT, check_fields, customer_of
from app.nouns.group import Group
from app.nouns.request_keys import request_key
from app.nouns.ticket import Ticket
from app.queries.desk.first_answers import usual_wait
from app.queries.people.people import groups
from app.text.languages import _
from app.text.one_line import one_line
from web.pages.templating import render
from web.public import meant
from web.public.code_entry import ticket_if_opened
from web.public.confirming import may_confirm
from web.public.expected import usually_words
from web.public.opened import Opened, remember_ticket
from web.public.tries import counted_form, desks_own_fault
from web.requests.accepts import wants_form, wants_problem
from web.requests.context import client_ip_of, desk_of, id_in_path, moment_of
from web.requests.forms import PostedForm
from web.requests.limits import MAX_FILES


@dataclass
class Drawn:
    """The form as it is drawn: what was typed, what is at fault, which files were lost on the way."""

    form: PostedForm
    faults: dict[str, str] = field(default_factory=dict)
    error: DeskError | None = None
    by_script: bool = False  # then the page still has its files

    @property
    def lost_files(self) -> list[str]:
        """Names of files that came with the form: browsers do not keep them, they must be chosen again."""
        return [upload.name for _of, upload in self.form.files] if not self.by_script else []

    @property
    def status_code(self) -> int:
        """200 for a fresh form."""
        if self.error:
            return self.error.status
        return BadFields.status if self.faults else 200


async def show(request: Request) -> Response:
    """The empty form."""
    return await _page(request, Drawn(PostedForm()))


async def create(request: Request) -> Response:
    """Open a ticket; or the form again with everything that was typed, and what to do about each fault."""
    form, refusal = await counted_form(request)
    form = meant.with_meant(form)
    try:
        if refusal:
            raise refusal
        if not wants_problem(request) and _asks(form):
            return await _page(request, Drawn(form, by_script=wants_form(request)))
        async with desks_own_fault(request):
            ticket = await _open(request, form)
    except (BadFields, StorageFull, TooLarge, TooMany) as error:
        if wants_problem(request):
            raise
        return await _page(request, _with_fault(request, form, error))
    if wants_problem(request):
        return _created(request, ticket)
    url = f"/new/done/{ticket.id}"
    answer = (
        JSONResponse({"url": url}, status_code=201) if wants_form(request) else RedirectResponse(url, status_code=303)
    )
    remember_ticket(answer, request, ticket, Opened.BY_CODE)
    return answer


async def done(request: Request) -> Response:
    """Thanks, with number, access code and link: for the browser that sent the form."""
    ticket = await ticket_if_opened(request)
    if ticket is None:
        return RedirectResponse(f"/t/{id_in_path(request)}", status_code=303)
    usual = await usual_wait(desk_of(request), moment_of(request))
    context = {"code": grouped(ticket.access_code), "usually": usually_words(usual.of(ticket.group_id))}
    return render(request, "public/done.html", {"ticket": ticket, **context})


def _asks(form: PostedForm) -> bool:
    """Whether the form is complete but for an address that looks like a slip. Raises BadFields where more is at fault."""
    check_fields({name: value for name, value in form.fields.items() if name != "group"})
    return meant.to_ask(form, one_line(form.get("email"))) is not None


async def _open(request: Request, form: PostedForm) -> Ticket:
    desk = desk_of(request)
    if form.get(HONEYPOT):
        raise BadFields({HONEYPOT: _("Leave this field empty, then send the form again.")})
    typed = {name: value for name, value in form.fields.items() if name != "group"}
    clean = check_fields(typed)
    group = _chosen(await _open_groups(request), form.get("group"))
    new = NewTicket(
        customer=customer_of(clean),
        subject=clean["subject"],
        text=clean["message"],
        source="web",
        client_ip=client_ip_of(request),
        language=request.state.language,
        group_id=group.id if group else None,
        attachments=form.uploads("files"),
        request_key=request_key(form.get("request_key"), "web"),
        confirm=await may_confirm(request.app.state.rates, clean["email"]),
    )
    return await open_ticket(desk, new, Actor("customer", clean["name"]), moment_of(request))


def _with_fault(request: Request, form: PostedForm, error: DeskError) -> Drawn:
    by_script = wants_form(request)
    if isinstance(error, BadFields):
        return Drawn(form, error.faults, by_script=by_script)
    faults = {"files": str(error)} if isinstance(error, TooLarge) else {}
    return Drawn(form, faults, error, by_script)


async def _open_groups(request: Request) -> list[Group]:
    return [group for group in await groups(desk_of(request)) if not group.members_only]


def _chosen(offered: list[Group], typed: str) -> Group | None:
    return next((group for group in offered if str(group.id) == typed), None)


async def _page(request: Request, drawn: Drawn) -> Response:
    offered = await _open_groups(request)
    usual = await usual_wait(desk_of(request), moment_of(request))
    email = one_line(drawn.form.get("email"))
    offer = meant.to_ask(drawn.form, email)
    chosen = drawn.form.get("group") or next((str(one.id) for one in offered if one.default_for_form), "")
    group = _chosen(offered, chosen) or next(iter(offered), None)
    context = {
        "meant": offer,
        "asked_email": email if offer else drawn.form.get(meant.ASKED),
        "usually": usually_words(usual.of(group.id if group else None)),
        "usually_of": {one.id: usually_words(usual.of(one.id)) for one in offered},
        "drawn": drawn,
        "typed": drawn.form.fields,
        "faults": drawn.faults,
        "groups": offered,
        "chosen_group": chosen,
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
