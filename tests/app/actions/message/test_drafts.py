"""A draft is the operator's, and an older page never takes the place of what another window or device saved since."""

import asyncio
import dataclasses
import json

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import Saving, draft_of, save_draft
from app.actions.message.noting import add_note
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.people.people import add_group
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.taking import take
from app.core.errors import LockHeld, OtherDraft
from app.nouns.message import MessageKind
from app.nouns.status import Status
from app.queries.activity.log_pages import log_page
from app.queries.activity.log_query import LogQuery
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.readers_own import readers_own
from tests.app.conftest import NOW, opened

ANSWER = MessageKind.ANSWER
OTHER = Saving("another window's", frozenset({""}))
HELLO = AnswerForm("<p>Reception is open.</p>", "key", taking=True)


async def saved(desk, operator, ticket, html, key, *upon, kind=ANSWER):
    await save_draft(desk, operator, ticket.id, kind, html, json.dumps({"save_key": key}), NOW, upon)


async def kept(desk, operator, ticket, kind=ANSWER):
    draft = await draft_of(desk, operator, ticket.id, kind)
    return draft.html if draft else None


@pytest.mark.parametrize("older", ["<p>Older, and on</p>", ""], ids=["written on", "emptied"])
async def test_an_older_page_is_refused_with_the_newer_text_and_replaces_it_once_it_goes_on_from_it(
    desk, anna, ticket, older
):
    await saved(desk, anna, ticket, "<p>Older</p>", "pc", "")
    await saved(desk, anna, ticket, "<p>Newer</p>", "phone", "pc")

    with pytest.raises(OtherDraft) as found:
        await saved(desk, anna, ticket, older, "pc2", "pc")

    assert found.value.extra() == {"draft": {"html": "<p>Newer</p>", "save_key": "phone", "saved_ms": NOW}}
    assert await kept(desk, anna, ticket) == "<p>Newer</p>"
    await saved(desk, anna, ticket, older, "pc3", "phone")
    assert await kept(desk, anna, ticket) == (older or None)


async def test_of_first_drafts_in_the_same_moment_one_is_kept_and_the_others_are_told(desk, anna):
    texts = [f"<p>{number}</p>" for number in range(8)]
    for number in range(10):
        ticket = await opened(desk, f"Matter {number}")
        tries = (saved(desk, anna, ticket, html, f"window{html}", "") for html in texts)

        outcomes = await asyncio.gather(*tries, return_exceptions=True)

        assert [type(outcome) for outcome in outcomes if outcome] == [OtherDraft] * 7
        assert await kept(desk, anna, ticket) == texts[outcomes.index(None)]


async def test_a_save_whose_answer_was_not_heard_is_gone_on_from_and_a_script_compares_nothing(desk, anna, ticket):
    await saved(desk, anna, ticket, "<p>One</p>", "heard", "")
    await saved(desk, anna, ticket, "<p>One, two</p>", "unheard", "heard")

    await saved(desk, anna, ticket, "<p>One, two, three</p>", "next", "heard", "unheard")
    assert await kept(desk, anna, ticket) == "<p>One, two, three</p>"

    await save_draft(desk, anna, ticket.id, ANSWER, "<p>A script's</p>", "{}", NOW)
    assert await kept(desk, anna, ticket) == "<p>A script's</p>"


async def test_the_tickets_where_an_operator_writes_are_counted_and_listed_wherever_they_stand(
    desk, anna, boris, ticket
):
    groups = await add_group(desk, "Groups", NOW)
    finished, binned = await opened(desk, "Finished", group_id=groups), await opened(desk, "Spam")
    for number, one in enumerate((ticket, finished, binned)):
        await save_draft(desk, anna, one.id, ANSWER, "<p>Dear</p>", "{}", NOW + number)
    await save_draft(desk, anna, ticket.id, MessageKind.NOTE, "<p>Call</p>", "{}", NOW)
    await save_draft(desk, boris, ticket.id, ANSWER, "<p>Dear</p>", "{}", NOW)
    await take(desk, anna, finished.id, NOW)
    await send_answer(desk, anna, finished.id, dataclasses.replace(HELLO, status=Status.CLOSED, saving=OTHER), NOW)
    await mark_spam(desk, anna, binned.id, NOW, spam=True)

    listed = await list_tickets(desk, anna, ListQuery("drafts"), NOW)

    assert (await readers_own(desk, anna)).drafted == (finished.id, ticket.id)
    assert {row.ticket.id for row in listed.rows} == {finished.id, ticket.id}
    closed = dataclasses.replace(anna, hidden_group_ids=frozenset({groups}))
    assert (await readers_own(desk, closed)).drafted == (ticket.id,)


async def test_what_is_sent_from_an_older_page_leaves_the_newer_draft(desk, anna, ticket):
    older = Saving("pc2", frozenset({"pc"}))
    for kind in (ANSWER, MessageKind.NOTE, MessageKind.TO_THIRD_PARTY):
        await saved(desk, anna, ticket, "<p>Newer</p>", "phone", "", kind=kind)

    await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, saving=older), NOW)
    await add_note(desk, anna, ticket.id, "<p>Called.</p>", "note", (), NOW, older)
    letter = ThirdPartyForm(("desk@hotel.example",), "<p>A cot?</p>", "letter", saving=older)
    await write_to_third_party(desk, anna, ticket.id, letter, NOW)

    for kind in (ANSWER, MessageKind.NOTE, MessageKind.TO_THIRD_PARTY):
        assert await kept(desk, anna, ticket, kind) == "<p>Newer</p>"
    on_it = dataclasses.replace(HELLO, request_key="again", saving=Saving("phone2", frozenset({"phone"})))
    await send_answer(desk, anna, ticket.id, on_it, NOW)
    assert await kept(desk, anna, ticket) is None


async def test_what_is_refused_is_the_draft_under_its_key_unless_another_device_has_a_newer_one(
    desk, anna, boris, ticket
):
    await take(desk, boris, ticket.id, NOW)
    first, older = Saving("pc", frozenset({""})), Saving("pc2", frozenset({"pc"}))

    with pytest.raises(LockHeld):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, saving=first), NOW)
    assert (await draft_of(desk, anna, ticket.id, ANSWER)).key == "pc"

    await saved(desk, anna, ticket, "<p>Newer</p>", "phone", "pc")
    with pytest.raises(LockHeld):
        await send_answer(desk, anna, ticket.id, dataclasses.replace(HELLO, saving=older), NOW)
    assert await kept(desk, anna, ticket) == "<p>Newer</p>"


async def test_the_event_of_a_message_names_the_key_of_the_form_that_made_it(desk, anna, ticket):
    await send_answer(desk, anna, ticket.id, HELLO, NOW)
    await add_note(desk, anna, ticket.id, "<p>Called.</p>", "note", (), NOW)
    letter = ThirdPartyForm(("desk@hotel.example",), "<p>A cot?</p>", "k" * 65)
    await write_to_third_party(desk, anna, ticket.id, letter, NOW)

    events = (await log_page(desk, LogQuery(kind="message.added", ticket_id=ticket.id), limit=3)).events

    named = [event.details.get("request_key") for event in events]
    assert named == [None, "note", "key"]  # a script's long one names nothing
