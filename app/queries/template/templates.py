"""Templates: all of them for the administrator, the fitting ones for a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.message import Attachment
from app.nouns.operator import Operator
from app.nouns.template import Template, speaks
from app.nouns.ticket import Ticket
from app.search.folding import typed_words
from sql.tables import attachments, template_pictures, templates

MOST_FOUND = 20
FEW = 4  # so many found leave room for those that are used often
OFTEN = 3
OTHER_GROUP = 2


@dataclass(frozen=True, slots=True)
class FoundTemplates:
    """What fits what was typed, best first; and, where that is little, what is used most in this group."""

    fitting: list[Template]
    often: list[Template]


async def all_templates(desk: Desk, operator: Operator) -> list[Template]:
    """Those of the desk that the operator sees, then their own: folder by folder, in the order that was set, else by name.

    Those of one name stand by language.
    """
    order = (templates.c.folder, templates.c.position, templates.c.name, templates.c.language, templates.c.id)
    here = usable_by(operator) & templates.c.deleted_ms.is_(None)
    query = select(templates).where(here).order_by(templates.c.owner_id.is_not(None), *order)
    return [Template.from_record(row) for row in await desk.db.fetch_all(query)]


async def template_for(desk: Desk, operator: Operator, template_id: int) -> Template:
    """The template, unless it is somebody else's or of a group that is closed to the operator. Raises NotFound."""
    return await _one(desk, operator, (templates.c.id == template_id) & templates.c.deleted_ms.is_(None))


async def deleted_template(desk: Desk, operator: Operator, template_id: int) -> Template:
    """A deleted template that can still be restored, with the same limits. Raises NotFound."""
    return await _one(desk, operator, (templates.c.id == template_id) & templates.c.deleted_ms.is_not(None))


async def _one(desk: Desk, operator: Operator, condition: ColumnElement[bool]) -> Template:
    record = await desk.db.fetch_one(select(templates).where(condition, usable_by(operator)))
    if record is None:
        raise NotFound
    return Template.from_record(record)


async def templates_for(desk: Desk, operator: Operator, ticket: Ticket, typed: str) -> FoundTemplates:
    """Those that fit, the ticket's language and group first.

    Every typed word begins a word of the template's name or text; those whose names have them come before the others.
    Names and words of all are read, the texts only of what is shown.
    """
    light = (templates.c.id, templates.c.name, templates.c.group_id, templates.c.language, templates.c.uses)
    offered = usable_by(operator) & templates.c.deleted_ms.is_(None)
    rows = await desk.db.fetch_all(select(*light, templates.c.position, templates.c.words).where(offered))
    wanted = typed_words(typed)
    fitting = sorted((row for row in rows if _has(row.words, wanted)), key=lambda row: _rank(row, wanted, ticket))
    shown = [row.id for row in fitting[:MOST_FOUND]]
    rest = [row for row in rows if row.id not in shown and speaks(row.language, ticket.language)]
    near = [row for row in rest if row.uses and _in_group(row, ticket) != OTHER_GROUP]
    often = sorted(near, key=lambda row: (-row.uses, row.name))[:OFTEN]
    more = [row.id for row in often] if wanted and len(shown) < FEW else []
    whole = await _by_ids(desk, [*shown, *more])
    return FoundTemplates([whole[one] for one in shown if one in whole], [whole[one] for one in more if one in whole])


async def files_of_templates(desk: Desk) -> dict[int, list[Attachment]]:
    """The files that go with an answer, by template; without the pictures in its text."""
    joined = attachments.join(template_pictures, template_pictures.c.attachment_id == attachments.c.id)
    columns = (template_pictures.c.template_id, *attachments.c)
    query = select(*columns).select_from(joined).where(attachments.c.inline.is_(False)).order_by(attachments.c.id)
    found: dict[int, list[Attachment]] = {}
    for row in await desk.db.fetch_all(query):
        found.setdefault(row.template_id, []).append(Attachment.from_record(row))
    return found


async def pictures_of(desk: Desk, template_id: int) -> list[Attachment]:
    """The pictures in a template's text, and the files that go with it."""
    joined = attachments.join(template_pictures, template_pictures.c.attachment_id == attachments.c.id)
    query = select(attachments).select_from(joined).where(template_pictures.c.template_id == template_id)
    return [Attachment.from_record(row) for row in await desk.db.fetch_all(query)]


def words_of_template(name: str, text: str) -> str:
    """The words by which a template is found, as its row keeps them: each once, a blank before each."""
    return "".join(f" {word}" for word in dict.fromkeys([*typed_words(name), *typed_words(text)]))


async def _by_ids(desk: Desk, ids: Sequence[int]) -> dict[int, Template]:
    if not ids:
        return {}
    rows = await desk.db.fetch_all(select(templates).where(templates.c.id.in_(ids)))
    return {row.id: Template.from_record(row) for row in rows}


def usable_by(operator: Operator) -> ColumnElement[bool]:
    """The condition that a template is the operator's own, or the desk's and of no group that is closed to them."""
    in_group = or_(templates.c.group_id.is_(None), templates.c.group_id.not_in(operator.hidden_group_ids))
    return or_(templates.c.owner_id == operator.id, templates.c.owner_id.is_(None) & in_group)


def _has(words: str, wanted: Sequence[str]) -> bool:
    return all(f" {word}" in words for word in wanted)


def _rank(row: Any, wanted: Sequence[str], ticket: Ticket) -> tuple[object, ...]:
    in_name = _has(words_of_template(row.name, ""), wanted)
    return (
        not in_name,
        not speaks(row.language, ticket.language),
        _in_group(row, ticket),
        row.position,
        -row.uses,
        row.name,
        row.id,
    )


def _in_group(row: Any, ticket: Ticket) -> int:
    """0 in the ticket's group, 1 for every group, 2 in another."""
    if row.group_id is None:
        return 1
    return 0 if row.group_id == ticket.group_id else OTHER_GROUP
