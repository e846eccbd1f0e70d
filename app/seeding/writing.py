"""Writing lives in bulk, in slices, through a blocking connection: never inside the event loop."""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

import sqlalchemy as sa

from app.countries import country_name
from app.search.folding import encode, words_of
from app.search.indexing import body_of
from app.seeding.history import Crew, Life, opening_times, some_life
from sql.tables import counters, events, messages, search_documents, tickets

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
    connection.execute(sa.insert(messages), [message for life in lives for message in life.messages])
    connection.execute(sa.insert(events), written)
    connection.execute(sa.insert(search_documents), [_document(life) for life in lives])
    after = before + len(written)
    connection.execute(sa.update(counters).where(counters.c.name == "events").values(value=after))


def _document(life: Life) -> dict[str, object]:
    row = life.ticket
    texts = [text for message in life.messages for text in (message["text"], message["author_name"])]
    head = [str(row[name]) for name in ("subject", "id", "name", "email", "phone", "city", "country")]
    words = {encode(word) for text in (*head, country_name(row["country"], "en"), *texts) for word in words_of(text)}
    return {"ticket_id": row["id"], "body": body_of(words)}


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
