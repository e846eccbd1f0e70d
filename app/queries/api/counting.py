"""How many tickets a search finds in all, and how many events there are for someone."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.customer.known import is_there
from app.queries.desk.events import ABOUT_PEOPLE, HEARD_BY_ALL, last_event_id
from app.search.query_language import CHOICES, MOMENTS, SearchText
from app.search.scope import days_of, scope_of
from app.search.searching import find
from sql.tables import events, tickets

MOST_COUNTED = 10_000  # with words, each has to be looked at
AT_ONCE = 1000
MOST_LOOKED_AT = 100_000  # events, whether they are counted or not
NOTE = '"message_kind": "note"'  # as it stands in the details of an event; a text there has its quotes escaped


@dataclass(frozen=True, slots=True)
class Total:
    """`is_more`: there are more than `count`, which nobody has counted."""

    count: int
    is_more: bool = False


async def total_found(desk: Desk, operator: Operator, wanted: SearchText) -> Total:
    """How many tickets match of those that exist for the operator. Raises BadFields(q).

    Without words the columns alone tell, exactly; with words they are counted up to MOST_COUNTED.
    """
    if all(term.field in {*CHOICES, *MOMENTS} for term in wanted.terms):
        scope = await scope_of(desk, operator, wanted)
        query = select(func.count()).select_from(tickets).where(*scope.conditions, *days_of(wanted))
        return Total(int(await desk.db.fetch_val(query) or 0))
    count, below = 0, None
    while count < MOST_COUNTED:
        found, below = await find(desk, operator, wanted, below, AT_ONCE)
        count += len(found)
        if below is None:
            return Total(count)
    return Total(count, is_more=True)


async def events_heard(desk: Desk, operator: Operator, after: int, *, notes: bool) -> Total:
    """How many events behind this one exist for the operator (`hearing`), up to MOST_LOOKED_AT further on."""
    until = after + MOST_LOOKED_AT
    query = select(func.count()).select_from(events.outerjoin(tickets, tickets.c.id == events.c.ticket_id))
    query = query.where(events.c.id > after, events.c.id <= until, *_heard(operator))
    if not notes:
        query = query.where(events.c.details.not_like(f"%{NOTE}%"))
    return Total(int(await desk.db.fetch_val(query) or 0), is_more=await last_event_id(desk) > until)


def _heard(operator: Operator) -> list[ColumnElement[bool]]:
    """What `hearing` decides event by event."""
    about_people = or_(*(events.c.kind.startswith(prefix, autoescape=True) for prefix in ABOUT_PEOPLE))
    for_all = or_(~about_people, events.c.kind.in_(sorted(HEARD_BY_ALL)))
    in_sight = or_(events.c.group_id.is_(None), events.c.group_id.not_in(operator.hidden_group_ids))
    of_ticket = or_(events.c.ticket_id.is_(None), and_(tickets.c.id.is_not(None), is_there(operator)))
    return [of_ticket, in_sight] if operator.is_administrator else [of_ticket, in_sight, for_all]
