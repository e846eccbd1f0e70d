"""Who is credited when a ticket changes hands: whoever takes, gives, gets or loses it."""

from collections.abc import Iterator

from app.counting.logged import Logged
from app.counting.measure import Measure

Credit = tuple[Measure, int]  # what is counted, for which operator


def shared_out(event: Logged) -> Iterator[Credit]:
    """What the event counts, for whom."""
    before = _id(event, "from_holder")
    match event.kind:
        case "ticket.taken":
            yield Measure.TAKEN, _id(event, "holder")
            if before:
                yield Measure.REALLOCATED, before
        case "ticket.dropped":
            yield from _dropped(event, before)
        case "ticket.assigned":
            yield from _assigned(event, before, _id(event, "holder"))


def _dropped(event: Logged, before: int) -> Iterator[Credit]:
    if event.details.get("why"):
        yield Measure.RELEASED, before
    elif event.operator_id == before:
        yield Measure.DROPPED, before
    elif before:
        yield Measure.REALLOCATED, before


def _assigned(event: Logged, before: int, to: int) -> Iterator[Credit]:
    if event.operator_id == to:
        yield Measure.TAKEN, to
    else:
        yield Measure.ASSIGNED_TO, to
        if event.operator_id:
            yield Measure.ASSIGNED_FROM, event.operator_id
    if before not in {0, event.operator_id}:
        yield Measure.REALLOCATED, before


def _id(event: Logged, name: str) -> int:
    return int((event.details.get(name) or {}).get("id") or 0)
