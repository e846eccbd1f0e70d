"""A ticket on paper, and a long story folded on the screen."""

import pytest

from app.actions.noting import add_note
from app.actions.taking import drop, take
from app.actions.third_party import ThirdPartyForm, write_to_third_party
from app.actions.writing import CustomerMessage, customer_writes
from app.event import SYSTEM, Event
from app.message import MessageKind
from tests.web.console.conftest import NOW
from web.console.folding import SHORTEST, SHOWN, Fold, folded


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
