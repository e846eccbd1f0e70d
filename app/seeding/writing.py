"""Writing lives in bulk, in slices, through a blocking connection: never inside the event loop."""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

import sqlalchemy as sa

from app.actions.message.rows import size_of
from app.actions.ticket.customer_rows import sort_key_of
from app.search.documents import body_of, encoded_words
from app.search.people_words import customer_words_of
from app.seeding.history import Crew, Life, opening_times, some_life
from app.text.countries import names_to_find
from sql.tables import (
    counters,
    customer_words,
    customers,
    events,
    messages,
    search_documents,
    seeded_events,
    tickets,
)

SLICE = 1000
Progress = Callable[[int, int], None]


def seed_tickets(
    engine: sa.Engine, crew: Crew, count: int, random_seed: int, now_ms: int, progress: Progress = lambda *_: None
) -> None:
    """Add so many tickets with their messages and events, the same ones for the same seed and time."""
    chance = Random(random_seed)  # noqa: S311  invented guests, not secrets
    with engine.begin() as connection:
        first = int(connection.scalar(sa.select(sa.func.max(tickets.c.id))) or 1000) + 1
    times = opening_times(chance, count, now_ms)
    lives = (some_life(chance, crew, first + place, created_ms, now_ms) for place, created_ms in enumerate(times))
    done = 0
    for some in _slices(lives):
        with engine.begin() as connection:
            _write(connection, some)
        done += len(some)
        progress(done, count)


def _write(connection: sa.Connection, lives: list[Life]) -> None:
    _number_messages(connection, lives)
    written = sorted((event for life in lives for event in life.events), key=lambda event: event["at_ms"])
    before = int(connection.scalar(sa.select(counters.c.value).where(counters.c.name == "events")) or 0)
    newest: dict[int, int] = {}
    for event_id, event in enumerate(written, before + 1):
        event["id"] = event_id
        if event["actor"] == "customer" and event["message_id"]:
            newest[event["ticket_id"]] = event_id
    for life in lives:
        life.ticket["customer_event_id"] = newest.get(life.ticket["id"], 0)
    connection.execute(sa.insert(tickets), [life.ticket for life in lives])
    rows = [message | {"size_bytes": size_of(message)} for life in lives for message in life.messages]
    connection.execute(sa.insert(messages), rows)
    connection.execute(sa.insert(events), written)
    connection.execute(sa.insert(search_documents), [_document(life) for life in lives])
    _write_customers(connection, lives)
    after = before + len(written)
    _mark(connection, before + 1, after)
    connection.execute(sa.update(counters).where(counters.c.name == "events").values(value=after))


def _write_customers(connection: sa.Connection, lives: list[Life]) -> None:
    """A row for each address that has none yet."""
    rows = {life.ticket["email_key"]: life.ticket for life in lives}
    known = sa.select(customers.c.email_key).where(customers.c.email_key.in_(rows))
    for (key,) in connection.execute(known):
        del rows[key]
    last = int(connection.scalar(sa.select(sa.func.max(customers.c.id))) or 0)
    made: list[dict[str, object]] = []
    words: list[dict[str, object]] = []
    for number, (key, ticket) in enumerate(rows.items(), last + 1):
        facts = {name: ticket[name] for name in ("email_key", "email", "name", "created_ms")}
        made.append({**facts, "id": number, "sort_key": sort_key_of(ticket["name"], key), "language": "", "note": ""})
        words += [{"word": word, "customer_id": number} for word in sorted(customer_words_of(ticket["name"], key))]
    if made:
        connection.execute(sa.insert(customers), made)
        connection.execute(sa.insert(customer_words), words)


def _mark(connection: sa.Connection, first: int, last: int) -> None:
    """Say which events are invented: one row where they follow one another."""
    goes_on = sa.update(seeded_events).where(seeded_events.c.last_id == first - 1).values(last_id=last)
    if first <= last and not connection.execute(goes_on).rowcount:
        connection.execute(sa.insert(seeded_events).values(first_id=first, last_id=last))


def _document(life: Life) -> dict[str, object]:
    row = life.ticket
    texts = [text for message in life.messages for text in (message["text"], message["author_name"])]
    head = [str(row[name]) for name in ("subject", "id", "name", "email", "phone", "city")]
    places = names_to_find(row["country"])
    return {"ticket_id": row["id"], "body": body_of(encoded_words((*head, *places, *texts)))}


def _number_messages(connection: sa.Connection, lives: list[Life]) -> None:
    """Give the messages their numbers, and the events those of the messages that they name by place."""
    message_id = int(connection.scalar(sa.select(sa.func.max(messages.c.id))) or 0)
    for life in lives:
        for message in life.messages:
            message_id += 1
            message["id"] = message_id
        for event in life.events:
            if event["message_id"] is not None:
                event["message_id"] = life.messages[event["message_id"]]["id"]


def _slices(lives: Iterator[Life]) -> Iterator[list[Life]]:
    while some := list(islice(lives, SLICE)):
        yield some
