import asyncio
import re

import pytest

from app.actions.people import add_group
from app.queries.messages import messages_of
from app.queries.tickets import ticket_by_id
from tests.web.conftest import NOW, PROGRAM

FIELDS = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "Late arrival",
    "message": "We arrive at 00:45.\n\nIs somebody there?",
}


async def count(desk, table: str) -> int:
    return await desk.db.fetch_val(f"SELECT count(*) FROM {table}")


async def test_a_filled_form_opens_a_ticket_and_says_number_and_code(guest, group, web_desk):
    sent = await guest.post("/new", data={**FIELDS, "country": "DE", "address": "Elbchaussee 1"})

    thanks = await guest.get(sent.headers["location"])
    ticket = await ticket_by_id(web_desk, 1)
    code = ticket.access_code
    assert sent.status_code == 303
    assert "#1" in thanks.text
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in thanks.text
    assert 'href="/t/1"' in thanks.text
    assert (ticket.customer.country, ticket.customer.address, ticket.source) == ("DE", "Elbchaussee 1", "web")
    assert (await web_desk.db.fetch_val("SELECT kind FROM outbox ORDER BY id")) == "confirmation"


async def test_the_thanks_are_for_the_browser_that_sent_the_form(browse, guest, group):
    await guest.post("/new", data=FIELDS)

    other = await browse().get("/new/done/1")

    assert other.status_code == 303
    assert other.headers["location"] == "/t/1"


@pytest.mark.parametrize("missing", sorted(FIELDS))
async def test_a_missing_field_is_named_beside_it_and_nothing_typed_is_lost(guest, group, web_desk, missing):
    answer = await guest.post("/new", data={**FIELDS, missing: " "})

    page = answer.text
    assert answer.status_code == 422
    assert f'id="{missing}-fault"' in page
    assert re.search(rf'name="{missing}"[^>]*aria-invalid="true"[^>]*aria-describedby="{missing}-fault"', page)
    assert f'<a href="#{missing}">' in page
    assert all(typed in page for name, typed in FIELDS.items() if name not in {missing, "message"})
    assert missing == "message" or "Is somebody there?" in page
    assert await count(web_desk, "tickets") == 0


async def test_files_come_with_the_ticket(guest, group, web_desk):
    files = [("files", ("voucher.pdf", b"%PDF-1.4 x", "application/pdf")), ("files", ("a.txt", b"hello", "text/plain"))]

    await guest.post("/new", data=FIELDS, files=files)

    [message] = await messages_of(web_desk, 1)
    assert [(file.name, file.size_bytes) for file in message.attachments] == [("voucher.pdf", 10), ("a.txt", 5)]


async def test_files_that_a_faulty_form_brought_are_named_to_be_chosen_again(guest, group):
    answer = await guest.post(
        "/new", data={**FIELDS, "phone": ""}, files={"files": ("voucher.pdf", b"x", "application/pdf")}
    )

    assert "Choose your files again: voucher.pdf." in answer.text


async def test_a_file_that_is_too_large_is_said_beside_the_files(browse, group, web_desk, web_app):
    big = b"x" * (web_desk.settings.max_file_bytes + 1)

    answer = await browse().post("/new", data=FIELDS, files={"files": ("holiday.mov", big, "video/quicktime")})

    assert answer.status_code == 413
    assert "holiday.mov is 21 MB. Files up to 20 MB fit; a link works too." in answer.text
    assert "Late arrival" in answer.text
    assert await count(web_desk, "tickets") == 0


async def test_a_form_sent_twice_makes_one_ticket(browse, guest, group, web_desk):
    key = re.search(r'name="request_key" value="(\w{32})"', (await guest.get("/new")).text)[1]

    both = await asyncio.gather(*[guest.post("/new", data={**FIELDS, "request_key": key}) for _press in range(2)])

    assert {answer.headers["location"] for answer in both} == {"/new/done/1"}
    assert await count(web_desk, "tickets") == 1
    assert await count(web_desk, "messages") == 1


async def test_a_repeated_key_never_opens_somebody_elses_ticket(browse, guest, group, web_desk):
    await guest.post("/new", data={**FIELDS, "request_key": "k"})

    await browse().post("/new", data={**FIELDS, "email": "thief@evil.example", "request_key": "k"})

    assert await count(web_desk, "tickets") == 2


async def test_a_program_that_fills_in_everything_gets_no_ticket_and_a_person_can_go_on(guest, group, web_desk):
    answer = await guest.post("/new", data={**FIELDS, "website": "https://spam.example"})

    assert answer.status_code == 422
    assert "spam.example" not in answer.text  # the next try passes
    assert "Is somebody there?" in answer.text
    assert await count(web_desk, "tickets") == 0


async def test_a_sixth_form_in_a_minute_waits_and_keeps_its_text(guest, group, web_desk):
    answers = [await guest.post("/new", data={**FIELDS, "subject": f"Matter {number}"}) for number in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "Matter 5" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0
    assert await count(web_desk, "tickets") == 5


async def test_an_address_gets_three_confirmations_an_hour_and_every_ticket_is_opened(
    browse, group, web_desk, full_size
):
    programs, each = (200, 5) if full_size else (5, 1)
    for number in range(programs):
        program = browse(ip=f"203.0.113.{number}")
        for form in range(each):
            await program.post("/new", data={**FIELDS, "subject": f"Matter {number}-{form}"})

    assert await count(web_desk, "tickets") == programs * each
    assert await web_desk.db.fetch_val("SELECT count(*) FROM outbox WHERE kind = 'confirmation'") == 3


@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "{{ 7 * 7 }}", "a\x00b", "\u202egpj.exe", "x" * 500])
async def test_what_is_typed_comes_back_as_text(guest, group, typed):
    answer = await guest.post("/new", data={**FIELDS, "name": typed, "phone": ""})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "49" not in re.search(r'id="name"[^>]*value="([^"]*)"', answer.text)[1]


async def test_a_program_gets_number_code_and_link(browse, group):
    answer = await browse(headers=PROGRAM).post("/new", json=FIELDS)

    facts = answer.json()
    assert answer.status_code == 201
    assert facts["url"] == f"http://127.0.0.1:8000/t/1/{facts['access_code']}"


async def test_a_program_gets_the_faults_by_field(browse, group):
    answer = await browse(headers=PROGRAM).post("/new", json={**FIELDS, "email": "helena@", "city": ""})

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["errors"]} == {"email", "city"}


async def test_a_closed_group_is_not_offered_and_cannot_be_chosen(guest, group, web_desk):
    closed = await add_group(web_desk, "Board", NOW, members_only=True)

    page = await guest.get("/new")
    await guest.post("/new", data={**FIELDS, "group": str(closed)})

    assert "Board" not in page.text
    assert (await ticket_by_id(web_desk, 1)).group_id == group
