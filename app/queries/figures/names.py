"""What the operators and groups of the figures are called, also those that are gone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.desk import Desk
from app.queries.desk.as_of import AsOfEvent
from app.queries.people.roster import roster
from sql.tables import events


@dataclass(frozen=True, slots=True)
class Name:
    """A person's or group's name; `is_gone`: deleted, this is what it was called last."""

    name: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """By number; 0 is no operator and no group, which has no name here."""

    operators: Mapping[int, Name]
    groups: Mapping[int, Name]


async def _read(desk: Desk) -> Names:
    gone = select(events.c.kind, events.c.details).where(events.c.kind.in_(("person.deleted", "group.removed")))
    people: dict[int, Name] = {}
    groups: dict[int, Name] = {}
    for row in await desk.db.fetch_all(gone.with_hint(events, "FORCE INDEX (ix_events_kind_at)", "mysql")):
        told = json.loads(row.details)
        (people if row.kind == "person.deleted" else groups)[told["person" if "person" in told else "group"]] = Name(
            told["name"], is_gone=True
        )
    now = await roster(desk)
    people |= {one.id: Name(one.name) for one in now.everybody}
    groups |= {one.id: Name(one.name) for one in now.groups}
    return Names(people, groups)


names_of = AsOfEvent(_read, "person.", "group.")
