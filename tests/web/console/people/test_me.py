"""The page of one's own choices, over HTTP."""

from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.taking import take
from app.queries.people.people import operator_by_id
from tests.web.console.conftest import JSON, NOW


async def test_a_choice_follows_the_person_into_another_browser(sign, maria):
    first, second = await sign(maria), await sign(maria)

    answer = await first.post("/me/preferences", data={"theme": "dark", "tell_opened": "1"}, headers=JSON)

    page = (await second.get("/me")).text
    assert answer.json()["preferences"]["tell_opened"] is True
    assert 'data-theme="dark"' in page.partition("<body")[0]
    assert '"theme": "dark"' in page


async def test_name_language_and_signature_are_changed_and_shown_as_they_are(sign, web_desk, maria):
    browser = await sign(maria)

    typed = {"name": "Maria C.", "signature": "<p><b>Maria</b></p>", "timezone": "Asia/Tokyo"}
    answer = await browser.post("/me", data=typed, headers=JSON)

    assert answer.json() == {"language": "", **typed}
    assert "<template><p><b>Maria</b></p></template>" in (await browser.get("/me")).text
    assert (await operator_by_id(web_desk, maria.id)).name == "Maria C."


async def test_what_cannot_be_set_is_named(sign, maria):
    browser = await sign(maria)

    refused = [
        await browser.post(path, data={"role": "administrator"}, headers=JSON) for path in ("/me", "/me/preferences")
    ]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert [answer.json()["errors"][0]["field"] for answer in refused] == ["role", "role"]


async def test_nobody_has_a_page_of_their_own_without_signing_in(guest):
    assert (await guest.get("/me")).status_code == 303
    assert (await guest.post("/me/preferences", data={"sound": "1"}, headers=JSON)).status_code == 401


async def test_the_unread_are_ones_own_tickets_with_something_new_until_they_are_read(sign, web_desk, maria, ticket):
    browser = await sign(maria)

    async def unread():
        return (await browser.get("/tickets/counts", headers=JSON)).json()["unread"]

    assert await unread() == 0
    await take(web_desk, maria, ticket.id, NOW)
    await customer_writes(web_desk, ticket.id, CustomerMessage("Hello?", "web"), NOW)
    assert await unread() == 1

    seen = (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).json()["seen"]
    await browser.post(f"/tickets/{ticket.id}/read", data={"event": str(seen)}, headers=JSON)
    assert await unread() == 0
