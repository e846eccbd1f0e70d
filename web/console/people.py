"""The people of the desk, for administrators: who there is, inviting somebody, letting somebody go."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.leaving import activate, deactivate
from app.actions.password_links import invite
from app.actions.people import add_operator
from app.errors import BadFields, NotFound
from app.languages import _, available
from app.operator import Role
from app.queries.people import groups
from app.queries.people_page import Person, people
from web.accepts import wants_json
from web.console.page import part_of, shell
from web.context import administrator_of, desk_of, id_in_path, moment_of
from web.forms import Form, read_form
from web.templating import render


async def show(request: Request) -> Response:
    """`GET /people` (part `rows`: the lines alone): everybody, with role, groups, and whether they can sign in."""
    administrator_of(request)
    found = await people(desk_of(request), moment_of(request))
    if wants_json(request):
        return JSONResponse({"people": [_json(person) for person in found]})
    context = {**await shell(request, "people"), "people": found, "every_group": await groups(desk_of(request))}
    return render(request, "console/people_part.html" if part_of(request) == "rows" else "console/people.html", context)


async def new(request: Request) -> Response:
    """`GET /people/new`: the form, as a page or (part `dialog`) over the console."""
    administrator_of(request)
    return await _form(request, Form(), {})


async def create(request: Request) -> Response:
    """`POST /people` (`email name role groups language`): add the person and mail the invitation. Groups by name."""
    administrator = administrator_of(request)
    form = await read_form(request)
    try:
        number = await add_operator(
            desk_of(request),
            form.get("email"),
            form.get("name"),
            _role(form),
            form.all("groups"),
            None,
            moment_of(request),
            language=form.get("language") if form.get("language") in available() else request.state.language,
            invited=True,
            actor=by(administrator),
        )
    except BadFields as error:
        if wants_json(request):
            raise
        return await _form(request, form, error.faults)
    if wants_json(request):
        return JSONResponse({"person": _json(await _person(request, number))}, status_code=201)
    return RedirectResponse("/people", status_code=303)


async def invite_again(request: Request) -> Response:
    """`POST /people/{id}/invite`: another invitation; the link of the one before opens nothing any more."""
    administrator, number = administrator_of(request), id_in_path(request)
    await invite(desk_of(request), number, moment_of(request), by(administrator))
    return await _changed(request, number)


async def ask_deactivate(request: Request) -> Response:
    """`GET /people/{id}/deactivate` (part `dialog`): what would happen."""
    administrator_of(request)
    person = await _person(request, id_in_path(request))
    if part_of(request) != "dialog":
        return RedirectResponse("/people", status_code=303)
    return render(request, "console/person_deactivate_dialog.html", {"person": person})


async def let_go(request: Request) -> Response:
    """`POST /people/{id}/deactivate`: nobody signs in as this person any more; what they hold is released."""
    administrator, number = administrator_of(request), id_in_path(request)
    await deactivate(desk_of(request), number, moment_of(request), by(administrator))
    return await _changed(request, number)


async def let_in(request: Request) -> Response:
    """`POST /people/{id}/activate`: the person signs in again, with the password of before."""
    administrator, number = administrator_of(request), id_in_path(request)
    await activate(desk_of(request), number, moment_of(request), by(administrator))
    return await _changed(request, number)


def _role(form: Form) -> Role:
    try:
        return Role(form.get("role", Role.OPERATOR.value))
    except ValueError:
        raise BadFields({"role": _("Choose operator or administrator.")}) from None


async def _person(request: Request, number: int) -> Person:
    found = await people(desk_of(request), moment_of(request))
    person = next((one for one in found if one.operator.id == number), None)
    if person is None:
        raise NotFound
    return person


async def _changed(request: Request, number: int) -> Response:
    if wants_json(request):
        return JSONResponse({"person": _json(await _person(request, number))})
    return RedirectResponse("/people", status_code=303)


async def _form(request: Request, form: Form, faults: dict[str, str]) -> Response:
    desk = desk_of(request)
    context: dict[str, Any] = {
        **await shell(request, "people"),
        "every_group": await groups(desk),
        "typed": form,
        "faults": faults,
        "mail_waits": not desk.settings.smtp_url and not desk.settings.demo,
    }
    template = "console/person_new_dialog.html" if part_of(request) == "dialog" else "console/person_new.html"
    return render(request, template, context, 422 if faults else 200)


def _json(person: Person) -> dict[str, Any]:
    operator = person.operator
    return {
        "id": operator.id,
        "email": operator.email,
        "name": operator.name,
        "role": operator.role.value,
        "groups": sorted(operator.group_ids),
        "language": operator.language,
        "standing": person.standing.value,
        "invited_until_ms": person.invited_until_ms,
        "holds": person.holds,
    }
