"""A request that is sent twice is done once; what is not the same request never takes its place."""

import dataclasses

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import draft_of
from app.actions.message.noting import add_note
from app.actions.message.recalling import recall
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.message.uploading import keep_upload
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.merging import merge
from app.actions.ticket.taking import take
from app.core.errors import AlreadyStored
from app.files.kinds import Upload
from app.nouns.message import MessageKind
from app.nouns.request_keys import RequestKey
from app.nouns.status import Status
from app.queries.ticket.messages import messages_of
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, opened

HELLO = AnswerForm("<p>Reception is open.</p>", "key", taking=True)
LETTER = ThirdPartyForm(to=("desk@hotel.example",), html="<p>Is a cot free?</p>", request_key="key", taking=True)
TEXT = Upload("a.txt", "text/plain", b"a")


def written(text, typed="key", source="web", **given):
    return CustomerMessage(text, source=source, request_key=RequestKey(typed, source), **given)


async def texts_of(desk, ticket):
    return [message.text for message in await messages_of(desk, ticket.id)][1:]


@pytest.mark.parametrize("typed", ["7", "mail-7", "mail\0007", "None\0007"])
async def test_no_key_from_the_web_swallows_a_mail(desk, ticket, typed):
    await customer_writes(desk, ticket.id, written("From the web", typed), NOW)

    await customer_writes(desk, ticket.id, written("From the mail", "7", source="mail"), NOW)

    assert await texts_of(desk, ticket) == ["From the web", "From the mail"]


async def test_a_mail_that_is_read_anew_with_another_text_is_still_the_same_mail(desk, ticket):
    first = await customer_writes(desk, ticket.id, written("Read once", "7", source="mail"), NOW)

    assert await customer_writes(desk, ticket.id, written("Read better", "7", source="mail"), NOW) == first


async def test_keys_of_any_length_differ_to_the_last_character(desk, ticket):
    for end in "ab":
        await customer_writes(desk, ticket.id, written(end, "k" * 500 + end), NOW)

    assert await texts_of(desk, ticket) == ["a", "b"]


async def test_a_duplicates_page_and_its_originals_share_no_key(desk, anna, ticket):
    duplicate = await opened(desk, "Again")
    await take(desk, anna, duplicate.id, NOW)
    await merge(desk, anna, duplicate.id, ticket.id, NOW)

    for page in (ticket, duplicate):
        await customer_writes(desk, page.id, written(f"From page {page.id}"), NOW)

    assert await texts_of(desk, ticket) == [f"From page {page.id}" for page in (ticket, duplicate)]


@pytest.mark.parametrize("given", [{"text": "Else"}, {"attachments": (TEXT,)}], ids=["text", "file"])
async def test_a_customers_other_reply_under_the_same_key_is_refused_and_names_the_first(desk, ticket, given):
    first = await customer_writes(desk, ticket.id, written("We come at nine."), NOW)

    async with refused(desk, AlreadyStored, match="We come at nine.") as found:
        await customer_writes(desk, ticket.id, dataclasses.replace(written("We come at nine."), **given), NOW)

    assert found.value.extra() == {"stored": {"ticket": ticket.id, "message": first}}


async def test_who_wrote_to_a_duplicate_is_told_of_no_other_ticket(desk, anna, ticket):
    duplicate = await opened(desk, "Again")
    await take(desk, anna, duplicate.id, NOW)
    await merge(desk, anna, duplicate.id, ticket.id, NOW)
    await customer_writes(desk, duplicate.id, written("We come at nine."), NOW)

    async with refused(desk, AlreadyStored) as found:
        await customer_writes(desk, duplicate.id, written("We come at ten."), NOW)

    assert found.value.ticket_id == duplicate.id


CHANGES = [{"html": "<p>Else</p>"}, {"status": Status.SOLVED}, {"cc": ("friend@guest.example",)}]


@pytest.mark.parametrize("given", CHANGES, ids=lambda given: next(iter(given)))
async def test_another_answer_under_the_same_key_is_refused_and_is_the_draft(desk, anna, ticket, given):
    await send_answer(desk, anna, ticket.id, HELLO, NOW)

    async with refused(desk, AlreadyStored, match="Reception is open."):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, **given), NOW)

    draft = await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)
    assert draft.html == given.get("html", HELLO.html)


async def test_an_answer_with_another_file_is_another_answer(desk, anna, ticket):
    await send_answer(desk, anna, ticket.id, HELLO, NOW)
    file = await keep_upload(desk, anna, TEXT, NOW)

    async with refused(desk, AlreadyStored):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, attachment_keys=(file.key,)), NOW)


async def test_what_only_the_view_says_makes_no_other_answer(desk, anna, ticket):
    first = await send_answer(desk, anna, ticket.id, HELLO, NOW)

    assert await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, taking=False, seen=0), NOW) == first


async def test_another_note_under_the_same_key_is_refused_and_is_the_draft(desk, anna, ticket):
    await add_note(desk, anna, ticket.id, "<p>Call them.</p>", "key", (), NOW)

    async with refused(desk, AlreadyStored, match="Call them."):
        await add_note(desk, anna, ticket.id, "<p>Do not call.</p>", "key", (), NOW)

    assert (await draft_of(desk, anna, ticket.id, MessageKind.NOTE)).html == "<p>Do not call.</p>"


@pytest.mark.parametrize(
    "given", [{"html": "<p>Two cots?</p>"}, {"subject": "Cots"}, {"to": ("spa@hotel.example",)}], ids=str
)
async def test_another_letter_under_the_same_key_is_refused_and_is_the_draft(desk, anna, ticket, given):
    await write_to_third_party(desk, anna, ticket.id, LETTER, NOW)

    async with refused(desk, AlreadyStored, match="Is a cot free?"):
        await write_to_third_party(desk, anna, ticket.id, dataclasses.replace(LETTER, **given), NOW)

    assert (await draft_of(desk, anna, ticket.id, LETTER_KIND)).html == given.get("html", LETTER.html)


LETTER_KIND = MessageKind.TO_THIRD_PARTY


async def test_a_recalled_answer_frees_its_key(desk, anna, ticket):
    first = await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await recall(desk, anna, first, NOW)

    changed = dataclasses.replace(HELLO, html="<p>Reception is closed.</p>")
    assert await send_answer(desk, anna, ticket.id, changed, NOW) != first


async def test_a_ticket_by_hand_under_another_operators_key_is_their_own(desk, anna, ada, group):
    keys = [RequestKey("drawn", "operator", person.id) for person in (anna, ada)]

    tickets = [await opened(desk, source="operator", request_key=key) for key in keys]

    assert tickets[0].id != tickets[1].id


async def test_another_ticket_by_hand_under_the_same_key_is_refused_and_names_the_first(desk, anna, group):
    key = RequestKey("drawn", "operator", anna.id)
    first = await opened(desk, "Late arrival", source="operator", request_key=key)

    async with refused(desk, AlreadyStored, match=f"#{first.id}"):
        await opened(desk, "Early arrival", source="operator", request_key=key)


async def test_on_the_public_form_another_content_is_another_ticket(desk, group):
    first, again, other = [await opened(desk, name, request_key=RequestKey("k", "web")) for name in ("A", "A", "B")]

    assert (first.id == again.id, first.id == other.id) == (True, False)
