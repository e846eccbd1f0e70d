"""Templates: all of them for the administrator, the fitting ones for a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.desk import Desk
from app.errors import NotFound
from app.message import Attachment
from app.operator import Operator
from app.search.folding import typed_words
from app.template import Template, speaks
from app.ticket import Ticket
from sql.tables import attachments, template_pictures, templates

MOST_FOUND = 20
FEW = 4  # so many found leave room for those that are used often
OFTEN = 3
OTHER_GROUP = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What fits what was typed, best first; and, where that is little, what is used most in this group."""

    fitting: list[Template]
    often: list[Template]


async def all_templates(desk: Desk) -> list[Template]:
    """Every template, by name; those of one name by language."""
    query = select(templates).order_by(templates.c.name, templates.c.language, templates.c.id)
    return [Template.from_record(row) for row in await desk.db.fetch_all(query)]


async def template_by_id(desk: Desk, template_id: int) -> Template:
    """The template. Raises NotFound."""
    record = await desk.db.fetch_one(select(templates).where(templates.c.id == template_id))
    if record is None:
        raise NotFound
    return Template.from_record(record)


async def template_for(desk: Desk, operator: Operator, template_id: int) -> Template:
    """The template, unless it is of a group that is closed to the operator. Raises NotFound."""
    template = await template_by_id(desk, template_id)
    if not operator.may_see_group(template.group_id):
        raise NotFound
    return template


async def templates_for(desk: Desk, operator: Operator, ticket: Ticket, typed: str) -> Found:
    """Those that fit, the ticket's language and group first.

    Every typed word begins a word of the template's name or text; those whose names have them come before the others.
    Names and words of all are read, the texts only of what is shown.
    """
    light = (templates.c.id, templates.c.name, templates.c.group_id, templates.c.language, templates.c.uses)
    rows = await desk.db.fetch_all(select(*light, templates.c.words).where(_open_to(operator)))
    wanted = typed_words(typed)
    fitting = sorted((row for row in rows if _has(row.words, wanted)), key=lambda row: _rank(row, wanted, ticket))
    shown = [row.id for row in fitting[:MOST_FOUND]]
    rest = [row for row in rows if row.id not in shown and speaks(row.language, ticket.language)]
    near = [row for row in rest if row.uses and _in_group(row, ticket) != OTHER_GROUP]
    often = sorted(near, key=lambda row: (-row.uses, row.name))[:OFTEN]
    more = [row.id for row in often] if wanted and len(shown) < FEW else []
    whole = await _by_ids(desk, [*shown, *more])
    return Found([whole[one] for one in shown if one in whole], [whole[one] for one in more if one in whole])


async def pictures_of(desk: Desk, template_id: int) -> list[Attachment]:
    """The pictures that stand in a template's text."""
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


def _open_to(operator: Operator) -> ColumnElement[bool]:
    return or_(templates.c.group_id.is_(None), templates.c.group_id.not_in(operator.hidden_group_ids))


def _has(words: str, wanted: Sequence[str]) -> bool:
    return all(f" {word}" in words for word in wanted)


def _rank(row: Any, wanted: Sequence[str], ticket: Ticket) -> tuple[object, ...]:
    in_name = _has(words_of_template(row.name, ""), wanted)
    return (not in_name, not speaks(row.language, ticket.language), _in_group(row, ticket), -row.uses, row.name, row.id)


def _in_group(row: Any, ticket: Ticket) -> int:
    """0 in the ticket's group, 1 for every group, 2 in another."""
    if row.group_id is None:
        return 1
    return 0 if row.group_id == ticket.group_id else OTHER_GROUP
