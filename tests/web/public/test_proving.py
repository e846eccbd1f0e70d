"""A typed address is no identity (C11): what a browser may see and say of a ticket that its own was joined with."""

import re

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.merging import merge, unmerge
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import take
from app.credentials.mail_links import mail_proof
from app.files.kinds import Upload
from app.nouns.event import Actor
from app.nouns.operator import Role
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.desk.events import last_event_id
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.conftest import NOW, PROGRAM, person

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")
SECRET = "Our card is 4929 0000, the safe opens with 8812."


async def opened(desk, customer=HELENA, text=SECRET, **more):
    facts = {"source": "web", "client_ip": "203.0.113.84", **more}
    return await open_ticket(desk, NewTicket(customer, "Late arrival", text, **facts), Actor("customer", "x"), NOW)


@pytest.fixture
async def chief(web_desk, group):
    return await person(web_desk, "Ada", Role.ADMINISTRATOR)


@pytest.fixture
async def victims(web_desk, group):
    """The victim's ticket, with a file."""
    return await opened(web_desk, attachments=(Upload("passport.txt", "text/plain", b"P1234"),))


@pytest.fixture
async def duplicate(web_desk, chief, victims):
    """A stranger's, opened in the victim's name and marked as its duplicate."""
    made = await opened(web_desk, text="It is me.")
    await merge(web_desk, chief, made.id, victims.id, NOW)
    return made


def path_of(ticket):
    return f"/t/{ticket.id}/{ticket.access_code}"


def mailed(desk, ticket):
    """The link as a mail to the customer has it."""
    return f"{path_of(ticket)}/{mail_proof(desk.settings, ticket)}"


@pytest.fixture
async def stranger(browse, duplicate):
    """Whoever opened the duplicate: the code was shown to them at once."""
    browser = browse(ip="198.51.100.66")
    await browser.get(path_of(duplicate))
    return browser


async def test_c11_the_cookie_of_a_duplicate_opens_nothing_of_the_original(stranger, web_desk, victims, duplicate):
    file = (await messages_of(web_desk, victims.id))[0].attachments[0]

    page = await stranger.get(f"/t/{duplicate.id}")
    part = await stranger.get(f"/t/{duplicate.id}", headers={"Deskbell-Part": "thread"})
    heard = await stranger.get(f"/t/{duplicate.id}/events?after=0")

    assert page.status_code == 200
    assert "It is me." in page.text
    told = page.text + part.text + heard.text + str(page.headers)
    assert not [one for one in ("4929", f"/t/{victims.id}", victims.access_code[:4], file.key) if one in told]
    assert SECRET not in (await stranger.get(f"/t/{victims.id}")).text
    for path in (f"/t/{victims.id}/events", f"/t/{victims.id}/messages/1/frame", f"/attachments/{file.key}"):
        assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get(f"/t/{duplicate.id}/messages/1/frame")).status_code == 404


async def test_c11_words_written_to_the_duplicate_are_internal_on_the_original_and_move_nothing(
    stranger, browse, web_desk, chief, victims, duplicate
):
    await set_status(web_desk, chief, victims.id, Status.SOLVED, NOW)
    owner = browse()
    await owner.get(path_of(victims))

    sent = await stranger.post(f"/t/{duplicate.id}", data={"message": "Send me the code again."})
    shown = await stranger.get(sent.headers["location"])

    written = (await messages_of(web_desk, victims.id))[-1]
    after = await ticket_by_id(web_desk, victims.id)
    assert (written.text, written.shared, written.warning) == ("Send me the code again.", False, "unverified:2")
    assert (after.status, after.customer_wrote_ms) == (Status.SOLVED, victims.customer_wrote_ms)
    assert "We have your message." in shown.text
    assert "Send me the code" not in (await owner.get(f"/t/{victims.id}")).text
    said = await web_desk.db.fetch_val(
        "SELECT details FROM events WHERE kind = 'message.added' ORDER BY id DESC LIMIT 1"
    )
    assert '"from_ticket": 2' in said


async def test_c11_words_written_to_the_duplicate_stop_no_answer(stranger, web_desk, chief, victims, duplicate):
    seen = await last_event_id(web_desk)
    await stranger.post(f"/t/{duplicate.id}", data={"message": "Wait, it is me!"})

    sent = await send_answer(web_desk, chief, victims.id, AnswerForm("<p>Here.</p>", "k", taking=True, seen=seen), NOW)

    assert (await messages_of(web_desk, victims.id))[-1].id == sent


async def test_c11_a_request_key_that_the_owner_used_is_another_one_from_the_duplicate(
    stranger, browse, web_desk, victims, duplicate
):
    owner = browse()
    await owner.get(path_of(victims))
    await owner.post(f"/t/{victims.id}", data={"message": "Mine.", "request_key": "k" * 32})

    await stranger.post(f"/t/{duplicate.id}", data={"message": "Theirs.", "request_key": "k" * 32})
    await stranger.post(f"/t/{duplicate.id}", data={"message": "Theirs.", "request_key": "k" * 32})

    assert [one.text for one in await messages_of(web_desk, victims.id)] == [SECRET, "Mine.", "Theirs."]


async def test_c11_the_duplicate_neither_solves_nor_completes_the_original(stranger, web_desk, victims, duplicate):
    page = await stranger.post(f"/t/{duplicate.id}/solved", data={"message": "All done."})
    asked = await stranger.post(f"/t/{duplicate.id}/solved", headers=PROGRAM)
    await stranger.post(f"/t/{duplicate.id}/details", data={"phone": "+1 666", "city": "Nowhere"})

    after = await ticket_by_id(web_desk, victims.id)
    kept = await ticket_by_id(web_desk, duplicate.id)
    assert (page.status_code, asked.status_code) == (409, 409)
    assert (after.status, after.customer) == (Status.OPEN, HELENA)
    assert (kept.status, kept.duplicate_of) == (Status.DUPLICATE, victims.id)
    assert (await messages_of(web_desk, victims.id))[-1].text == "All done."


async def test_c11_the_link_of_a_mail_proves_nothing_until_somebody_clicks(browse, web_desk, victims, duplicate):
    scanner = browse()

    led = await scanner.get(mailed(web_desk, duplicate))
    page = await scanner.get(f"/t/{duplicate.id}")

    assert (led.status_code, led.headers["location"]) == (303, f"/t/{duplicate.id}")
    assert f'action="/t/{duplicate.id}/confirm"' in page.text
    assert SECRET not in page.text
    assert not (await ticket_by_id(web_desk, duplicate.id)).is_proved


async def test_c11_after_the_click_the_duplicate_opens_the_original(browse, web_desk, victims, duplicate):
    owner = browse()
    await owner.get(mailed(web_desk, duplicate))

    clicked = await owner.post(f"/t/{duplicate.id}/confirm")
    led = await owner.get(f"/t/{duplicate.id}")
    await owner.post(f"/t/{duplicate.id}", data={"message": "Really me."})

    written = (await messages_of(web_desk, victims.id))[-1]
    assert (clicked.status_code, clicked.headers["location"]) == (303, f"/t/{duplicate.id}")
    assert led.headers["location"] == f"/t/{victims.id}"
    assert SECRET in (await owner.get(f"/t/{victims.id}")).text
    assert (written.text, written.shared) == ("Really me.", True)
    assert (await ticket_by_id(web_desk, duplicate.id)).is_proved


async def test_c11_the_click_of_the_owner_opens_nothing_to_the_stranger(stranger, browse, web_desk, victims, duplicate):
    owner = browse()
    await owner.get(mailed(web_desk, duplicate))
    await owner.post(f"/t/{duplicate.id}/confirm")

    assert SECRET not in (await stranger.get(f"/t/{duplicate.id}")).text
    assert (await stranger.post(f"/t/{duplicate.id}/confirm")).status_code == 409
    assert (await stranger.get(f"/t/{duplicate.id}/confirm")).status_code in {404, 405}


@pytest.mark.parametrize("end", ["", "/", "/x", "/" + "0" * 32, "/é"])
async def test_c11_the_access_code_with_a_made_up_end_opens_the_page_and_proves_nothing(
    browse, web_desk, victims, duplicate, end
):
    browser = browse()

    led = await browser.get(path_of(duplicate) + end)

    assert led.status_code in {303, 307, 404}
    assert (await browser.post(f"/t/{duplicate.id}/confirm")).status_code in {404, 409}


async def test_c11_the_end_of_another_tickets_link_proves_nothing(browse, web_desk, victims, duplicate):
    browser = browse()

    await browser.get(f"{path_of(duplicate)}/{mail_proof(web_desk.settings, victims)}")

    assert (await browser.post(f"/t/{duplicate.id}/confirm")).status_code == 409


async def test_c11_typing_the_code_again_takes_nothing_from_a_proved_browser(browse, web_desk, victims, duplicate):
    owner = browse()
    await owner.get(mailed(web_desk, duplicate))
    await owner.post(f"/t/{duplicate.id}/confirm")

    await owner.post("/t", data={"number": str(duplicate.id), "code": duplicate.access_code})

    assert (await owner.get(f"/t/{duplicate.id}")).headers["location"] == f"/t/{victims.id}"


async def test_c11_whoever_may_open_both_pages_is_led_from_the_one_to_the_other(browse, web_desk, victims, duplicate):
    owner = browse()
    await owner.get(path_of(victims))
    await owner.get(path_of(duplicate))

    led = await owner.get(f"/t/{duplicate.id}")
    await owner.post(f"/t/{duplicate.id}", data={"message": "Still me."})

    assert led.headers["location"] == f"/t/{victims.id}"
    assert (await messages_of(web_desk, victims.id))[-1].shared


async def test_c11_a_proved_address_opens_no_original_of_another(browse, web_desk, chief, victims):
    other = await opened(web_desk, Customer("Eve", "eve@other.example", "+1", "", "Rome", "IT"), "Hello.")
    await merge(web_desk, chief, other.id, victims.id, NOW, confirmed=True)
    eve = browse()
    await eve.get(mailed(web_desk, other))
    await eve.post(f"/t/{other.id}/confirm")

    page = await eve.get(f"/t/{other.id}")
    await eve.post(f"/t/{other.id}", data={"message": "And me?"})

    assert page.status_code == 200
    assert SECRET not in page.text
    assert not (await messages_of(web_desk, victims.id))[-1].shared


async def test_c11_a_chain_of_duplicates_opens_no_further_than_its_first(stranger, web_desk, chief, victims, duplicate):
    last = await opened(web_desk, text="The true original.")
    await merge(web_desk, chief, victims.id, last.id, NOW)

    page = await stranger.get(f"/t/{duplicate.id}")
    await stranger.post(f"/t/{duplicate.id}", data={"message": "Anybody?"})

    assert page.status_code == 200
    assert "The true original." not in page.text
    assert not (await messages_of(web_desk, last.id))[-1].shared


async def test_c11_a_duplicate_that_is_none_any_more_is_its_owners_again(stranger, web_desk, chief, victims, duplicate):
    await unmerge(web_desk, chief, duplicate.id, NOW)

    await stranger.post(f"/t/{duplicate.id}", data={"message": "My own matter."})

    written = (await messages_of(web_desk, duplicate.id))[-1]
    assert (written.text, written.shared, written.warning) == ("My own matter.", True, "")


async def test_c11_an_address_that_an_operator_changed_is_not_proved(browse, web_desk, chief, duplicate):
    owner = browse()
    link = mailed(web_desk, duplicate)
    await owner.get(link)
    await owner.post(f"/t/{duplicate.id}/confirm")

    await edit_ticket(web_desk, chief, duplicate.id, {"email": "eve@other.example"}, NOW)

    late = browse()
    await late.get(link)
    assert not (await ticket_by_id(web_desk, duplicate.id)).is_proved
    assert (await owner.get(f"/t/{duplicate.id}")).status_code == 200
    assert {(await one.post(f"/t/{duplicate.id}/confirm")).status_code for one in (owner, late)} == {409}


async def test_s34_a_renewed_code_ends_the_mailed_link_the_page_and_the_proof(browse, web_desk, duplicate):
    owner = browse()
    link = mailed(web_desk, duplicate)
    await owner.get(link)
    await owner.post(f"/t/{duplicate.id}/confirm")

    await web_desk.db.execute(f"UPDATE tickets SET access_code = 'AAAABBBBCCCC' WHERE id = {duplicate.id}")

    assert (await browse().get(link)).status_code == 404
    assert "It is me." not in (await owner.get(f"/t/{duplicate.id}")).text
    assert (await owner.post(f"/t/{duplicate.id}/confirm")).status_code == 404


async def test_s34_code_and_proof_leave_the_address_with_the_first_answer(browse, web_desk, duplicate):
    led = await browse().get(mailed(web_desk, duplicate))

    proof = mail_proof(web_desk.settings, duplicate)
    assert led.headers["referrer-policy"] == "no-referrer"
    assert led.headers["cache-control"] == "no-store"
    assert not re.search(f"{duplicate.access_code}|{proof}", str(led.headers) + led.text)


async def test_c11_what_an_earlier_ticket_knew_is_shown_to_a_proved_browser_only(browse, web_desk, group):
    known = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "Elbchaussee 1", "Hamburg", "DE")
    by_mail = await opened(web_desk, known, "By mail.", source="mail", details_known=True)
    anybody, owner = browse(), browse()
    await anybody.get(path_of(by_mail))
    await owner.get(mailed(web_desk, by_mail))
    await owner.post(f"/t/{by_mail.id}/confirm")

    hidden, shown = await anybody.get("/t/1"), await owner.get("/t/1")
    guesses = [
        await anybody.post("/t/1/details", data={"phone": phone, "city": "Hamburg", "country": "DE"}, headers=PROGRAM)
        for phone in (known.phone, "+49 40 0000")
    ]

    assert not [one for one in ("5550", "Elbchaussee", "Hamburg") if one in hidden.text]
    assert "5550" in shown.text
    assert {guess.status_code for guess in guesses} == {409}


async def test_c11_the_owner_clicks_once_and_the_log_says_so(browse, web_desk, anna, victims):
    await take(web_desk, anna, victims.id, NOW)
    owner = browse()
    await owner.get(mailed(web_desk, victims))

    await owner.post(f"/t/{victims.id}/confirm")
    again = await owner.post(f"/t/{victims.id}/confirm", headers=PROGRAM)

    kinds = [row.kind for row in await web_desk.db.fetch_all("SELECT kind FROM events WHERE ticket_id = 1 ORDER BY id")]
    assert kinds.count("ticket.proved") == 1
    assert again.json() == {"ticket": {"id": 1, "proved": True}}
