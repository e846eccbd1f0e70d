"""Folding long runs of thin lines between two messages: the last ones are shown, earlier ones behind a summary."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.nouns.event import Event
from app.queries.ticket.thread import Entry

SHOWN = 2  # of a run, its newest
SHORTEST = 5  # a run that is worth folding


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines behind a summary, in order."""

    lines: tuple[Event, ...]


def folded(entries: Iterable[Entry]) -> list[Entry | Fold]:
    """The same entries, long runs of events folded. The opening of the ticket is always shown."""
    shown: list[Entry | Fold] = []
    run: list[Event] = []
    for entry in entries:
        if isinstance(entry, Event) and entry.kind != "ticket.opened":
            run.append(entry)
            continue
        shown += [*_run(run), entry]
        run = []
    return [*shown, *_run(run)]


def _run(lines: list[Event]) -> list[Event | Fold]:
    if len(lines) < SHORTEST:
        return list(lines)
    return [Fold(tuple(lines[:-SHOWN])), *lines[-SHOWN:]]
