"""The page of mail servers: what administrators set, and what nobody is shown."""

import dataclasses

from app.core.clock import now_ms
from app.queries.mail.trials import open_trials
from tests.web.console.conftest import JSON

SECRET = "a-bell-in-the-night"
SERVER = {
    "host": "mail.aurora.example",
    "security": "tls",
    "user": "desk@aurora.example",
    "password": SECRET,
    "sender_name": "Aurora Travel",
    "sender_email": "desk@aurora.example",
}
BOX = {"protocol": "imap", "host": "imap.aurora.example", "user": "bookings@aurora.example", "password": SECRET}


async def test_no_page_shows_a_password_and_json_says_only_that_there_is_one(sign, chief, web_desk):
    browser = await sign(chief)
    await browser.post("/settings/mail/outgoing", data=SERVER)
    added = await browser.post("/settings/mail/mailboxes", data=BOX)
    box = web_desk.settings.mailboxes[0].id

    pages = [
        (await browser.get(path)).text
        for path in ("/settings/mail?edit=outgoing", f"/settings/mail?edit={box}", "/log")
    ]
    told = await browser.get("/settings/mail", headers=JSON)

    assert added.headers["location"] == f"/settings/mail?edit={box}&saved=1"
    assert SECRET in web_desk.settings.smtp_url
    assert not [page for page in (*pages, told.text) if SECRET in page or "sealed" in page]
    assert told.json()["outgoing"]["has_password"] is True
    assert told.json()["mailboxes"][0]["shown"] == "imaps://bookings@aurora.example@imap.aurora.example:993/INBOX"
    assert "added the mailbox <b>bookings@aurora.example</b>" in pages[2]


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays_but_the_password(sign, chief):
    browser = await sign(chief)

    answer = await browser.post("/settings/mail/mailboxes", data={**BOX, "port": "many"})
    told = await browser.post("/settings/mail/mailboxes", data={**BOX, "host": ""}, headers=JSON)

    assert answer.status_code == 422
    assert 'value="bookings@aurora.example"' in answer.text
    assert "Enter a port from 1 to 65535" in answer.text
    assert SECRET not in answer.text
    assert [error["field"] for error in told.json()["errors"]] == ["host"]


async def test_what_the_environment_sets_is_shown_with_its_variable_and_cannot_be_changed(sign, chief, web_desk):
    web_desk.settings = dataclasses.replace(
        web_desk.settings,
        mailbox_url=f"pop3s://desk%40aurora.example:{SECRET}@pop.aurora.example",
        smtp_url=f"smtps://desk:{SECRET}@mail.aurora.example",
        given={"DESKBELL_MAIL_FROM": "desk@aurora.example"},
    )
    before = web_desk.settings.smtp_url
    browser = await sign(chief)

    page = (await browser.get("/settings/mail?edit=0")).text
    await browser.post("/settings/mail/outgoing", data={**SERVER, "host": "mail.mallory.example"})

    for name in ("DESKBELL_MAILBOX_URL", "DESKBELL_SMTP_URL", "DESKBELL_MAIL_FROM"):
        assert name in page
    assert SECRET not in page
    assert web_desk.settings.smtp_url == before
    assert (await browser.post("/settings/mail/mailboxes/0", data=BOX, headers=JSON)).status_code == 404


async def test_a_test_is_asked_for_and_followed_without_scripts_too(sign, chief, web_desk):
    browser = await sign(chief)
    await browser.post("/settings/mail/outgoing", data=SERVER)

    asked = await browser.post("/settings/mail/outgoing/try", headers=JSON)
    plain = await browser.post("/settings/mail/outgoing/try")
    told = (await browser.get(f"/settings/mail/trials/{asked.json()['trial']}", headers=JSON)).json()["trial"]
    page = (await browser.get(plain.headers["location"])).text

    assert asked.status_code == 202
    assert (told["state"], told["over"], told["steps"]) == ("waiting", False, [])
    assert "Starting…" in page
    assert len(await open_trials(web_desk, now_ms())) == 2


async def test_operators_have_no_business_there(sign, maria):
    browser = await sign(maria)

    assert (await browser.get("/settings/mail")).status_code == 403
    assert (await browser.post("/settings/mail/mailboxes", data=BOX)).status_code == 403
