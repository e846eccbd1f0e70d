"""In which language a customer's page is: the ticket's, as its emails are, and the customer may choose another."""

import pytest

from app.actions.message.opening import NewTicket, open_ticket
from app.nouns.event import Actor
from app.nouns.ticket import Customer
from app.queries.desk.events import events_after
from app.queries.ticket.tickets import ticket_by_id
from tests.web.conftest import NOW

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")


@pytest.fixture
async def ticket(web_desk, group, several_languages):
    new = NewTicket(HELENA, "Late arrival", "We arrive at 00:45.", "web", "203.0.113.84", language="de-AT")
    return await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)


@pytest.fixture
async def helena(guest, ticket):
    """Her browser, with the page opened."""
    await guest.get(f"/t/{ticket.id}/{ticket.access_code}")
    return guest


async def test_the_page_speaks_the_tickets_language_whatever_the_browser_asks_for(helena):
    page = await helena.get("/t/1", headers={"Accept-Language": "fr"})

    assert '<html lang="de" dir="ltr"' in page.text
    assert '<html lang="fr"' in (await helena.get("/new", headers={"Accept-Language": "fr"})).text


async def test_what_the_customer_chooses_there_is_kept_with_the_ticket_and_told(helena, web_desk):
    chosen = await helena.post("/t/1/language", data={"language": "ar"})

    page, events = await helena.get("/t/1"), await events_after(web_desk, 0)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/t/1")
    assert (await ticket_by_id(web_desk, 1)).language == "ar"
    assert '<html lang="ar" dir="rtl"' in page.text
    [changed] = [event for event in events if event.kind == "ticket.changed"]
    assert (changed.details["changes"], changed.actor.kind) == ({"language": ["de-AT", "ar"]}, "customer")


async def test_the_same_language_again_is_no_news(helena, web_desk):
    for _time in range(2):
        await helena.post("/t/1/language", data={"language": "fr"})

    assert [event.kind for event in await events_after(web_desk, 0)].count("ticket.changed") == 1


async def test_another_browser_or_an_unknown_language_changes_nothing(helena, browse, web_desk):
    unknown = await helena.post("/t/1/language", data={"language": "xx"}, headers={"Accept": "application/json"})
    strangers = await browse().post("/t/1/language", data={"language": "ar"}, headers={"Accept": "application/json"})

    assert (unknown.status_code, strangers.status_code) == (422, 404)
    assert (await ticket_by_id(web_desk, 1)).language == "de-AT"
