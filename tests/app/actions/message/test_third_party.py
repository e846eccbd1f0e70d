"""Writing to a third party from a ticket, and showing the customer what somebody else wrote."""

import json

import pytest
from sqlalchemy import select

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import draft_of, save_draft
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.sharing import share_message
from app.actions.message.third_party import MOST_FORWARDED, ThirdPartyForm, write_to_third_party
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.taking import take
from app.core.errors import BadFields, Conflict, LockHeld, NotFound, NotHeld
from app.credentials.reply_tokens import reply_tokens
from app.nouns.message import MessageKind
from app.queries.desk.events import events_after, last_event_id
from app.queries.live.customer_events import customer_tellings
from app.queries.ticket.addresses import addresses_on
from app.queries.ticket.messages import EXCERPT_LENGTH, customer_messages_of, forwardable_of, message_by_id
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import outbox
from tests.plugins.desk import NOW

HOTEL = "reception@hotel.example"


def asking(html="<p>Is a cot free?</p>", **given):
    return ThirdPartyForm(**{"to": (HOTEL,), "html": html, "request_key": "k", **given})


async def rows(desk, kind="to_third_party"):
    query = select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return await desk.db.fetch_all(query)


async def hotel_writes(desk, ticket, **given):
    theirs = {"author_name": "Hotel", "author_email": HOTEL, "kind": MessageKind.THIRD_PARTY, "shared": False}
    message = CustomerMessage("A cot is free.", source="mail", **{**theirs, **given})
    return await customer_writes(desk, ticket.id, message, NOW + 1)


async def test_the_holder_writes_to_a_hotel_and_its_reply_has_a_token_of_its_own(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)

    number = (await write_to_third_party(desk, anna, ticket.id, asking(subject="A cot on the 3rd"), NOW)).message.id

    message = await message_by_id(desk, number)
    [row] = await rows(desk)
    assert (message.kind, message.shared, message.to, message.is_undoable) == ("to_third_party", False, (HOTEL,), True)
    assert (row.state, json.loads(row.recipients), json.loads(row.details)["subject"]) == (
        "held",
        [HOTEL],
        "A cot on the 3rd",
    )
    assert reply_tokens(desk.settings).verify(row.mime_message_id) == ticket.id
    assert [(one.email, one.role) for one in await addresses_on(desk, ticket.id)] == [(HOTEL, "third_party")]


async def test_it_is_no_answer_for_customer_status_and_first_answer(desk, anna, ticket):
    before = (await ticket_by_id(desk, ticket.id)).status

    await write_to_third_party(desk, anna, ticket.id, asking(taking=True), NOW)
    await release_due(desk, NOW + 60_000)

    now = await ticket_by_id(desk, ticket.id)
    assert (now.status, now.first_answer_ms, now.operator_id) == (before, None, anna.id)
    assert [message.kind for message in await customer_messages_of(desk, ticket.id)] == ["customer"]
    assert (await rows(desk))[0].state == "queued"


async def test_only_the_holder_writes_and_a_refusal_keeps_the_text(desk, anna, boris, ticket):
    with pytest.raises(NotHeld):
        await write_to_third_party(desk, boris, ticket.id, asking(), NOW)
    await take(desk, anna, ticket.id, NOW)

    [first] = await customer_messages_of(desk, ticket.id)
    form = asking(taking=True, subject="A cot", forward_message_ids=(first.id,))

    with pytest.raises(LockHeld):
        await write_to_third_party(desk, boris, ticket.id, form, NOW)

    assert await rows(desk) == []
    draft = await draft_of(desk, boris, ticket.id, MessageKind.TO_THIRD_PARTY)
    assert "cot" in draft.html
    kept = {"attachments": [], "to": HOTEL, "subject": "A cot", "forward": str(first.id)}
    assert json.loads(draft.details) == kept


async def test_a_letter_without_words_is_a_draft_once_it_has_a_recipient_or_forwards_something(desk, anna, ticket):
    async def saved(**details):
        await save_draft(desk, anna, ticket.id, MessageKind.TO_THIRD_PARTY, "", json.dumps(details), NOW)
        return await draft_of(desk, anna, ticket.id, MessageKind.TO_THIRD_PARTY)

    assert json.loads((await saved(to=HOTEL, subject="A cot")).details) == {"to": HOTEL, "subject": "A cot"}
    assert json.loads((await saved(to="", forward="7")).details) == {"to": "", "forward": "7"}
    assert await saved(to="", subject="A cot", forward="") is None


async def test_the_same_form_twice_is_one_mail(desk, anna, ticket):
    first = (await write_to_third_party(desk, anna, ticket.id, asking(taking=True), NOW)).message.id
    second = (await write_to_third_party(desk, anna, ticket.id, asking(taking=True), NOW)).message.id

    assert first == second
    assert len(await rows(desk)) == 1


async def test_it_can_be_taken_back_as_an_answer_can(desk, anna, ticket):
    [first] = await customer_messages_of(desk, ticket.id)
    form = asking(taking=True, subject="A cot", forward_message_ids=(first.id,))
    number = (await write_to_third_party(desk, anna, ticket.id, form, NOW)).message.id

    await recall(desk, anna, number, NOW + 1)

    draft = await draft_of(desk, anna, ticket.id, MessageKind.TO_THIRD_PARTY)
    kept = json.loads(draft.details)
    assert [row.state for row in await rows(desk)] == ["recalled"]
    assert "cot" in draft.html
    assert (kept["to"], kept["subject"], kept["forward"]) == (HOTEL, "A cot", str(first.id))


async def test_what_is_forwarded_is_kept_with_the_message(desk, anna, ticket):
    [first] = await customer_messages_of(desk, ticket.id)

    asked = asking(taking=True, forward_message_ids=(first.id,))

    message = (await write_to_third_party(desk, anna, ticket.id, asked, NOW)).message

    assert "Helena Brandt wrote:" in message.quoted_text
    assert "We arrive at 00:45." in message.quoted_text


async def test_a_letter_forwards_a_hundred_messages_and_no_more(desk, anna, ticket):
    one_more = tuple([await hotel_writes(desk, ticket) for _number in range(MOST_FORWARDED + 1)])

    with pytest.raises(BadFields) as refused:
        await write_to_third_party(desk, anna, ticket.id, asking(taking=True, forward_message_ids=one_more), NOW)
    before = await rows(desk)
    most = one_more[1:] + one_more[-3:]  # named twice is forwarded once
    made = await write_to_third_party(desk, anna, ticket.id, asking(taking=True, forward_message_ids=most), NOW)

    assert refused.value.faults == {"forward": "You can forward up to 100 messages."}
    assert before == []
    assert made.message.quoted_text.count("Hotel wrote:") == MOST_FORWARDED
    assert json.loads((await rows(desk))[0].details)["forward"] == list(one_more[1:])


async def test_the_newest_messages_are_offered_by_their_beginnings(desk, anna, ticket):
    *_older, before, newest = [await hotel_writes(desk, ticket) for _number in range(4)]
    long = CustomerMessage("é" * 5000, source="web", author_name="Helena Brandt")
    last = await customer_writes(desk, ticket.id, long, NOW + 2)

    offered = await forwardable_of(desk, ticket.id, 3)

    assert [one.id for one in offered] == [last, newest, before]
    assert offered[0].text == "é" * EXCERPT_LENGTH


async def test_a_note_never_leaves_the_desk(desk, anna, ticket):
    note = (await add_note(desk, anna, ticket.id, "<p>They pay late.</p>", "n", (), NOW)).message.id

    with pytest.raises(BadFields) as refused:
        await write_to_third_party(desk, anna, ticket.id, asking(taking=True, forward_message_ids=(note,)), NOW)

    assert set(refused.value.faults) == {"forward"}
    assert await rows(desk) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"to": ()}, "to"),
        ({"to": ("no address",)}, "to"),
        ({"to": ("HELENA@guest.example",)}, "to"),
        ({"html": " "}, "html"),
        ({"forward_message_ids": (999,)}, "forward"),
    ],
)
async def test_a_fault_is_named_and_nothing_is_queued(desk, anna, ticket, given, field):
    await take(desk, anna, ticket.id, NOW)
    before = await last_event_id(desk)

    with pytest.raises(BadFields) as refused:
        await write_to_third_party(desk, anna, ticket.id, asking(**given), NOW)

    assert set(refused.value.faults) == {field}
    assert await last_event_id(desk) == before


async def test_a_third_partys_message_reaches_the_customer_only_once_it_is_shared(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await hotel_writes(desk, ticket)
    before, hidden = await last_event_id(desk), len(await customer_messages_of(desk, ticket.id))

    await share_message(desk, anna, number, NOW + 5_000)

    seen = await customer_messages_of(desk, ticket.id)
    heard = await customer_tellings(desk, await events_after(desk, before))
    assert hidden == 1
    assert [(message.id, message.released_ms) for message in seen][1:] == [(number, NOW + 5_000)]
    assert [facts["message"] for _ticket, facts in heard] == [number]
    assert await addresses_on(desk, ticket.id) == []  # a hotel does not speak for the customer


async def test_sharing_another_senders_message_adds_their_address(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await hotel_writes(desk, ticket, author_email="Spouse@home.example", warning="other_sender")

    await share_message(desk, anna, number, NOW + 5_000)

    assert [(one.email, one.role) for one in await addresses_on(desk, ticket.id)] == [("Spouse@home.example", "added")]


@pytest.mark.parametrize("warning", ["operator", "own"])
async def test_a_mail_in_an_operators_or_the_desks_name_is_never_shared(desk, ada, ticket, warning):
    await take(desk, ada, ticket.id, NOW)
    number = await hotel_writes(desk, ticket, warning=warning)
    start = await last_event_id(desk)

    with pytest.raises(Conflict, match="claims to come from us"):
        await share_message(desk, ada, number, NOW + 5_000)

    assert not (await message_by_id(desk, number)).can_be_shared
    assert await last_event_id(desk) == start


async def test_sharing_twice_is_sharing_once(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await hotel_writes(desk, ticket)
    await share_message(desk, anna, number, NOW + 5_000)
    before = await last_event_id(desk)

    again = await share_message(desk, anna, number, NOW + 9_000)

    assert again.released_ms == NOW + 5_000
    assert await last_event_id(desk) == before


async def test_who_does_not_hold_the_ticket_shares_nothing(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)
    number = await hotel_writes(desk, ticket)

    with pytest.raises(LockHeld):
        await share_message(desk, boris, number, NOW)

    assert not (await message_by_id(desk, number)).shared


async def test_a_note_cannot_be_shared_and_no_message_is_none(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    note = (await add_note(desk, anna, ticket.id, "<p>They pay late.</p>", "n", (), NOW)).message.id

    with pytest.raises(Conflict):
        await share_message(desk, anna, note, NOW)
    with pytest.raises(NotFound):
        await share_message(desk, anna, 999, NOW)


async def test_the_copies_of_an_answer_are_remembered(desk, anna, ticket):
    await write_to_third_party(desk, anna, ticket.id, asking(taking=True), NOW)
    form = AnswerForm("<p>Yes.</p>", "a", cc=("office@guest.example", HOTEL, "helena@guest.example"))

    await send_answer(desk, anna, ticket.id, form, NOW)

    assert [(one.email, one.role) for one in await addresses_on(desk, ticket.id)] == [
        ("office@guest.example", "cc"),
        (HOTEL, "third_party"),
    ]
