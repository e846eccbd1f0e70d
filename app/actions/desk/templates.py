"""Templates: administrators keep the desk's, operators their own; all put them into what they write."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.message.answering import clean_and_text
from app.actions.message.panel_insert import KEPT_PICTURE, Pasted, with_addresses
from app.actions.message.uploading import keep_upload
from app.core.clock import DAY_MS
from app.core.errors import BadFields, Forbidden, NotFound
from app.desk import Desk
from app.files.kinds import Upload
from app.nouns.message import Attachment
from app.nouns.operator import Operator
from app.nouns.placeholders import fill, values_for
from app.nouns.template import Template
from app.queries.people.people import groups
from app.queries.template.templates import (
    all_templates,
    deleted_template,
    pictures_of,
    template_for,
    words_of_template,
)
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _
from app.text.limits import at_most_characters
from app.text.one_line import one_line
from sql.tables import attachments, template_pictures, templates

LONGEST_NAME = 80
LONGEST_LANGUAGE = 16
LONGEST_FOLDER = 60
MOST_FILES = 20
RESTORABLE_MS = 30 * DAY_MS
HERE = templates.c.deleted_ms.is_(None)


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """What somebody typed. `group_id` None: for every group; `language` "": for every customer; `own`: for themselves alone."""

    name: str
    html: str
    group_id: int | None = None
    language: str = ""
    folder: str = ""
    files: tuple[str, ...] = ()  # keys of uploads that go with an answer
    own: bool = False


@action
async def add_template(desk: Desk, operator: Operator, form: TemplateForm, now_ms: int) -> Template:
    """Keep a new template. Raises Forbidden, BadFields(name, html, group)."""
    if not form.own and not operator.is_administrator:
        raise Forbidden(_("Only administrators can add templates for everyone. Save it for yourself."))
    values = await _checked(desk, form)
    async with act(desk, now_ms) as tx:
        times = {"created_ms": now_ms, "changed_ms": now_ms}
        last = await tx.db.fetch_val(select(func.max(templates.c.position)))
        place = last + 1 if last else 0  # behind those that were put in order
        owner_id = operator.id if form.own else None
        template_id = await tx.db.execute(
            insert(templates).values(**values, **times, owner_id=owner_id, position=place)
        )
        await _keep_files(tx, operator, template_id, values["html"], form.files)
        tx.record("template.changed", by(operator), **_told(template_id, values["name"], {"name": None}))
    return await template_for(desk, operator, template_id)


@action
async def change_template(
    desk: Desk, operator: Operator, template_id: int, form: TemplateForm, now_ms: int
) -> Template:
    """Change a template; one that is changed into itself is not. Whose it is stays.

    Raises NotFound, Forbidden, BadFields(name, html, group).
    """
    values = await _checked(desk, form)
    this = templates.c.id == template_id
    async with act(desk, now_ms) as tx:
        if not await tx.db.rowcount(update(templates).where(this & HERE).values(changed_ms=now_ms)):
            raise NotFound
        before = await _changeable(desk, operator, template_id)
        await tx.db.execute(update(templates).where(this).values(values))
        files = await _keep_files(tx, operator, template_id, values["html"], form.files)
        changed = {name: getattr(before, name) for name in ("name", "group_id", "language", "folder", "html")}
        changed = {name: was for name, was in changed.items() if was != values[name]}
        told = _told(template_id, values["name"], changed, values)
        if files[0] != files[1]:
            told["changes"]["files"] = [", ".join(names) for names in files]
        if told["changes"]:
            tx.record("template.changed", by(operator), **told)
    return await template_for(desk, operator, template_id)


@action
async def delete_template(desk: Desk, operator: Operator, template_id: int, now_ms: int) -> Template:
    """Delete a template, which can be restored for thirty days; return it. Raises NotFound, Forbidden."""
    async with act(desk, now_ms) as tx:
        this = (templates.c.id == template_id) & HERE
        gone = await _changeable(desk, operator, template_id)
        if not await tx.db.rowcount(update(templates).where(this).values(deleted_ms=now_ms)):
            raise NotFound
        tx.record("template.deleted", by(operator), template=template_id, name=gone.name)
    return gone


@action
async def restore_template(desk: Desk, operator: Operator, template_id: int, now_ms: int) -> Template:
    """Bring a deleted template back with its files and figures. Raises NotFound, Forbidden."""
    async with act(desk, now_ms) as tx:
        back = _permitted(operator, await deleted_template(desk, operator, template_id))
        this = (templates.c.id == template_id) & templates.c.deleted_ms.is_not(None)
        if not await tx.db.rowcount(update(templates).where(this).values(deleted_ms=None)):
            raise NotFound
        tx.record("template.restored", by(operator), template=template_id, name=back.name)
    return back


@action
async def move_template(desk: Desk, operator: Operator, template_id: int, place: int, now_ms: int) -> None:
    """Put the template at this place in its folder, counted from 0; one event where that changes the order.

    Raises NotFound, Forbidden.
    """
    async with act(desk, now_ms) as tx:
        await tx.db.execute(update(templates).where(HERE).values(position=templates.c.position))  # rivals queue here
        moved = await _changeable(desk, operator, template_id)
        before = [one for one in await all_templates(desk, operator) if one.owner_id == moved.owner_id]
        after = [one for one in before if one.folder == moved.folder and one.id != template_id]
        after.insert(max(place, 0), moved)
        if [one.id for one in after] == [one.id for one in before if one.folder == moved.folder]:
            return
        others = [one for one in before if one.folder != moved.folder]
        for position, one in enumerate(sorted([*others, *after], key=lambda one: one.folder), 1):
            await tx.db.execute(update(templates).where(templates.c.id == one.id).values(position=position))
        places = [[one.id for one in before].index(template_id), place]
        tx.record("template.changed", by(operator), template=template_id, name=moved.name, changes={"order": places})


async def _changeable(desk: Desk, operator: Operator, template_id: int) -> Template:
    return _permitted(operator, await template_for(desk, operator, template_id))


def _permitted(operator: Operator, template: Template) -> Template:
    if not template.may_be_changed_by(operator):
        raise Forbidden(_("Only administrators can change templates that everyone uses."))
    return template


async def forget_deleted_templates(desk: Desk, now_ms: int) -> int:
    """Remove the templates that were deleted thirty days ago; return how many. Their files go with the next sweep."""
    over = templates.c.deleted_ms < now_ms - RESTORABLE_MS
    return await desk.db.rowcount(delete(templates).where(over))


async def use_template(desk: Desk, operator: Operator, ticket_id: int, template_id: int, now_ms: int) -> Pasted:
    """A template's text for this ticket, its variables filled, its pictures copied for the answer; and count the use.

    Using it concerns nobody else and leaves no event. Raises NotFound.
    """
    ticket = await ticket_for(desk, operator, ticket_id)
    template = await template_for(desk, operator, template_id)
    group = next((one for one in await groups(desk) if one.id == ticket.group_id), None)
    values = values_for(desk, ticket, group, operator, now_ms)
    filled = await asyncio.to_thread(fill, template.html, values)
    kept, addresses = [], {}
    for picture in await pictures_of(desk, template_id):
        kept.append(await _copied(desk, operator, picture, now_ms))
        addresses[f"/attachments/{picture.key}"] = f"/attachments/{kept[-1].key}"
    used = {"uses": templates.c.uses + 1, "last_used_ms": now_ms}
    await desk.db.execute(update(templates).where(templates.c.id == template_id).values(used))
    return Pasted(with_addresses(filled, addresses), tuple(kept))


async def with_own_pictures(desk: Desk, operator: Operator, html: str, now_ms: int) -> str:
    """The text with copies of the operator's uploads in it: the first ones go with the message for which they were made."""
    html, _text = await clean_and_text(html)
    own = attachments.c.message_id.is_(None) & (attachments.c.operator_id == operator.id) & attachments.c.inline
    named = attachments.c.key.in_(set(KEPT_PICTURE.findall(html)))
    rows = await desk.db.fetch_all(select(attachments).where(named, own).limit(MOST_FILES))
    addresses = {}
    for picture in map(Attachment.from_record, rows):
        copy = await _copied(desk, operator, picture, now_ms)
        addresses[f"/attachments/{picture.key}"] = f"/attachments/{copy.key}"
    return with_addresses(html, addresses)


async def _copied(desk: Desk, operator: Operator, picture: Attachment, now_ms: int) -> Attachment:
    content = await desk.storage.get(picture.key)
    upload = Upload(picture.name, picture.content_type, content, inline=picture.inline)
    return await keep_upload(desk, operator, upload, now_ms)


async def _checked(desk: Desk, form: TemplateForm) -> dict[str, Any]:
    """The columns. Raises BadFields that names every field at fault."""
    html, text = await clean_and_text(form.html)
    name = one_line(form.name)
    faults = {}
    if not name:
        faults["name"] = _("Enter a name so operators can find it.")
    elif len(name) > LONGEST_NAME:
        faults["name"] = at_most_characters(LONGEST_NAME)
    if not text and not KEPT_PICTURE.search(html):
        faults["html"] = _("The template is empty. Write something first.")
    if form.group_id is not None and form.group_id not in {group.id for group in await groups(desk)}:
        faults["group"] = _("Group not found. Choose another one.")
    if faults:
        raise BadFields(faults)
    language, folder = one_line(form.language)[:LONGEST_LANGUAGE], one_line(form.folder)[:LONGEST_FOLDER]
    words = words_of_template(f"{name} {folder}", text)
    facts = {"name": name, "group_id": form.group_id, "language": language, "folder": folder}
    return {**facts, "html": html, "words": words}


async def _keep_files(
    tx: Change, operator: Operator, template_id: int, html: str, keys: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Make the pictures in the text and these files the template's own: those it had, and the operator's uploads.

    Returns the names of its files before and after, without the pictures.
    """
    of_template = template_pictures.c.template_id == template_id
    had = select(template_pictures.c.attachment_id).where(of_template)
    columns = select(attachments.c.id, attachments.c.name, attachments.c.inline)
    before = await tx.db.fetch_all(columns.where(attachments.c.id.in_(had)).order_by(attachments.c.id))
    own = attachments.c.message_id.is_(None) & (attachments.c.operator_id == operator.id)
    named = attachments.c.key.in_({*KEPT_PICTURE.findall(html), *keys[:MOST_FILES]})
    query = columns.where(named, own | attachments.c.id.in_(had)).order_by(attachments.c.id)
    wanted = await tx.db.fetch_all(query)
    await tx.db.execute(delete(template_pictures).where(of_template))
    for row in wanted:
        await tx.db.execute(insert(template_pictures).values(template_id=template_id, attachment_id=row.id))
    return [row.name for row in before if not row.inline], [row.name for row in wanted if not row.inline]


def _told(template_id: int, name: str, was: dict[str, Any], now: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the log says: of the text only that it changed."""
    after = now or {"name": name}
    changes = {one: [None, None] if one == "html" else [before, after[one]] for one, before in was.items()}
    return {"template": template_id, "name": name, "changes": changes}
