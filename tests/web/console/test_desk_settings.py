"""The page of settings, and the countdown that one of them brings."""

import dataclasses

from app.actions.absence import note_seen
from app.actions.settling import change_settings
from app.actions.taking import take
from app.clock import MINUTE_MS, now_ms
from tests.web.console.conftest import JSON


async def test_administrators_change_what_the_environment_leaves_open(sign, web_desk, chief):
    web_desk.settings = dataclasses.replace(web_desk.settings, given={"DESKBELL_TIMEZONE": "UTC"})
    browser = await sign(chief)

    answer = await browser.post("/settings", data={"release_after_min": "30", "mail_new_tickets": "hold"})
    page = (await browser.get("/settings?saved=1")).text
    told = (await browser.get("/settings", headers=JSON)).json()["settings"]

    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?saved=1")
    assert "DESKBELL_TIMEZONE sets this in the environment of the desk." in page
    assert told["release_after_min"] == {"value": 30, "fixed": False}
    assert told["timezone"] == {"value": "UTC", "fixed": True}
    assert web_desk.settings.mail_new_tickets == "hold"


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

    assert "changed the setting <b>release of offline people&#39;s tickets</b> from never to after 30 min" in log
    assert "from opens a ticket to is answered with a link to the form" in log


async def test_the_banner_says_when_an_offline_holders_ticket_is_free(sign, web_desk, maria, jonas, chief, ticket):
    moment = now_ms()
    await change_settings(web_desk, chief, {"release_after_min": "30"}, moment - 20 * MINUTE_MS)
    await take(web_desk, maria, ticket.id, moment - 15 * MINUTE_MS)
    browser = await sign(jonas)

    gone = (await browser.get(f"/tickets/{ticket.id}")).text
    await note_seen(web_desk, [maria.id], await web_desk.db.now_ms())
    back = (await browser.get(f"/tickets/{ticket.id}")).text

    assert "Free at" in gone
    assert "Maria is offline." in gone
    assert "Maria is offline." not in back
