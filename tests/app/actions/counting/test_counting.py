"""What counts and what does not, one trap after the other; and who counts it, how soon, at whose cost."""

import asyncio
import dataclasses

import pytest
from sqlalchemy import delete, func, select

from app.actions.counting.counting import LOOK_S, catch_up, count_for_ever, count_on
from app.actions.counting.rebuilding import rebuild_figures
from app.actions.counting.turn import Turn, TurnLost
from app.actions.desk.erasing import erase_now
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.deactivating import delete_person
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import delete as delete_ticket
from app.actions.ticket.deleting import restore
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import take
from app.core.clock import DAY_MS, HOUR_MS, SECOND_MS
from app.counting.measure import Measure
from app.counting.period import Bucket, Days, Period, local_day
from app.nouns.status import Status
from app.queries.figures.behind import behind
from app.queries.figures.counts import figures
from app.queries.figures.durations import durations
from app.queries.figures.names import names_of
from app.queries.figures.progress import counted_until
from app.queries.figures.question import By, Cell, FigureScope, Question
from sql.tables import counted_acts
from tests.app.conftest import NOW, opened

ANSWER = AnswerForm("<p>Yes.</p>", "", Status.SOLVED, taking=True)
RELEASED = NOW + 11 * SECOND_MS


def everything(desk):
    day = local_day(NOW, desk.settings.timezone)
    return Days(day.replace(year=day.year - 1), day.replace(year=day.year + 1))


async def count(desk, measure, **scope):
    await catch_up(desk)
    (figure,) = await figures(desk, Question((measure,), everything(desk), FigureScope(**scope)))
    return figure.count


async def counts(desk):
    """Every measure that has something, with how often."""
    await catch_up(desk)
    found = await figures(desk, Question(tuple(Measure), everything(desk), FigureScope()))
    return {one.cell.measure: one.count for one in found if one.count}


async def rows(desk):
    return {tuple(row) for row in await desk.db.fetch_all(select(counted_acts))}


async def test_an_answer_counts_for_its_author_once_its_undo_time_is_over(desk, ticket, anna):
    await send_answer(desk, anna, ticket.id, ANSWER, NOW)

    assert await count(desk, Measure.ANSWERED) == 0
    assert await count(desk, Measure.SOLVED) == 0
    await release_due(desk, RELEASED)

    assert await count(desk, Measure.ANSWERED, operator_id=anna.id) == 1
    assert await count(desk, Measure.SOLVED, operator_id=anna.id) == 1
    assert await count(desk, Measure.ONE_TOUCH) == 1
    (first,) = await durations(desk, Question((Measure.FIRST_ANSWER,), everything(desk), FigureScope()))
    assert (first.n, first.clock.median_ms) == (1, RELEASED - NOW)


async def test_a_recalled_answer_never_counts(desk, ticket, anna):
    message_id = await send_answer(desk, anna, ticket.id, ANSWER, NOW)
    await recall(desk, anna, message_id, NOW + SECOND_MS)
    await release_due(desk, RELEASED)

    found = await counts(desk)

    assert found.keys() <= {Measure.OPENED, Measure.TAKEN, Measure.ENTERED, Measure.LEFT, Measure.BACKLOG}


async def test_spam_and_deleted_tickets_count_in_their_own_line_alone_until_that_is_undone(desk, ticket, anna, ada):
    await send_answer(desk, anna, ticket.id, ANSWER, NOW)
    await release_due(desk, RELEASED)
    before = await counts(desk)

    await mark_spam(desk, anna, ticket.id, RELEASED, spam=True)
    assert await counts(desk) == {Measure.SPAM: 1}
    await delete_ticket(desk, ada, ticket.id, None, RELEASED + 1)
    assert await counts(desk) == {Measure.DELETED: 1}
    await restore(desk, ada, ticket.id, RELEASED + 2)
    await mark_spam(desk, ada, ticket.id, RELEASED + 3, spam=False)

    assert await counts(desk) == before


async def test_an_erased_ticket_opens_as_its_number_alone(desk, ticket, anna, ada):
    await delete_ticket(desk, ada, ticket.id, None, NOW)
    cell = Cell(Measure.DELETED, everything(desk), FigureScope(sees_deleted=True))
    await catch_up(desk)
    assert [line.subject for line in (await behind(desk, cell)).lines] == [ticket.subject]
    assert [line.subject for line in (await behind(desk, dataclasses.replace(cell, scope=FigureScope()))).lines] == [""]

    await erase_now(desk, ada, ticket.id, NOW + 1)
    await catch_up(desk)

    (line,) = (await behind(desk, cell)).lines
    assert (line.ticket_id, line.subject, line.customer, line.status) == (ticket.id, "", "", "")


async def test_a_ticket_closed_and_reopened_keeps_both_acts_and_its_list_says_that_it_is_open(desk, ticket, ada):
    await set_status(desk, ada, ticket.id, Status.CLOSED, NOW + HOUR_MS)
    await customer_writes(desk, ticket.id, CustomerMessage("Hello?", "web"), NOW + 2 * DAY_MS)

    assert await count(desk, Measure.CLOSED) == await count(desk, Measure.REOPENED) == 1

    (line,) = (await behind(desk, Cell(Measure.CLOSED, everything(desk), FigureScope()))).lines
    assert line.status == Status.WAITING_FOR_OPERATOR
    (wait,) = await durations(desk, Question((Measure.REPLY,), everything(desk), FigureScope()))
    assert (wait.n, wait.clock.median_ms) == (1, HOUR_MS)  # the second wait began with the new message, and goes on


async def test_the_figures_of_a_deleted_operator_stay_and_have_a_name(desk, ticket, anna):
    await take(desk, anna, ticket.id, NOW)
    await delete_person(desk, anna.id, NOW + 1)
    await catch_up(desk)

    taken = await figures(desk, Question((Measure.TAKEN,), everything(desk), FigureScope(), by=By.OPERATOR))

    assert [(one.cell.operator_id, one.count) for one in taken] == [(anna.id, 1)]
    name = (await names_of(desk)).operators[anna.id]
    assert (name.name, name.is_gone) == ("Anna", True)


async def test_the_last_evening_of_a_month_counts_in_it_by_the_clocks_of_the_desk(desk, group):
    desk.settings = dataclasses.replace(desk.settings, timezone="Asia/Kolkata")
    november = Period.of(Bucket.MONTH, local_day(NOW, "Asia/Kolkata"), "Asia/Kolkata")
    for at_ms in (november.begin_ms - 1, november.begin_ms, november.end_ms - 1, november.end_ms):
        await opened(desk, at_ms=at_ms)
    await catch_up(desk)

    (figure,) = await figures(desk, Question((Measure.OPENED,), november.days, FigureScope()))

    assert figure.count == 2


async def test_no_act_costs_a_statement_more_and_none_names_what_is_counted(desk, group, anna, ada, statements):
    """The reader is the only one who writes: every act is as it was before there were any figures."""
    ticket = await opened(desk)
    await take(desk, anna, ticket.id, NOW)
    await send_answer(desk, anna, ticket.id, ANSWER, NOW)
    await release_due(desk, RELEASED)
    await customer_writes(desk, ticket.id, CustomerMessage("Thanks", "web"), RELEASED + 1)
    await set_status(desk, ada, ticket.id, Status.CLOSED, RELEASED + 2)
    await mark_spam(desk, ada, ticket.id, RELEASED + 3, spam=True)
    of_acts = list(statements)

    await catch_up(desk)

    assert len(of_acts) > 20
    assert not [sql for sql in of_acts if "counted_acts" in sql or "attendances" in sql or "leases" in sql]
    assert [sql for sql in statements[len(of_acts) :] if "INSERT INTO counted_acts" in sql.replace("`", "")]


async def test_a_rebuild_gives_the_same_rows_also_when_they_were_thrown_away(desk, ticket, anna):
    await send_answer(desk, anna, ticket.id, ANSWER, NOW)
    await release_due(desk, RELEASED)
    await catch_up(desk)
    before, steps = await rows(desk), []
    await desk.db.execute(delete(counted_acts))

    assert await rebuild_figures(desk, lambda done, total: steps.append((done, total))) == 1

    assert await rows(desk) == before
    assert steps[-1] == (1, 1)
    assert not (await counted_until(desk)).is_rebuilding


async def test_another_zone_counts_all_days_anew(desk, ticket):
    await catch_up(desk)
    before = await rows(desk)
    desk.settings = dataclasses.replace(desk.settings, timezone="Pacific/Kiritimati")

    await catch_up(desk)

    assert {row[0] for row in await rows(desk)} == {row[0] + 1 for row in before}
    assert (await counted_until(desk)).zone == "Pacific/Kiritimati"


async def test_one_process_counts_at_a_time_and_who_lost_its_turn_writes_nothing(desk, ticket):
    first, second = Turn(desk), Turn(desk)
    assert await first.take()
    assert not await second.take()
    assert not await count_on(second)

    await first.write(set(), set(), is_over=True)  # as a process that stood still finds it
    while await count_on(second):
        pass
    assert await second.take()
    before = await rows(desk)

    with pytest.raises(TurnLost):
        await first.write(set(), set(), after=999)
    assert await rows(desk) == before
    assert (await counted_until(desk)).event_id < 999


async def is_counted(desk):
    told = await counted_until(desk)
    return told.event_id >= told.newest


async def test_the_reader_follows_by_itself_and_goes_on_where_it_was_after_a_restart(desk, ticket):
    assert LOOK_S < 0.5  # with the time that counting takes, less than a second behind
    for _ in range(2):
        reader = asyncio.create_task(count_for_ever(desk))
        await opened(desk)
        async with asyncio.timeout(60):
            while not await is_counted(desk):  # noqa: ASYNC110  nothing rings for it
                await asyncio.sleep(0.02)
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)
        await opened(desk)  # while nobody reads
    await catch_up(desk)

    tickets = await desk.db.fetch_val(
        select(func.count()).select_from(counted_acts).where(counted_acts.c.measure == Measure.OPENED.code)
    )
    assert tickets == 5
