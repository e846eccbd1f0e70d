"""What customers write, and where it lands; snooze, spam, duplicates, deletion."""

import asyncio
import dataclasses

import pytest
from sqlalchemy import select

from app.actions.desk.erasing import erase_due, sweep_uploads
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import save_draft
from app.actions.message.recalling import recall
from app.actions.message.uploading import keep_upload
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import Approval, delete, restore
from app.actions.ticket.editing import complete_ticket, edit_ticket
from app.actions.ticket.merging import merge, unmerge
from app.actions.ticket.solving import customer_solves
from app.actions.ticket.statusing import set_status, snooze, wake_due
from app.actions.ticket.taking import take
from app.core.clock import DAY_MS, HOUR_MS
from app.core.errors import BadFields, Conflict, Forbidden, LockHeld, NotFound, NotHeld, TooLarge, TooLate
from app.credentials.codes import ALPHABET
from app.files.kinds import Upload
from app.nouns.event import Actor
from app.nouns.message import MessageKind
from app.nouns.request_keys import RequestKey
from app.nouns.status import Shelf, Status
from app.nouns.ticket import RESTORABLE_MS, Customer
from app.queries.desk.events import events_after, last_event_id
from app.queries.lists.counts import counts_for
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id, ticket_for
from sql.tables import events, tickets
from tests.app.actions.traces import refused, traces
from tests.app.conftest import HELENA, NOW, PASSWORD, opened, person, settings_for

WRITES = CustomerMessage("Any news?", source="mail")
APPROVAL = Approval("ada@desk.example", PASSWORD)


async def status_of(desk, ticket):
    return (await ticket_by_id(desk, ticket.id)).status


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.DUPLICATE])
async def test_a_customers_message_waits_for_an_operator_also_on_a_finished_ticket_and_keeps_its_holder(
    desk, anna, ticket, status
):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes</p>", "k", taking=True), NOW)
    await set_status(desk, anna, ticket.id, status, NOW)

    await customer_writes(desk, ticket.id, WRITES, NOW + 1)

    after = await ticket_by_id(desk, ticket.id)
    assert (after.status, after.shelf, after.operator_id) == (Status.WAITING_FOR_OPERATOR, Shelf.ACTIVE, anna.id)
    assert after.customer_wrote_ms == NOW + 1
    assert after.customer_event_id == await last_event_id(desk)


async def test_the_same_form_ten_times_at_once_is_one_message(desk, ticket):
    again = dataclasses.replace(
        WRITES, request_key=RequestKey("drawn", "web"), attachments=(Upload("a.txt", "text/plain", b"a"),)
    )

    numbers = await asyncio.gather(*(customer_writes(desk, ticket.id, again, NOW) for _time in range(10)))

    assert len(set(numbers)) == 1
    assert len([path for path in desk.storage.folder.rglob("*") if path.is_file()]) == 1


async def test_a_customer_says_that_it_is_solved_once(desk, ticket):
    await customer_solves(desk, ticket.id, NOW)
    start = await last_event_id(desk)
    await customer_solves(desk, ticket.id, NOW)

    assert await status_of(desk, ticket) is Status.SOLVED
    assert await last_event_id(desk) == start


async def test_a_mail_that_is_only_for_operators_reopens_nothing(desk, anna, ticket):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes</p>", "k", taking=True, status=Status.CLOSED), NOW)
    doubtful = dataclasses.replace(WRITES, shared=False, reopens=False, notify=False, warning="dmarc_fail")

    await customer_writes(desk, ticket.id, doubtful, NOW)

    assert await status_of(desk, ticket) is Status.CLOSED


async def test_what_a_customer_writes_to_a_duplicate_lands_on_the_end_of_the_chain(desk, anna, ticket):
    second, third = await opened(desk, "Again"), await opened(desk, "And again")
    for one in (ticket, second, third):
        await take(desk, anna, one.id, NOW)
    await merge(desk, anna, ticket.id, second.id, NOW)
    await merge(desk, anna, second.id, third.id, NOW)

    await customer_writes(desk, ticket.id, WRITES, NOW)

    assert [m.text for m in await messages_of(desk, third.id)][-1] == "Any news?"
    assert await status_of(desk, second) is Status.DUPLICATE
    assert await status_of(desk, third) is Status.WAITING_FOR_OPERATOR


async def test_where_the_original_is_deleted_the_duplicate_takes_the_message_and_is_none_any_more(
    desk, anna, ada, ticket
):
    original = await opened(desk, "The first")
    await take(desk, anna, ticket.id, NOW)
    await merge(desk, anna, ticket.id, original.id, NOW)
    await delete(desk, ada, original.id, None, NOW)

    await customer_writes(desk, ticket.id, WRITES, NOW)

    after = await ticket_by_id(desk, ticket.id)
    assert (after.status, after.duplicate_of) == (Status.WAITING_FOR_OPERATOR, None)


async def test_two_that_are_merged_into_each_other_at_once_make_no_circle(desk, anna):
    for _round in range(5):
        one, two = await opened(desk), await opened(desk)
        await take(desk, anna, one.id, NOW)
        await take(desk, anna, two.id, NOW)

        outcomes = await asyncio.gather(
            merge(desk, anna, one.id, two.id, NOW), merge(desk, anna, two.id, one.id, NOW), return_exceptions=True
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["BadFields", "Ticket"]


async def test_a_merge_is_refused_unless_it_makes_sense(desk, anna, ada, ticket):
    other = await opened(desk, customer=Customer("Jonas", "jonas@guest.example", "123", "", "Bern"))
    dropped, original = await opened(desk), await opened(desk)
    spam = await opened(desk)
    await mark_spam(desk, anna, spam.id, NOW, spam=True)
    await add_group(desk, "Closed", NOW, members_only=True)
    secret = await opened(desk, group_id=next(iter((await person(desk, "Ines", groups=("Closed",))).group_ids)))
    await delete(desk, ada, dropped.id, None, NOW)
    async with refused(desk, NotHeld):
        await merge(desk, anna, ticket.id, original.id, NOW)
    await take(desk, anna, ticket.id, NOW)
    fresh = await person(desk, "Otto")

    for into, words in (
        (other.id, "another customer"), (dropped.id, "not found"), (ticket.id, "own duplicate"), (spam.id, "marked as spam"),
        (999_999, "not found"),
    ):  # fmt: skip
        async with refused(desk, BadFields, match=words):
            await merge(desk, anna, ticket.id, into, NOW)
    async with refused(desk, LockHeld):
        await merge(desk, fresh, ticket.id, original.id, NOW)
    await take(desk, fresh, original.id, NOW)
    async with refused(desk, BadFields, match="not found"):
        await merge(desk, fresh, original.id, secret.id, NOW)


async def test_a_merge_is_undone_with_the_status_from_before(desk, anna, ticket):
    original = await opened(desk)
    await take(desk, anna, ticket.id, NOW)
    await set_status(desk, anna, ticket.id, Status.WAITING_FOR_CUSTOMER, NOW)
    await merge(desk, anna, ticket.id, original.id, NOW)
    assert (await ticket_by_id(desk, ticket.id)).shelf is Shelf.FINISHED

    after = await unmerge(desk, anna, ticket.id, NOW)

    assert (after.status, after.duplicate_of, after.shelf) == (Status.WAITING_FOR_CUSTOMER, None, Shelf.ACTIVE)
    async with refused(desk, Conflict):
        await unmerge(desk, anna, ticket.id, NOW)


async def test_answering_a_duplicate_parts_it_and_a_recall_joins_it_again(desk, anna, ticket):
    original = await opened(desk)
    await take(desk, anna, ticket.id, NOW)
    await merge(desk, anna, ticket.id, original.id, NOW)

    number = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Here</p>", "k"), NOW)
    answered = await ticket_by_id(desk, ticket.id)
    await recall(desk, anna, number, NOW + 1)
    joined = await ticket_by_id(desk, ticket.id)

    assert (answered.status, answered.duplicate_of) == (Status.WAITING_FOR_CUSTOMER, None)
    assert (joined.status, joined.duplicate_of, joined.status_before_duplicate) == (
        Status.DUPLICATE, original.id, Status.OPEN,
    )  # fmt: skip


async def test_a_new_status_parts_a_duplicate_and_the_log_says_so(desk, anna, ticket):
    original = await opened(desk)
    await take(desk, anna, ticket.id, NOW)
    await merge(desk, anna, ticket.id, original.id, NOW)
    start = await last_event_id(desk)

    await set_status(desk, anna, ticket.id, Status.OPEN, NOW)

    assert [event.kind for event in await events_after(desk, start)] == ["ticket.merged", "ticket.status"]


async def test_a_snoozed_ticket_comes_back_when_its_time_has_come_once(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await snooze(desk, anna, ticket.id, NOW + HOUR_MS, NOW)
    assert (await ticket_by_id(desk, ticket.id)).shelf is Shelf.SNOOZED

    assert await wake_due(desk, NOW + HOUR_MS - 1) == 0
    woken = await asyncio.gather(*(wake_due(desk, NOW + HOUR_MS) for _process in range(3)))

    after = await ticket_by_id(desk, ticket.id)
    assert sum(woken) == 1
    assert (after.shelf, after.status, after.operator_id) == (Shelf.ACTIVE, Status.OPEN, anna.id)


async def test_a_snoozed_ticket_comes_back_when_its_customer_writes(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await snooze(desk, anna, ticket.id, NOW + HOUR_MS, NOW)

    await customer_writes(desk, ticket.id, WRITES, NOW + 1)

    assert (await ticket_by_id(desk, ticket.id)).shelf is Shelf.ACTIVE
    assert await wake_due(desk, NOW + HOUR_MS) == 0


async def test_a_snooze_needs_a_holder_a_time_to_come_and_something_left_to_do(desk, anna, boris, ticket):
    async with refused(desk, NotHeld):
        await snooze(desk, anna, ticket.id, NOW + 1, NOW)
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes</p>", "k", taking=True), NOW)
    async with refused(desk, LockHeld):
        await snooze(desk, boris, ticket.id, NOW + 1, NOW)
    async with refused(desk, BadFields, match="passed"):
        await snooze(desk, anna, ticket.id, NOW, NOW)
    await set_status(desk, anna, ticket.id, Status.CLOSED, NOW)
    async with refused(desk, BadFields, match="Finished"):
        await snooze(desk, anna, ticket.id, NOW + 1, NOW)


async def test_spam_is_in_no_count_and_no_view_until_it_is_out_of_the_bin(desk, anna, ticket):
    await mark_spam(desk, anna, ticket.id, NOW, spam=True)

    assert (await counts_for(desk, anna)).all == 0
    assert (await list_tickets(desk, anna, ListQuery("all"), NOW)).rows == []
    assert len((await list_tickets(desk, anna, ListQuery("spam"), NOW)).rows) == 1
    await customer_writes(desk, ticket.id, WRITES, NOW)
    assert (await counts_for(desk, anna)).all == 0
    await mark_spam(desk, anna, ticket.id, NOW, spam=False)
    assert (await counts_for(desk, anna)).all == 1


async def test_anothers_ticket_is_no_spam(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)

    async with refused(desk, LockHeld):
        await mark_spam(desk, boris, ticket.id, NOW, spam=True)


async def test_an_operator_deletes_with_an_administrators_password_and_both_stand_in_the_log(desk, anna, ada, ticket):
    for approval in (
        None,
        Approval("ada@desk.example", "wrong"),
        Approval("anna@desk.example", PASSWORD),
        Approval("nobody@desk.example", "x"),
    ):
        async with refused(desk, Forbidden):
            await delete(desk, anna, ticket.id, approval, NOW)
    start = await last_event_id(desk)

    await delete(desk, anna, ticket.id, APPROVAL, NOW)

    [event] = await events_after(desk, start)
    assert (event.actor.operator_id, event.details["approved_by"]["id"]) == (anna.id, ada.id)
    assert (event.details["subject"], event.details["customer"]["name"]) == ("Late arrival", "Helena Brandt")
    async with refused(desk, NotFound):
        await ticket_for(desk, anna, ticket.id)
    async with refused(desk, NotFound):
        await customer_writes(desk, ticket.id, WRITES, NOW)
    async with refused(desk, NotFound):
        await customer_solves(desk, ticket.id, NOW)


async def test_not_even_with_a_password_does_an_operator_delete_what_another_holds(desk, anna, boris, ada, ticket):
    await take(desk, anna, ticket.id, NOW)

    async with refused(desk, LockHeld):
        await delete(desk, boris, ticket.id, APPROVAL, NOW)


async def test_administrators_restore_for_thirty_days(desk, anna, ada, ticket):
    await delete(desk, ada, ticket.id, None, NOW)
    async with refused(desk, NotFound):
        await restore(desk, anna, ticket.id, NOW)

    after = await restore(desk, ada, ticket.id, NOW + RESTORABLE_MS)
    await delete(desk, ada, ticket.id, None, NOW)

    assert after.shelf is Shelf.ACTIVE
    async with refused(desk, TooLate):
        await restore(desk, ada, ticket.id, NOW + RESTORABLE_MS + 1)


async def test_after_thirty_days_content_and_files_are_gone_and_the_log_keeps_number_subject_and_customer(
    desk, anna, ada, ticket
):
    kept = await keep_upload(desk, anna, Upload("secret.txt", "text/plain", b"secret"), NOW)
    form = AnswerForm("<p>Passport P123</p>", "k", taking=True, attachment_keys=(kept.key,))
    await send_answer(desk, anna, ticket.id, form, NOW)
    await save_draft(desk, anna, ticket.id, MessageKind.NOTE, "<p>note</p>", "{}", NOW)
    await delete(desk, ada, ticket.id, None, NOW)

    assert await erase_due(desk, NOW + RESTORABLE_MS) == 0
    assert await erase_due(desk, NOW + RESTORABLE_MS + 1) == 1
    assert await erase_due(desk, NOW + RESTORABLE_MS + 1) == 0

    log = [row.details for row in await desk.db.fetch_all(select(events.c.details))]
    counts, rows, stored = await traces(desk)
    assert (counts["messages"], counts["attachments"], counts["outbox"], stored) == (0, 0, 0, [])
    assert "Passport" not in str(log)
    assert "Helena" not in str(rows)
    assert any("Late arrival" in details and "Helena Brandt" in details for details in log)
    async with refused(desk, NotFound):
        await ticket_for(desk, ada, ticket.id)
    assert (await opened(desk)).id > ticket.id


async def test_s19_uploads_that_were_never_sent_are_swept_unless_a_draft_names_them(desk, anna, ticket):
    left = await keep_upload(desk, anna, Upload("a.txt", "text/plain", b"a"), NOW)
    drafted = await keep_upload(desk, anna, Upload("b.txt", "text/plain", b"b"), NOW)
    await save_draft(desk, anna, ticket.id, MessageKind.ANSWER, "", f'{{"attachments": ["{drafted.key}"]}}', NOW)

    assert await sweep_uploads(desk, NOW + DAY_MS) == 0
    assert await sweep_uploads(desk, NOW + DAY_MS + 1) == 1

    assert [path.name for path in desk.storage.folder.rglob("*") if path.is_file()] == [drafted.key]
    assert left.key != drafted.key


async def test_every_fault_of_an_edit_is_named_and_nothing_is_changed(desk, anna, ticket):
    wrong = {"name": "", "email": "helena@", "phone": "none", "country": "Atlantis", "subject": "s" * 301}

    async with refused(desk, BadFields) as found:
        await edit_ticket(desk, anna, ticket.id, wrong, NOW)

    assert set(found.value.faults) == set(wrong)
    for field in ("operator_id", "client_ip", "access_code", "status", "id"):
        async with refused(desk, BadFields) as found:
            await edit_ticket(desk, anna, ticket.id, {field: "1"}, NOW)
        assert list(found.value.faults) == [field]
    for typed in ({"phone": ""}, {"city": " "}, {"group": "Nowhere"}, {"language": "klingon tongue"}):
        async with refused(desk, BadFields) as found:
            await edit_ticket(desk, anna, ticket.id, typed, NOW)
        assert list(found.value.faults) == list(typed)


async def test_an_edit_says_what_was_and_what_is(desk, anna, boris, ticket):
    start = await last_event_id(desk)

    await edit_ticket(desk, anna, ticket.id, {"name": "Helena B.", "country": "at", "city": "Hamburg"}, NOW)
    await edit_ticket(desk, anna, ticket.id, {"name": "Helena B."}, NOW)

    [event] = await events_after(desk, start)
    assert event.details["changes"] == {"name": ["Helena Brandt", "Helena B."], "country": ["DE", "AT"]}
    await take(desk, anna, ticket.id, NOW)
    async with refused(desk, LockHeld):
        await edit_ticket(desk, boris, ticket.id, {"name": "x"}, NOW)


async def test_a_ticket_moved_to_a_group_that_its_holder_may_not_see_is_free(desk, anna, ada, ticket):
    await add_group(desk, "Closed", NOW, members_only=True)
    await take(desk, anna, ticket.id, NOW)

    after = await edit_ticket(desk, ada, ticket.id, {"group": "Closed"}, NOW)

    assert after.operator_id is None
    outsider, other = await person(desk, "Otto"), await opened(desk)
    async with refused(desk, BadFields, match="Group not found"):
        await edit_ticket(desk, outsider, other.id, {"group": "Closed"}, NOW)


async def test_twenty_forms_at_once_open_one_ticket(desk, group):
    upload = (Upload("a.txt", "text/plain", b"a"),)

    found = await asyncio.gather(
        *(opened(desk, request_key=RequestKey("drawn", "web"), attachments=upload) for _time in range(20))
    )

    assert len({ticket.id for ticket in found}) == 1
    assert (await traces(desk))[0]["tickets"] == 1
    assert len((await traces(desk))[2]) == 1


async def test_a_ticket_opens_unheld_in_the_first_open_group_with_a_code_of_its_own(desk, group):
    one, two = await opened(desk), await opened(desk)

    assert (one.operator_id, one.group_id, one.status) == (None, group, Status.OPEN)
    assert one.access_code != two.access_code
    assert set(one.access_code) <= set(ALPHABET)
    assert len(one.access_code) == 12


async def test_completing_a_ticket_leaves_alone_what_the_form_does_not_ask_for(desk, ada, group):
    bare = await opened(desk, customer=Customer("Reto", "reto@guest.example"), source="mail")
    await edit_ticket(desk, ada, bare.id, {"address": "Kramgasse 1", "country": "CH"}, NOW)

    done = await complete_ticket(desk, bare.id, {"phone": "+41 31 555", "city": "Bern"}, NOW)
    start = await last_event_id(desk)
    again = await complete_ticket(desk, bare.id, {"phone": "+41 31 555", "city": "Bern"}, NOW)

    assert (done.customer.address, done.customer.country) == ("Kramgasse 1", "CH")
    assert again.customer == done.customer
    assert await last_event_id(desk) == start
    async with refused(desk, Conflict):
        await complete_ticket(desk, bare.id, {"phone": "+41 31 777", "city": "Bern"}, NOW)


async def test_the_customer_completes_what_a_mail_did_not_carry(desk, group):
    stranger = Customer("Jonas", "Jonas@guest.example")
    bare = await opened(desk, customer=stranger, source="mail")
    assert bare.incomplete

    done = await complete_ticket(desk, bare.id, {"phone": "+41 31 555", "city": "Bern"}, NOW)

    assert (done.incomplete, done.customer.phone, done.customer.city) == (False, "+41 31 555", "Bern")
    async with refused(desk, BadFields) as found:
        await complete_ticket(desk, bare.id, {"phone": "", "city": ""}, NOW)
    assert set(found.value.faults) == {"phone", "city"}


async def test_nothing_of_a_strangers_mail_breaks_the_row_or_a_header(desk, group):
    wild = Customer("N" * 400 + "\r\nBcc: x@y.example", "w@guest.example")
    actor = Actor("customer", wild.name)

    ticket = await opened(
        desk, "S\nBcc: z@y.example\u202e" + "s" * 900, customer=wild, source="mail", client_ip="9" * 99
    )
    await customer_writes(desk, ticket.id, dataclasses.replace(WRITES, author_name=actor.name, text="a\ud800\0"), NOW)

    assert "\n" not in ticket.subject + ticket.customer.name
    assert (len(ticket.subject), len(ticket.customer.name)) == (300, 120)


async def test_files_over_the_limit_are_refused_by_name_and_leave_nothing(desk, anna, ticket, tmp_path):
    small = dataclasses.replace(desk, settings=settings_for(tmp_path, max_file_mb=1, max_message_mb=2))
    fits, over = Upload("fits.bin", "", b"x" * 1024 * 1024), Upload("over.bin", "", b"x" * (1024 * 1024 + 1))

    async with refused(small, TooLarge, match=r"over\.bin is 2 MB"):
        await customer_writes(small, ticket.id, dataclasses.replace(WRITES, attachments=(fits, over)), NOW)
    async with refused(small, TooLarge, match="over the limit"):
        await customer_writes(small, ticket.id, dataclasses.replace(WRITES, attachments=(fits, fits, fits)), NOW)
    async with refused(small, TooLarge):
        await keep_upload(small, anna, over, NOW)
    await customer_writes(small, ticket.id, dataclasses.replace(WRITES, attachments=(fits, fits)), NOW)
    keys = tuple([(await keep_upload(small, anna, fits, NOW)).key for _file in range(3)])
    await take(small, anna, ticket.id, NOW)
    async with refused(small, TooLarge, match="over the limit"):
        await send_answer(small, anna, ticket.id, AnswerForm("<p>x</p>", "k", attachment_keys=keys), NOW)


async def test_a_write_to_a_missing_ticket_leaves_no_files(desk, group):
    upload = (Upload("a.txt", "text/plain", b"a"),)

    async with refused(desk, NotFound):
        await customer_writes(desk, 999, dataclasses.replace(WRITES, attachments=upload), NOW)


async def test_an_operators_ticket_goes_unheld_to_its_group(desk, anna):
    ticket = await opened(desk, source="operator", confirm=False)

    [event] = [event for event in await events_after(desk, 0) if event.kind == "ticket.opened"]
    assert (ticket.operator_id, event.ticket_id) == (None, ticket.id)
    assert await desk.db.fetch_val(select(tickets.c.customer_event_id)) == event.id
    assert HELENA.name == event.details["customer"]


async def test_a_duplicate_that_is_merged_again_goes_back_to_what_it_was_before_both(desk, anna, ticket):
    second, third = await opened(desk, "Again"), await opened(desk, "And again")
    await take(desk, anna, ticket.id, NOW)
    await set_status(desk, anna, ticket.id, Status.WAITING_FOR_OPERATOR, NOW)

    await merge(desk, anna, ticket.id, second.id, NOW)
    await merge(desk, anna, ticket.id, third.id, NOW)

    assert (await unmerge(desk, anna, ticket.id, NOW)).status is Status.WAITING_FOR_OPERATOR


async def test_setting_the_status_that_a_snoozed_ticket_has_ends_the_snooze(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await snooze(desk, anna, ticket.id, NOW + HOUR_MS, NOW)

    await set_status(desk, anna, ticket.id, ticket.status, NOW)

    assert (await ticket_by_id(desk, ticket.id)).shelf is Shelf.ACTIVE


async def test_a_ticket_that_was_put_away_for_longer_meanwhile_sleeps_on(desk, anna, ticket, monkeypatch):
    await take(desk, anna, ticket.id, NOW)
    await snooze(desk, anna, ticket.id, NOW + HOUR_MS, NOW)
    look = desk.db.fetch_all

    async def look_then_snooze(*asked):
        found = await look(*asked)
        monkeypatch.undo()
        await snooze(desk, anna, ticket.id, NOW + DAY_MS, NOW)
        return found

    monkeypatch.setattr(desk.db, "fetch_all", look_then_snooze)

    assert await wake_due(desk, NOW + HOUR_MS) == 0
    assert (await ticket_by_id(desk, ticket.id)).snoozed_until_ms == NOW + DAY_MS
