"""A thread is read by pages: bounded by count and bytes, whole when they are put together, the same on both databases."""

import pytest
import sqlalchemy as sa

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.moving import move_message
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.writing import CustomerMessage, customer_writes
from app.core.errors import BadFields
from app.nouns.event import Event
from app.nouns.message import Message
from app.queries.ticket import thread_pages
from app.queries.ticket.messages import customer_messages_of, messages_of
from app.queries.ticket.thread import filled, news_of, thread_of
from app.queries.ticket.thread_facts import thread_facts
from app.queries.ticket.thread_pages import Gap, ThreadPages, Wanted
from app.queries.ticket.thread_place import BY_OPERATORS, ThreadPlace, read_place
from app.queries.ticket.ticket_page import (
    customer_filled,
    customer_gone,
    customer_message,
    customer_thread,
    last_answer_ms,
)
from sql.tables import messages
from tests.app.conftest import NOW, opened

COUNT = 10


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    """Three messages and a thousand bytes a page."""
    monkeypatch.setattr(thread_pages, "PAGE", 3)
    monkeypatch.setattr(thread_pages, "PAGE_BYTES", 1000)


async def write(desk, ticket, text, at_ms):
    message = CustomerMessage(text, source="web", client_ip="203.0.113.9")
    return await customer_writes(desk, ticket.id, message, at_ms)


async def answer(desk, operator, ticket, at_ms, key="key"):
    form = AnswerForm(
        html="<p>Yes.</p>",
        status=None,
        taking=True,
        request_key=key,
        seen=None,
        attachment_keys=(),
        cc=("spouse@guest.example",),
    )
    return await send_answer(desk, operator, ticket.id, form, at_ms)


@pytest.fixture
async def long(desk, ticket):
    """The numbers of ten messages of the customer's, two of them written in one and the same millisecond."""
    for number in range(1, COUNT):
        await write(desk, ticket, f"Message {number}", NOW + (number - number % 2) * 1000)
    return [message.id for message in await messages_of(desk, ticket.id)]


def ids(entries):
    return [entry.id for entry in entries if isinstance(entry, Message)]


def first_gap(entries):
    return next(entry for entry in entries if isinstance(entry, Gap))


async def test_a_thread_begins_with_its_newest_page_and_says_where_it_goes_on(desk, ticket, long):
    thread = await thread_of(desk, ticket)

    assert ids(thread.entries) == long[-3:]
    assert thread.entries[0] == Gap(before=thread.older)
    assert thread.older == BY_OPERATORS.place_of(thread.messages[0])


async def test_a_short_thread_has_no_gap(desk, ticket):
    thread = await thread_of(desk, ticket)

    assert thread.older is None
    assert [entry.kind for entry in thread.entries] == ["ticket.opened", "customer"]


async def test_page_before_page_is_the_whole_thread_with_each_line_once(desk, anna, ticket, long):
    await add_note(desk, anna, ticket.id, "A note.", "note", (), NOW + 30_000)
    whole = await messages_of(desk, ticket.id)
    thread = await thread_of(desk, ticket)
    entries = thread.entries
    while isinstance(entries[0], Gap):
        entries = [*(await filled(desk, ticket, entries[0])).entries, *entries[1:]]

    assert ids(entries) == [message.id for message in whole]
    lines = [entry.id for entry in entries if isinstance(entry, Event)]
    assert len(lines) == len(set(lines))
    assert entries[0].kind == "ticket.opened"


async def test_reading_on_from_a_message_meets_the_newest_page(desk, ticket, long):
    entries = (await thread_of(desk, ticket, Wanted(message_id=long[2]))).entries
    assert long[2] in ids(entries)
    assert ids(entries)[-3:] == long[-3:]
    while gaps := [entry for entry in entries if isinstance(entry, Gap)]:
        at = entries.index(gaps[-1])
        entries = [*entries[:at], *(await filled(desk, ticket, gaps[-1])).entries, *entries[at + 1 :]]

    assert ids(entries) == long
    lines = [entry.id for entry in entries if isinstance(entry, Event)]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("place", [0, 3, 6, 9])
async def test_the_page_with_any_message_has_it_and_stays_small(desk, ticket, long, place):
    thread = await thread_of(desk, ticket, Wanted(message_id=long[place]))

    assert long[place] in ids(thread.entries)
    assert len(ids(thread.entries)) <= 2 * 3
    assert ids(thread.entries) == sorted(ids(thread.entries))


@pytest.mark.parametrize("message_id", [0, 999_999, 10**17])
async def test_a_message_that_is_not_here_leaves_the_newest_page(desk, ticket, long, message_id):
    thread = await thread_of(desk, ticket, Wanted(message_id=message_id))

    assert ids(thread.entries) == long[-3:]


async def test_a_page_before_a_place_stands_above_the_newest_with_a_gap_between(desk, ticket, long):
    [fourth] = await ThreadPages(desk, ticket.id, BY_OPERATORS).these([long[4]])

    entries = (await thread_of(desk, ticket, Wanted(before=BY_OPERATORS.place_of(fourth)))).entries

    assert ids(entries) == [*long[1:4], *long[-3:]]
    assert [type(entry).__name__ for entry in entries if isinstance(entry, Gap)] == ["Gap", "Gap"]
    assert ids((await filled(desk, ticket, entries[[*map(type, entries)].index(Gap, 1)])).entries) == long[4:7]


@pytest.mark.parametrize("far", [ThreadPlace(0, 0), ThreadPlace(10**16 - 1, 10**18 - 1)])
async def test_a_place_beyond_either_end_is_no_fault(desk, ticket, long, far):
    for wanted in (Wanted(before=far), Wanted(after=far)):
        assert ids((await thread_of(desk, ticket, wanted)).entries)[-3:] == long[-3:]
    assert set(ids((await filled(desk, ticket, Gap(before=far))).entries)) <= set(long)
    assert set(ids((await filled(desk, ticket, Gap(far, far))).entries)) <= set(long)


@pytest.mark.parametrize("typed", ["x", "1", "1-", "-1", "1-2-3", "1-99999999999999999999", "\u0661-\u0662", "1-2;"])
def test_a_cursor_that_is_none_is_named(typed):
    with pytest.raises(BadFields) as refused:
        read_place(typed, "before")

    assert set(refused.value.faults) == {"before"}


async def test_a_page_ends_at_its_bytes_but_has_at_least_one_message(desk, ticket):
    for number, length in enumerate((500, 400, 5000, 300, 300)):
        await write(desk, ticket, "ä" * (length // 2), NOW + 1000 * (number + 1))
    written = [message.id for message in await messages_of(desk, ticket.id)]

    pages = [await thread_of(desk, ticket)]
    while pages[0].older:
        pages.insert(0, await filled(desk, ticket, Gap(before=pages[0].older)))

    assert [ids(page.entries) for page in pages] == [written[:3], [written[3]], written[4:]]


async def test_the_size_of_a_message_is_that_of_all_its_texts(desk, anna, ticket):
    number = await answer(desk, anna, ticket, NOW + 1000)

    row = await desk.db.fetch_one(sa.select(messages).where(messages.c.id == number))

    texts = (row.text, row.html, row.signature, row.quoted_text, row.quoted_html)
    assert row.size_bytes == sum(len((text or "").encode()) for text in texts) > 0


async def test_what_was_recalled_is_on_no_page_and_its_line_neither(desk, anna, ticket, long):
    number = await answer(desk, anna, ticket, NOW + 60_000)
    known = await thread_of(desk, ticket)
    await recall(desk, anna, number, NOW + 61_000)

    thread, news = (
        await thread_of(desk, ticket),
        await news_of(desk, ticket, known.last_event_id, known.last_message_id),
    )

    assert number in ids(known.entries)
    assert number not in ids(thread.entries)
    assert not any(isinstance(entry, Event) and entry.kind == "ticket.status" for entry in thread.entries)
    assert news.gone == [number]


async def test_news_are_what_came_since_and_what_left(desk, anna, ticket, long):
    other = await opened(desk, "Another matter")
    await take_both(desk, anna, ticket, other)
    known = await thread_of(desk, ticket)
    there = await thread_of(desk, other)
    await move_message(desk, anna, long[1], other.id, NOW + 70_000)
    last = await write(desk, ticket, "And a cot.", NOW + 80_000)

    news = await news_of(desk, ticket, known.last_event_id, known.last_message_id)
    arrived = await news_of(desk, other, there.last_event_id, there.last_message_id)

    assert (ids(news.thread.entries), news.gone, news.anew) == ([last], [long[1]], False)
    assert (ids(arrived.thread.entries), arrived.gone) == ([long[1]], [])


async def take_both(desk, operator, *tickets):
    for one in tickets:
        await answer(desk, operator, one, NOW + 50_000, key=f"key{one.id}")
        await release_due(desk, NOW + 65_000)


async def test_more_news_than_a_page_are_a_fresh_view(desk, ticket, long):
    news = await news_of(desk, ticket, 0, long[2])

    assert news.anew
    assert ids(news.thread.entries) == long[-3:]


async def test_the_customers_pages_are_their_whole_thread_in_the_order_of_release(desk, anna, ticket, long):
    await add_note(desk, anna, ticket.id, "A note.", "note", (), NOW + 30_000)
    number = await answer(desk, anna, ticket, NOW + 31_000)
    overtook = await write(desk, ticket, "One thing more.", NOW + 32_000)
    assert number not in ids(await customer_thread(desk, ticket))
    assert await last_answer_ms(desk, ticket) is None
    await release_due(desk, NOW + 60_000)

    entries = await customer_thread(desk, ticket)
    assert ids(entries)[-2:] == [overtook, number]
    while isinstance(entries[0], Gap):
        entries = [*await customer_filled(desk, ticket, entries[0]), *entries[1:]]

    assert sorted(ids(entries)) == [message.id for message in await customer_messages_of(desk, ticket.id)]
    assert await last_answer_ms(desk, ticket) == NOW + 60_000


async def test_a_customer_reads_one_message_by_its_number_and_no_other(desk, anna, ticket, long):
    note = (await add_note(desk, anna, ticket.id, "A note.", "note", (), NOW + 30_000)).message.id
    elsewhere = await opened(desk, "Another matter")
    [foreign] = await messages_of(desk, elsewhere.id)

    assert (await customer_message(desk, ticket, long[0])).id == long[0]
    assert [await customer_message(desk, ticket, number) for number in (note, foreign.id, 10**17)] == [None] * 3


async def test_a_page_that_shows_an_old_message_hears_that_it_was_moved(desk, anna, ticket, long):
    other = await opened(desk, "Another matter")
    known = (await thread_of(desk, ticket)).last_event_id
    await take_both(desk, anna, ticket, other)
    await move_message(desk, anna, long[1], other.id, NOW + 70_000)

    assert await customer_gone(desk, ticket, known) == [long[1]]
    assert await customer_gone(desk, other, known) == []


async def test_the_facts_of_a_thread_are_those_of_all_its_pages(desk, anna, boris, ticket, long):
    await answer(desk, anna, ticket, NOW + 1)  # before most of the customer's messages
    for number in range(4):
        await write(desk, ticket, f"Later {number}", NOW + 90_000 + number)

    of_anna, of_boris = [await thread_facts(desk, ticket.id, who.id) for who in (anna, boris)]

    assert of_anna.message_count == COUNT + 5
    assert of_anna.last_copies == ("spouse@guest.example",)
    assert (of_anna.has_answered, of_boris.has_answered) == (True, False)
