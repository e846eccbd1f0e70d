"""A message that belongs elsewhere: moved, split off, taken back; nothing of it stays behind."""

import dataclasses

import pytest
from sqlalchemy import insert, select, update

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.moving import move_message
from app.actions.message.moving_back import FRESH_MS, move_back
from app.actions.message.noting import add_note
from app.actions.message.sharing import share_message
from app.actions.message.splitting import SplitForm, split_message
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.merging import merge
from app.actions.ticket.statusing import set_status, snooze
from app.actions.ticket.taking import drop, take
from app.core.clock import DAY_MS
from app.core.errors import BadFields, Conflict, Forbidden, LockHeld, NewerMessages, NotFound, NotHeld, TooLate
from app.files.kinds import Upload
from app.nouns.message import MessageKind
from app.nouns.request_keys import RequestKey
from app.nouns.status import Status
from app.nouns.ticket import UNTIL_CUSTOMER_MS, Customer
from app.nouns.waiting import NEVER_MS
from app.queries.activity.log_pages import log_page
from app.queries.activity.log_query import LogQuery
from app.queries.desk.events import events_after, last_event_id
from app.queries.live.customer_events import customer_missed
from app.queries.people.people import operator_by_id
from app.queries.ticket.addresses import addresses_on
from app.queries.ticket.messages import customer_messages_of, message_by_id, messages_of
from app.queries.ticket.tickets import ticket_by_id
from app.search.query_language import read_search
from app.search.searching import search_tickets
from sql.tables import inbound, messages, outbox
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, opened

VOUCHER = Upload("voucher.pdf", "application/pdf", b"%PDF-1.4")
ELSEWHERE = CustomerMessage("The Graça booking needs a pelican cot.", source="mail", attachments=(VOUCHER,))
LATER = NOW + 60_000


@pytest.fixture
async def other(desk, group):
    """Helena's other ticket."""
    return await opened(desk, "Booking in Graça", NOW + 1)


@pytest.fixture
async def stray(desk, anna, ticket, other):
    """What Helena wrote to the first ticket, which Anna holds, though it belongs to the other."""
    await take(desk, anna, ticket.id, NOW)
    return await customer_writes(desk, ticket.id, ELSEWHERE, NOW + 2)


async def kinds_on(desk, ticket_id):
    return [event.kind for event in ((await log_page(desk, LogQuery(ticket_id=ticket_id))).events)[::-1]]


async def found(desk, operator, words):
    page = await search_tickets(desk, operator, read_search(words, NOW, desk.settings.zone))
    return [row.ticket.id for row in page.rows]


async def test_a_moved_message_lies_with_its_file_on_the_other_ticket_and_both_tell_of_it(
    desk, anna, ticket, other, stray
):
    moved = (await move_message(desk, anna, stray, other.id, LATER)).message

    left, there = await ticket_by_id(desk, ticket.id), await ticket_by_id(desk, other.id)
    [file] = moved.attachments
    assert (moved.id, moved.ticket_id, file.ticket_id) == (stray, other.id, other.id)
    assert (left.attachment_count, there.attachment_count) == (0, 1)
    assert (left.customer_wrote_ms, there.customer_wrote_ms) == (NOW, NOW + 2)
    assert there.status is Status.WAITING_FOR_OPERATOR
    assert there.customer_event_id == await last_event_id(desk) - 1  # the old ticket's line is the last one
    assert (await kinds_on(desk, ticket.id))[-1] == "message.moved"
    assert (await kinds_on(desk, other.id))[-2:] == ["ticket.status", "message.moved"]
    assert [one.id for one in await customer_messages_of(desk, ticket.id)][-1] != stray
    assert [one.id for one in await customer_messages_of(desk, other.id)][-1] == stray


async def test_a_moved_message_is_found_on_the_ticket_where_it_lies(desk, anna, ticket, other, stray):
    assert await found(desk, anna, "pelican") == [ticket.id]

    await move_message(desk, anna, stray, other.id, LATER)

    assert await found(desk, anna, "pelican") == [other.id]


async def test_the_mail_and_the_notice_that_waits_follow_the_message(desk, anna, ticket, other, stray):
    row = {"mailbox": "m", "uid": "1", "sha256": "0", "size_bytes": 1, "received_ms": NOW, "outcome": "appended"}
    mail = await desk.db.execute(insert(inbound).values(**row, ticket_id=ticket.id, message_id=stray))
    await desk.db.execute(update(messages).where(messages.c.id == stray).values(inbound_id=mail))

    await move_message(desk, anna, stray, other.id, LATER)

    tickets_of = select(outbox.c.ticket_id).where(outbox.c.message_id == stray)
    assert await desk.db.fetch_val(select(inbound.c.ticket_id).where(inbound.c.id == mail)) == other.id
    assert {record.ticket_id for record in await desk.db.fetch_all(tickets_of)} == {other.id}


async def test_a_message_that_was_moved_here_stops_an_answer_that_did_not_know_of_it(desk, anna, other, stray):
    await take(desk, anna, other.id, NOW + 3)
    seen = await last_event_id(desk)

    await move_message(desk, anna, stray, other.id, LATER)

    with pytest.raises(NewerMessages) as stopped:
        await send_answer(desk, anna, other.id, AnswerForm("<p>Yes</p>", "k", seen=seen), LATER)
    assert stopped.value.newer == 1


async def test_the_customers_open_pages_are_told_to_look_again_on_both_tickets(desk, anna, ticket, other, stray):
    start = await last_event_id(desk)

    await move_message(desk, anna, stray, other.id, LATER)

    for one in (ticket, other):
        [told] = (await customer_missed(desk, one.id, start))["events"]
        assert (told["kind"], told["message"]) == ("message.moved", stray)


async def test_a_finished_ticket_reopens_by_what_is_moved_to_it(desk, ada, ticket, other, stray):
    await set_status(desk, ada, other.id, Status.CLOSED, NOW + 3)

    await move_message(desk, ada, stray, other.id, LATER)

    [status] = (await log_page(desk, LogQuery(kind="ticket.status", ticket_id=other.id), limit=1)).events
    assert (status.details["reopened"], status.details["why"]) == (True, "moved")


async def test_only_the_holder_or_an_administrator_moves_a_message(desk, anna, boris, ada, ticket, other, stray):
    async with refused(desk, LockHeld):
        await move_message(desk, boris, stray, other.id, LATER)
    await drop(desk, anna, ticket.id, LATER)
    async with refused(desk, NotHeld):
        await split_message(desk, anna, stray, SplitForm("Cot"), LATER)

    assert (await move_message(desk, ada, stray, other.id, LATER)).message.ticket_id == other.id


async def test_nothing_is_moved_onto_a_ticket_that_somebody_else_holds_and_its_holder_is_named(
    desk, anna, boris, other, stray
):
    await take(desk, boris, other.id, NOW + 3)

    async with refused(desk, BadFields, match="Boris has"):
        await move_message(desk, anna, stray, other.id, LATER)


@pytest.mark.parametrize("fault", ["missing", "itself", "another customer's", "hidden", "spam", "duplicate"])
async def test_a_message_goes_only_where_it_may(desk, anna, ada, ticket, other, stray, fault):
    into = {"missing": 10**9, "itself": ticket.id}.get(fault, other.id)
    if fault == "another customer's":
        into = (await opened(desk, customer=Customer("Marek", "marek@guest.example"))).id
    elif fault == "hidden":
        into = (await opened(desk, group_id=await add_group(desk, "Board", NOW, members_only=True))).id
        anna = await operator_by_id(desk, anna.id)
    elif fault == "spam":
        await mark_spam(desk, ada, other.id, NOW + 3, spam=True)
    elif fault == "duplicate":
        await merge(desk, ada, other.id, (await opened(desk, "Original")).id, NOW + 3)

    async with refused(desk, BadFields):
        await move_message(desk, anna, stray, into, LATER)


async def test_what_the_desk_sent_stays_and_so_does_a_customers_only_message(desk, anna, ticket, other):
    answer = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes</p>", "k", taking=True), NOW)
    [first, _answer] = await messages_of(desk, ticket.id)

    for message_id in (answer, first.id):
        async with refused(desk, Conflict):
            await move_message(desk, anna, message_id, other.id, LATER)
    async with refused(desk, Conflict):
        await split_message(desk, anna, first.id, SplitForm("Cot"), LATER)
    async with refused(desk, NotFound):
        await move_message(desk, anna, 10**9, other.id, LATER)


async def test_a_note_may_go_to_another_customers_ticket_and_changes_nothing_there(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    theirs = await opened(desk, customer=Customer("Marek", "marek@guest.example"))
    note = (await add_note(desk, anna, ticket.id, "<p>Call the hotel</p>", "n", (), NOW)).message.id

    await move_message(desk, anna, note, theirs.id, LATER)

    after = await ticket_by_id(desk, theirs.id)
    assert (after.status, after.customer_event_id) == (Status.OPEN, theirs.customer_event_id)
    assert [one.id for one in await messages_of(desk, theirs.id)][-1] in {note, theirs.id}
    assert (await message_by_id(desk, note)).ticket_id == theirs.id


async def test_two_messages_of_one_request_key_can_lie_on_one_ticket(desk, anna, ticket, other):
    await take(desk, anna, ticket.id, NOW)
    drawn = CustomerMessage("Again", source="web", request_key=RequestKey("same", "web"))
    here = await customer_writes(desk, ticket.id, drawn, NOW)
    await customer_writes(desk, other.id, drawn, NOW)

    assert (await move_message(desk, anna, here, other.id, LATER)).message.ticket_id == other.id


async def test_a_message_that_is_split_off_begins_a_ticket_of_the_same_customer(desk, anna, ticket, stray):
    new = await split_message(desk, anna, stray, SplitForm("  A cot in\n Graça "), LATER)

    assert (new.subject, new.customer, new.group_id) == ("A cot in Graça", ticket.customer, ticket.group_id)
    assert (new.status, new.operator_id, new.attachment_count) == (Status.OPEN, None, 1)
    assert [one.id for one in await messages_of(desk, new.id)] == [stray]
    assert await kinds_on(desk, new.id) == ["ticket.opened", "message.moved"]
    assert await found(desk, anna, "pelican") == [new.id]
    mail = await desk.db.fetch_one(select(outbox).where(outbox.c.ticket_id == new.id, outbox.c.kind == "confirmation"))
    assert (mail.state, mail.due_ms) == ("queued", LATER + desk.settings.undo_seconds * 1000)


@pytest.mark.parametrize(
    ("form", "field"), [(SplitForm(" \n"), "subject"), (SplitForm("Cot", group="Nobody's"), "group")]
)
async def test_a_split_without_a_subject_or_into_no_group_is_refused(desk, anna, stray, form, field):
    async with refused(desk, BadFields) as refusal:
        await split_message(desk, anna, stray, form, LATER)

    assert list(refusal.value.faults) == [field]


async def test_a_move_that_is_taken_back_leaves_both_tickets_as_they_were(desk, anna, ticket, other, stray):
    await move_message(desk, anna, stray, other.id, LATER)

    back = (await move_back(desk, anna, stray, LATER + 5_000)).message

    assert back.ticket_id == ticket.id
    after = await ticket_by_id(desk, other.id)
    assert (after.status, after.attachment_count, after.customer_wrote_ms) == (Status.OPEN, 0, NOW + 1)
    assert (await ticket_by_id(desk, ticket.id)).attachment_count == 1
    assert await found(desk, anna, "pelican") == [ticket.id]
    with pytest.raises(Conflict):
        await move_back(desk, anna, stray, LATER + 6_000)


@pytest.mark.parametrize("until_ms", [LATER + DAY_MS, UNTIL_CUSTOMER_MS])
async def test_a_snooze_that_a_move_ended_is_back_when_it_is_taken_back(desk, ada, anna, other, stray, until_ms):
    await snooze(desk, ada, other.id, until_ms, NOW + 3)
    await move_message(desk, anna, stray, other.id, LATER)
    assert (await ticket_by_id(desk, other.id)).snoozed_until_ms is None

    await move_back(desk, anna, stray, LATER + 5_000)

    after = await ticket_by_id(desk, other.id)
    assert (after.status, after.snoozed_until_ms) == (Status.OPEN, until_ms)
    [told, _moved] = ((await log_page(desk, LogQuery(ticket_id=other.id))).events)[:2][::-1]
    assert told.details["why"] == "snoozed"


async def test_a_customer_waits_where_their_message_lies_and_no_longer_where_it_lay(desk, anna, ticket, other):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes</p>", "k", taking=True), NOW + 2)
    await send_answer(desk, anna, other.id, AnswerForm("<p>Yes</p>", "k", taking=True), NOW + 2)
    stray = await customer_writes(desk, ticket.id, ELSEWHERE, NOW + 3)

    await move_message(desk, anna, stray, other.id, LATER)
    waits = [(await ticket_by_id(desk, one.id)).waits_since_ms for one in (ticket, other)]
    await move_back(desk, anna, stray, LATER + 5_000)
    back = [(await ticket_by_id(desk, one.id)).waits_since_ms for one in (ticket, other)]

    assert (waits, back) == ([NEVER_MS, NOW + 3], [NOW + 3, NEVER_MS])


async def test_what_is_moved_onto_a_free_ticket_is_told_to_its_group_and_onto_ones_own_to_nobody(
    desk, anna, ticket, other, stray
):
    notices = select(outbox.c.id).where(outbox.c.kind == "new_message", outbox.c.ticket_id == other.id)
    notices = notices.where(outbox.c.created_ms == LATER)
    await move_message(desk, anna, stray, other.id, LATER)
    told = len(await desk.db.fetch_all(notices))
    await move_back(desk, anna, stray, LATER)
    await take(desk, anna, other.id, LATER)

    await move_message(desk, anna, stray, other.id, LATER)

    assert told > 0
    assert len(await desk.db.fetch_all(notices)) == told


async def test_a_split_that_is_taken_back_mails_nobody_and_leaves_a_duplicate(desk, anna, ticket, stray):
    new = await split_message(desk, anna, stray, SplitForm("Cot"), LATER)

    await move_back(desk, anna, stray, LATER + 5_000)

    after = await ticket_by_id(desk, new.id)
    assert (after.status, after.duplicate_of) == (Status.DUPLICATE, ticket.id)
    assert {one.state for one in await desk.db.fetch_all(select(outbox).where(outbox.c.ticket_id == new.id))} == {
        "recalled"
    }
    assert stray in [one.id for one in await messages_of(desk, ticket.id)]


async def test_only_who_moved_it_takes_it_back_and_only_while_it_is_fresh(desk, anna, boris, other, stray):
    await move_message(desk, anna, stray, other.id, LATER)

    async with refused(desk, Forbidden, match="Anna"):
        await move_back(desk, boris, stray, LATER)
    async with refused(desk, TooLate):
        await move_back(desk, anna, stray, LATER + FRESH_MS + 1)
    await take(desk, boris, other.id, LATER)
    async with refused(desk, LockHeld):
        await move_back(desk, anna, stray, LATER + 1)


async def test_a_split_is_not_taken_back_once_somebody_has_written_on_the_new_ticket(desk, anna, stray):
    new = await split_message(desk, anna, stray, SplitForm("Cot"), LATER)
    await add_note(desk, anna, new.id, "<p>Asked the hotel</p>", "n", (), LATER)

    async with refused(desk, TooLate):
        await move_back(desk, anna, stray, LATER + 1)


async def test_every_line_of_a_move_names_both_tickets(desk, anna, ticket, other, stray):
    start = await last_event_id(desk)
    await move_message(desk, anna, stray, other.id, LATER)

    told = [event for event in await events_after(desk, start) if event.kind == "message.moved"]
    assert {event.ticket_id for event in told} == {ticket.id, other.id}
    assert {(event.details["from_ticket"], event.details["to_ticket"]) for event in told} == {(ticket.id, other.id)}


async def test_who_could_write_for_the_customer_still_can_where_their_message_lies(desk, anna, ticket, other):
    await take(desk, anna, ticket.id, NOW)
    theirs = CustomerMessage("From my other address", source="mail", author_email="spouse@home.example")
    stranger = dataclasses.replace(theirs, kind=MessageKind.THIRD_PARTY, shared=False, warning="other_sender")
    await share_message(desk, anna, await customer_writes(desk, ticket.id, stranger, NOW), NOW)
    written = await customer_writes(desk, ticket.id, theirs, NOW)

    await move_message(desk, anna, written, other.id, LATER)

    assert [(one.email, one.role) for one in await addresses_on(desk, other.id)] == [("spouse@home.example", "added")]
