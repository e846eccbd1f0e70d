"""Calls that list what is no ticket: events, emails, customers."""

from typing import Final

from starlette.datastructures import QueryParams
from starlette.responses import Response

from app.credentials.api_key import KeyScope
from app.nouns.event import Event
from app.nouns.message import MessageKind
from app.queries.api.counting import Total, events_heard
from app.queries.api.pages import (
    EmailFilter,
    EmailLine,
    EmailPlace,
    addresses_after,
    count_addresses,
    count_emails,
    emails_below,
)
from app.queries.desk.events import events_after
from app.queries.live.catching_up import Hearing, hearing, rows_of_events
from app.search.parameters import typed_from
from app.search.query_language import read_search
from web.api.answering import answered, next_link, page
from web.api.operation import ApiRequest, Operation
from web.api.shapes.lists import (
    ActorShape,
    CustomerShape,
    CustomersShape,
    EmailShape,
    EmailsShape,
    EventShape,
    EventsShape,
)
from web.api.shapes.parameters import CustomersQuery, EmailsQuery, EventsQuery
from web.api.tables import csv_answer


async def events(request: ApiRequest) -> Response:
    """Events behind `after` or `cursor`, of tickets that exist for the key."""
    query, desk = request.query, request.desk
    begin = int(query.cursor or query.after or 0)
    found = await events_after(desk, begin, query.limit + 1)
    looked_at = found[: query.limit]
    rows = await rows_of_events(desk, looked_at)
    tickets = {number: row.ticket for number, row in rows.items()}
    notes = request.holder.may(KeyScope.NOTES_READ)
    heard = [
        event_shape(event)
        for event in looked_at
        if hearing(request.reader, event, tickets.get(event.ticket_id or 0)) is Hearing.ALL
        and (notes or not _is_note(event))
    ]
    last = str(looked_at[-1].id if looked_at else begin)
    more = len(found) > query.limit
    total = await events_heard(desk, request.reader, query.after or 0, notes=notes) if query.count else Total(0)
    count = total.count if query.count else None
    shape = EventsShape(events=heard, next_cursor=last, more=more, count=count, count_is_more=total.is_more)
    return answered(shape, headers=next_link(request, last) if more else None)


async def emails(request: ApiRequest) -> Response:
    """Emails received and sent, newest first."""
    query, desk, reader = request.query, request.desk, request.reader
    wanted = EmailFilter(query.direction, query.ticket, query.state or "", *_days(request))
    found, after = await emails_below(desk, reader, request.holder.roster, wanted, _place(query.cursor), query.limit)
    next_cursor = str(after) if after else None
    count = await count_emails(desk, reader, wanted) if query.count else None
    shape = EmailsShape(emails=[_email(line) for line in found], next_cursor=next_cursor, count=count)
    return page(request, shape, next_cursor)


async def customers(request: ApiRequest) -> Response:
    """Names and addresses, as JSON or CSV."""
    query, desk, reader = request.query, request.desk, request.reader
    found = await addresses_after(desk, reader, int(query.cursor or 0), query.limit + 1)
    lines = [CustomerShape(id=row.id, name=row.name, email=row.email) for row in found[: query.limit]]
    next_cursor = str(lines[-1].id) if len(found) > query.limit else None
    if query.format == "csv":
        return csv_answer(CustomerShape, lines, next_link(request, next_cursor))
    count = await count_addresses(desk, reader) if query.count else None
    return page(request, CustomersShape(customers=lines, next_cursor=next_cursor, count=count), next_cursor)


def event_shape(event: Event) -> EventShape:
    """The event as programs get it."""
    actor = ActorShape(kind=event.actor.kind, id=event.actor.operator_id, name=event.actor.name)
    return EventShape(
        id=event.id,
        kind=event.kind,
        at=event.at_ms,
        actor=actor,
        ticket=event.ticket_id,
        group=event.group_id,
        message=event.message_id,
        details=event.told,
    )


def _is_note(event: Event) -> bool:
    return event.details.get("message_kind") == MessageKind.NOTE.value


def _email(line: EmailLine) -> EmailShape:
    return EmailShape(
        id=line.id,
        direction="out" if line.is_sent else "in",
        ticket=line.ticket_id,
        sender=line.sender,
        to=list(line.to),
        subject=line.subject,
        date=line.at_ms,
        state=line.state,
    )


def _place(cursor: str) -> EmailPlace:
    return EmailPlace(*map(int, cursor.split("-"))) if cursor else EmailPlace()


def _days(request: ApiRequest) -> tuple[int | None, int | None]:
    """From when, and until when, in milliseconds."""
    typed = [(name, value) for name in ("created_from", "created_to") if (value := getattr(request.query, name))]
    wanted = read_search(typed_from(QueryParams(typed)), request.now_ms, request.desk.settings.zone)
    return wanted.from_ms, wanted.until_ms


OPERATIONS: Final = (
    Operation(
        name="listEvents",
        method="GET",
        path="/events",
        summary="Follow what happens",
        about=(
            "Events in the order in which they happened, without gaps. Keep `next_cursor` and ask again with it. "
            "Events of internal notes need the scope `notes:read`."
        ),
        handle=events,
        scope=KeyScope.EVENTS_READ,
        query=EventsQuery,
        answer=EventsShape,
        example={"after": "0"},
    ),
    Operation(
        name="listEmails",
        method="GET",
        path="/emails",
        summary="List emails, received and sent",
        handle=emails,
        scope=KeyScope.MAIL_READ,
        query=EmailsQuery,
        answer=EmailsShape,
        example={"direction": "in"},
    ),
    Operation(
        name="listCustomers",
        method="GET",
        path="/customers",
        summary="List customers' names and addresses",
        about="With `format=csv` as a table. A value that a spreadsheet would run as a formula begins with '.",
        handle=customers,
        scope=KeyScope.CUSTOMERS_READ,
        query=CustomersQuery,
        answer=CustomersShape,
        csv=True,
    ),
)
