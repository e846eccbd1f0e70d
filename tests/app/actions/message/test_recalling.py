"""What was taken back is as if it had not been: its status, its words, its files in their order."""

import json

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import attachment_keys_in, draft_of, save_draft
from app.actions.message.noting import add_note
from app.actions.message.recalling import NOTE_UNDO_MS, recall
from app.actions.message.uploading import keep_upload
from app.actions.ticket.statusing import set_status
from app.core.errors import Forbidden, TooLate
from app.files.kinds import Upload
from app.nouns.message import MessageKind
from app.nouns.status import Status
from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.messages import message_by_id, messages_of
from app.queries.ticket.tickets import ticket_by_id
from app.search.query_language import read_search
from app.search.searching import search_tickets
from tests.app.conftest import NOW


def answering(words: str, key: str, *files: str) -> AnswerForm:
    return AnswerForm(f"<p>{words}</p>", key, taking=True, attachment_keys=files)


async def test_undo_after_closing_leaves_no_ticket_closed_without_an_answer(desk, anna, ticket):
    number = await send_answer(desk, anna, ticket.id, answering("Done", "k1"), NOW)
    await set_status(desk, anna, ticket.id, Status.CLOSED, NOW)
    start = await last_event_id(desk)

    await recall(desk, anna, number, NOW)

    assert (await ticket_by_id(desk, ticket.id)).status is Status.OPEN
    assert [event.details["status"] for event in await events_after(desk, start)] == ["open"]


async def test_undo_of_one_of_two_answers_leaves_what_was_closed_closed(desk, anna, ticket):
    await send_answer(desk, anna, ticket.id, answering("First", "k1"), NOW)
    second = await send_answer(desk, anna, ticket.id, answering("Second", "k2"), NOW)
    await set_status(desk, anna, ticket.id, Status.CLOSED, NOW)

    await recall(desk, anna, second, NOW)

    assert (await ticket_by_id(desk, ticket.id)).status is Status.CLOSED


async def test_a_note_is_undone_by_its_author_within_a_minute(desk, anna, boris, ticket):
    file = await keep_upload(desk, anna, Upload("map.txt", "text/plain", b"here"), NOW)
    note = (await add_note(desk, anna, ticket.id, "<p>They pay late.</p>", "k1", (file.key,), NOW)).message
    late = (await add_note(desk, anna, ticket.id, "<p>It stays.</p>", "k2", (), NOW)).message

    with pytest.raises(Forbidden):
        await recall(desk, boris, note.id, NOW + 1)
    with pytest.raises(TooLate):
        await recall(desk, anna, late.id, NOW + NOTE_UNDO_MS)
    await recall(desk, anna, note.id, NOW + NOTE_UNDO_MS - 1)

    draft = await draft_of(desk, anna, ticket.id, MessageKind.NOTE)
    assert (draft.html, attachment_keys_in(draft.details)) == ("<p>They pay late.</p>", [file.key])
    assert [(one.text, one.recalled_ms is None) for one in await messages_of(desk, ticket.id)][-2:] == [
        ("They pay late.", False),
        ("It stays.", True),
    ]
    [undone] = [event for event in await events_after(desk, 0) if event.kind == "message.recalled"]
    assert undone.details == {"message_kind": "note", "status": None}
    with pytest.raises(TooLate):  # once
        await recall(desk, anna, note.id, NOW + 2)


async def test_recalled_words_are_found_no_more_and_all_others_are(desk, anna, ticket):
    number = await send_answer(desk, anna, ticket.id, answering("Chrysanthemum", "k1"), NOW)
    await send_answer(desk, anna, ticket.id, answering("Gladiolus", "k2"), NOW)

    async def found(typed: str) -> list[int]:
        page = await search_tickets(desk, anna, read_search(typed, NOW, desk.settings.zone))
        return [row.ticket.id for row in page.rows]

    assert await found("chrysanthemum") == [ticket.id]

    await recall(desk, anna, number, NOW)

    assert await found("chrysanthemum") == []
    assert await found("gladiolus") == await found(ticket.subject) == [ticket.id]


async def test_files_go_out_in_the_order_in_which_they_were_attached(desk, anna, ticket):
    kept = [await keep_upload(desk, anna, Upload(f"{name}.txt", "text/plain", b"x"), NOW) for name in "abc"]
    wanted = [kept[2].key, kept[0].key, kept[1].key]

    number = await send_answer(desk, anna, ticket.id, answering("Here", "k1", *wanted), NOW)

    assert [file.key for file in (await message_by_id(desk, number)).attachments] == wanted


async def test_files_of_an_answer_that_was_begun_since_stay_in_the_draft_when_the_last_one_is_recalled(
    desk, anna, ticket
):
    sent, begun = [await keep_upload(desk, anna, Upload(f"{name}.txt", "text/plain", b"x"), NOW) for name in "ab"]
    first = await send_answer(
        desk, anna, ticket.id, AnswerForm("<p>Sent</p>", "1", taking=True, attachment_keys=(sent.key,)), NOW
    )
    await save_draft(
        desk, anna, ticket.id, MessageKind.ANSWER, "<p>Begun</p>", json.dumps({"attachments": [begun.key]}), NOW
    )

    await recall(desk, anna, first, NOW + 1)

    draft = await draft_of(desk, anna, ticket.id, MessageKind.ANSWER)
    assert draft.html == "<p>Sent</p><p>Begun</p>"
    assert attachment_keys_in(draft.details) == [sent.key, begun.key]
