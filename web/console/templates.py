"""Templates over HTTP: the administrator's page, and the picker beside the answer."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.answering import clean_and_text
from app.actions.templates import TemplateForm, add_template, change_template, delete_template, use_template
from app.errors import BadFields
from app.html_safety import SafeHtml
from app.languages import _
from app.placeholders import fill, names_in, values_for
from app.queries.lists import ListQuery, list_tickets
from app.queries.templates import all_templates, template_by_id, templates_for
from app.queries.tickets import ticket_for
from app.template import Template
from app.ticket import Ticket
from web.accepts import wants_json
from web.console.page import groups_for, shell
from web.console.shapes import attachment_json
from web.console.template_words import template_languages, variable_words
from web.context import administrator_of, desk_of, id_in_path, moment_of, operator_of
from web.forms import Form, read_form
from web.language_names import language_name
from web.numbers import whole_number
from web.templating import render

MOST_TYPED = 100  # characters of a search


async def index(request: Request) -> Response:
    """`GET /templates`: all of them. `?edit=N` or `?edit=new` opens one beside the list."""
    administrator_of(request)
    found = await all_templates(desk_of(request))
    if wants_json(request):
        return JSONResponse({"templates": [template_json(one) for one in found]})
    asked = request.query_params.get("edit", "")
    number = whole_number(asked)
    edited = await template_by_id(desk_of(request), number) if number is not None else None
    return await _page(request, found, edited, is_new=asked == "new")


async def create(request: Request) -> Response:
    """`POST /templates`: `name html group language`."""
    form = _typed(await read_form(request))
    made = await add_template(desk_of(request), administrator_of(request), form, moment_of(request))
    return _done(request, made, 201)


async def change(request: Request) -> Response:
    """`POST /templates/{id}`: the same fields."""
    operator, form = administrator_of(request), _typed(await read_form(request))
    made = await change_template(desk_of(request), operator, id_in_path(request), form, moment_of(request))
    return _done(request, made)


async def delete(request: Request) -> Response:
    """`POST /templates/{id}/delete`; the answer has what it takes to add it again."""
    gone = await delete_template(desk_of(request), administrator_of(request), id_in_path(request), moment_of(request))
    return JSONResponse({"template": template_json(gone)}) if wants_json(request) else _to("/templates")


async def preview(request: Request) -> Response:
    """`POST /templates/preview`: `html ticket`: the text as it would stand in the answer to this ticket."""
    operator, form = administrator_of(request), await read_form(request)
    html, _text = await clean_and_text(form.get("html"))
    number = form.number("ticket") if form.get("ticket").strip().lstrip("#") else None
    ticket = await ticket_for(desk_of(request), operator, number) if number is not None else None
    if ticket is None:
        raise BadFields({"ticket": _("Which ticket? Its number, please.")})
    [filled] = await _filled(request, [html], ticket)
    return JSONResponse({"html": filled, "subject": ticket.subject})


async def search(request: Request) -> Response:
    """`GET /tickets/{id}/templates?q=`: those that fit this ticket, best first, each filled for it."""
    desk, operator = desk_of(request), operator_of(request)
    ticket = await ticket_for(desk, operator, id_in_path(request))
    typed = request.query_params.get("q", "")[:MOST_TYPED].replace("\0", "")
    found = await templates_for(desk, operator, ticket, typed)
    offered = [*found.fitting, *found.often]
    filled = await _filled(request, [one.html for one in offered], ticket)
    shown = {one.id: html for one, html in zip(offered, filled, strict=True)}
    if wants_json(request):
        rows = [{**template_json(one), "filled": shown[one.id]} for one in offered]
        return JSONResponse({"templates": rows})
    names = {group.id: group for group in await groups_for(desk, operator)}
    context = {
        "found": found,
        "shown": shown,
        "typed": typed.strip(),
        "group_of": names,
        "language_name": language_name,
    }
    return render(request, "console/template_choices.html", context)


async def insert(request: Request) -> Response:
    """`POST /tickets/{id}/templates/{template_id}`: the text to put at the cursor, its pictures kept for the message."""
    desk, operator, template_id = desk_of(request), operator_of(request), id_in_path(request, "template_id")
    used = await use_template(desk, operator, id_in_path(request), template_id, moment_of(request))
    files = [{**attachment_json(file), "inline": True} for file in used.attachments]
    return JSONResponse({"html": used.html, "missing": names_in(used.html), "attachments": files})


async def _page(request: Request, found: list[Template], edited: Template | None, *, is_new: bool) -> Response:
    desk, operator = desk_of(request), operator_of(request)
    newest = (await list_tickets(desk, operator, ListQuery(view="all"))).rows
    every_group = await groups_for(desk, operator)
    context = {
        **await shell(request, "templates"),
        "found": found,
        "edited": edited,
        "is_open": is_new or edited is not None,
        "every_group": every_group,
        "group_of": {group.id: group for group in every_group},
        "languages": template_languages(found),
        "variables": variable_words(),
        "try_ticket": newest[0].ticket.id if newest else "",
    }
    return render(request, "console/templates.html", context)


async def _filled(request: Request, texts: Iterable[SafeHtml], ticket: Ticket) -> list[SafeHtml]:
    """Each text filled for the ticket, whose facts are read once; off the event loop, because each is cleaned anew."""
    desk, operator = desk_of(request), operator_of(request)
    group = next((one for one in await groups_for(desk, operator) if one.id == ticket.group_id), None)
    values = values_for(desk, ticket, group, operator, moment_of(request))
    return await asyncio.to_thread(lambda: [fill(html, values) for html in texts])


def template_json(template: Template) -> dict[str, Any]:
    """A template as administrators and scripts get it."""
    return {**asdict(template), "html": str(template.html), "prompts": list(template.prompts)}


def _typed(form: Form) -> TemplateForm:
    return TemplateForm(form.get("name"), form.get("html"), form.number("group"), form.get("language"))


def _done(request: Request, made: Template, status: int = 200) -> Response:
    if wants_json(request):
        return JSONResponse({"template": template_json(made)}, status_code=status)
    return _to(f"/templates?edit={made.id}")


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=303)
