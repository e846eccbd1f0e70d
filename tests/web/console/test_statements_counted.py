"""How many statements the console's requests send: what a page shows in several places is asked once. Counted, not timed."""

import json

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import save_draft
from app.actions.ticket.assigning import ask
from app.actions.ticket.taking import drop, take
from app.nouns.message import MessageKind
from tests.web.console.conftest import JSON, NOW, write_in

LIST, PAGE = 7, 14
ANSWER, NOTE, LETTER = 14, 11, 15


@pytest.fixture
async def held(web_desk, maria, jonas, ticket):
    """A ticket with what a pane asks for: answered with a copy, asked for by a colleague, an answer begun."""
    await write_in(web_desk, "Parking")
    await take(web_desk, maria, ticket.id, NOW)
    first = AnswerForm("<p>Good evening.</p>", "first", cc=("cleo@copied.example",))
    await send_answer(web_desk, maria, ticket.id, first, NOW)
    await ask(web_desk, jonas, ticket.id, NOW)
    details = json.dumps({"save_key": "one"})
    await save_draft(web_desk, maria, ticket.id, MessageKind.ANSWER, "<p>Dear</p>", details, NOW)
    return ticket


@pytest.mark.parametrize("part", ["", "rows", "list"])
async def test_a_list_takes_few_statements(sign, web_desk, maria, jonas, held, statements, part):
    browser = await sign(maria)
    asked = {"url": "/tickets?view=all", "headers": {"Deskbell-Part": part}}
    await browser.get(**asked)

    statements.clear()
    assert (await browser.get(**asked)).status_code == 200
    at_rest = len(statements)

    await drop(web_desk, maria, held.id, NOW)
    statements.clear()
    assert (await browser.get(**asked)).status_code == 200
    after_an_event = len(statements)

    assert (at_rest, after_an_event) <= (3, LIST), statements
    assert after_an_event <= LIST, statements


async def test_a_ticket_page_takes_few_statements(sign, maria, held, statements):
    browser = await sign(maria)
    await browser.get("/tickets?view=all")

    statements.clear()
    assert (await browser.get(f"/tickets/{held.id}")).status_code == 200

    assert len(statements) <= PAGE, statements


@pytest.mark.parametrize(
    ("what", "more", "most"),
    [
        ("answer", {"save_base": "one"}, ANSWER),
        ("note", {}, NOTE),
        ("third-party", {"to": "hotel@partner.example"}, LETTER),
    ],
)
async def test_what_is_written_takes_few_statements(sign, maria, held, statements, what, more, most):
    browser = await sign(maria)
    await browser.get("/tickets?view=all")
    form = {"html": "<p>The lift is wide enough.</p>", "request_key": "second", **more}

    statements.clear()
    answer = await browser.post(f"/tickets/{held.id}/{what}", data=form, headers=JSON)

    assert answer.status_code == 200, answer.text
    assert len(statements) <= most, statements
