import asyncio
import re

import pytest

from app.actions.group.changing import GroupForm, change_group
from app.actions.people.people import add_group
from app.core.clock import HOUR_MS
from app.nouns.operator import Role
from app.queries.desk.first_answers import UsualWait
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.conftest import NOW, PROGRAM, person

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
    assert "holiday.mov is 21 MB. The limit is 20 MB per file. Share larger files as a link." in answer.text
    assert "Late arrival" in answer.text
    assert await count(web_desk, "tickets") == 0


def text_file(number):
    return ("files", (f"{number}.txt", b"hello", "text/plain"))


async def test_an_eleventh_an_empty_and_too_large_files_together_are_said_and_nothing_typed_is_lost(
    browse, group, web_desk
):
    nine = b"x" * 9 * 1024 * 1024
    refused = {
        "up to 10 files at once": [text_file(number) for number in range(11)],
        "scan.pdf is empty. Choose it again": [text_file(1), ("files", ("scan.pdf", b"", "application/pdf"))],
        "The files are over the limit of 25 MB per message.": [
            ("files", (f"{number}.bin", nine, "x/y")) for number in range(4)
        ],
    }
    for words, files in refused.items():
        answer = await browse().post("/new", data=FIELDS, files=files)

        assert words in answer.text
        assert answer.status_code in {413, 422}
        assert "Is somebody there?" in answer.text
        again = answer.text.partition("Choose your files again: ")[2]
        assert again.startswith(files[0][1][0])
        assert f" and {files[-1][1][0]}. " in again
    assert await count(web_desk, "tickets") == 0

    fits = await browse().post("/new", data=FIELDS, files=[text_file(number) for number in range(10)])
    assert fits.status_code == 303


async def test_a_page_that_sends_by_script_gets_its_place_or_the_form_and_still_has_its_files(browse, group):
    by_script = browse(headers={**PROGRAM, "Deskbell-Part": "form"})

    faulty = await by_script.post("/new", data={**FIELDS, "phone": ""}, files=[text_file(1)])
    sent = await by_script.post("/new", data=FIELDS, files=[text_file(1)])
    thanks = await by_script.get(sent.json()["url"])

    assert (faulty.status_code, sent.status_code) == (422, 201)
    assert 'id="phone-fault"' in faulty.text
    assert "Choose your files again" not in faulty.text
    assert sent.json() == {"url": "/new/done/1"}
    assert "Thank you" in thanks.text


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


@pytest.mark.parametrize("other", [{"message": "We come at ten."}, {"phone": "+49 1"}, {"address": "Alster 2"}, "file"])
async def test_another_form_under_the_same_key_is_another_ticket_and_names_nothing_of_the_first(
    browse, group, web_desk, other
):
    first = await browse(headers=PROGRAM).post("/new", data={**FIELDS, "request_key": "k"})
    files = {"files": ("a.txt", b"hello", "text/plain")} if other == "file" else None

    changed = {**FIELDS, "request_key": "k"} | ({} if other == "file" else other)
    second = await browse(headers=PROGRAM).post("/new", data=changed, files=files)

    assert (first.json()["id"], second.json()["id"]) == (1, 2)
    assert second.status_code == 201
    assert first.json()["access_code"] not in second.text


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


async def test_s58_an_address_gets_three_confirmations_an_hour_and_every_ticket_is_opened(
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
async def test_s02_what_is_typed_comes_back_as_text(guest, group, typed):
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


async def test_the_default_group_is_chosen_from_the_start_and_another_choice_stays(guest, group, web_desk):
    await add_group(web_desk, "Billing", NOW, position=1)
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    last = await add_group(web_desk, "Events", NOW, position=2)
    await change_group(web_desk, ada, last, GroupForm("Events", default_for_form=True), NOW)

    def chosen(page):
        return re.findall(r'<option value="(\d+)" selected', page.text.split('name="group"')[1].split("</select>")[0])

    assert chosen(await guest.get("/new")) == [str(last)]
    assert chosen(await guest.post("/new", data={**FIELDS, "name": "", "group": str(group)})) == [str(group)]


SLIP = {**FIELDS, "email": "helena@gmial.com"}


async def test_an_address_that_looks_like_a_slip_is_asked_about_once_and_kept_if_its_writer_keeps_it(
    guest, group, web_desk
):
    asked = await guest.post("/new", data=SLIP)
    key = re.search(r'name="asked_email" value="([^"]*)"', asked.text)[1]

    kept = await guest.post("/new", data={**SLIP, "asked_email": key})

    assert asked.status_code == 200
    assert "did you mean helena@gmail.com? Your message is not sent yet." in asked.text
    assert 'value="helena@gmial.com"' in asked.text
    assert kept.status_code == 303
    assert (await ticket_by_id(web_desk, 1)).customer.email == "helena@gmial.com"
    assert await count(web_desk, "tickets") == 1


async def test_the_offered_address_is_taken_by_its_button_alone(guest, group, web_desk):
    asked = await guest.post("/new", data=SLIP)
    offered = re.search(r'name="email_meant" value="([^"]*)"', asked.text)[1]

    await guest.post("/new", data={**SLIP, "email_meant": offered})

    assert (await ticket_by_id(web_desk, 1)).customer.email == "helena@gmail.com"


async def test_other_faults_come_first_and_ask_about_the_address_too(guest, group, web_desk):
    faulty = await guest.post("/new", data={**SLIP, "city": ""})
    key = re.search(r'name="asked_email" value="([^"]*)"', faulty.text)[1]

    sent = await guest.post("/new", data={**SLIP, "asked_email": key})

    assert faulty.status_code == 422
    assert "Did you mean" in faulty.text
    assert "helena@gmail.com" in faulty.text
    assert sent.status_code == 303


async def test_a_program_is_not_asked(browse, group, web_desk):
    sent = await browse(headers=PROGRAM).post("/new", json=SLIP)

    assert sent.status_code == 201


async def test_only_the_domain_is_asked_about_while_it_is_typed(guest):
    meant, fine = await guest.get("/new/meant?domain=gmial.com"), await guest.get("/new/meant?domain=guest.example")

    assert [one.json() for one in (meant, fine)] == [{"domain": "gmail.com"}, {"domain": None}]


async def test_the_usual_time_of_an_answer_is_said_for_the_group_that_is_chosen(guest, group, web_desk, monkeypatch):
    await add_group(web_desk, "Billing", NOW)

    async def known(_desk, _now_ms):
        return UsualWait(9 * HOUR_MS, {group: 3 * HOUR_MS})

    monkeypatch.setattr("web.public.new.usual_wait", known)
    page = (await guest.get("/new")).text
    await guest.post("/new", data={**FIELDS, "group": str(group)})
    thanks = (await guest.get("/new/done/1")).text

    assert re.findall(r'data-usual="([^"]*)"', page) == ["Usually within 3 hours", ""]
    assert re.search(r'id="usual-wait">([^<]*)<', page)[1] == "Usually within 3 hours"
    assert "Usually within 3 hours" in thanks
