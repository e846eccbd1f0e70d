"""What is counted of one ticket: computed from all its events anew each time, so the order of reading changes nothing.

What is deleted or marked as spam counts there alone, as if the rest had never been, until that is undone. What is merged
counts as it was, and once more as a duplicate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from app.counting.desk_days import DeskDays
from app.counting.logged import Counted, CountedAct, Logged, RemovedGroup
from app.counting.measure import Measure
from app.counting.open_time import Histories
from app.counting.ticket_story import FINISHES, TicketStory

COUNTING: Final = 4  # by which rules is counted: with another number every desk counts anew


@dataclass(frozen=True, slots=True)
class Calendar:
    """By what moments are counted: the desk's days, the groups' opening hours, and which groups were removed, in order."""

    days: DeskDays
    hours: Histories
    removals: Sequence[RemovedGroup] = ()


def acts_of_ticket(ticket_id: int, history: Sequence[Logged], calendar: Calendar) -> list[CountedAct]:
    """The rows of a ticket. `history`: its events by number; one that no event opened counts nothing."""
    story = TicketStory(history, calendar.removals)
    return [_row(ticket_id, act, story, calendar) for act in _counted(story, calendar)]


def _counted(story: TicketStory, calendar: Calendar) -> Iterator[Counted]:
    for measure in (Measure.DELETED, Measure.SPAM):
        if measure in story.hidden:
            yield story.hidden[measure]
            return
    if story.opened is None:
        return
    yield from story.acts
    yield from _stood(story, calendar.days)
    yield from _answered(story, story.opened, calendar.hours)
    yield from _finished(story, story.opened)
    yield from _waited(story)


def _stood(story: TicketStory, days: DeskDays) -> Iterator[Counted]:
    """Into each backlog, with the day on which it left that again, and out of it."""
    for step, left in zip_longest(story.places.steps, story.places.steps[1:]):
        is_over = left is not None and step.measure is Measure.ENTERED
        until = days.day_and_hour(left.at_ms)[0] if is_over else None
        yield Counted(step.measure, step.place.operator_id, step.place.group_id, step.event_id, step.at_ms, None, until)


def _answered(story: TicketStory, opened: Counted, hours: Histories) -> Iterator[Counted]:
    first = story.first_answer
    if first is None or first.span is None:
        return
    yield first
    yield opened._replace(measure=Measure.OPENED_ANSWERED)
    if story.groups.is_late(hours, *first.span):
        yield first._replace(measure=Measure.LATE_ANSWER, span=None)


def _finished(story: TicketStory, opened: Counted) -> Iterator[Counted]:
    if story.status in FINISHES:
        yield opened._replace(measure=Measure.OPENED_FINISHED)
    if story.last_finish is None:
        return
    _place, act, answers = story.last_finish
    yield act._replace(measure=Measure.LAST_FINISH, span=(opened.at_ms, act.at_ms))
    yield act._replace(measure=Measure.ANSWERS_TO_FINISH, amount=answers)
    if answers == 1:
        yield act._replace(measure=Measure.ONE_TOUCH)


def _waited(story: TicketStory) -> Iterator[Counted]:
    """Each wait, and all of them together where the last one ended."""
    for wait in story.waits.ended:
        begin_ms, end_ms, operator_id, group_id, event_id = wait
        yield Counted(Measure.REPLY, operator_id, group_id, event_id, end_ms, (begin_ms, end_ms))
    if story.waits.ended:
        last = story.waits.ended[-1]
        yield Counted(Measure.WAITING, last.operator_id, last.group_id, last.event_id, last.end_ms)


def _row(ticket_id: int, act: Counted, story: TicketStory, calendar: Calendar) -> CountedAct:
    """The row of it, with what it took by the clock and within opening hours."""
    spans = [act.span] if act.span else []
    if act.measure is Measure.WAITING:
        spans = [(wait.begin_ms, wait.end_ms) for wait in story.waits.ended]
    amount, open_ms = act.amount, None
    if spans:
        amount = sum(end_ms - begin_ms for begin_ms, end_ms in spans)
        open_ms = sum(story.groups.open_ms(calendar.hours, *span) for span in spans)
    day, hour = calendar.days.day_and_hour(act.at_ms)
    key = act.measure.code, act.operator_id, act.group_id, ticket_id, act.event_id
    return CountedAct(day, *key, hour, amount, open_ms)
