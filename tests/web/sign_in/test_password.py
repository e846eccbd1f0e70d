"""The pages that set a password: the same answer for everybody, links from the desk's own address, no way around."""

import json
from urllib.parse import quote

import httpx2
import pytest
from sqlalchemy import select

from app.actions.people import password_links as links
from app.credentials.link_tokens import token_of
from app.nouns.outbound_mail import OutboundMail
from mail.composing import compose
from sql.tables import outbox, password_links
from tests.web.conftest import HERE, PAGE, PASSWORD, PROGRAM
from tests.web.sign_in.test_sign_in import enter
from web.requests.logs import without_code
from web.sign_in import password as pages

FRESH = "another bell, another door"


async def ask(browser, email, **more):
    return await browser.post("/password/lost", data={"email": email}, **more)


async def mails(desk):
    return await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "password_reset").order_by(outbox.c.id))


async def link_of(desk):
    [row] = await mails(desk)
    return "/password/" + token_of(desk.settings, json.loads(row.details)["nonce"])


async def test_the_way_from_a_forgotten_password_to_the_desk(guest, anna, web_desk):
    page = await guest.get("/sign-in")
    assert 'href="/password/lost"' in page.text

    sent = await ask(guest, anna.email)
    assert "an email is on its way" in sent.text
    path = await link_of(web_desk)
    assert anna.email in (await guest.get(path)).text
    done = await guest.post(path, data={"password": FRESH})

    assert (done.status_code, done.headers["location"]) == (303, "/sign-in?password=set")
    assert "Your password is set." in (await guest.get(done.headers["location"])).text
    assert (await enter(guest, anna.email, FRESH)).status_code == 303


@pytest.mark.parametrize("headers", [PAGE, PROGRAM])
async def test_s29_everybody_gets_the_same_answer(browse, anna, headers):
    known, unknown, none = [await ask(browse(headers=headers), email) for email in (anna.email, "a@b.example", "")]

    assert known.status_code == unknown.status_code == none.status_code == 200
    plain = [answer.text.replace(anna.email, "").replace("a@b.example", "") for answer in (known, unknown, none)]
    if headers is PROGRAM:
        assert plain[0] == plain[1] == plain[2]
    assert "on its way" in known.text or headers is PROGRAM
    assert known.headers.keys() == unknown.headers.keys()


async def test_s29_the_answer_has_left_before_anybody_is_looked_up(web_app, anna, monkeypatch):
    steps = []

    async def looked_up(desk, email, now_ms):
        steps.append("looked up")

    async def noting(scope, receive, send):
        async def sending(message):
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                steps.append("answered")

        await web_app(scope, receive, sending)

    monkeypatch.setattr(pages, "send_reset_link", looked_up)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=noting), base_url=HERE, headers=PAGE) as browser:
        await ask(browser, anna.email)

    assert steps == ["answered", "looked up"]


async def test_an_account_gets_three_links_an_hour_from_wherever_it_is_asked(browse, anna, web_desk):
    answers = [await ask(browse(ip=f"203.0.113.{number}"), anna.email) for number in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 60
    assert len(await mails(web_desk)) == 3


async def test_a_failed_look_up_is_no_different_answer(guest, anna, monkeypatch):
    async def broken(desk, email, now_ms):
        raise OSError("the disk is gone")

    monkeypatch.setattr(pages, "send_reset_link", broken)

    assert (await ask(guest, anna.email)).status_code == 200


async def test_s32_a_link_that_was_used_is_over_and_the_page_offers_a_new_one(guest, anna, web_desk):
    await ask(guest, anna.email)
    path = await link_of(web_desk)
    await guest.post(path, data={"password": FRESH})

    for answer in (await guest.get(path), await guest.post(path, data={"password": "and now a third one"})):
        assert answer.status_code == 404
        assert "This link has expired" in answer.text
        assert 'action="/password/lost"' in answer.text
    assert (await enter(guest, anna.email, FRESH)).status_code == 303


async def test_looking_at_the_link_uses_nothing_up(guest, anna, web_desk):
    await ask(guest, anna.email)
    path = await link_of(web_desk)

    pages_seen = [await guest.get(path) for _scanner in range(3)]

    assert {page.status_code for page in pages_seen} == {200}
    assert {page.headers["referrer-policy"] for page in pages_seen} == {"no-referrer"}
    assert len(await web_desk.db.fetch_all(select(password_links))) == 1


@pytest.mark.parametrize(
    "body", [{"password": None}, {"password": []}, {"password": ["a", "b"]}, {}, {"password": "x" * 200}]
)
async def test_a_bad_password_names_its_field_and_leaves_the_link(browse, anna, web_desk, body):
    await ask(browse(), anna.email)
    path = await link_of(web_desk)

    answer = await browse(headers=PROGRAM).post(path, json=body)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["password"]
    assert (await browse().get(path)).status_code == 200


async def test_s45_the_link_in_the_mail_is_the_desks_own_whatever_the_request_says(browse, anna, web_desk):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}

    await ask(browse(), anna.email, headers=forged)
    refused = await ask(browse(ip="203.0.113.9"), anna.email, headers={"Host": "evil.example"})

    assert refused.status_code == 400
    [row] = await mails(web_desk)
    mail = (await compose(web_desk, OutboundMail.from_record(row))).mime
    assert b"evil" not in mail
    assert mail.count(b"http://127.0.0.1:8000/password/") == 2


async def test_another_site_can_neither_ask_nor_set(browse, anna, web_desk):
    foreign = browse(headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    await ask(browse(), anna.email)
    path = await link_of(web_desk)

    assert (await ask(foreign, anna.email)).status_code == 403
    assert (await foreign.post(path, data={"password": FRESH})).status_code == 403
    assert len(await mails(web_desk)) == 1


async def test_a_link_opens_with_what_a_mail_program_glued_to_its_end(browse, anna, web_desk):
    await ask(browse(), anna.email)
    path = await link_of(web_desk)

    assert [(await browse().get(path + quote(glue))).status_code for glue in (".", ")", ">", ",", '"', "]")] == [
        200
    ] * 6
    assert (await browse().get(f"{path[:-1]}.")).status_code == 404


def test_s69_no_log_holds_a_links_token():
    assert without_code("/password/" + "x" * 43) == "/password/…"
    assert without_code("/password/lost") == "/password/lost"


async def test_ones_own_password_is_changed_with_the_current_one_and_other_windows_end(browse, anna):
    here, there = browse(), browse()
    for browser in (here, there):
        await enter(browser, anna.email)

    wrong = await here.post("/me/password", data={"current": "wrong password", "password": FRESH})
    weak = await here.post("/me/password", data={"current": PASSWORD, "password": "short"})
    right = await here.post("/me/password", data={"current": PASSWORD, "password": FRESH})

    assert (wrong.status_code, weak.status_code, right.status_code) == (422, 422, 303)
    assert "not your current password" in wrong.text
    assert "Your password is changed." in (await here.get(right.headers["location"])).text
    assert (await there.get("/tickets", headers=PROGRAM)).status_code == 401


async def test_a_desk_left_open_is_no_way_to_guess_a_password(browse, anna, web_desk, monkeypatch):
    browser = browse(headers=PROGRAM)
    await enter(browser, anna.email)
    tries = [await browser.post("/me/password", data={"current": "wrong", "password": FRESH}) for _try in range(11)]

    assert [answer.status_code for answer in tries] == [422] * 10 + [429]
    assert (await browse().get("/me/password")).headers["location"].startswith("/sign-in")


def test_s32_a_link_lasts_as_long_as_its_mail_says():
    assert {purpose.value: lasts // 60_000 for purpose, lasts in links.LASTS_MS.items()} == {
        "password_reset": 30,
        "invitation": 72 * 60,
    }
