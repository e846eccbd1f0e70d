"""What a form on another site sends becomes a ticket, once; nothing that was typed is lost."""

import asyncio
import dataclasses
import io
import json
import re
import zipfile

import pytest

from app.actions.api.forms import TypedForm, change_form, revoke_form
from app.actions.group.removing import Removal, remove_group
from app.actions.people.people import add_group
from app.core.clock import HOUR_MS
from app.nouns.event import SYSTEM
from app.nouns.operator import Role
from app.queries.api.forms import entry_of, form_by_id
from app.queries.desk.events import events_after
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from app.site_forms.site_form import FilledField
from tests.web.conftest import NOW, PAGE, PROGRAM, person
from tests.web.outside.conftest import FIELDS, SHOP, count


async def test_a_plain_form_opens_a_ticket_and_goes_to_the_thank_you_page_of_its_settings(visitor, form, web_desk):
    typed = {**FIELDS, "arrival": "21 November", "thanks_url": "https://evil.example", "next": "//evil.example"}

    answer = await visitor.post(f"/forms/{form.key}", data=typed)

    ticket, entry = await ticket_by_id(web_desk, 1), await entry_of(web_desk, 1)
    [message] = await messages_of(web_desk, 1)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SHOP}/thanks?from=desk")
    assert (ticket.source, ticket.subject, ticket.customer.city) == ("form", "Late arrival", "Hamburg")
    assert ticket.client_ip == "203.0.113.7"
    assert message.text == FIELDS["message"]
    assert (entry.form_name, entry.fields, entry.held_ms) == (
        form.name,
        (FilledField("Date of arrival", "21 November", "arrival"),),
        None,
    )
    assert (await web_desk.db.fetch_val("SELECT kind FROM outbox ORDER BY id")) == "confirmation"
    kept = await form_by_id(web_desk, form.id)
    assert (kept.ticket_count, kept.used_ms) == (1, ticket.created_ms)
    [opened] = [event for event in await events_after(web_desk, 0) if event.kind == "ticket.opened"]
    assert (opened.details["source"], opened.details["form"]) == ("form", form.name)


@pytest.mark.parametrize(
    ("forms", "field", "browsers", "kept"),
    [("", "de-AT", "fr", "de-AT"), ("fr", "ar", "de", "ar"), ("fr", "", "de", "fr"), ("", "?!", "fr", "fr")],
)
async def test_the_ticket_is_in_the_language_of_the_field_else_of_the_form_else_of_the_browser(
    visitor, make_form, web_desk, several_languages, monkeypatch, forms, field, browsers, kept
):
    monkeypatch.setattr("app.actions.api.forms.available", lambda: several_languages)
    form = await make_form(language=forms)

    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "language": field}, headers={"Accept-Language": browsers})

    assert (await ticket_by_id(web_desk, 1)).language == kept


async def test_the_language_survives_the_page_that_asks_again(visitor, form, several_languages):
    asked = await visitor.post(f"/forms/{form.key}", data={**FIELDS, "city": "", "language": "ar"})

    assert '<html lang="ar" dir="rtl"' in asked.text
    assert '<input type="hidden" name="language" value="ar">' in asked.text


async def test_without_a_page_of_its_own_the_desk_thanks(visitor, make_form):
    form = await make_form()

    answer = await visitor.post(f"/forms/{form.key}", data=FIELDS)
    thanks = await visitor.get(answer.headers["location"])

    assert answer.headers["location"] == f"/forms/{form.key}/done"
    assert "Thank you, we have your message" in thanks.text


async def test_files_come_with_the_ticket(visitor, form, web_desk):
    files = [("files", ("voucher.pdf", b"%PDF-1.4 x", "application/pdf")), ("files", ("a.txt", b"hello", "text/plain"))]

    await visitor.post(f"/forms/{form.key}", data=FIELDS, files=files)

    [message] = await messages_of(web_desk, 1)
    assert [(file.name, file.size_bytes) for file in message.attachments] == [("voucher.pdf", 10), ("a.txt", 5)]


@pytest.mark.parametrize("missing", sorted(FIELDS))
async def test_a_missing_field_is_named_on_a_page_that_keeps_what_was_typed_and_sends_again(
    visitor, form, web_desk, missing
):
    typed = {**FIELDS, "arrival": "21 November", missing: " "}
    answer = await visitor.post(f"/forms/{form.key}", data=typed, files={"files": ("a.pdf", b"x", "application/pdf")})

    page = answer.text
    assert answer.status_code == 422
    assert f'id="{missing}-fault"' in page
    assert all(text in page for name, text in typed.items() if name not in {missing, "message"})
    assert missing == "message" or "Is somebody there?" in page
    assert "Choose your files again: a.pdf." in page
    assert f'action="/forms/{form.key}"' in page
    assert await count(web_desk, "tickets") == 0

    sent = await visitor.post(f"/forms/{form.key}", data={**typed, missing: FIELDS[missing]}, headers=PAGE)
    assert sent.headers["location"] == form.thanks_url


async def test_a_program_gets_its_faults_by_field_and_the_number_of_its_ticket(script, form):
    faulty = await script.post(f"/forms/{form.key}", json={**FIELDS, "email": "helena@", "arrival": "x" * 2001})
    made = await script.post(f"/forms/{form.key}", json=FIELDS)

    assert faulty.status_code == 422
    assert faulty.headers["content-type"] == "application/problem+json"
    assert {fault["field"] for fault in faulty.json()["errors"]} == {"email", "arrival"}
    assert made.status_code == 201
    assert made.json() == {"id": 1, "message": "Thank you, we have your message", "thanks_url": form.thanks_url}


async def test_a_double_submit_and_the_back_button_make_one_ticket(visitor, form, web_desk):
    file = {"files": ("a.txt", b"hello", "text/plain")}
    both = await asyncio.gather(*[visitor.post(f"/forms/{form.key}", data=FIELDS, files=file) for _press in range(2)])
    back = await visitor.post(f"/forms/{form.key}", data=FIELDS, files=file)

    assert {answer.status_code for answer in (*both, back)} == {303}
    assert (await count(web_desk, "tickets"), await count(web_desk, "form_entries")) == (1, 1)
    assert (await form_by_id(web_desk, form.id)).ticket_count == 1


@pytest.mark.parametrize("other", [{"message": "We come at ten."}, {"phone": "+49 112"}, {"arrival": "22 November"}])
async def test_another_text_is_another_ticket(visitor, form, web_desk, other):
    await visitor.post(f"/forms/{form.key}", data=FIELDS)

    await visitor.post(f"/forms/{form.key}", data={**FIELDS, **other})

    assert await count(web_desk, "tickets") == 2


async def test_the_same_words_a_day_later_are_another_ticket(visitor, form, web_desk):
    await visitor.post(f"/forms/{form.key}", data=FIELDS)
    await web_desk.db.execute(f"UPDATE tickets SET created_ms = created_ms - {24 * HOUR_MS}")

    both = [await visitor.post(f"/forms/{form.key}", data=FIELDS) for _press in range(2)]

    assert {answer.status_code for answer in both} == {303}
    assert await count(web_desk, "tickets") == 2


async def test_the_same_words_in_two_forms_are_two_tickets(visitor, form, make_form, web_desk):
    other = await make_form("Booking page", origins=SHOP)

    for one in (form, other):
        await visitor.post(f"/forms/{one.key}", data=FIELDS)

    assert await count(web_desk, "tickets") == 2


async def test_a_sixth_message_in_a_minute_waits_and_keeps_its_text(visitor, form, web_desk):
    answers = [
        await visitor.post(f"/forms/{form.key}", data={**FIELDS, "subject": f"Matter {number}"}) for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "Matter 5" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_a_form_has_its_own_group_even_a_members_only_one_and_senders_choose_none(
    visitor, make_form, web_desk, group
):
    board = await add_group(web_desk, "Board", NOW, members_only=True)
    form = await make_form(group_id=board)

    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "group": str(group)})

    assert (await ticket_by_id(web_desk, 1)).group_id == board


async def test_a_form_without_a_group_takes_the_web_forms(visitor, form, web_desk, group):
    await visitor.post(f"/forms/{form.key}", data=FIELDS)

    assert (await ticket_by_id(web_desk, 1)).group_id == group


async def test_the_form_of_a_group_that_is_removed_becomes_the_other_groups(visitor, make_form, web_desk, group):
    ada, events = await person(web_desk, "Ada", Role.ADMINISTRATOR), await add_group(web_desk, "Events", NOW)
    form = await make_form(group_id=events)

    await remove_group(web_desk, ada, events, Removal(group), NOW)
    await visitor.post(f"/forms/{form.key}", data=FIELDS)

    assert (await ticket_by_id(web_desk, 1)).group_id == group


async def test_a_revoked_and_an_unknown_form_take_nothing(script, form, web_desk):
    await revoke_form(web_desk, form.id, SYSTEM, NOW)

    answers = [await script.post(f"/forms/{key}", json=FIELDS) for key in (form.key, "f_" + "x" * 22, "nothing")]

    assert [answer.status_code for answer in answers[:2]] == [404, 404]
    assert answers[2].status_code == 403  # such an address is none of a form's
    assert await count(web_desk, "tickets") == 0


async def test_what_is_typed_into_a_revoked_form_goes_on_in_the_desks_own(visitor, form, web_desk):
    await revoke_form(web_desk, form.id, SYSTEM, NOW)

    page = await visitor.post(f"/forms/{form.key}", data={**FIELDS, "arrival": "21 November"})
    key = re.search('name="request_key" value="([^"]+)"', page.text)[1]
    message = re.search(r"<textarea[^>]*>(.*)</textarea>", page.text, re.DOTALL)[1]
    typed = {**FIELDS, "country": "DE", "message": message.strip(), "request_key": key}
    sent = [await visitor.post("/new", data=typed, headers=PAGE) for _press in range(2)]

    assert page.status_code == 410
    assert "This form is no longer in use." in page.text
    assert 'action="/new"' in page.text
    assert f'value="{FIELDS["subject"]}"' in page.text
    assert [answer.status_code for answer in sent] == [303, 303]
    assert (await messages_of(web_desk, 1))[0].text == f"{FIELDS['message']}\n\nDate of arrival: 21 November"
    assert await count(web_desk, "tickets") == 1


async def test_a_ticket_is_found_by_what_a_further_field_says(visitor, form, web_desk, sign_chief):
    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "arrival": "Michaelmas"})
    chief = await sign_chief()

    found = (await chief.get("/tickets", params={"q": "michaelmas"}, headers=PROGRAM)).json()["tickets"]
    page = (await chief.get("/tickets/1")).text
    await chief.post("/tickets/1/subject", data={"subject": "Another subject"})
    again = (await chief.get("/tickets", params={"q": "michaelmas"}, headers=PROGRAM)).json()["tickets"]

    assert [ticket["id"] for ticket in found] == [ticket["id"] for ticket in again] == [1]
    assert re.search(r"Date of arrival</dt>\s*<dd[^>]*>Michaelmas</dd>", page)
    assert "Contact page" in page


async def test_another_set_of_fields_counts_from_the_next_message(visitor, form, web_desk):
    await change_form(web_desk, form.id, TypedForm("Contact", extra="room = Room"), SYSTEM, NOW)

    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "arrival": "21 November", "room": "12"})

    assert (await entry_of(web_desk, 1)).fields == (FilledField("Room", "12", "room"),)


async def test_several_boxes_of_one_name_are_one_text(visitor, form, web_desk):
    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "arrival": ["Monday", "Tuesday"]})

    assert (await entry_of(web_desk, 1)).fields == (FilledField("Date of arrival", "Monday, Tuesday", "arrival"),)


async def test_s19_files_of_a_form_that_opened_no_ticket_are_kept_nowhere(visitor, form, web_desk):
    await visitor.post(
        f"/forms/{form.key}", data={**FIELDS, "city": ""}, files={"files": ("a.txt", b"hello", "text/plain")}
    )

    assert await count(web_desk, "attachments") == 0


async def test_too_large_files_are_named_and_nothing_typed_is_lost(browse, form, web_desk, web_app):
    settings = dataclasses.replace(web_desk.settings, max_file_mb=1)
    web_app.state.desk = dataclasses.replace(web_desk, settings=settings)
    big = {"files": ("holiday.mov", b"x" * (1024 * 1024 + 1), "video/quicktime")}

    answer = await browse().post(f"/forms/{form.key}", data=FIELDS, files=big)

    assert answer.status_code == 413
    assert "holiday.mov" in answer.text
    assert "Late arrival" in answer.text


async def test_further_fields_are_handed_out_with_the_customers_data_and_erased_with_their_ticket(
    visitor, form, web_desk, sign_chief
):
    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "arrival": "Michaelmas"})
    chief = await sign_chief()

    archive = await chief.post("/customers/1/archive")
    await chief.post("/tickets/1/delete", headers=PROGRAM)
    await chief.post("/tickets/1/erase", headers=PROGRAM)

    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        [name] = [name for name in opened.namelist() if name.endswith("ticket.json")]
        told = json.loads(opened.read(name))
    assert (told["form"], told["further_fields"]) == (form.name, {"Date of arrival": "Michaelmas"})
    assert await count(web_desk, "form_entries") == 0
    assert (await form_by_id(web_desk, form.id)).ticket_count == 1
