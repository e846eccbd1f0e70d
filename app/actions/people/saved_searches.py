"""An operator's saved searches: private, so they leave no event."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.actions.change import action
from app.core.errors import BadFields, NotFound
from app.database import is_duplicate_key
from app.desk import Desk
from app.nouns.fields import well_formed
from app.nouns.operator import Operator
from app.search.query_language import read_search
from app.search.saved_searches import SavedSearch, saved_searches_of
from app.text.languages import _, ngettext
from app.text.limits import at_most_characters
from sql.tables import operators, saved_searches

MOST = 20
LONGEST_NAME = 60


@action
async def save_search(desk: Desk, operator: Operator, name: str, typed: str, now_ms: int) -> SavedSearch:
    """Keep a search under a name, below the others. Raises BadFields(name, typed)."""
    clean = _name(name)
    _check_search(desk, typed, now_ms)
    async with desk.db.transaction():
        await _queue(desk, operator)
        own = saved_searches.c.operator_id == operator.id
        counted = select(func.count().label("count"), func.max(saved_searches.c.position).label("last")).where(own)
        row = await desk.db.fetch_one(counted)
        if row is not None and row["count"] >= MOST:
            words = ngettext(
                "You already have %(most)d saved search. Delete one first.",
                "You already have %(most)d saved searches. Delete one first.",
                MOST,
            )
            raise BadFields({"name": words % {"most": MOST}})
        position = (row.last or 0) + 1 if row is not None else 1
        values = {"name": clean, "typed": typed.strip(), "position": position}
        number = await _write(desk, insert(saved_searches).values(operator_id=operator.id, created_ms=now_ms, **values))
    return SavedSearch(number, clean, typed.strip(), position)


@action
async def rename_search(desk: Desk, operator: Operator, search_id: int, name: str) -> SavedSearch:
    """Give one another name. Raises NotFound, BadFields(name)."""
    clean = _name(name)
    async with desk.db.transaction():
        await _queue(desk, operator)
        search = await _own(desk, operator, search_id)
        await _write(desk, update(saved_searches).where(saved_searches.c.id == search_id).values(name=clean))
    return replace(search, name=clean)


@action
async def delete_search(desk: Desk, operator: Operator, search_id: int) -> SavedSearch:
    """Delete one; return it so it can be restored. Raises NotFound."""
    async with desk.db.transaction():
        await _queue(desk, operator)
        search = await _own(desk, operator, search_id)
        await desk.db.execute(delete(saved_searches).where(saved_searches.c.id == search_id))
    return search


@action
async def reorder_searches(desk: Desk, operator: Operator, order: list[int]) -> list[SavedSearch]:
    """Put them into this order; those that are not named stay behind, as they were. Raises NotFound."""
    async with desk.db.transaction():
        await _queue(desk, operator)
        kept = await saved_searches_of(desk, operator)
        if not set(order) <= {search.id for search in kept}:
            raise NotFound
        rank = {search_id: place for place, search_id in enumerate(order)}
        kept.sort(key=lambda search: rank.get(search.id, len(order) + search.position))
        for position, search in enumerate(kept, 1):
            changed = update(saved_searches).where(saved_searches.c.id == search.id).values(position=position)
            await desk.db.execute(changed)
    return [replace(search, position=position) for position, search in enumerate(kept, 1)]


async def _queue(desk: Desk, operator: Operator) -> None:
    """Write before reading: two windows of one person queue at their row."""
    own = operators.c.id == operator.id
    await desk.db.execute(update(operators).where(own).values(language=operators.c.language))


async def _own(desk: Desk, operator: Operator, search_id: int) -> SavedSearch:
    found = [search for search in await saved_searches_of(desk, operator) if search.id == search_id]
    if not found:
        raise NotFound
    return found[0]


async def _write(desk: Desk, statement: Any) -> int:
    try:
        return int(await desk.db.execute(statement))
    except Exception as error:
        if is_duplicate_key(error):
            raise BadFields({"name": _("You already have a saved search with this name.")}) from None
        raise


def _check_search(desk: Desk, typed: str, now_ms: int) -> None:
    try:
        is_empty = read_search(typed, now_ms, desk.settings.zone).is_empty
    except BadFields as fault:  # it names the parameter of the search's address
        raise BadFields({"typed": str(fault)}) from None
    if is_empty:
        raise BadFields({"typed": _("Nothing to save yet. Enter a search first.")})


def _name(typed: str) -> str:
    name = " ".join(well_formed(typed).split())
    if not name:
        raise BadFields({"name": _("Enter a name.")})
    if len(name) > LONGEST_NAME:
        raise BadFields({"name": at_most_characters(LONGEST_NAME)})
    return name
