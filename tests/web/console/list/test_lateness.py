"""How late a row says that an answer is: only the hours count in which its group is open."""

import dataclasses
from datetime import UTC, datetime

import pytest

from app.core.clock import HOUR_MS, MINUTE_MS
from app.hours.opening_hours import OpeningHours
from app.nouns.group import Group
from app.nouns.waiting import NEVER_MS
from app.queries.lists.ticket_row import TicketRow
from tests.web.console.conftest import write_in
from web.console.list.lateness import late_step, lateness_of

OFFICE = OpeningHours("UTC", (((9 * 60, 17 * 60),),) * 5 + ((), ()))
FRIDAY_1630 = round(datetime(2026, 11, 27, 16, 30, tzinfo=UTC).timestamp()) * 1000


@pytest.fixture
async def due(web_desk):
    """A row of a group with these hours, whose answer was due on Friday at 16:30."""
    ticket = await write_in(web_desk, "Parking")

    def made(hours, due_ms=FRIDAY_1630):
        group = Group(1, "Reservations", 0, members_only=False, answer_target_min=60, position=0, hours=hours)
        return TicketRow(dataclasses.replace(ticket, answer_due_ms=due_ms), group)

    return made


@pytest.mark.parametrize(
    ("hours_later", "office", "always"),
    [
        (0, "", ""),
        (0.25, "15 m late", "15 m late"),
        (48, "30 m late", "2 d late"),  # Sunday
        (65.5, "1 h late", "2 d late"),  # Monday at ten
        (7 * 24 + 65.5, "41 h late", "9 d late"),
    ],
)
async def test_only_open_hours_make_it_late(due, hours_later, office, always):
    now_ms = FRIDAY_1630 + round(hours_later * HOUR_MS)

    assert lateness_of(due(OFFICE), now_ms).words == office
    assert lateness_of(due(OpeningHours.always()), now_ms).words == always
    assert lateness_of(due(OpeningHours.always()), now_ms).open_minutes == ""


async def test_the_page_is_told_what_counts_from_now_on(due):
    saturday = FRIDAY_1630 + 24 * HOUR_MS

    spans = [span.split("-") for span in lateness_of(due(OFFICE), saturday).open_minutes.split(",")]

    for later_ms in range(saturday, saturday + 13 * 24 * HOUR_MS, 7 * HOUR_MS):
        counted = sum(max(min(later_ms, int(end) * MINUTE_MS) - int(begin) * MINUTE_MS, 0) for begin, end in spans)
        assert counted == OFFICE.open_ms_between(FRIDAY_1630, later_ms)


async def test_what_awaits_no_answer_is_not_late(due):
    row = due(OFFICE, NEVER_MS)

    assert (lateness_of(row, FRIDAY_1630), late_step(row, FRIDAY_1630)) == (None, 0)
