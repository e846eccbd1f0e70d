"""Answers: sent once, held for the undo time, stopped by what is newer, taken back whole."""

import asyncio
import dataclasses
import json

import pytest
from sqlalchemy import func, select

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import draft_of, save_draft
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.uploading import keep_upload
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.assigning import assign
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.statusing import set_status, snooze
from app.actions.ticket.taking import drop, take
from app.core.clock import SECOND_MS
from app.core.errors import BadFields, Conflict, Forbidden, LockHeld, NewerMessages, NotFound, NotHeld, TooLate
from app.files.kinds import Upload
from app.nouns.message import MessageKind
from app.nouns.status import Shelf, Status
from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.attachments import attachment_for
from app.queries.ticket.messages import customer_messages_of, message_by_id, messages_of
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import messages, outbox
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, settings_for

UNDO_MS = 10 * SECOND_MS
HELLO = AnswerForm("<p>Reception is open.</p>", "key-1")
WRITES = CustomerMessage("Any news?", source="mail")


async def outbox_rows(desk, kind="answer"):
    return await desk.db.fetch_all(select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id))


async def test_an_answer_waits_for_the_customer_and_is_held_and_queued_in_one_act(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    start = await last_event_id(desk)

    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)

    [mail] = await outbox_rows(desk)
    assert (mail.state, mail.due_ms, mail.message_id) == ("held", NOW + UNDO_MS, number)
    assert (await ticket_by_id(desk, ticket.id)).status is Status.WAITING_FOR_CUSTOMER
    assert [event.kind for event in await events_after(desk, start)] == ["message.added", "ticket.status"]
    assert number not in [message.id for message in await customer_messages_of(desk, ticket.id)]


async def test_an_answer_takes_a_free_ticket_and_sets_the_chosen_status_in_the_same_act(desk, anna, ticket):
    form = dataclasses.replace(HELLO, taking=True, status=Status.SOLVED)

    await send_answer(desk, anna, ticket.id, form, NOW)

    after = await ticket_by_id(desk, ticket.id)
    assert after.is_held_by(anna.id)
    assert after.status is Status.SOLVED


async def test_s21_without_taking_nobody_answers_what_they_do_not_hold(desk, anna, boris, ada, ticket):
    async with refused(desk, NotHeld):
        await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await take(desk, anna, ticket.id, NOW)
    async with refused(desk, LockHeld, match="Anna has"):
        await send_answer(desk, boris, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)
    async with refused(desk, LockHeld):
        await send_answer(desk, ada, ticket.id, HELLO, NOW)

    await send_answer(desk, ada, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)

    assert (await ticket_by_id(desk, ticket.id)).is_held_by(ada.id)


async def test_what_a_lost_lock_refuses_is_kept_as_a_draft(desk, anna, boris, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    await assign(desk, ada, ticket.id, boris.id, NOW)

    form = dataclasses.replace(HELLO, status=Status.SOLVED, cc=("friend@example.org", "mother@example.org"))

    async with refused(desk, LockHeld, match="Boris"):
        await send_answer(desk, anna, ticket.id, form, NOW)

    draft = await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)
    assert draft.html == "<p>Reception is open.</p>"
    kept = {"attachments": [], "status": "solved", "cc": "friend@example.org, mother@example.org"}
    assert json.loads(draft.details) == kept


async def test_the_same_form_twenty_times_at_once_is_one_answer_and_one_mail(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)

    numbers = await asyncio.gather(*(send_answer(desk, anna, ticket.id, HELLO, NOW) for _time in range(20)))

    assert len(set(numbers)) == 1
    assert len(await outbox_rows(desk)) == 1
    assert len([m for m in await messages_of(desk, ticket.id) if m.kind is MessageKind.ANSWER]) == 1


async def test_a_key_is_its_authors_and_its_kinds(desk, anna, ada, ticket):
    first = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)

    note = (await add_note(desk, anna, ticket.id, "<p>Call them.</p>", HELLO.request_key, (), NOW)).message.id
    other = await send_answer(desk, ada, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)

    assert len({first, note, other}) == 3


async def test_answers_without_a_key_are_each_their_own(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    plain = dataclasses.replace(HELLO, request_key="")

    assert await send_answer(desk, anna, ticket.id, plain, NOW) != await send_answer(desk, anna, ticket.id, plain, NOW)


async def test_a_very_long_key_is_a_key(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    long = dataclasses.replace(HELLO, request_key="k" * 5000)

    assert await send_answer(desk, anna, ticket.id, long, NOW) == await send_answer(desk, anna, ticket.id, long, NOW)


async def test_a_newer_message_stops_the_send_once_and_the_text_stays(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    seen = await last_event_id(desk)
    await customer_writes(desk, ticket.id, WRITES, NOW)
    stale = dataclasses.replace(HELLO, seen=seen)

    async with refused(desk, NewerMessages) as stop:
        await send_answer(desk, anna, ticket.id, stale, NOW)

    assert stop.value.newer == 1
    assert (await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)).html == HELLO.html
    assert await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, seen=stop.value.seen), NOW)


async def test_what_operators_did_meanwhile_stops_no_send(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)
    seen = await last_event_id(desk)
    await add_note(desk, boris, ticket.id, "<p>They called.</p>", "n", (), NOW)

    assert await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, seen=seen), NOW)


@pytest.mark.parametrize("html", ["", "   ", "<p><br></p>", "<script>alert(1)</script>", '<img src="javascript:x">'])
async def test_an_empty_answer_is_refused(desk, anna, ticket, html):
    await take(desk, anna, ticket.id, NOW)

    async with refused(desk, BadFields, match="empty"):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, html=html), NOW)


async def test_duplicate_is_no_status_to_answer_with(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)

    async with refused(desk, BadFields, match="Mark as duplicate"):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, status=Status.DUPLICATE), NOW)


async def test_text_that_no_database_takes_is_mended(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)

    number = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, html="<p>a\ud800b\0c</p>"), NOW)

    assert (await message_by_id(desk, number)).text == "a?bc"


async def test_s22_only_an_own_answer_allows_to_close(desk, anna, boris, ada, ticket):
    await take(desk, boris, ticket.id, NOW)
    await send_answer(desk, boris, ticket.id, HELLO, NOW)
    await assign(desk, boris, ticket.id, anna.id, NOW)

    for status in (Status.CLOSED, Status.SOLVED, Status.UNSOLVED, Status.REJECTED_OFFER):
        async with refused(desk, Forbidden, match="once you have answered"):
            await set_status(desk, anna, ticket.id, status, NOW)
    await send_answer(desk, anna, ticket.id, HELLO, NOW)

    assert (await set_status(desk, anna, ticket.id, Status.CLOSED, NOW)).status is Status.CLOSED


async def test_a_recalled_answer_allows_no_closing(desk, anna, ticket):
    number = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)
    await recall(desk, anna, number, NOW + 1)

    async with refused(desk, Forbidden):
        await set_status(desk, anna, ticket.id, Status.CLOSED, NOW + 2)


async def test_recalling_restores_draft_files_and_status(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    kept = await keep_upload(desk, anna, Upload("plan.txt", "text/plain", b"one two"), NOW)
    number = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, attachment_keys=(kept.key,)), NOW)
    assert (await ticket_by_id(desk, ticket.id)).attachment_count == 1

    await recall(desk, anna, number, NOW + UNDO_MS - 1)

    after, draft = await ticket_by_id(desk, ticket.id), await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)
    assert (after.status, after.attachment_count) == (Status.OPEN, 0)
    assert draft.html == HELLO.html
    assert json.loads(draft.details)["attachments"] == [kept.key]
    assert (await attachment_for(desk, anna, kept.key)).message_id is None
    assert [mail.state for mail in await outbox_rows(desk)] == ["recalled"]
    assert await release_due(desk, NOW + UNDO_MS) == 0


async def test_what_was_recalled_is_sent_again_with_the_same_form(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await recall(desk, anna, number, NOW + 1)

    assert await send_answer(desk, anna, ticket.id, HELLO, NOW + 2) != number


async def test_a_recall_keeps_what_was_begun_since_behind_it(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, "<p>PS</p>", "{}", NOW + 1)

    await recall(desk, anna, number, NOW + 2)

    assert (await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)).html == f"{HELLO.html}<p>PS</p>"


async def test_recalling_the_first_of_two_leaves_what_the_second_has_set(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    first = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    second = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, request_key="key-2"), NOW + 1)

    await recall(desk, anna, first, NOW + 2)
    assert (await ticket_by_id(desk, ticket.id)).status is Status.WAITING_FOR_CUSTOMER

    await recall(desk, anna, second, NOW + 3)
    assert (await ticket_by_id(desk, ticket.id)).status is Status.OPEN


async def test_a_recall_keeps_the_status_that_the_customer_has_set_since(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await customer_writes(desk, ticket.id, WRITES, NOW + 1)

    await recall(desk, anna, number, NOW + 2)

    assert (await ticket_by_id(desk, ticket.id)).status is Status.WAITING_FOR_OPERATOR


async def test_nobody_recalls_what_another_wrote_or_what_has_left(desk, anna, boris, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)

    async with refused(desk, Forbidden, match="Only Anna"):
        await recall(desk, boris, number, NOW + 1)
    async with refused(desk, TooLate):
        await recall(desk, anna, number, NOW + UNDO_MS)
    await recall(desk, anna, number, NOW + 1)
    async with refused(desk, TooLate):
        await recall(desk, anna, number, NOW + 2)
    async with refused(desk, NotFound):
        await recall(desk, anna, 999_999, NOW)


async def test_after_the_undo_time_the_answer_is_released_once(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    start = await last_event_id(desk)

    assert await release_due(desk, NOW + UNDO_MS - 1) == 0
    at_once = await asyncio.gather(*(release_due(desk, NOW + UNDO_MS) for _process in range(4)))

    assert sum(at_once) == 1
    assert [event.details["state"] for event in await events_after(desk, start)] == ["queued"]
    assert [mail.state for mail in await outbox_rows(desk)] == ["queued"]
    assert number in [message.id for message in await customer_messages_of(desk, ticket.id)]
    assert (await ticket_by_id(desk, ticket.id)).first_answer_ms == NOW + UNDO_MS


async def test_a_recall_and_a_release_at_once_have_one_winner(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    released, recalled = await asyncio.gather(
        release_due(desk, NOW + UNDO_MS), recall(desk, anna, number, NOW + UNDO_MS - 1), return_exceptions=True
    )

    message = await message_by_id(desk, number)
    assert (released == 1) == isinstance(recalled, TooLate) == (message.released_ms is not None)
    assert (message.recalled_ms is None) == (message.released_ms is not None)


async def test_with_an_undo_time_of_nothing_the_answer_leaves_at_once(desk, anna, ticket, tmp_path):
    now = dataclasses.replace(desk, settings=settings_for(tmp_path, undo_seconds=0))

    number = await send_answer(now, anna, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)

    assert [mail.state for mail in await outbox_rows(desk)] == ["queued"]
    assert (await message_by_id(desk, number)).is_for_customer
    assert (await ticket_by_id(desk, ticket.id)).first_answer_ms == NOW
    async with refused(desk, TooLate):
        await recall(now, anna, number, NOW)


async def test_copies_are_mails_of_their_own_one_for_each_address(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    cc = ("two@guest.example", " two@guest.example ", "", "drei@gäste.example")

    await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, cc=cc), NOW)

    recipients = {
        kind: [json.loads(one.recipients) for one in await outbox_rows(desk, kind)] for kind in ("answer", "copy")
    }
    assert recipients == {"answer": [["Helena@guest.example"]], "copy": [["two@guest.example"], ["drei@gäste.example"]]}


@pytest.mark.parametrize(
    "cc", [("nobody",), ("a@b.example\r\nBcc: c@d.example",), tuple(f"p{n}@x.example" for n in range(21))]
)
async def test_copies_to_what_is_no_address_or_too_many_are_refused(desk, anna, ticket, cc):
    await take(desk, anna, ticket.id, NOW)

    async with refused(desk, BadFields) as found:
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, cc=cc), NOW)

    assert list(found.value.faults) == ["cc"]


async def test_anothers_upload_cannot_be_attached_and_ones_own_only_once(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)
    theirs = await keep_upload(desk, boris, Upload("a.txt", "text/plain", b"a"), NOW)
    mine = await keep_upload(desk, anna, Upload("b.txt", "text/plain", b"b"), NOW)

    async with refused(desk, BadFields, match="no longer available"):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, attachment_keys=(theirs.key,)), NOW)
    await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, attachment_keys=(mine.key,)), NOW)
    again = dataclasses.replace(HELLO, request_key="key-2", attachment_keys=(mine.key,))
    async with refused(desk, BadFields, match="no longer available"):
        await send_answer(desk, anna, ticket.id, again, NOW)


async def test_a_note_is_never_shared_and_moves_neither_status_nor_order(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)

    number = (await add_note(desk, boris, ticket.id, "<p>Difficult guest.</p>", "n1", (), NOW + 5)).message.id

    after = await ticket_by_id(desk, ticket.id)
    assert (after.status, after.updated_ms) == (Status.OPEN, ticket.updated_ms)
    assert not (await message_by_id(desk, number)).is_for_customer
    assert number not in [message.id for message in await customer_messages_of(desk, ticket.id)]
    assert await desk.db.fetch_val(select(func.count()).select_from(outbox).where(outbox.c.message_id == number)) == 0


async def test_a_note_that_says_shared_by_mistake_still_never_reaches_the_customer(desk, anna, ticket):
    number = (await add_note(desk, anna, ticket.id, "<p>Inside.</p>", "n1", (), NOW)).message.id
    await desk.db.execute(messages.update().where(messages.c.id == number).values(shared=True))

    assert number not in [message.id for message in await customer_messages_of(desk, ticket.id)]


async def test_an_empty_note_is_refused_and_the_same_form_is_one_note(desk, anna, ticket):
    async with refused(desk, BadFields, match="empty"):
        await add_note(desk, anna, ticket.id, "<p> </p>", "n0", (), NOW)
    notes = await asyncio.gather(*(add_note(desk, anna, ticket.id, "<p>One</p>", "n1", (), NOW) for _n in range(5)))

    assert len({note.message.id for note in notes}) == 1


async def test_drafts_are_each_ones_own_and_survive_everything_but_sending(desk, anna, boris, ticket):
    await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, "<p>One</p><script>x</script>", "{}", NOW)
    await asyncio.gather(
        *(save_draft(desk, boris, ticket.id, MessageKind.NOTE, f"<p>{n}</p>", "{}", NOW) for n in range(5))
    )
    await take(desk, boris, ticket.id, NOW)

    assert (await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)).html == "<p>One</p>"
    assert await draft_of(desk, boris, ticket.id, MessageKind.ANSWER) is None
    await send_answer(desk, boris, ticket.id, HELLO, NOW)
    assert await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)
    assert await draft_of(desk, boris, ticket.id, MessageKind.NOTE)


async def test_a_draft_of_files_alone_is_kept_and_an_empty_one_forgotten(desk, anna, ticket):
    await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, "", '{"attachments": ["aa"]}', NOW)
    assert await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)

    await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, "", "{}", NOW)

    assert await draft_of(desk, anna, ticket.id, MessageKind.ANSWER) is None
    async with refused(desk, BadFields):
        await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, "", "[not json", NOW)


async def test_a_ticket_in_the_bin_is_not_answered(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await mark_spam(desk, anna, ticket.id, NOW, spam=True)

    async with refused(desk, Conflict, match="marked as spam"):
        await send_answer(desk, anna, ticket.id, HELLO, NOW)


@pytest.mark.parametrize("undo_seconds", [0, 10])
async def test_a_later_answer_leaves_the_time_of_the_first(desk, anna, ticket, undo_seconds):
    desk = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, undo_seconds=undo_seconds))
    later = NOW + 60 * SECOND_MS
    await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)
    await release_due(desk, NOW + UNDO_MS)
    first = (await ticket_by_id(desk, ticket.id)).first_answer_ms

    await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, request_key="key-2"), later)
    await release_due(desk, later + UNDO_MS)

    assert first == NOW + (UNDO_MS if undo_seconds else 0)
    assert (await ticket_by_id(desk, ticket.id)).first_answer_ms == first


async def test_an_answer_to_what_was_dropped_meanwhile_is_refused_and_is_the_draft(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await drop(desk, anna, ticket.id, NOW)

    async with refused(desk, NotHeld):
        await send_answer(desk, anna, ticket.id, HELLO, NOW)

    assert (await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)).html == "<p>Reception is open.</p>"


async def test_an_answer_ends_a_snooze(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await snooze(desk, anna, ticket.id, NOW + 60 * SECOND_MS, NOW)

    await send_answer(desk, anna, ticket.id, HELLO, NOW)

    after = await ticket_by_id(desk, ticket.id)
    assert (after.snoozed_until_ms, after.shelf) == (None, Shelf.ACTIVE)


async def test_an_answer_that_is_recalled_between_the_look_and_the_release_stays_here(desk, anna, ticket, monkeypatch):
    number = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)
    look = desk.db.fetch_all

    async def look_then_recall(*asked):
        found = await look(*asked)
        monkeypatch.undo()
        await recall(desk, anna, number, NOW)
        return found

    monkeypatch.setattr(desk.db, "fetch_all", look_then_recall)
    start = await last_event_id(desk)

    assert await release_due(desk, NOW + UNDO_MS) == 0

    [mail] = await outbox_rows(desk)
    after = await ticket_by_id(desk, ticket.id)
    assert (mail.state, after.first_answer_ms) == ("recalled", None)
    assert "message.delivery" not in [event.kind for event in await events_after(desk, start)]


async def test_an_answer_with_a_placeholder_left_is_refused_and_names_it(desk, anna, ticket):
    form = dataclasses.replace(HELLO, html="<p>We booked {{hotel}} for {{dates}}.</p>", taking=True)

    async with refused(desk, BadFields, match="hotel.*dates"):
        await send_answer(desk, anna, ticket.id, form, NOW)


async def test_an_answer_that_was_recalled_lets_nobody_close_the_ticket(desk, anna, ticket):
    number = await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, taking=True), NOW)
    await recall(desk, anna, number, NOW)

    async with refused(desk, Forbidden, match="once you have answered"):
        await set_status(desk, anna, ticket.id, Status.CLOSED, NOW)
