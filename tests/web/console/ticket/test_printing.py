"""A ticket on paper, and a long story folded on the screen."""

import re

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.message.uploading import keep_upload
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.taking import drop, take
from app.files.kinds import Upload
from app.nouns.event import SYSTEM, Event
from app.nouns.message import MessageKind
from app.queries.ticket import thread_pages
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import NOW
from web.console.ticket.folding import SHORTEST, SHOWN, Fold, folded

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3"


@pytest.fixture
async def told(web_desk, maria, ticket):
    """A ticket with a note, a letter to a hotel and what the hotel wrote back."""
    await add_note(web_desk, maria, ticket.id, "<p>Ask <b>twice</b></p>", "n", (), NOW)
    letter = ThirdPartyForm(("reception@hotel.example",), "<p>A cot?</p>", "k", taking=True)
    await write_to_third_party(web_desk, maria, ticket.id, letter, NOW)
    reply = CustomerMessage(
        "None is free.", "mail", kind=MessageKind.THIRD_PARTY, author_email="reception@hotel.example", shared=False
    )
    await customer_writes(web_desk, ticket.id, reply, NOW)
    return f"/tickets/{ticket.id}/print"


async def test_what_the_customer_does_not_see_is_not_on_the_paper_unless_it_is_asked_for(sign, maria, told):
    browser = await sign(maria)

    plain, whole = (await browser.get(told)).text, (await browser.get(f"{told}?notes=1")).text

    assert "We arrive at 00:45." in plain
    assert all(words not in plain for words in ("twice", "A cot?", "None is free."))
    assert all(words in whole for words in ("Ask <b>twice</b>", "A cot?", "None is free."))


async def test_a_customers_html_is_printed_as_text_and_a_closed_ticket_not_at_all(sign, web_desk, jonas, maria, told):
    browser = await sign(maria)
    await customer_writes(web_desk, 1, CustomerMessage("<script>alert(1)</script>", "web"), NOW)

    assert "&lt;script&gt;alert(1)" in (await browser.get(told)).text
    assert (await browser.get("/tickets/999/print")).status_code == 404


async def test_a_picture_within_an_answer_is_printed_once_and_is_no_file_on_paper_or_in_the_list(
    sign, web_desk, maria, ticket
):
    browser = await sign(maria)
    within = await keep_upload(web_desk, maria, Upload("largo.png", "image/png", PNG, inline=True), NOW)
    beside = await keep_upload(web_desk, maria, Upload("plan.pdf", "application/pdf", b"%PDF-1.4"), NOW)
    html = f'<p>Look:</p><img src="/attachments/{within.key}">'
    await send_answer(web_desk, maria, ticket.id, AnswerForm(html, "k1", taking=True), NOW)

    paper = (await browser.get(f"/tickets/{ticket.id}/print")).text
    assert paper.count(f'src="/attachments/{within.key}"') == 1
    assert "largo.png" not in paper
    assert (await ticket_by_id(web_desk, ticket.id)).attachment_count == 0

    form = AnswerForm(html, "k2", attachment_keys=(beside.key,))
    await send_answer(web_desk, maria, ticket.id, form, NOW)

    paper = (await browser.get(f"/tickets/{ticket.id}/print")).text
    assert "plan.pdf" in paper
    assert "largo.png" not in paper
    assert (await ticket_by_id(web_desk, ticket.id)).attachment_count == 1


async def test_a_long_ticket_is_printed_as_a_whole_page_by_page(sign, web_desk, maria, ticket, monkeypatch):
    monkeypatch.setattr(thread_pages, "PAGE", 2)
    browser = await sign(maria)
    for number in range(7):
        await customer_writes(web_desk, ticket.id, CustomerMessage(f"Wish {number}.", "web"), NOW + number)

    paper = (await browser.get(f"/tickets/{ticket.id}/print")).text

    assert re.findall(r"We arrive at 00:45\.|Wish \d\.", paper) == [
        "We arrive at 00:45.",
        *(f"Wish {n}." for n in range(7)),
    ]
    assert paper.rstrip().endswith("</html>")


def lines(count):
    return [Event(number, "ticket.taken", NOW, SYSTEM) for number in range(count)]


def test_a_short_run_of_events_stands_and_a_long_one_shows_its_newest():
    short, long = lines(SHORTEST - 1), lines(SHORTEST + 3)

    assert folded(short) == short
    assert folded(long) == [Fold(tuple(long[:-SHOWN])), *long[-SHOWN:]]


def test_the_opening_of_the_ticket_is_never_folded():
    opening = Event(99, "ticket.opened", NOW, SYSTEM)

    assert folded([opening, *lines(SHORTEST)])[0] is opening


async def test_a_folded_story_tells_everything_behind_its_summary(sign, web_desk, maria, ticket):
    for _round in range(3):
        await take(web_desk, maria, ticket.id, NOW)
        await drop(web_desk, maria, ticket.id, NOW)

    page = (await (await sign(maria)).get(f"/tickets/{ticket.id}")).text

    assert "4 earlier events" in page
    assert page.count('class="story"') == 7
