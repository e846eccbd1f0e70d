"""Days are added up so that a year need not be counted act by act: the figures stay what the acts say, at every moment."""

import dataclasses

from sqlalchemy import delete, insert, select

from app.actions.counting.adding_up import add_up_some, is_to_add_up
from app.actions.counting.counting import catch_up, count_on
from app.actions.counting.rebuilding import rebuild_figures
from app.actions.counting.turn import Turn
from app.actions.customer.erasing import erase_customer, erase_customers
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import take
from app.core.clock import now_ms
from app.counting.day_sum import DaySum, day_sums
from app.counting.logged import CountedAct
from app.counting.measure import Measure
from app.counting.period import Bucket, Days, day_of
from app.queries.figures.counts import figures
from app.queries.figures.durations import durations, histogram
from app.queries.figures.log import MeasureDay, days_due
from app.queries.figures.question import By, Cell, FigureScope, Question
from app.queries.figures.standing import backlog
from sql.tables import counted_acts, customers, day_sums_due
from sql.tables import day_sums as sums
from tests.app.conftest import HELENA, NOW, opened

DESK = FigureScope()
ANSWER = AnswerForm("<p>Reception is open.</p>", "key-1", taking=True)


async def days_of(desk):
    numbers = [row.day for row in await desk.db.fetch_all(select(counted_acts.c.day).distinct())]
    return Days(day_of(min(numbers)), day_of(max(numbers) + 1))


async def everything(desk):
    """Figures of every kind that the sums of days can answer."""
    days = await days_of(desk)
    measures = tuple(one for one in Measure if one is not Measure.BACKLOG)
    asked = [Question(measures, days, DESK), Question(measures, days, DESK, bucket=Bucket.WEEK)]
    asked += [Question(measures, days, DESK, by=by) for by in (By.OPERATOR, By.GROUP)]
    asked += [Question((Measure.OPENED,), days, DESK, by=by) for by in (By.SOURCE, By.COUNTRY, By.CITY)]
    asked += [Question(measures, days, scope) for scope in (FigureScope(operator_id=1), FigureScope(group_id=1))]
    asked += [Question(measures, days, FigureScope(group_id=1), by=By.OPERATOR)]
    long = Question((Measure.FIRST_ANSWER, Measure.REPLY), days, DESK)
    of_group = dataclasses.replace(long, scope=FigureScope(group_id=1), by=By.OPERATOR)
    return [
        *[await figures(desk, question) for question in asked],
        *[await durations(desk, dataclasses.replace(long, by=by)) for by in (None, By.OPERATOR, By.GROUP)],
        await durations(desk, of_group),
        await histogram(desk, Cell(Measure.FIRST_ANSWER, days, DESK)),
        await backlog(desk, days, DESK, Bucket.DAY),
    ]


async def sums_of(desk):
    return sorted(tuple(row) for row in await desk.db.fetch_all(select(*(sums.c[name] for name in DaySum._fields[:7]))))


async def a_little_history(desk, anna, boris):
    for place in range(3):
        customer = dataclasses.replace(HELENA, city=("Porto", "Lisbon")[place % 2])
        ticket = await opened(desk, f"Late arrival {place}", NOW + place, customer=customer)
        form = dataclasses.replace(ANSWER, request_key=f"key-{place}")
        await send_answer(desk, (anna, boris)[place % 2], ticket.id, form, NOW + place * 1000)
    await release_due(desk, NOW + 60_000)


async def test_added_up_or_due_the_figures_are_the_same(desk, anna, boris):
    await a_little_history(desk, anna, boris)
    await catch_up(desk)
    assert await sums_of(desk)
    added_up = await everything(desk)

    await desk.db.execute(delete(sums))
    due = select(counted_acts.c.measure, counted_acts.c.day).distinct()
    await desk.db.execute(insert(day_sums_due).from_select(["measure", "day"], due))

    assert await everything(desk) == added_up
    assert any(one for one in added_up)


async def test_a_day_is_due_with_its_first_new_act_and_no_longer_once_it_is_added_up(desk, anna, ticket):
    await catch_up(desk)
    await take(desk, anna, ticket.id, NOW)
    turn = Turn(desk)

    assert await count_on(turn)
    due = await days_due(desk)
    assert {one.measure for one in due} >= {Measure.TAKEN.code, Measure.LEFT.code}
    assert {one for row in await sums_of(desk) if (one := MeasureDay(row[1], row[2])) in due} == set()
    assert not is_to_add_up(turn.kept)  # at once: the day goes on
    assert is_to_add_up(turn.kept | {"due_ms": now_ms() - 60_000})

    await turn.take()
    while await add_up_some(turn):
        await turn.take()
    assert not await days_due(desk)
    assert "due_ms" not in turn.kept


async def test_another_city_moves_the_ticket_in_the_sums_though_it_counts_as_before(desk, ada, anna, ticket):
    await catch_up(desk)

    async def cities():
        await catch_up(desk)
        found = await figures(desk, Question((Measure.OPENED,), await days_of(desk), DESK, by=By.CITY))
        return {one.cell.city: one.count for one in found}

    assert await cities() == {"Hamburg": 1}
    await take(desk, anna, ticket.id, NOW)
    await edit_ticket(desk, anna, ticket.id, {"city": "Bremen"}, NOW)
    assert await cities() == {"Bremen": 1}

    (customer,) = await desk.db.fetch_all(select(customers.c.id))
    await erase_customer(desk, ada, customer.id, HELENA.email, NOW + 1)
    await erase_customers(desk, NOW + 1)
    assert await cities() == {"": 1}


async def test_whatever_was_wrong_in_the_sums_a_rebuild_puts_right(desk, anna, boris):
    await a_little_history(desk, anna, boris)
    await catch_up(desk)
    before = await sums_of(desk)
    await desk.db.execute(sums.update().values(acts=sums.c.acts + 1))

    await rebuild_figures(desk, lambda *_: None)

    assert await sums_of(desk) == before
    assert not await days_due(desk)


def test_the_sums_of_a_day_are_of_everybody_of_each_operator_of_each_group_and_of_each_operator_in_it():
    took = [
        CountedAct(1, Measure.FIRST_ANSWER.code, who, 9, ticket, ticket, 10, 100 - ticket, 5)
        for who, ticket in ((1, 1), (1, 2), (2, 3))
    ]

    rows = {(row.divided_by, row.number, row.word): (row.acts, len(row.amounts or b"")) for row in day_sums(took, {})}

    of_desk_and_group = {(0, 0, ""): (3, 24), (2, 9, ""): (3, 24)}
    of_operators = {(1, 1, ""): (2, 16), (1, 2, ""): (1, 8), (6, 9, "1"): (2, 16), (6, 9, "2"): (1, 8)}
    assert rows == of_desk_and_group | of_operators
