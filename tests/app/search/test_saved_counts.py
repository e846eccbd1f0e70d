"""The counts beside kept searches are those of a search now, and what cannot have changed is not counted again."""

import itertools

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.people.people import add_group
from app.actions.people.saved_searches import save_search
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import take
from app.queries.desk.events import last_event_id
from app.search import saved_counts
from app.search.query_language import read_search
from app.search.saved_counts import EVERY_MS, counts_of_saved
from app.search.saved_searches import saved_searches_of
from app.search.searching import count_found
from tests.app.conftest import NOW, opened, person

TYPED = (
    "cot",
    "answer:cot",
    "late arrival",
    "operator:me",
    "status:solved",
    "date:today",
    "note:noisy",
    "group:complaints",
)
STATEMENTS_AT_REST = 1


@pytest.fixture
def later():
    """A moment in which everything may be counted again."""
    moments = itertools.count(NOW, 2 * EVERY_MS)
    return lambda: next(moments)


async def kept(desk, operator, *typed):
    for one in typed:
        await save_search(desk, operator, one, one, NOW)


async def counts(desk, operator, now_ms):
    """What the rail shows, by what was typed, and whether it asks again."""
    found, stale = await counts_of_saved(desk, operator, now_ms, await last_event_id(desk))
    return {one.typed: found[one.id] for one in await saved_searches_of(desk, operator)}, stale


async def test_after_every_act_the_counts_are_those_of_a_search(desk, anna, ada, ticket, later):
    closed = await add_group(desk, "Complaints", NOW)
    await kept(desk, anna, *TYPED)
    await counts(desk, anna, later())
    other = await opened(desk, "Late arrival", text="nothing of the kind")
    answer = AnswerForm("<p>We have a cot.</p>", "one", taking=True)

    sent = []
    for act in (
        lambda: take(desk, anna, ticket.id, NOW),
        lambda: add_note(desk, anna, other.id, "<p>A noisy room, no cot.</p>", "n", (), NOW),
        lambda: send_answer(desk, anna, ticket.id, answer, NOW),
        lambda: recall(desk, anna, sent[-1], NOW),
        lambda: edit_ticket(desk, anna, ticket.id, {"subject": "Parking", "group": str(closed)}, NOW),
        lambda: mark_spam(desk, ada, other.id, NOW, spam=True),
        lambda: mark_spam(desk, ada, other.id, NOW, spam=False),
    ):
        sent.append(await act())
        now_ms = later()
        shown, stale = await counts(desk, anna, now_ms)
        wanted = {one: read_search(one, now_ms, desk.settings.zone) for one in TYPED}
        assert shown == {one: await count_found(desk, anna, wanted[one]) for one in TYPED}
        assert not stale


async def test_an_act_on_another_matter_counts_nothing_again(desk, anna, ticket, later, statements):
    other = await opened(desk, "Parking", text="nothing of the kind")
    await kept(desk, anna, "late arrival", "answer:cot", "date:today")
    await counts(desk, anna, later())

    await add_note(desk, anna, other.id, "<p>Call them.</p>", "n", (), NOW)
    await take(desk, anna, ticket.id, NOW)
    newest = await last_event_id(desk)
    statements.clear()
    _found, stale = await counts_of_saved(desk, anna, later(), newest)

    assert not stale
    assert len(statements) == STATEMENTS_AT_REST + 2, statements  # what happened, and what is written on the other
    statements.clear()
    await counts_of_saved(desk, anna, later(), newest)
    assert len(statements) == STATEMENTS_AT_REST, statements


async def test_a_search_is_counted_once_a_second_for_all_who_mean_the_same(desk, anna, boris, statements):
    for operator in (anna, boris):
        await kept(desk, operator, "cot", "assignee:me")
    await opened(desk, "A cot")
    assert (await counts(desk, anna, NOW), await counts(desk, boris, NOW)) == (
        ({"cot": 1, "assignee:me": 0}, False),
    ) * 2

    second = await opened(desk, "A second cot")
    await take(desk, anna, second.id, NOW)
    newest = await last_event_id(desk)
    statements.clear()
    soon = [await counts_of_saved(desk, operator, NOW + EVERY_MS - 1, newest) for operator in (anna, boris)]

    assert [list(found.values()) for found, _stale in soon] == [[1, 0], [1, 0]]
    assert [stale for _found, stale in soon] == [True, True]
    assert not any("FROM tickets" in sql for sql in statements), statements
    assert await counts(desk, anna, NOW + EVERY_MS) == ({"cot": 2, "assignee:me": 1}, False)
    statements.clear()
    assert await counts(desk, boris, NOW + EVERY_MS) == ({"cot": 2, "assignee:me": 0}, False)
    assert sum("FROM tickets" in sql for sql in statements) == 1, statements  # his own alone


async def test_all_searches_together_are_counted_so_many_times_a_second(desk, anna, statements, monkeypatch):
    monkeypatch.setattr(saved_counts, "MOST_A_SECOND", 2)
    await kept(desk, anna, "cot", "cot bath", "cot garden", "cot view", "cot sea")
    await counts(desk, anna, NOW)
    await opened(desk, "A cot, a bath, a garden, a view, the sea")

    shown = [await counts(desk, anna, NOW + step * EVERY_MS) for step in (1, 2, 3)]

    assert [sum(found.values()) for found, _stale in shown] == [2, 4, 5]
    assert [stale for _found, stale in shown] == [True, True, False]


async def test_nobody_is_given_the_count_of_whoever_sees_more(desk, later):
    closed = await add_group(desk, "Complaints", NOW, members_only=True)
    inside, outside = await person(desk, "Otto", groups=("Complaints",)), await person(desk, "Olga")
    for operator in (inside, outside):
        await kept(desk, operator, "cot")
    await opened(desk, "A cot", group_id=closed)

    assert (await counts(desk, inside, later()))[0] == {"cot": 1}
    assert (await counts(desk, outside, later()))[0] == {"cot": 0}
