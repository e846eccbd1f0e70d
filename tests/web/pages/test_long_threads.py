"""A long thread comes by pages: on the customer's page and in the console, with scripts and without."""

import re

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.noting import add_note
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.releasing import release_due
from app.actions.message.writing import CustomerMessage, customer_writes
from app.nouns.event import Actor
from app.nouns.ticket import Customer
from app.queries.ticket import thread_pages
from app.queries.ticket.messages import messages_of
from tests.web.conftest import NOW, person
from tests.web.console.conftest import JSON, PASSWORD
from web.requests.rates import TICKET_PAGE_IP

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")
COUNT = 9


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(thread_pages, "PAGE", 3)


@pytest.fixture
async def anna(web_desk, group):
    return await person(web_desk, "Anna", groups=("Reservations",))


@pytest.fixture
async def ticket(web_desk, group):
    """Nine messages of the customer's."""
    new = NewTicket(HELENA, "Late arrival", "Message 0", source="web", client_ip="203.0.113.84")
    opened = await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)
    for number in range(1, COUNT):
        wrote = CustomerMessage(f"Message {number}", source="web", client_ip="203.0.113.84")
        await customer_writes(web_desk, opened.id, wrote, NOW + number * 1000)
    return opened


@pytest.fixture
async def ids(web_desk, ticket):
    return [message.id for message in await messages_of(web_desk, ticket.id)]


@pytest.fixture
async def helena(guest, ticket):
    await guest.get(f"/t/{ticket.id}/{ticket.access_code}")
    return guest


@pytest.fixture
async def console(browse, anna):
    browser = browse()
    await browser.post("/sign-in", data={"email": anna.email, "password": PASSWORD})
    return browser


@pytest.fixture
async def readers(helena, console, ticket):
    """The customer and an operator, each with the address of the thread."""
    return {"helena": (helena, f"/t/{ticket.id}"), "console": (console, f"/tickets/{ticket.id}")}


def shown(page):
    return [int(number) for number in re.findall(r'id="message-(\d+)"', page.text)]


def gaps(page):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"\s+data-gap', page.text)]


async def whole_by_links(browser, path):
    """What somebody reads who follows the link to what is earlier until there is none."""
    found = []
    while path:
        page = await browser.get(path)
        assert page.status_code == 200
        found = sorted({*found, *shown(page)})
        path = next((link for link in gaps(page) if "before=" in link and "after=" not in link), None)
    return found


@pytest.mark.parametrize("reader", ["helena", "console"])
async def test_a_page_begins_with_the_newest_and_links_lead_to_the_rest_without_scripts(readers, reader, ticket, ids):
    browser, path = readers[reader]

    page = await browser.get(path)

    assert shown(page) == ids[-3:]
    assert page.text.count("Show earlier messages") == 1
    assert await whole_by_links(browser, path) == ids


@pytest.mark.parametrize("reader", ["helena", "console"])
async def test_the_part_that_fills_a_gap_is_a_page_and_the_gap_that_is_left(readers, reader, ticket, ids):
    browser, path = readers[reader]
    [link] = gaps(await browser.get(path))

    part = await browser.get(link.partition("#")[0], headers={"Deskbell-Part": "gap"})

    assert shown(part) == ids[3:6]
    assert len(gaps(part)) == 1
    assert "<html" not in part.text


@pytest.mark.parametrize("reader", ["helena", "console"])
async def test_an_address_with_a_message_shows_it_above_the_newest_page(readers, reader, ticket, ids):
    browser, path = readers[reader]

    page = await browser.get(f"{path}?message={ids[2]}")

    assert ids[2] in shown(page)
    assert shown(page)[-3:] == ids[-3:]
    assert len(gaps(page)) == 2
    between = await browser.get(gaps(page)[-1], headers={"Deskbell-Part": "gap"})
    assert shown(between)[0] == shown(page)[shown(page).index(ids[-3]) - 1] + 1


@pytest.mark.parametrize("query", ["before=x", "after=1-", "before=1-2-3"])
@pytest.mark.parametrize("reader", ["helena", "console"])
async def test_a_place_that_is_none_is_refused_by_name(readers, reader, ticket, query):
    browser, path = readers[reader]

    refused = await browser.get(f"{path}?{query}", headers=JSON)

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == [query.partition("=")[0]]


async def test_the_json_of_a_ticket_is_read_page_by_page(console, ticket, ids):
    found, older = [], ""
    while older is not None:
        told = (
            await console.get(f"/tickets/{ticket.id}", params={"before": older} if older else {}, headers=JSON)
        ).json()
        found = [*(message["id"] for message in told["messages"]), *found]
        older = told["older"]

    assert found == ids


async def test_the_news_of_a_short_absence_are_short(console, web_desk, ticket, ids):
    pane = (await console.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "ticket"})).text
    event, message = (pane.partition(f'data-last-{name}="')[2].partition('"')[0] for name in ("event", "message"))
    wrote = CustomerMessage("And a cot.", source="web", client_ip="203.0.113.84")
    number = await customer_writes(web_desk, ticket.id, wrote, NOW + 60_000)

    news = await console.get(
        f"/tickets/{ticket.id}?after_event={event}&after_message={message}", headers={"Deskbell-Part": "news"}
    )
    long_absence = await console.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "news"})

    assert shown(news) == [number]
    assert "data-anew" not in news.text
    assert "data-anew" in long_absence.text
    assert shown(long_absence) == [*ids[-2:], number]


async def test_a_customer_reads_the_frame_of_one_message_and_never_a_notes(helena, web_desk, anna, ticket):
    note = (await add_note(web_desk, anna, ticket.id, "<p>Secret.</p>", "note", (), NOW + 30_000)).message.id
    form = AnswerForm(html="<p>Yes.</p>", request_key="key", taking=True)
    answer = await send_answer(web_desk, anna, ticket.id, form, NOW + 31_000)
    frame = await helena.get(f"/t/{ticket.id}/messages/{answer}/frame")
    await release_due(web_desk, NOW + 90_000)

    assert frame.status_code == 404
    assert "Yes." in (await helena.get(f"/t/{ticket.id}/messages/{answer}/frame")).text
    assert (await helena.get(f"/t/{ticket.id}/messages/{note}/frame")).status_code == 404


async def test_the_steps_know_an_answer_that_is_on_no_page_yet(helena, web_desk, anna, ticket):
    form = AnswerForm(html="<p>Yes.</p>", request_key="key", taking=True)
    await send_answer(web_desk, anna, ticket.id, form, NOW + 31_000)
    await release_due(web_desk, NOW + 90_000)
    for number in range(4):
        wrote = CustomerMessage(f"Later {number}", source="web", client_ip="203.0.113.84")
        await customer_writes(web_desk, ticket.id, wrote, NOW + 100_000 + number)
    await web_desk.db.execute("UPDATE tickets SET operator_id = NULL")

    page = await helena.get(f"/t/{ticket.id}")

    assert "Someone has read it" in page.text


async def test_a_page_is_asked_for_so_often_and_no_more(helena, ticket):
    most = TICKET_PAGE_IP.item.amount
    answers = [(await helena.get(f"/t/{ticket.id}", headers=JSON)).status_code for _look in range(most + 2)]

    assert answers[0] == 200
    assert answers[-1] == 429
