"""Which tickets the log is searched for, by customer and by words: few enough to read what happened to each."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.desk import Desk
from app.queries.activity.log_query import LogQuery
from app.search.candidates import Candidates
from app.search.folding import typed_words
from app.text.address_keys import address_key
from sql.tables import events, tickets

MOST_TICKETS = 300
MOST_LOOKED_AT = 3000  # candidates that have the words somewhere
MOST_DELETED = 2000
_FACTS = select(tickets.c.id, tickets.c.subject, tickets.c.name, tickets.c.email, tickets.c.email_key)


@dataclass(frozen=True, slots=True)
class FoundTickets:
    """Numbers, newest first. `is_cut`: there are more than are looked for."""

    ids: tuple[int, ...]
    is_cut: bool = False


async def found_tickets(desk: Desk, query: LogQuery) -> FoundTickets:
    """The tickets of this customer with these words in subject or name, those that were erased by what their deletion kept."""
    wanted = WantedTickets(query)
    if wanted.is_wordless:
        return FoundTickets(())
    if query.ticket_id is not None:
        rows = await desk.db.fetch_all(_FACTS.where(tickets.c.id == query.ticket_id))
        ids = [row.id for row in rows if wanted.fits(row.subject, row.name, row.email)]
    elif "@" in query.customer:
        ids = await _of_address(desk, wanted)
    else:
        ids = await _with_words(desk, wanted)
    gone = await _erased(desk, wanted)
    found = sorted({*ids, *gone}, reverse=True)
    return FoundTickets(tuple(found[:MOST_TICKETS]), len(found) > MOST_TICKETS or len(ids) > MOST_TICKETS)


class WantedTickets:
    """Whether a ticket, or what a deletion kept of one, is looked for."""

    def __init__(self, query: LogQuery) -> None:
        self.ticket_id = query.ticket_id
        self.key = address_key(query.customer) if "@" in query.customer else ""
        self.customer = [] if self.key else typed_words(query.customer)
        self.words = typed_words(query.words)
        # Signs alone were typed, in which no letter or digit stands: nothing has that.
        self.is_wordless = bool(query.words and not self.words) or bool(
            query.customer and not (self.key or self.customer)
        )

    def fits(self, subject: str, name: str, email: str) -> bool:
        """Whether the customer is the one, and each word begins one of the subject's or the customer's."""
        if self.key and address_key(email) != self.key:
            return False
        about = typed_words(f"{name} {email}")
        return begin_some(self.customer, about) and begin_some(self.words, [*about, *typed_words(subject)])


def begin_some(wanted: list[str], there: list[str]) -> bool:
    """Whether each of the words begins one of those there."""
    return all(any(word.startswith(one) for word in there) for one in wanted)


async def _of_address(desk: Desk, wanted: WantedTickets) -> list[int]:
    query = _FACTS.where(tickets.c.email_key == wanted.key).order_by(tickets.c.id.desc()).limit(MOST_LOOKED_AT)
    return [row.id for row in await desk.db.fetch_all(query) if wanted.fits(row.subject, row.name, row.email)]


async def _with_words(desk: Desk, wanted: WantedTickets) -> list[int]:
    """By the index of all that is written on tickets: those where the words stand in subject or name."""
    words = list(dict.fromkeys([*wanted.customer, *wanted.words]))
    candidates, found = Candidates(desk, words), list[int]()
    while candidates.has_more and candidates.looked_at < MOST_LOOKED_AT and len(found) <= MOST_TICKETS:
        ids = await candidates.next_ids()
        rows = await desk.db.fetch_all(_FACTS.where(tickets.c.id.in_(ids))) if ids else []
        found += [row.id for row in rows if wanted.fits(row.subject, row.name, row.email)]
    return found


async def _erased(desk: Desk, wanted: WantedTickets) -> list[int]:
    """Tickets whose content is gone: number, subject and customer stand in the event of their deletion."""
    query = select(events.c.ticket_id, events.c.details).where(events.c.kind == "ticket.deleted")
    query = query.order_by(events.c.at_ms.desc(), events.c.id.desc()).limit(MOST_DELETED)
    rows = await desk.db.fetch_all(query.with_hint(events, "FORCE INDEX (ix_events_kind_at)", "mysql"))
    return [row.ticket_id for row in rows if _is_wanted(wanted, row)]


def _is_wanted(wanted: WantedTickets, row: Any) -> bool:
    if wanted.ticket_id is not None and row.ticket_id != wanted.ticket_id:
        return False
    return wanted.fits(*kept_facts(json.loads(row.details)))


def kept_facts(details: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, name and address that a deletion keeps."""
    customer = details.get("customer") or {}
    return details.get("subject") or "", customer.get("name") or "", customer.get("email") or ""
