"""Mail servers, for administrators: the one that takes mail away, its sender, and the mailboxes that are read.

No password is ever on a page: a field for one is empty, and what is there stays as long as it is.
"""

from dataclasses import asdict
from email.utils import parseaddr
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.mail.outgoing_server import change_outgoing, is_fixed, read_outgoing, remove_outgoing
from app.actions.mail.trials import ask_for_trial
from app.config.mail_place import PORTS, MailPlace, place_of_url
from app.config.mail_sender import is_sender_fixed
from app.config.mail_trial import Trial, TrialPlan
from app.core.errors import BadFields
from app.nouns.reasons import readable
from app.queries.desk.kept_settings import kept_outgoing
from app.queries.mail.health import ENVIRONMENT, health_of_mailboxes, sending_health
from app.queries.mail.trial_plans import mailbox_plan, outgoing_plan
from app.queries.mail.trials import trial_by_id
from web.console.frame.page import fragment_of, shell
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of, roster_of
from web.requests.forms import PostedForm, read_form

PAGE = "/settings/mail"


async def show(request: Request) -> Response:
    """`GET /settings/mail` (fragment `servers`: what changes by itself). `?edit=outgoing`, `=new`, `=N` opens a form beside it."""
    administrator_of(request)
    if wants_json(request):
        return JSONResponse(await _json(request))
    return await page(request, request.query_params.get("edit", ""))


async def change(request: Request) -> Response:
    """`POST /settings/mail/outgoing` (`host port security user password sender_name sender_email`).

    An empty password keeps the one that is there, unless host, port, security or user are others.
    """
    administrator, form = administrator_of(request), await read_form(request)
    try:
        await change_outgoing(
            desk_of(request), administrator, read_outgoing(desk_of(request).settings, form.fields), moment_of(request)
        )
    except BadFields as error:
        if wants_json(request):
            raise
        return await page(request, "outgoing", form, error.faults)
    return await done(request, "outgoing")


async def remove(request: Request) -> Response:
    """`POST /settings/mail/outgoing/remove`: no server any more; mail waits."""
    await remove_outgoing(desk_of(request), administrator_of(request), moment_of(request))
    return await done(request, "")


async def try_outgoing(request: Request) -> Response:
    """`POST /settings/mail/outgoing/try`: sign in and send a mail to the administrator. `{trial}`, to be asked for."""
    administrator = administrator_of(request)
    return await _begin(
        request, outgoing_plan(desk_of(request), administrator.email, request.state.language), "outgoing"
    )


async def try_mailbox(request: Request) -> Response:
    """`POST /settings/mail/mailboxes/{id}/try` (0: the environment's): sign in; write to it and wait for that to come."""
    administrator_of(request)
    language, number = request.state.language, id_in_path(request)
    return await _begin(request, mailbox_plan(desk_of(request), number, language), str(number))


async def show_trial(request: Request) -> Response:
    """`GET /settings/mail/trials/{trial}`: how far it is: `{state, steps: [{name, state, words}]}`, or its lines drawn."""
    administrator_of(request)
    return await trial_drawn(request)


async def trial_drawn(request: Request) -> Response:
    """The trial of this address. Raises NotFound."""
    trial = await trial_by_id(desk_of(request), request.path_params["trial"], moment_of(request))
    if wants_json(request):
        return JSONResponse({"trial": trial_json(trial)})
    return render(request, "console/mail_settings/trial.html", {"trial": trial_json(trial)})


def trial_json(trial: Trial) -> dict[str, Any]:
    """A trial in the reader's language."""
    steps = [{**asdict(step), "words": readable(step.words)} for step in trial.steps]
    return {"id": trial.id, "state": trial.state, "over": trial.is_over, "steps": steps}


async def done(request: Request, edit: str) -> Response:
    """What is kept now, or back to the page."""
    if wants_json(request):
        return JSONResponse(await _json(request))
    return RedirectResponse(f"{PAGE}?edit={edit}&saved=1" if edit else f"{PAGE}?saved=1", status_code=303)


async def page(
    request: Request, edit: str, form: PostedForm | None = None, faults: dict[str, str] | None = None
) -> Response:
    """The page, with what was typed."""
    desk, now_ms = desk_of(request), moment_of(request)
    facts = await _json(request)
    edited = next((one for one in facts["mailboxes"] if str(one["id"]) == edit), None)
    mode = edit if edit in {"outgoing", "new"} else "mailbox" if edited else ""
    asked = request.query_params.get("trial", "")
    context = {
        "outgoing": facts["outgoing"],
        "mailboxes": facts["mailboxes"],
        "group_names": {one.id: one for one in (await roster_of(request)).groups},
        "sending": await sending_health(desk, now_ms),
    }
    if fragment_of(request) == "servers":
        return render(request, "console/mail_settings/servers.html", {**context, "edited": edited})
    more = {
        **await shell(request, "settings"),
        **context,
        "mode": mode,
        "edited": edited,
        "values": form.fields if form else _values(mode, facts["outgoing"], edited),
        "faults": faults or {},
        "is_saved": "saved" in request.query_params and not faults,
        "ports": PORTS,
        "trial": trial_json(await trial_by_id(desk, asked, now_ms)) if asked else None,
    }
    return render(request, "console/mail_settings/page.html", more, status_code=422 if faults else 200)


async def _begin(request: Request, plan: TrialPlan, edit: str) -> Response:
    trial_id = await ask_for_trial(desk_of(request), plan, moment_of(request))
    if wants_json(request):
        return JSONResponse({"trial": trial_id}, status_code=202)
    return RedirectResponse(f"{PAGE}?edit={edit}&trial={trial_id}", status_code=303)


async def _json(request: Request) -> dict[str, Any]:
    """Every server without its password: `has_password` says whether there is one."""
    desk, now_ms = desk_of(request), moment_of(request)
    settings, health = desk.settings, await health_of_mailboxes(desk, now_ms)
    kept = await kept_outgoing(desk.db)
    fixed = is_fixed(settings)
    place = place_of_url(settings.smtp_url) if settings.smtp_url else kept.place if kept else None
    name, address = parseaddr(settings.mail_from or "")
    outgoing = {
        **_place_json(place),
        "fixed": fixed,
        "has_password": bool(kept and kept.has_password) if not fixed else True,
        "sender_name": name,
        "sender_email": address,
        "sender_fixed": is_sender_fixed(settings),
    }
    mailboxes = [
        {
            **_place_json(one.place),
            "id": one.id,
            "fixed": False,
            "enabled": one.is_enabled,
            "group": one.group_id,
            "sender_name": one.sender_name,
            "sender_email": one.sender_email,
            "health": asdict(health[one.id]) if one.id in health else None,
        }
        for one in settings.mailboxes
    ]
    if settings.mailbox_url:
        more = {"group": None, "sender_name": "", "sender_email": "", "health": asdict(health[ENVIRONMENT])}
        own = _place_json(place_of_url(settings.mailbox_url))
        mailboxes.insert(0, {**own, "id": ENVIRONMENT, "fixed": True, "enabled": True, **more})
    return {"outgoing": outgoing, "mailboxes": mailboxes}


def _place_json(place: MailPlace | None) -> dict[str, Any]:
    if place is None:
        return {"host": "", "name": "", "shown": ""}
    return {**place.as_json(), "name": place.name, "shown": place.shown}


def _values(mode: str, outgoing: dict[str, Any], edited: dict[str, Any] | None) -> dict[str, str]:
    """What stands in the fields of the form that is open."""
    kept = {"outgoing": outgoing, "mailbox": edited or {}}.get(mode, {"enabled": True})
    values = {name: str(value) for name, value in kept.items() if isinstance(value, str | int) and value is not True}
    return {**values, "enabled": "1" if kept.get("enabled", True) else "0", "group": str(kept.get("group") or "")}
