"""Templates over HTTP: the page of the desk's and one's own, and the picker beside the answer."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.desk.templates import (
    TemplateForm,
    add_template,
    change_template,
    delete_template,
    move_template,
    restore_template,
    use_template,
    with_own_pictures,
)
from app.actions.message.answering import clean_and_text
from app.core.errors import BadFields
from app.html_safety import SafeHtml
from app.nouns.placeholders import fill, names_in, values_for
from app.nouns.template import Template
from app.nouns.ticket import Ticket
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.template.templates import all_templates, files_of_templates, template_for, templates_for
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _
from web.console.desk.template_words import template_languages, variable_words
from web.console.frame.page import fragment_of, groups_for, shell
from web.console.frame.shapes import attachment_json
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.pages.language_names import language_name
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, id_in_path, moment_of, operator_of
from web.requests.forms import PostedForm, read_form
from web.requests.typed_numbers import whole_number

MOST_TYPED = 100  # characters of a search
NO_GROUP = 0  # a number that no group has


async def index(request: Request) -> Response:
    """`GET /templates`: those one may use. `?edit=N` or `?edit=new` opens one beside the list.

    Fragment `dialog`: to keep what is being written.
    """
    desk, operator = desk_of(request), operator_of(request)
    if fragment_of(request) == "dialog":
        return render(request, "console/composer/save_template_dialog.html", {"operator": operator})
    found = await all_templates(desk, operator)
    if wants_json(request):
        return JSONResponse({"templates": [template_json(one) for one in found]})
    asked = request.query_params.get("edit", "")
    number = whole_number(asked)
    edited = await template_for(desk, operator, number) if number is not None else None
    return await _page(request, found, edited, is_new=asked == "new")


async def create(request: Request) -> Response:
    """`POST /templates`: `name html group language own` (`group` by number or name); `copy`: its pictures are those of a text that will be sent."""
    desk, operator, typed = desk_of(request), operator_of(request), await read_form(request)
    form = await _typed(request, typed)
    if typed.get("copy"):
        form = replace(form, html=await with_own_pictures(desk, operator, form.html, moment_of(request)))
    made = await add_template(desk, operator, form, moment_of(request))
    return _done(request, made, 201)


async def change(request: Request) -> Response:
    """`POST /templates/{id}`: the same fields."""
    operator, form = operator_of(request), await _typed(request, await read_form(request))
    made = await change_template(desk_of(request), operator, id_in_path(request), form, moment_of(request))
    return _done(request, made)


async def delete(request: Request) -> Response:
    """`POST /templates/{id}/delete`; the answer has what it takes to add it again."""
    gone = await delete_template(desk_of(request), operator_of(request), id_in_path(request), moment_of(request))
    return JSONResponse({"template": template_json(gone)}) if wants_json(request) else _to("/templates")


async def restore(request: Request) -> Response:
    """`POST /templates/{id}/restore`: undo the deletion."""
    back = await restore_template(desk_of(request), operator_of(request), id_in_path(request), moment_of(request))
    return _done(request, back)


async def move(request: Request) -> Response:
    """`POST /templates/{id}/move` (`place`, from 0): its place in its folder. `{order}`: the numbers of all templates."""
    operator, form = operator_of(request), await read_form(request)
    place = form.number("place")
    if place is None:
        raise BadFields({"place": _("Which place? 0 is the first.")})
    await move_template(desk_of(request), operator, id_in_path(request), place, moment_of(request))
    if wants_json(request):
        return JSONResponse({"order": [one.id for one in await all_templates(desk_of(request), operator)]})
    return _to("/templates")


async def preview(request: Request) -> Response:
    """`POST /templates/preview`: `html ticket`: the text as it would appear in an answer to this ticket."""
    operator, form = operator_of(request), await read_form(request)
    html, _text = await clean_and_text(form.get("html"))
    number = form.number("ticket") if form.get("ticket").strip().lstrip("#") else None
    ticket = await ticket_for(desk_of(request), operator, number) if number is not None else None
    if ticket is None:
        raise BadFields({"ticket": _("Enter a ticket number.")})
    [filled] = await _filled(request, [html], ticket)
    return JSONResponse({"html": filled, "subject": ticket.subject})


@of_ticket
async def search(request: TicketRequest) -> Response:
    """`GET /tickets/{id}/templates?q=`: those that fit this ticket, best first, each filled for it."""
    typed = request.http.query_params.get("q", "")[:MOST_TYPED].replace("\0", "")
    found = await templates_for(request.desk, request.operator, request.ticket, typed)
    offered = [*found.fitting, *found.often]
    filled = await _filled(request.http, [one.html for one in offered], request.ticket)
    shown = {one.id: html for one, html in zip(offered, filled, strict=True)}
    if request.wants_json:
        rows = [{**template_json(one), "filled": shown[one.id]} for one in offered]
        return JSONResponse({"templates": rows})
    names = {group.id: group for group in await groups_for(request.http)}
    context = {
        "found": found,
        "shown": shown,
        "typed": typed.strip(),
        "group_of": names,
        "language_name": language_name,
    }
    return render(request.http, "console/composer/template_choices.html", context)


async def insert(request: Request) -> Response:
    """`POST /tickets/{id}/templates/{template_id}`: the text to put at the cursor, its pictures kept for the message."""
    desk, operator, template_id = desk_of(request), operator_of(request), id_in_path(request, "template_id")
    used = await use_template(desk, operator, id_in_path(request), template_id, moment_of(request))
    files = [{**attachment_json(file), "inline": file.inline} for file in used.attachments]
    return JSONResponse({"html": used.html, "missing": names_in(used.html), "attachments": files})


async def _page(request: Request, found: list[Template], edited: Template | None, *, is_new: bool) -> Response:
    desk, operator = desk_of(request), operator_of(request)
    newest = (await list_tickets(desk, operator, ListQuery(view="all"), moment_of(request))).rows
    every_group = await groups_for(request)
    context = {
        **await shell(request, "templates"),
        "found": found,
        "folders": [(folder, list(some)) for folder, some in groupby(found, key=lambda one: one.folder)],
        "files_of": await files_of_templates(desk),
        "unused_ids": {one.id for one in found if one.is_unused_for_a_year(moment_of(request))},
        "edited": edited,
        "is_open": is_new or edited is not None,
        "every_group": every_group,
        "group_of": {group.id: group for group in every_group},
        "languages": template_languages(found),
        "variables": variable_words(),
        "try_ticket": newest[0].ticket.id if newest else "",
    }
    return render(request, "console/settings/templates.html", context)


async def _filled(request: Request, texts: Iterable[SafeHtml], ticket: Ticket) -> list[SafeHtml]:
    """Each text filled for the ticket, whose facts are read once; off the event loop, because each is cleaned anew."""
    desk, operator = desk_of(request), operator_of(request)
    group = next((one for one in await groups_for(request) if one.id == ticket.group_id), None)
    values = values_for(desk, ticket, group, operator, moment_of(request))
    return await asyncio.to_thread(lambda: [fill(html, values) for html in texts])


def template_json(template: Template) -> dict[str, Any]:
    """A template as administrators and scripts get it."""
    return {**asdict(template), "html": str(template.html), "prompts": list(template.prompts)}


async def _typed(request: Request, form: PostedForm) -> TemplateForm:
    return TemplateForm(
        form.get("name"),
        form.get("html"),
        await _group(request, form.get("group")),
        form.get("language"),
        form.get("folder"),
        form.all("files"),
        own=bool(form.get("own")),
    )


async def _group(request: Request, typed: str) -> int | None:
    """The group with this number or name. One that nobody has is left to the action, which names all that is at fault."""
    wanted = typed.strip().casefold()
    of = {key: group.id for group in await groups_for(request) for key in (group.name.casefold(), str(group.id))}
    return of.get(wanted, NO_GROUP) if wanted else None


def _done(request: Request, made: Template, status: int = 200) -> Response:
    if wants_json(request):
        words = _("Template “%(name)s” saved") % {"name": made.name}
        return JSONResponse({"template": template_json(made), "words": words}, status_code=status)
    return _to(f"/templates?edit={made.id}")


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=303)
