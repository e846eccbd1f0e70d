"""Templates: administrators add, change and delete them; operators put them into what they write."""

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.answering import clean_and_text
from app.actions.change import Held, act, action, by
from app.actions.pasting import KEPT_PICTURE, Pasted, with_addresses
from app.actions.uploading import keep_upload
from app.desk import Desk
from app.errors import BadFields, NotFound
from app.fields import one_line
from app.files import Upload
from app.languages import _
from app.operator import Operator
from app.placeholders import fill, values_for
from app.queries.people import groups
from app.queries.templates import pictures_of, template_by_id, template_for, words_of_template
from app.queries.tickets import ticket_for
from app.template import Template
from sql.tables import attachments, template_pictures, templates

LONGEST_NAME = 80
LONGEST_LANGUAGE = 16


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """What an administrator typed. `group_id` None: for every group; `language` "": for every customer."""

    name: str
    html: str
    group_id: int | None = None
    language: str = ""


@action
async def add_template(desk: Desk, operator: Operator, form: TemplateForm, now_ms: int) -> Template:
    """Keep a new template. Raises BadFields(name, html, group)."""
    values = await _checked(desk, form)
    async with act(desk, now_ms) as held:
        times = {"created_ms": now_ms, "changed_ms": now_ms}
        template_id = await desk.db.execute(insert(templates).values(**values, **times, uses=0))
        await _keep_pictures(held, operator, template_id, values["html"])
        held.record("template.changed", by(operator), **_told(template_id, values["name"], {"name": None}))
    return await template_by_id(desk, template_id)


@action
async def change_template(
    desk: Desk, operator: Operator, template_id: int, form: TemplateForm, now_ms: int
) -> Template:
    """Change a template; one that is changed into itself is not. Raises NotFound, BadFields(name, html, group)."""
    values = await _checked(desk, form)
    this = templates.c.id == template_id
    async with act(desk, now_ms) as held:
        if not await desk.db.rowcount(update(templates).where(this).values(changed_ms=now_ms)):
            raise NotFound
        before = await template_by_id(desk, template_id)
        await desk.db.execute(update(templates).where(this).values(values))
        await _keep_pictures(held, operator, template_id, values["html"])
        changed = {name: getattr(before, name) for name in ("name", "group_id", "language", "html")}
        changed = {name: was for name, was in changed.items() if was != values[name]}
        if changed:
            held.record("template.changed", by(operator), **_told(template_id, values["name"], changed, values))
    return await template_by_id(desk, template_id)


@action
async def delete_template(desk: Desk, operator: Operator, template_id: int, now_ms: int) -> Template:
    """Forget a template; return it, so that it can be added again. Raises NotFound."""
    async with act(desk, now_ms) as held:
        this = templates.c.id == template_id
        if not await desk.db.rowcount(update(templates).where(this).values(changed_ms=now_ms)):
            raise NotFound
        gone = await template_by_id(desk, template_id)
        await desk.db.execute(delete(template_pictures).where(template_pictures.c.template_id == template_id))
        await desk.db.execute(delete(templates).where(this))
        held.record("template.deleted", by(operator), template=template_id, name=gone.name)
    return gone


async def use_template(desk: Desk, operator: Operator, ticket_id: int, template_id: int, now_ms: int) -> Pasted:
    """A template's text for this ticket, its variables filled, its pictures copied for the answer; and count the use.

    That it was used is no news for anybody, and leaves no event. Raises NotFound.
    """
    ticket = await ticket_for(desk, operator, ticket_id)
    template = await template_for(desk, operator, template_id)
    group = next((one for one in await groups(desk) if one.id == ticket.group_id), None)
    values = values_for(desk, ticket, group, operator, now_ms)
    filled = await asyncio.to_thread(fill, template.html, values)
    kept, addresses = [], {}
    for picture in await pictures_of(desk, template_id):
        upload = Upload(picture.name, picture.content_type, await desk.storage.get(picture.key), inline=True)
        kept.append(await keep_upload(desk, operator, upload, now_ms))
        addresses[f"/attachments/{picture.key}"] = f"/attachments/{kept[-1].key}"
    await desk.db.execute(update(templates).where(templates.c.id == template_id).values(uses=templates.c.uses + 1))
    return Pasted(with_addresses(filled, addresses), tuple(kept))


async def _checked(desk: Desk, form: TemplateForm) -> dict[str, Any]:
    """The columns. Raises BadFields that names every field at fault."""
    html, text = await clean_and_text(form.html)
    name = one_line(form.name)
    faults = {}
    if not name:
        faults["name"] = _("Give it a name; operators find it by it.")
    elif len(name) > LONGEST_NAME:
        faults["name"] = _("%(most)d characters are enough for a name.") % {"most": LONGEST_NAME}
    if not text and not KEPT_PICTURE.search(html):
        faults["html"] = _("The template is empty. Write something first.")
    if form.group_id is not None and form.group_id not in {group.id for group in await groups(desk)}:
        faults["group"] = _("There is no such group.")
    if faults:
        raise BadFields(faults)
    language = one_line(form.language)[:LONGEST_LANGUAGE]
    words = words_of_template(name, text)
    return {"name": name, "group_id": form.group_id, "language": language, "html": html, "words": words}


async def _keep_pictures(held: Held, operator: Operator, template_id: int, html: str) -> None:
    """Let the pictures that stand in the text be the template's: those it had, and the operator's own uploads."""
    had = select(template_pictures.c.attachment_id).where(template_pictures.c.template_id == template_id)
    own = attachments.c.message_id.is_(None) & (attachments.c.operator_id == operator.id)
    in_text = attachments.c.key.in_(set(KEPT_PICTURE.findall(html)))
    query = select(attachments.c.id).where(in_text, own | attachments.c.id.in_(had))
    wanted = [row.id for row in await held.db.fetch_all(query)]
    await held.db.execute(delete(template_pictures).where(template_pictures.c.template_id == template_id))
    for attachment_id in wanted:
        row = {"template_id": template_id, "attachment_id": attachment_id}
        await held.db.execute(insert(template_pictures).values(row))


def _told(template_id: int, name: str, was: dict[str, Any], now: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the log says: of the text only that it changed."""
    after = now or {"name": name}
    changes = {one: [None, None] if one == "html" else [before, after[one]] for one, before in was.items()}
    return {"template": template_id, "name": name, "changes": changes}
