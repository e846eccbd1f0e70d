"""The mail servers of the set-up page: as they were typed, and tried before anything is kept."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.desk.first_run import is_first_run
from app.actions.mail.first_mail import MAILBOX, OUTGOING, FirstMail
from app.actions.mail.mailboxes import read_mailbox
from app.actions.mail.outgoing_server import read_outgoing
from app.actions.mail.trials import ask_for_trial
from app.config.settings import Settings
from app.core.errors import BadFields, NotFound
from app.nouns.fields import fault_of
from app.queries.mail.trial_plans import typed_plan
from app.text.languages import _
from app.text.one_line import one_line
from web.console.mail.servers import trial_drawn
from web.requests.context import desk_of, moment_of
from web.requests.forms import PostedForm, read_form


def read_first_mail(settings: Settings, form: PostedForm) -> FirstMail:
    """The fields `smtp_…` and `mailbox_…`; a server without a host is left for later. Raises BadFields."""
    faults: dict[str, str] = {}
    outgoing, mailbox = None, None
    try:
        outgoing = read_outgoing(settings, form.fields, OUTGOING)
    except BadFields as error:
        faults |= error.faults
    if not settings.mailbox_url and form.get(f"{MAILBOX}host").strip():
        try:
            mailbox = read_mailbox(form.fields, MAILBOX)
        except BadFields as error:
            faults |= error.faults
    if faults or outgoing is None:
        raise BadFields(faults)
    return FirstMail(outgoing, mailbox)


async def try_first_mail(request: Request) -> Response:
    """`POST /setup/{token}/try`: sign in, send a mail to `email`, receive one; nothing is kept. `{trial}`, to be asked for."""
    desk, form = desk_of(request), await read_form(request)
    await _only_first(request)
    mail = read_first_mail(desk.settings, form)
    outgoing, mailbox, to = mail.outgoing, mail.mailbox, one_line(form.get("email"))
    plan = typed_plan(
        desk.settings,
        (outgoing.place, outgoing.password) if outgoing.place else None,
        outgoing.sender or "",
        (mailbox.place, mailbox.password) if mailbox else None,
        "" if fault_of("email", to, mandatory=True) else to,
        request.state.language,
    )
    if not plan.smtp_url and not plan.mailbox_url:
        raise BadFields({f"{OUTGOING}host": _("Enter a mail server or a mailbox first.")})
    return JSONResponse({"trial": await ask_for_trial(desk, plan, moment_of(request))}, status_code=202)


async def show_first_trial(request: Request) -> Response:
    """`GET /setup/{token}/trials/{trial}`: how far it is."""
    await _only_first(request)
    return await trial_drawn(request)


async def _only_first(request: Request) -> None:
    if not await is_first_run(desk_of(request), request.path_params["token"], moment_of(request)):
        raise NotFound
