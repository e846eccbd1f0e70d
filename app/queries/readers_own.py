"""What a console shows of its reader's own, read at once: saved searches, where they have begun to write, who names them, what is unread."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, and_, bindparam, func, literal, select, union_all

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Shelf
from app.queries.ticket.own_drafts import drafted_by
from app.queries.ticket.own_mentions import mentioning
from app.search.saved_searches import SavedSearch
from sql.tables import readings, saved_searches, tickets

LOOKED_AT = 100  # of the active tickets that they hold the newest: what is unread has just moved up among them
READER: BindParameter[int] = bindparam("reader")


@dataclass(frozen=True, slots=True)
class ReadersOwn:
    """`drafted`, `mentioned`: numbers of tickets, the last ones first. `unread`: how many tickets, of LOOKED_AT."""

    saved: tuple[SavedSearch, ...]
    drafted: tuple[int, ...]
    mentioned: tuple[int, ...]
    unread: int


async def readers_own(desk: Desk, operator: Operator) -> ReadersOwn:
    """All of it in one statement, as it is now: nothing of this is an act at the desk, and so no event tells of it."""
    rows = await desk.db.fetch_all(_statement(operator.hidden_group_ids), {"reader": operator.id})
    of: dict[str, list[Any]] = {"saved": [], "draft": [], "mention": [], "unread": []}
    for row in rows:
        of[row.what].append(row)
    saved = sorted(of["saved"], key=lambda row: (row.place, row.number))
    drafted, mentioned = (sorted(of[what], key=lambda row: -row.place) for what in ("draft", "mention"))
    return ReadersOwn(
        tuple(SavedSearch(row.number, row.name, row.typed, row.place) for row in saved),
        tuple(row.number for row in drafted),
        tuple(row.number for row in mentioned),
        int(of["unread"][0].number),
    )


@lru_cache(maxsize=64)
def _statement(hidden_group_ids: frozenset[int]) -> CompoundSelect[Any]:
    """Shared by all from whom the same groups are hidden."""
    drafted, own = drafted_by(READER, hidden_group_ids).subquery(), saved_searches.c
    named = mentioning(READER, hidden_group_ids).subquery()
    return union_all(
        select(literal("draft").label("what"), drafted.c.ticket_id.label("number"), drafted.c.place, *_words("", "")),
        select(literal("mention"), named.c.ticket_id, named.c.place, *_words("", "")),
        select(literal("saved"), own.id, own.position, own.name, own.typed).where(own.operator_id == READER),
        select(literal("unread"), _unread().scalar_subquery(), literal(0), *_words("", "")),
    )


def _words(name: str, typed: str) -> tuple[Any, Any]:
    return literal(name).label("name"), literal(typed).label("typed")


def _unread() -> Select[Any]:
    """How many of the tickets that they hold have something of the customer's that they have not seen."""
    read = and_(readings.c.ticket_id == tickets.c.id, readings.c.operator_id == READER)
    newest = (
        select(tickets.c.customer_event_id, func.coalesce(readings.c.event_id, 0).label("seen"))
        .select_from(tickets.outerjoin(readings, read))
        .where(tickets.c.shelf == Shelf.ACTIVE.value, tickets.c.operator_id == READER)
        .order_by(tickets.c.updated_ms.desc(), tickets.c.id.desc())
        .limit(LOOKED_AT)
        .with_hint(tickets, "FORCE INDEX (ix_tickets_shelf_operator_updated)", "mysql")
        .subquery()
    )
    return select(func.count()).select_from(newest).where(newest.c.customer_event_id > newest.c.seen)
