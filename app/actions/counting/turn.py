"""Whose turn it is to count: a lease, checked again with everything that is written."""

import json
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from app.actions.desk.leasing import take_lease
from app.core.clock import now_ms
from app.counting.attendance_time import TimeAtDesk
from app.counting.day_sum import DaySum, Division
from app.counting.logged import CountedAct
from app.credentials.codes import new_key
from app.database import run_again
from app.desk import Desk
from app.queries.desk.leases import lease_details
from app.queries.figures.log import MeasureDay, days_due
from app.queries.figures.progress import STATISTICS
from sql.tables import attendances, counted_acts, day_sums, day_sums_due, leases

LEASE_MS: Final = 10_000
_KEY: Final = CountedAct._fields[:6]
_DELETE = delete(counted_acts).where(*(counted_acts.c[name] == bindparam(f"of_{name}") for name in _KEY))
_INSERT = insert(counted_acts)
_DIVISIONS: Final = [division.value for division in Division]
_SUMS_OF = delete(day_sums).where(
    day_sums.c.divided_by.in_(_DIVISIONS),
    day_sums.c.measure == bindparam("of_measure"),
    day_sums.c.day == bindparam("of_day"),
)
_DUE = insert(day_sums_due).values(measure=bindparam("of_measure"), day=bindparam("of_day"))
_NO_LONGER_DUE = delete(day_sums_due).where(
    day_sums_due.c.measure == bindparam("of_measure"), day_sums_due.c.day == bindparam("of_day")
)


class TurnLost(Exception):
    """Another process counts now. What was to be written is not."""


@dataclass
class Turn:
    """A process's turn. `kept` is what the lease's details say."""

    desk: Desk
    holder: str = field(default_factory=new_key)
    kept: dict[str, Any] = field(default_factory=dict)

    async def take(self) -> bool:
        """Have the turn for ten seconds, or ten more; False while another process has it."""
        if not await take_lease(self.desk, STATISTICS, self.holder, LEASE_MS):
            return False
        self.kept = await lease_details(self.desk, STATISTICS)
        return True

    async def write(
        self,
        before: set[CountedAct],
        rows: set[CountedAct],
        people: Iterable[TimeAtDesk] = (),
        *,
        also_due: Collection[MeasureDay] = (),
        is_over: bool = False,
        **noted: Any,
    ) -> None:
        """Let the rows `before` become these `rows`, and note how far it has come, in one transaction. Raises TurnLost.

        `also_due`: days that add up to something else though their rows stay. `is_over`: the turn ends with it.
        """
        gone, new = before - rows, rows - before
        changed = {MeasureDay(act.measure, act.day) for act in gone | new} | {*also_due}

        async def change() -> None:
            db = self.desk.db
            await db.execute_many(
                _DELETE, [{f"of_{name}": getattr(act, name) for name in _KEY} for act in sorted(gone)]
            )
            await db.execute_many(_INSERT, [act._asdict() for act in sorted(new, key=lambda act: act[:6])])
            await self._let_add_up(changed)
            if standing := [asdict(one) for one in people]:
                theirs = attendances.c.operator_id.in_([one["operator_id"] for one in standing])
                await db.execute(delete(attendances).where(theirs))
                await db.execute_many(insert(attendances), standing)

        await self._as_holder(change, noted | (self._since_now if changed else {}), is_over=is_over)

    async def add_up(self, days: set[MeasureDay], sums: Iterable[DaySum], **noted: Any) -> None:
        """Store what these days, which were due, add up to. Raises TurnLost."""

        async def change() -> None:
            await self.desk.db.execute_many(insert(day_sums), [one._asdict() for one in sums])
            await self.desk.db.execute_many(_NO_LONGER_DUE, _named(days))

        await self._as_holder(change, noted, is_over=True)

    async def forget_sums(self, measure: int) -> None:
        """Let all days of a measure be added up anew, whatever was known of them. Raises TurnLost."""

        async def change() -> None:
            db = self.desk.db
            await db.execute(
                delete(day_sums).where(day_sums.c.divided_by.in_(_DIVISIONS), day_sums.c.measure == measure)
            )
            await db.execute(delete(day_sums_due).where(day_sums_due.c.measure == measure))
            there = select(counted_acts.c.measure, counted_acts.c.day).where(counted_acts.c.measure == measure)
            await db.execute(insert(day_sums_due).from_select(["measure", "day"], there.distinct()))

        await self._as_holder(change, self._since_now)

    @property
    def _since_now(self) -> dict[str, int]:
        """Since when days are due, if they were not before."""
        return {"due_ms": int(self.kept.get("due_ms") or now_ms())}

    async def _let_add_up(self, changed: set[MeasureDay]) -> None:
        """Figures of these days are counted from the acts until the days are added up again."""
        anew = _named(changed - await days_due(self.desk)) if changed else []
        await self.desk.db.execute_many(_SUMS_OF, anew)
        await self.desk.db.execute_many(_DUE, anew)

    async def _as_holder(
        self, change: Callable[[], Awaitable[None]], noted: Mapping[str, Any], *, is_over: bool = False
    ) -> None:
        """Change something and note how far it has come, in one transaction. Raises TurnLost."""
        kept = {name: value for name, value in {**self.kept, **noted}.items() if value is not None}
        values = {"details": json.dumps(kept)} | ({"until_ms": 0} if is_over else {})
        mine = update(leases).where(leases.c.name == STATISTICS, leases.c.holder == self.holder).values(values)

        async def once() -> None:
            async with self.desk.db.transaction():
                if not await self.desk.db.rowcount(mine):
                    raise TurnLost
                await change()

        await run_again(self.desk.db, once)
        self.kept = kept


def _named(days: Iterable[MeasureDay]) -> list[dict[str, int]]:
    return [{"of_measure": one.measure, "of_day": one.day} for one in sorted(days)]
