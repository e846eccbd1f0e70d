"""What the wall shows: counted once and followed, right on both databases, and as cheap for a hundred who look as for one."""

import dataclasses
from datetime import timedelta

import pytest

from app.actions.counting.counting import catch_up
from app.actions.group.members import set_members
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.deactivating import deactivate
from app.actions.people.people import add_group, set_away
from app.actions.ticket.assigning import assign
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import delete
from app.actions.ticket.merging import merge
from app.actions.ticket.taking import drop, take
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from app.counting.measure import Measure
from app.counting.period import Days, local_day
from app.database import Database
from app.desk import Desk
from app.nouns.status import Status
from app.queries.figures.counts import figures
from app.queries.figures.question import FigureScope, Question
from app.queries.ticket.tickets import ticket_by_id
from app.queries.wall import wall_log as wall_log_module
from app.queries.wall.day_counts import day_begin_ms
from app.queries.wall.picture import Seat
from app.queries.wall.picture import wall_picture as picture_now
from tests.app.conftest import NOW, opened

UNDO_MS = 10 * SECOND_MS
HELLO = AnswerForm("<p>Reception is open.</p>", "key-1")
SOLVED = AnswerForm("<p>It is all done.</p>", "key-2", status=Status.SOLVED)


@pytest.fixture
async def other(desk, schema_url):
    """The same desk in another process, which reads everything anew."""
    db = Database(schema_url)
    await db.connect()
    yield Desk(db, desk.settings, desk.storage)
    await db.disconnect()


async def wall_picture(desk, seats, now_ms):
    """The wall as soon as everything is counted."""
    await catch_up(desk)
    return await picture_now(desk, seats, now_ms)


async def tile(desk, operator, now_ms=NOW, seats=None):
    picture = await wall_picture(desk, seats or {}, now_ms)
    return next(one for one in picture.tiles if one.operator_id == operator.id)


def figures_of(picture, group_id=0):
    found = next(one for one in picture.figures if one.group_id == group_id)
    return found.received, found.sent, found.finished


async def test_an_answer_counts_for_its_author_once_it_has_left_whoever_has_the_ticket_then(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)
    await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await assign(desk, anna, ticket.id, boris.id, NOW)
    before = await tile(desk, anna)

    await release_due(desk, NOW + UNDO_MS)

    assert (before.answered, before.held) == (0, 0)
    assert ((await tile(desk, anna)).answered, (await tile(desk, boris)).answered) == (1, 0)
    assert (await tile(desk, boris)).held == 1
    assert figures_of(await wall_picture(desk, {}, NOW), ticket.group_id) == (1, 1, 0)


async def test_what_is_undone_was_never_answered_and_finished_nothing(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, SOLVED, NOW)
    held = figures_of(await wall_picture(desk, {}, NOW))

    await recall(desk, anna, number, NOW)
    await release_due(desk, NOW + UNDO_MS)

    assert held == (1, 0, 0)
    assert figures_of(await wall_picture(desk, {}, NOW)) == (1, 0, 0)


async def test_the_wall_says_of_today_what_the_statistics_say_also_of_what_became_spam_or_a_duplicate(
    desk, ada, anna, group
):
    billing = await add_group(desk, "Billing", NOW)
    made = [
        await opened(desk, f"Late arrival {place}", NOW, group_id=(group, billing)[place % 2]) for place in range(5)
    ]
    for place, ticket in enumerate(made):
        await take(desk, anna, ticket.id, NOW)
        await send_answer(desk, anna, ticket.id, dataclasses.replace(SOLVED, request_key=f"key-{place}"), NOW)
    await release_due(desk, NOW + UNDO_MS)
    before = figures_of(await wall_picture(desk, {}, NOW))
    await mark_spam(desk, ada, made[0].id, NOW + UNDO_MS, spam=True)
    await merge(desk, ada, made[2].id, made[4].id, NOW + UNDO_MS, confirmed=True)
    await delete(desk, ada, made[1].id, None, NOW + UNDO_MS)

    picture = await wall_picture(desk, {}, NOW)

    assert before == (5, 5, 5)
    assert figures_of(picture) == (3, 3, 3)
    for group_id in (0, group, billing):
        assert figures_of(picture, group_id) == await statistics_of(desk, group_id or None)
    (hers,) = [one.answered for one in picture.tiles if one.operator_id == anna.id]
    assert hers == (await statistics_of(desk, None, anna.id))[1]


async def statistics_of(desk, group_id, operator_id=None):
    """What the page of statistics says of the day: opened, answered, finished."""
    today = local_day(NOW, desk.settings.timezone)
    days, scope = Days(today, today + timedelta(days=1)), FigureScope(group_id=group_id, operator_id=operator_id)
    measures = (Measure.OPENED, Measure.ANSWERED, Measure.FINISHED)
    return tuple(one.count for one in await figures(desk, Question(measures, days, scope)))


async def test_until_something_is_counted_the_wall_says_that_it_will_be(desk, anna, ticket):
    await wall_picture(desk, {}, NOW)
    await take(desk, anna, ticket.id, NOW)

    assert not (await picture_now(desk, {}, NOW)).is_counted
    assert (await wall_picture(desk, {}, NOW)).is_counted


async def test_notes_and_customers_are_no_answers_and_a_released_ticket_is_not_dropped_by_anybody(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await add_note(desk, anna, ticket.id, "<p>Ask the hotel.</p>", "key-3", [], NOW)
    await customer_writes(desk, ticket.id, CustomerMessage("Any news?", source="mail"), NOW)
    await drop(desk, anna, ticket.id, NOW)
    await take(desk, anna, ticket.id, NOW)
    await set_members(desk, ticket.group_id, [], NOW)
    await deactivate(desk, anna.id, NOW)

    picture = await wall_picture(desk, {}, NOW)

    assert figures_of(picture) == (1, 0, 0)
    assert anna.id not in [one.operator_id for one in picture.tiles]
    log = await wall_log_module.wall_log(desk, NOW)
    assert (log.counts.answered[anna.id], log.counts.dropped[anna.id]) == (0, 1)


async def test_what_was_followed_is_what_another_process_reads_anew(desk, other, anna, boris, ticket, monkeypatch):
    await wall_picture(desk, {}, NOW)
    second = await opened(desk, "A cot, please", NOW + 1)
    await take(desk, anna, ticket.id, NOW + 2)
    await send_answer(desk, anna, ticket.id, HELLO, NOW + 3)
    await send_answer(desk, boris, second.id, dataclasses.replace(SOLVED, taking=True), NOW + 4)
    await release_due(desk, NOW + UNDO_MS + 4)
    await drop(desk, boris, second.id, NOW + UNDO_MS + 5)
    await set_away(desk, anna, NOW + UNDO_MS + 6, away=True)
    await opened(desk, "Win a million", NOW + UNDO_MS + 7, spam=True)

    followed, anew = await wall_picture(desk, {}, NOW), await wall_picture(other, {}, NOW)

    assert followed.pieces == anew.pieces
    assert followed.lines == anew.lines
    assert figures_of(followed) == (2, 2, 1)
    assert [one.last.event.kind for one in followed.tiles if one.operator_id == anna.id] == ["person.away"]


async def test_the_day_begins_at_the_desks_own_midnight(desk, anna, group):
    desk.settings = dataclasses.replace(desk.settings, timezone="Asia/Kolkata")
    midnight = day_begin_ms(NOW, desk.settings.zone)
    await opened(desk, "Yesterday", midnight - 1)
    await opened(desk, "Today", midnight)

    today, tomorrow = await wall_picture(desk, {}, NOW), await wall_picture(desk, {}, midnight + DAY_MS)

    assert (midnight + 5 * HOUR_MS + 30 * MINUTE_MS) % DAY_MS == 0
    assert figures_of(today) == (1, 0, 0)
    assert figures_of(tomorrow) == (0, 0, 0)


async def test_who_waits_longest_comes_first_of_the_desk_and_of_each_group(desk, anna, group):
    billing = await add_group(desk, "Billing", NOW)
    for number in range(8):
        await opened(desk, f"Late arrival {number}", NOW + number)
    invoice = await opened(desk, "An invoice", NOW + 100, group_id=billing)
    held = await opened(desk, "Before all", NOW - HOUR_MS)
    await take(desk, anna, held.id, NOW)

    picture = await wall_picture(desk, {}, NOW + HOUR_MS)

    rows = picture.unassigned
    assert [row.subject for row in rows if row.is_oldest] == [f"Late arrival {number}" for number in range(6)]
    assert [row.ticket_id for row in rows if row.group and row.group.id == billing] == [invoice.id]
    assert {one.group_id: one.waits_since_ms for one in picture.figures} == {
        0: NOW - HOUR_MS,
        group: NOW - HOUR_MS,
        billing: NOW + 100,
    }


async def test_a_tile_says_where_someone_is_and_what_they_have_before_them(desk, anna, boris, ticket):
    await take(desk, boris, ticket.id, NOW)
    held = await ticket_by_id(desk, ticket.id)
    seat = Seat(NOW, held, NOW + 5, NOW + 9, is_typing=True)

    reads = await tile(desk, anna, seats={anna.id: dataclasses.replace(seat, is_typing=False)})
    writes = await tile(desk, boris, seats={boris.id: seat})
    await set_away(desk, boris, NOW + 20, away=True)
    away = await tile(desk, boris, seats={boris.id: Seat(NOW)})

    assert (reads.state, reads.opened.holder, reads.opened.since_ms, reads.opened.is_typing) == (
        "here",
        "Boris",
        NOW + 5,
        False,
    )
    assert (writes.opened.holder, writes.opened.since_ms, writes.opened.is_typing) == ("", NOW + 9, True)
    assert (away.state, away.since_ms, away.opened) == ("away", NOW + 20, None)
    assert (await tile(desk, boris)).state == "off"


async def test_an_answer_and_its_status_are_one_line_and_mail_that_goes_its_way_is_none(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await release_due(desk, NOW + UNDO_MS)
    await customer_writes(desk, ticket.id, CustomerMessage("Any news?", source="mail"), NOW + UNDO_MS)

    lines = (await wall_picture(desk, {}, NOW)).lines

    kinds = [(line.event.kind, line.subject) for line in lines if line.event.ticket_id]
    assert kinds == [
        ("message.added", "Late arrival"),
        ("message.added", "Late arrival"),
        ("ticket.taken", "Late arrival"),
        ("ticket.opened", "Late arrival"),
    ]


async def test_what_is_asked_of_the_database_does_not_grow_with_the_watchers(desk, anna, ticket, statements):
    mail = (await wall_picture(desk, {}, NOW)).mail
    await take(desk, anna, ticket.id, NOW)
    await catch_up(desk)
    statements.clear()
    await picture_now(desk, {}, NOW, mail)
    first = len(statements)
    statements.clear()

    for _watcher in range(10):
        await picture_now(desk, {}, NOW, mail)

    assert 0 < first <= 12
    assert len(statements) <= 10 * 4  # of which each asks for the number of the newest event alone
    assert {sql.split("FROM ")[1].split()[0].strip('`"') for sql in statements} == {"counters"}


async def test_who_did_something_long_ago_has_still_done_it_last(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await opened(desk, "A month later", NOW + 30 * DAY_MS)

    found = await tile(desk, anna, NOW + 30 * DAY_MS)

    assert (found.last.event.kind, found.last.event.ticket_id) == ("ticket.taken", ticket.id)
