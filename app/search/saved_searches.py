"""The searches that an operator keeps."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.desk import Desk
from app.nouns.operator import Operator
from sql.tables import saved_searches

_OF_OPERATOR = (
    select(saved_searches.c.id, saved_searches.c.name, saved_searches.c.typed, saved_searches.c.position)
    .where(saved_searches.c.operator_id == bindparam("whose"))
    .order_by(saved_searches.c.position, saved_searches.c.id)
)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as shown in the rail."""

    id: int
    name: str
    typed: str
    position: int


async def saved_searches_of(desk: Desk, operator: Operator) -> list[SavedSearch]:
    """In their order."""
    rows = await desk.db.fetch_all(_OF_OPERATOR, {"whose": operator.id})
    return [SavedSearch(row.id, row.name, row.typed, row.position) for row in rows]
