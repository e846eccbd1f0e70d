"""How many tickets wait where: the figures in the rail.

Counted once for all viewers, from indexes that cover it, and changed by what the events say from then on: what an operator
may see and what is theirs is added up from a few lines.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, func, literal, null, select, union_all

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.outbound_mail import UNDELIVERED
from app.nouns.status import Shelf, Status
from app.queries.desk.as_of import Happened, KeptAsOf
from sql.tables import counters, tickets


@dataclass(frozen=True, slots=True)
class TicketCount:
    """So many active tickets of this group, status and holder."""

    group_id: int | None
    status: str
    operator_id: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one viewer's rail."""

    mine: int
    unassigned: int
    waiting_for_operator: int
    waiting_for_customer: int
    all: int
    trouble: int
    groups: Mapping[int, int]  # those of its groups that have any

    def __hash__(self) -> int:
        """So the rendered counts can be cached; the groups nearly always match when the rest does."""
        return hash((self.mine, self.unassigned, self.waiting_for_operator, self.all, self.trouble))


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The places of all active tickets, as of one event."""

    lines: tuple[TicketCount, ...]
    trouble: Mapping[int | None, int]  # group to its tickets with an undelivered answer


async def counts_for(desk: Desk, operator: Operator, newest: int | None = None) -> Counts:
    """The operator's figures as of the event `newest`, or the desk's newest."""
    return _added_up(await standing(desk, newest), operator.id, operator.hidden_group_ids)


async def loads_for(desk: Desk, operator: Operator, newest: int | None = None) -> Mapping[int, int]:
    """How many active tickets each person has, of those that exist for the operator, as of the event `newest`."""
    loads: Counter[int] = Counter()
    for line in (await standing(desk, newest)).lines:
        if line.operator_id is not None and line.group_id not in operator.hidden_group_ids:
            loads[line.operator_id] += line.count
    return loads


@lru_cache(maxsize=256)
def _added_up(found: Standing, operator_id: int, hidden_group_ids: frozenset[int]) -> Counts:
    """For one viewer, once for each standing."""
    lines = [line for line in found.lines if line.group_id not in hidden_group_ids]
    groups: dict[int, int] = {}
    for line in lines:
        if line.group_id is not None:
            groups[line.group_id] = groups.get(line.group_id, 0) + line.count
    return Counts(
        mine=sum(line.count for line in lines if line.operator_id == operator_id),
        unassigned=sum(line.count for line in lines if line.operator_id is None),
        waiting_for_operator=sum(line.count for line in lines if line.status == Status.WAITING_FOR_OPERATOR),
        waiting_for_customer=sum(line.count for line in lines if line.status == Status.WAITING_FOR_CUSTOMER),
        all=sum(line.count for line in lines),
        trouble=sum(count for group_id, count in found.trouble.items() if group_id not in hidden_group_ids),
        groups=groups,
    )


async def lines_for(desk: Desk, operator: Operator) -> list[TicketCount]:
    """The lines of the groups that exist for this operator, as of the newest event."""
    return [line for line in (await standing(desk)).lines if operator.may_see_group(line.group_id)]


async def held_by(desk: Desk) -> dict[int, int]:
    """How many active tickets each person holds, as of the newest event."""
    held: dict[int, int] = {}
    for line in (await standing(desk)).lines:
        if line.operator_id is not None:
            held[line.operator_id] = held.get(line.operator_id, 0) + line.count
    return held


class _Followed(KeptAsOf[Standing]):
    """Counted once, and from then on changed by what the events say: no request counts every active ticket."""

    async def begun(self, desk: Desk, number: int, given: Mapping[str, Any]) -> tuple[Standing, int]:  # noqa: ARG002 - it takes none
        """Counted in one statement with the number of the event as of which it is so: what comes later is added once."""
        lines, trouble, as_of = [], {}, number
        for row in await desk.db.fetch_all(_COUNTED):
            if row.what == "newest":
                as_of = max(number, int(row["count"] or 0))
            elif row.what == "trouble":
                trouble[row.group_id] = row["count"]
            else:
                lines.append(TicketCount(row.group_id, row.status, row.operator_id, row["count"]))
        return Standing(tuple(lines), trouble), as_of

    def followed(self, value: Standing, happened: Sequence[Happened]) -> Standing | None:
        """With what these events moved; None where one does not say (seeded, or older than this column)."""
        if any(event.moves is None for event in happened):
            return None
        moves = [move for event in happened if event.moves for move in json.loads(event.moves)]
        return _after(value, moves) if moves else value


def _after(value: Standing, moves: Iterable[tuple[Any, Any]]) -> Standing | None:
    lines = Counter({(line.group_id, line.status, line.operator_id): line.count for line in value.lines})
    trouble = Counter(value.trouble)
    for before, after in moves:
        for place, change in ((before, -1), (after, 1)):
            if place is not None:
                group_id, status, operator_id, is_troubled = place
                lines[group_id, status, operator_id] += change
                trouble[group_id] += change if is_troubled else 0
    if min(lines.values(), default=0) < 0 or min(trouble.values(), default=0) < 0:
        return None
    return Standing(tuple(TicketCount(*place, count) for place, count in lines.items() if count), trouble)


standing = _Followed()


def _counted() -> CompoundSelect[Any]:
    by = (tickets.c.group_id, tickets.c.status, tickets.c.operator_id)
    lines = select(literal("line").label("what"), *by, func.count().label("count"))
    lines = lines.where(tickets.c.shelf == Shelf.ACTIVE.value).group_by(*by)
    active = func.coalesce(tickets.c.shelf, tickets.c.shelf) == Shelf.ACTIVE.value  # SQLite would read the whole shelf
    trouble = select(literal("trouble"), tickets.c.group_id, literal(""), null(), func.count())
    trouble = trouble.where(tickets.c.trouble.in_(UNDELIVERED) & active).group_by(tickets.c.group_id)
    newest = select(counters.c.value).where(counters.c.name == "events").scalar_subquery()
    return union_all(
        lines.with_hint(tickets, "FORCE INDEX (ix_tickets_counts)", "mysql"),
        trouble.with_hint(tickets, "FORCE INDEX (ix_tickets_trouble)", "mysql"),
        select(literal("newest"), null(), literal(""), null(), newest),
    )


_COUNTED = _counted()
