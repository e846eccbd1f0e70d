"""Nothing was found: what there would be without one of the fields."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.desk import Desk
from app.operator import Operator
from app.search.parameters import without
from app.search.query_language import MOMENTS, SearchText, read_search
from app.search.searching import COUNTED, count_found

# Which to drop first: what narrows most often without being meant.
DROPPED = (
    ("country",), ("city",), ("group",), ("status",), ("operator",), MOMENTS, ("subject",), ("note",), ("answer",),
    ("customer",), ("text",), ("name",), ("email",), ("phone",), ("",),
)  # fmt: skip
MOST = 2


@dataclass(frozen=True, slots=True)
class Wider:
    """The search without a field ("date" stands for all of dates, "" for the typed words), and how many that finds."""

    field: str
    typed: str
    count: int  # at most COUNTED


async def wider_searches(
    desk: Desk, operator: Operator, wanted: SearchText, now_ms: int, zone: ZoneInfo
) -> list[Wider]:
    """At most MOST searches with one field less that find something."""
    found: list[Wider] = []
    for fields in DROPPED:
        typed = without(wanted.terms, *fields)
        if not typed or not any(term.field in fields for term in wanted.terms):
            continue
        count = await count_found(desk, operator, read_search(typed, now_ms, zone), COUNTED)
        if count:
            found.append(Wider(fields[0], typed, count))
        if len(found) == MOST:
            break
    return found
