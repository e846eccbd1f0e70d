"""The ticket page's cookie is gone while a reply is written: it is kept, and sent with the access code."""

import re

import pytest

from app.actions.message.opening import NewTicket, open_ticket
from app.nouns.event import Actor
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.conftest import NOW, PROGRAM

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")
REPLY = {"message": "We come at <nine>.\n\nWith a dog.", "request_key": "drawn"}
FILE = {"files": ("dog.txt", b"hello", "text/plain")}


@pytest.fixture
async def ticket(web_desk, group):
    new = NewTicket(HELENA, "Late arrival", "We arrive at 00:45.", source="web", client_ip="203.0.113.84")
    return await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)


async def texts(desk):
    return [message.text for message in await messages_of(desk, 1)][1:]


async def test_the_code_form_carries_the_reply_and_sends_it_once_the_code_is_right(guest, web_desk, ticket):
    asked = await guest.post("/t/1", data=REPLY, files=FILE)
    wrong = await guest.post("/t/1", data={**REPLY, "code": "AAAA-AAAA-AAAA"}, files=FILE)
    sent = await guest.post("/t/1", data={**REPLY, "code": ticket.access_code}, files=FILE)
    again = await guest.post("/t/1", data=REPLY, files=FILE)  # the second press: by now with the cookie

    assert (asked.status_code, wrong.status_code) == (404, 422)
    for page in (asked, wrong):
        assert "We come at &lt;nine&gt;.\n\nWith a dog.</textarea>" in page.text
        assert 'name="request_key" value="drawn"' in page.text
        assert re.search(r'action="/t/1"\s+enctype="multipart/form-data"', page.text)
        assert "Choose your files again: dog.txt." in page.text
    assert sent.headers["location"] == again.headers["location"] == "/t/1#message-2"
    assert await texts(web_desk) == [REPLY["message"]]
    assert "With a dog." in (await guest.get("/t/1")).text
    assert [file.name for file in (await messages_of(web_desk, 1))[-1].attachments] == ["dog.txt"]


async def test_the_ninth_ticket_of_a_browser_closes_the_first_and_loses_no_reply_to_it(guest, web_desk, ticket):
    await guest.get(f"/t/1/{ticket.access_code}")
    for number in range(2, 10):
        new = NewTicket(HELENA, f"Matter {number}", "More.", source="web", client_ip="203.0.113.84")
        opened = await open_ticket(web_desk, new, Actor("customer", HELENA.name), NOW)
        await guest.get(f"/t/{number}/{opened.access_code}")

    asked = await guest.post("/t/1", data=REPLY)
    await guest.get(f"/t/1/{ticket.access_code}")  # by the mail's link, in another tab
    sent = await guest.post("/t/1", data={**REPLY, "code": ""})

    assert "With a dog.</textarea>" in asked.text
    assert sent.status_code == 303
    assert await texts(web_desk) == [REPLY["message"]]


async def test_saying_that_it_is_solved_and_what_was_missing_are_carried_too(browse, web_desk, ticket):
    mailed = NewTicket(Customer("Marek", "marek@guest.example"), "Mail", "Hi.", source="mail", client_ip="203.0.113.84")
    other = await open_ticket(web_desk, mailed, Actor("customer", "Marek"), NOW)
    details = {"phone": "+48 12 555 01 20", "city": "Kraków"}

    solved = await browse().post("/t/1/solved", data={**REPLY, "code": ticket.access_code})
    asked = await browse().post("/t/2/details", data=details)
    given = await browse().post("/t/2/details", data={**details, "code": other.access_code})

    assert solved.status_code == given.status_code == 303
    assert 'name="city" value="Kraków"' in asked.text
    assert 'action="/t/2/details"' in asked.text
    assert await texts(web_desk) == [REPLY["message"]]
    assert (await ticket_by_id(web_desk, 1)).status is Status.SOLVED
    assert (await ticket_by_id(web_desk, 2)).customer.city == "Kraków"


async def test_a_reply_that_the_desk_cannot_take_opens_the_page_and_stands_in_it(guest, web_desk, ticket):
    refused = await guest.post("/t/1", data={**REPLY, "message": " ", "code": ticket.access_code})

    assert refused.status_code == 422
    assert 'aria-describedby="message-fault"' in refused.text
    assert "We arrive at 00:45." in (await guest.get("/t/1")).text


async def test_s33_a_carried_reply_is_answered_alike_for_a_ticket_and_for_none(browse, web_desk, ticket):
    async def answered():
        pages = [await browse().post("/t/1", data={**REPLY, "code": code}) for code in ("", "AAAA-AAAA-AAAA")]
        return [(page.status_code, re.sub('nonce="[^"]+"', "", page.text)) for page in pages]

    open_one = await answered()
    await web_desk.db.execute("UPDATE tickets SET deleted_ms = 1, shelf = 'deleted' WHERE id = 1")

    assert await answered() == open_one


async def test_s33_guesses_with_a_carried_reply_are_counted_and_keep_its_text(browse, ticket):
    for number in range(25):
        guess = {**REPLY, "code": f"WRONG{number}"}
        last = await browse(ip=f"198.51.100.{number}").post("/t/1", data=guess)

    assert last.status_code == 429
    assert "With a dog." in last.text


async def test_s16_replies_to_closed_pages_are_counted_together_and_keep_their_text(guest, web_desk, ticket):
    answers = [await guest.post(f"/t/{number}", data=REPLY) for number in range(1, 7)]

    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert "With a dog." in answers[-1].text


async def test_c11_a_carried_reply_proves_nothing(guest, web_desk, ticket):
    await guest.post("/t/1", data={**REPLY, "code": ticket.access_code})

    assert (await guest.post("/t/1/confirm")).status_code == 409


async def test_a_program_is_told_before_anything_is_read(browse, web_desk, ticket):
    answer = await browse(headers=PROGRAM).post("/t/1", data={**REPLY, "code": ticket.access_code})

    assert answer.status_code == 404
    assert await texts(web_desk) == []
