"""The page of settings, and the countdown that one of them brings."""

import dataclasses
import re

from app.actions.desk.settings import change_settings
from app.actions.people.absence import note_seen
from app.actions.ticket.taking import take
from app.core.clock import MINUTE_MS, now_ms
from tests.plugins.pictures import png
from tests.web.console.conftest import JSON


async def test_administrators_change_what_the_environment_leaves_open(sign, web_desk, chief):
    web_desk.settings = dataclasses.replace(web_desk.settings, given={"DESKBELL_TIMEZONE": "UTC"})
    browser = await sign(chief)

    answer = await browser.post("/settings", data={"release_after_min": "30", "mail_new_tickets": "hold"})
    page = (await browser.get(answer.headers["location"])).text
    told = (await browser.get("/settings", headers=JSON)).json()["settings"]

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/settings?saved=")
    assert "Set by the environment variable DESKBELL_TIMEZONE." in page
    assert told["release_after_min"] == {"value": 30, "fixed": False}
    assert told["timezone"] == {"value": "UTC", "fixed": True}
    assert web_desk.settings.mail_new_tickets == "hold"


async def test_a_saved_change_is_undone_from_the_page_that_says_so(sign, web_desk, chief):
    browser = await sign(chief)
    saved = await browser.post("/settings", data={"desk_name": "Casa", "undo_seconds": "10"})
    page = (await browser.get(saved.headers["location"])).text
    numbers = saved.headers["location"].partition("=")[2]

    undone = await browser.post("/settings/undo", data={"events": numbers})
    again = await browser.post("/settings/undo", data={"events": numbers})

    assert f'name="events" value="{numbers}"' in page
    assert "· Casa</title>" in page
    assert "<strong>Casa</strong>" in page
    assert undone.headers["location"].startswith("/settings?undone=")
    assert web_desk.settings.desk_name == ""
    assert again.status_code == 409
    assert "Nothing was undone." in again.text


async def test_a_logo_is_uploaded_undone_and_taken_away(sign, web_desk, chief):
    browser = await sign(chief)
    picture = {"logo": ("l.png", png(), "image/png")}

    saved = await browser.post("/settings", data={"desk_name": ""}, files=picture)
    page = (await browser.get(saved.headers["location"])).text
    stored = web_desk.settings.logo
    gone = await browser.post("/settings", data={"logo": ""})
    without = web_desk.settings.logo
    await browser.post("/settings/undo", data={"events": gone.headers["location"].partition("=")[2]})

    assert f'src="/logo/{stored.partition(" ")[0]}"' in page
    assert without == ""
    assert web_desk.settings.logo == stored


async def test_a_logo_that_is_no_picture_or_names_a_stored_file_is_refused_at_its_field(sign, web_desk, chief):
    browser = await sign(chief)
    await web_desk.storage.put("0" * 32, png())

    odd = await browser.post(
        "/settings", data={"undo_seconds": "20"}, files={"logo": ("l.png", b"<svg/>", "image/png")}
    )
    named = await browser.post("/settings", data={"logo": f"{'0' * 32}.png 48x24"}, headers=JSON)

    assert 'id="fault-logo"' in odd.text
    assert "Choose a PNG or JPEG picture." in odd.text
    assert named.status_code == 422
    assert (web_desk.settings.logo, web_desk.settings.undo_seconds) == ("", 10)


async def test_settings_are_found_by_words_of_theirs_without_a_script(sign, chief):
    browser = await sign(chief)

    found = (await browser.get("/settings", params={"q": "retention"})).text
    by_variable = (await browser.get("/settings", params={"q": "DESKBELL_UNDO"})).text
    nothing = (await browser.get("/settings", params={"q": "zebra"})).text

    assert re.findall(r'data-setting="(\w+)"', found) == ["raw_mail_days"]
    assert re.findall(r'data-setting="(\w+)"', by_variable) == ["undo_seconds"]
    assert re.findall(r'data-setting="(\w+)"', nothing) == []
    assert "No setting matches." in nothing


async def test_each_setting_says_its_default_and_what_it_does(sign, chief):
    page = (await (await sign(chief)).get("/settings")).text

    assert "Default: 10 seconds." in page
    assert "Default: 3 an hour." in page
    assert "Default: only themselves." in page


async def test_what_cannot_be_set_is_said_at_its_field_and_what_was_typed_stays(sign, chief):
    browser = await sign(chief)

    answer = await browser.post("/settings", data={"undo_seconds": "soon", "timezone": "Mars"})
    told = await browser.post("/settings", data={"secret_key": "x"}, headers=JSON)

    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert 'id="fault-undo_seconds"' in answer.text
    assert 'id="fault-timezone"' in answer.text
    assert [error["field"] for error in told.json()["errors"]] == ["secret_key"]


async def test_the_log_says_what_was_set_in_words(sign, web_desk, chief):
    await change_settings(web_desk, chief, {"release_after_min": "30", "mail_new_tickets": "form"}, now_ms())

    log = (await (await sign(chief)).get("/log")).text

    assert "changed <b>when offline operators&#39; tickets are released</b>: never → after 30 min" in log
    assert "opens a ticket → is answered with a link to the form" in log


async def test_the_banner_says_when_an_offline_holders_ticket_is_free(sign, web_desk, maria, jonas, chief, ticket):
    moment = now_ms()
    await change_settings(web_desk, chief, {"release_after_min": "30"}, moment - 20 * MINUTE_MS)
    await take(web_desk, maria, ticket.id, moment - 15 * MINUTE_MS)
    browser = await sign(jonas)

    gone = (await browser.get(f"/tickets/{ticket.id}")).text
    await note_seen(web_desk, [maria.id], await web_desk.db.now_ms())
    back = (await browser.get(f"/tickets/{ticket.id}")).text

    assert "Will be released at" in gone
    assert "Maria is offline." in gone
    assert "Maria is offline." not in back
