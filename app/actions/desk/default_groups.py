"""The groups that get tickets which name none: a mark of the group itself, set from the settings as well."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import select, update

from app.actions.change import Change
from app.core.errors import BadFields, Conflict
from app.nouns.group import Group
from app.text.languages import _
from sql.tables import groups

DEFAULT_GROUPS: Final = {"default_group_form": "default_for_form", "default_group_mail": "default_for_mail"}


def read_default_group(name: str, typed: str, known: Iterable[Group]) -> int | None:
    """The group's number; None where none is chosen. Raises BadFields for one that is not there."""
    text = typed.strip()
    if not text:
        return None
    found = next((group.id for group in known if text in {str(group.id), group.name}), None)
    if found is None:
        raise BadFields({name: _("This group no longer exists. Choose another.")})
    return found


async def put_default_group(tx: Change, name: str, group_id: int | None) -> tuple[int | None, dict[str, Any]]:
    """Mark this group alone; the one that was marked before, and both names for the log. Raises Conflict if it is gone.

    Writes all groups first, so that rivals queue there.
    """
    column = groups.c[DEFAULT_GROUPS[name]]
    await tx.db.execute(update(groups).values(position=groups.c.position))
    rows = await tx.db.fetch_all(select(groups.c.id, groups.c.name, column.label("chosen")))
    names = {row.id: row.name for row in rows}
    before: int | None = next((row.id for row in rows if row.chosen), None)
    if group_id is not None and group_id not in names:
        raise Conflict(_("This group no longer exists. Choose another."))
    if before != group_id:
        await _mark(tx, column.name, group_id)
    return before, {"from_name": names.get(before or 0, ""), "to_name": names.get(group_id or 0, "")}


async def _mark(tx: Change, column: str, group_id: int | None) -> None:
    marked: dict[str, Any] = {column: False}
    await tx.db.execute(update(groups).values(marked))
    if group_id is not None:
        await tx.db.execute(update(groups).where(groups.c.id == group_id).values({column: True}))
