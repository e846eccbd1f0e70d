"""Forms on other sites, for administrators: made, changed, copied as HTML, revoked."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.api.forms import TypedForm, add_form, change_form, revoke_form
from app.actions.change import by
from app.core.errors import BadFields, NotFound
from app.queries.api.forms import FormFigures, form_by_id, form_figures, forms_by_age
from app.site_forms.site_form import SiteForm
from app.site_forms.typed_site_form import NAME_LENGTH, URL_LENGTH, written_extra
from web.console.frame.page import fragment_of, shell
from web.outside.copied_html import copied_html, script_line
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of, roster_of
from web.requests.forms import PostedForm, read_form


async def show(request: Request) -> Response:
    """`GET /forms` (fragment `rows`: the lines alone): all forms, and a form for another one."""
    administrator_of(request)
    if wants_json(request):
        return JSONResponse({"forms": [form_json(form) for form in await forms_by_age(desk_of(request))]})
    return await _page(request, PostedForm(), {})


async def create(request: Request) -> Response:
    """`POST /forms` (`name group language thanks_url origins extra enforces`): a form; its page has the HTML to copy."""
    administrator, posted = administrator_of(request), await read_form(request)
    try:
        form = await add_form(desk_of(request), _typed(posted), by(administrator), moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, posted, error.faults)
    if wants_json(request):
        return JSONResponse({"form": form_json(form)}, status_code=201)
    return RedirectResponse(f"/forms/{form.id}?made=1", status_code=303)


async def show_one(request: Request) -> Response:
    """`GET /forms/{id}`: the HTML to copy, and what is set. Raises NotFound."""
    administrator_of(request)
    form = await _asked(request)
    if wants_json(request):
        html = copied_html(desk_of(request).settings.base_url, form)
        return JSONResponse({"form": {**form_json(form), "html": html}})
    return await _one(request, form, _fields_of(form), {})


async def change(request: Request) -> Response:
    """`POST /forms/{id}`: everything that is set about it, as in `create`. Raises NotFound, Conflict."""
    administrator, posted = administrator_of(request), await read_form(request)
    try:
        number = id_in_path(request)
        form = await change_form(desk_of(request), number, _typed(posted), by(administrator), moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _one(request, await _asked(request), posted, error.faults)
    if wants_json(request):
        return JSONResponse({"form": form_json(form)})
    return RedirectResponse(f"/forms/{form.id}?saved=1", status_code=303)


async def revoke(request: Request) -> Response:
    """`POST /forms/{id}/revoke`: from the next message on it takes none."""
    administrator = administrator_of(request)
    form = await revoke_form(desk_of(request), id_in_path(request), by(administrator), moment_of(request))
    if wants_json(request):
        return JSONResponse({"form": form_json(form)})
    return RedirectResponse("/forms?revoked=1", status_code=303)


def form_json(form: SiteForm) -> dict[str, Any]:
    """A form as administrators and scripts get it."""
    return {
        "id": form.id,
        "key": form.key,
        "name": form.name,
        "group": form.group_id,
        "language": form.language,
        "thanks_url": form.thanks_url,
        "origins": list(form.origins),
        "extra": [{"name": field.name, "label": field.label} for field in form.extra],
        "enforces": form.enforces,
        "tickets": form.ticket_count,
        "created": form.created_ms,
        "used": form.used_ms,
        "revoked": form.revoked_ms is not None,
    }


def _typed(posted: PostedForm) -> TypedForm:
    return TypedForm(
        name=posted.get("name"),
        group_id=posted.number("group"),
        language=posted.get("language"),
        thanks_url=posted.get("thanks_url"),
        origins="\n".join(posted.all("origins")),
        extra="\n".join(posted.all("extra")),
        enforces=posted.is_on("enforces"),
    )


def _fields_of(form: SiteForm) -> PostedForm:
    """What is set, as it is typed."""
    return PostedForm(
        {
            "name": form.name,
            "group": str(form.group_id or ""),
            "language": form.language,
            "thanks_url": form.thanks_url,
            "origins": "\n".join(form.origins),
            "extra": written_extra(form.extra),
            "enforces": "1" if form.enforces else "",
        }
    )


async def _asked(request: Request) -> SiteForm:
    form = await form_by_id(desk_of(request), id_in_path(request))
    if form is None:
        raise NotFound
    return form


async def _page(request: Request, typed: PostedForm, faults: dict[str, str]) -> Response:
    figures = await form_figures(desk_of(request))
    context = {
        **await _common(request, typed, faults),
        "forms": sorted(await forms_by_age(desk_of(request)), key=lambda form: not form.is_open),
        "figures": lambda form: figures.get(form.id, FormFigures()),
        "is_revoked": "revoked" in request.query_params,
    }
    if fragment_of(request) == "rows":
        return render(request, "console/forms/rows.html", context)
    return render(request, "console/forms/page.html", context, status_code=422 if faults else 200)


async def _one(request: Request, form: SiteForm, typed: PostedForm, faults: dict[str, str]) -> Response:
    base_url = desk_of(request).settings.base_url
    context = {
        **await _common(request, typed, faults),
        "form": form,
        "figures": (await form_figures(desk_of(request))).get(form.id, FormFigures()),
        "html": copied_html(base_url, form),
        "script_line": script_line(base_url),
        "is_made": "made" in request.query_params,
        "is_saved": "saved" in request.query_params,
    }
    return render(request, "console/forms/one.html", context, status_code=422 if faults else 200)


async def _common(request: Request, typed: PostedForm, faults: dict[str, str]) -> dict[str, Any]:
    known = await roster_of(request)
    return {
        **await shell(request, "forms"),
        "every_group": known.groups,
        "group_names": {group.id: group.name for group in known.groups},
        "typed": typed,
        "faults": faults,
        "name_length": NAME_LENGTH,
        "url_length": URL_LENGTH,
    }
