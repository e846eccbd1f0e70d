"""The people of the desk, for administrators: the list, one person beside it, inviting, deactivating and deleting."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.people.changing import read_role
from app.actions.people.deactivating import activate, deactivate, delete_person
from app.actions.people.password_links import invite
from app.actions.people.people import add_operator
from app.core.errors import BadFields
from app.queries.lists.people_page import people
from app.text.languages import available
from web.console.frame.page import fragment_of, shell
from web.console.people.shapes import person_json, person_of
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of, roster_of
from web.requests.forms import PostedForm, read_form


async def show(request: Request) -> Response:
    """`GET /people` (fragment `rows`: the lines alone): everyone, with role, groups, and whether they can sign in."""
    administrator_of(request)
    found = await people(desk_of(request), moment_of(request))
    if wants_json(request):
        return JSONResponse({"people": [person_json(person) for person in found]})
    template = "console/people/rows_fragment.html" if fragment_of(request) == "rows" else "console/people/page.html"
    return render(request, template, await list_context(request) | {"people": found, "person": None})


async def list_context(request: Request) -> dict[str, Any]:
    """What the page of people needs besides the people themselves."""
    return {**await shell(request, "people"), "every_group": (await roster_of(request)).groups}


async def new(request: Request) -> Response:
    """`GET /people/new`: the form, as a page or (fragment `dialog`) over the console."""
    administrator_of(request)
    return await _form(request, PostedForm(), {})


async def create(request: Request) -> Response:
    """`POST /people` (`email name role groups language`): add the person and mail the invitation. Groups by name."""
    administrator = administrator_of(request)
    form = await read_form(request)
    try:
        number = await add_operator(
            desk_of(request),
            form.get("email"),
            form.get("name"),
            read_role(form.get("role", "operator")),
            form.all("groups"),
            None,
            moment_of(request),
            language=form.get("language") if form.get("language") in available() else "",
            invited=True,
            actor=by(administrator),
        )
    except BadFields as error:
        if wants_json(request):
            raise
        return await _form(request, form, error.faults)
    if wants_json(request):
        return JSONResponse({"person": person_json(await person_of(request, number))}, status_code=201)
    return RedirectResponse("/people", status_code=303)


async def invite_again(request: Request) -> Response:
    """`POST /people/{id}/invite`: another invitation; the earlier link stops working."""
    administrator, number = administrator_of(request), id_in_path(request)
    await invite(desk_of(request), number, moment_of(request), by(administrator))
    return await changed(request, number)


async def ask(request: Request) -> Response:
    """`GET /people/{id}/deactivate` or `/delete` (fragment `dialog`): what would happen."""
    administrator_of(request)
    person = await person_of(request, id_in_path(request))
    if fragment_of(request) != "dialog":
        return RedirectResponse(f"/people/{person.operator.id}", status_code=303)
    act = request.url.path.rpartition("/")[2]
    return render(request, f"console/people/{act}_dialog.html", {"person": person})


async def deactivate_person(request: Request) -> Response:
    """`POST /people/{id}/deactivate`: the person can no longer sign in; their tickets are released."""
    administrator, number = administrator_of(request), id_in_path(request)
    await deactivate(desk_of(request), number, moment_of(request), by(administrator))
    return await changed(request, number)


async def activate_person(request: Request) -> Response:
    """`POST /people/{id}/activate`: the person signs in again, with the password of before."""
    administrator, number = administrator_of(request), id_in_path(request)
    await activate(desk_of(request), number, moment_of(request), by(administrator))
    return await changed(request, number)


async def delete(request: Request) -> Response:
    """`POST /people/{id}/delete`: remove the person for good; their name stays on what they did."""
    administrator, number = administrator_of(request), id_in_path(request)
    await delete_person(desk_of(request), number, moment_of(request), by(administrator))
    if wants_json(request):
        return Response(status_code=204)
    return RedirectResponse("/people", status_code=303)


async def changed(request: Request, number: int) -> Response:
    """The answer to an act on a person: as they are now, or their page."""
    if wants_json(request):
        return JSONResponse({"person": person_json(await person_of(request, number))})
    return RedirectResponse(f"/people/{number}", status_code=303)


async def _form(request: Request, form: PostedForm, faults: dict[str, str]) -> Response:
    settings = desk_of(request).settings
    context: dict[str, Any] = {
        **await list_context(request),
        "typed": form,
        "faults": faults,
        "mail_waits": not settings.smtp_url and not settings.demo,
    }
    template = "console/people/new_dialog.html" if fragment_of(request) == "dialog" else "console/people/new.html"
    return render(request, template, context, 422 if faults else 200)
