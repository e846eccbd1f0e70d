"""The second step at the door, over HTTP; and one's own second factor."""

import dataclasses
import re

import httpx2
import pyotp
import pytest

from app.actions.people.passwords import set_password
from app.actions.people.second_factor import begin_second_factor, confirm_second_factor
from app.core.clock import now_ms
from app.nouns.operator import Role
from tests.web.conftest import PASSWORD, PROGRAM, person
from tests.web.sign_in.test_sign_in import enter
from web.requests.guards import SECOND_FACTOR


def code_of(secret: str, at_ms: int | None = None) -> str:
    return pyotp.TOTP(secret).at((now_ms() if at_ms is None else at_ms) // 1000)


@pytest.fixture
async def secret(web_desk, anna) -> str:
    """Anna's, on since an hour ago."""
    begun_ms = now_ms() - 3_600_000
    setup = await begin_second_factor(web_desk, anna, begun_ms)
    await confirm_second_factor(web_desk, anna, code_of(setup.secret, begun_ms), begun_ms)
    return setup.secret


async def test_a_browser_goes_on_to_the_code_and_then_to_the_wanted_page(guest, anna, secret):
    first = await enter(guest, anna.email, next="/t/lost")
    assert first.headers["location"] == "/sign-in/code?next=%2Ft%2Flost"
    assert "deskbell_session" not in guest.cookies
    page = await guest.get(first.headers["location"])
    wrong = await guest.post("/sign-in/code", data={"code": "000000", "next": "/t/lost"})
    right = await guest.post("/sign-in/code", data={"code": code_of(secret), "next": "/t/lost"})

    assert "Enter your code" in page.text
    assert (wrong.status_code, right.status_code) == (401, 303)
    assert "check your phone" in wrong.text
    assert right.headers["location"] == "/t/lost"
    assert (await guest.get("/tickets")).status_code == 200
    assert (await guest.get("/sign-in/code")).headers["location"] == "/sign-in"


async def test_a_program_sends_password_and_code_at_once(browse, anna, secret):
    program = browse(headers=PROGRAM)

    without, wrong = await enter(program, anna.email), await enter(program, anna.email, code="000000")
    right = await enter(program, anna.email, code=code_of(secret))

    assert [answer.status_code for answer in (without, wrong, right)] == [401, 401, 200]
    assert without.json()["type"].endswith("code-needed")
    assert wrong.json()["type"].endswith("wrong-code")


async def test_without_the_right_password_there_is_no_second_step(guest, anna, secret):
    await enter(guest, anna.email, "wrong")
    guest.cookies.set("deskbell_half_way", "W10.forged.x", domain="127.0.0.1")

    assert (await guest.get("/sign-in/code")).headers["location"] == "/sign-in"
    answer = await guest.post("/sign-in/code", data={"code": code_of(secret)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_s36_codes_are_guessed_no_faster_than_passwords_from_wherever(browse, anna, secret):
    for number in range(SECOND_FACTOR.free):
        answer = await enter(browse(f"198.51.100.{number}", PROGRAM), anna.email, code="000000")
        assert answer.status_code == 401
    paused = await enter(browse("198.51.100.99", PROGRAM), anna.email, code=code_of(secret))

    assert paused.status_code == 429
    assert int(paused.headers["retry-after"]) > 30


async def test_a_password_that_is_changed_between_the_steps_ends_them(guest, anna, web_desk, secret):
    await enter(guest, anna.email)
    await set_password(web_desk, anna.id, "another bell altogether", now_ms())

    answer = await guest.post("/sign-in/code", data={"code": code_of(secret)})
    assert answer.headers["location"] == "/sign-in"


async def set_up(browser: httpx2.AsyncClient) -> tuple[str, list[str]]:
    """The secret on the page, and the recovery codes after confirming."""
    begun = await browser.post("/me/second-factor", data={"current": PASSWORD})
    assert begun.headers["location"] == "/me/second-factor"
    page = (await browser.get("/me/second-factor")).text
    secret = "".join(re.search(r'second-factor__secret">\s*<bdi dir="ltr">([A-Z2-7 ]+)<', page)[1].split())
    assert 'src="data:image/svg+xml' in page.partition("second-factor__picture")[2]
    done = await browser.post("/me/second-factor/confirm", data={"code": code_of(secret)})
    assert done.headers["cache-control"] == "no-store"
    return secret, re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", done.text)


async def test_s36_it_is_set_up_replaced_and_removed_with_the_password(guest, web_desk, anna):
    await enter(guest, anna.email)
    refused = [
        await guest.post(f"/me/second-factor{path}", data={"current": "wrong"}, headers=PROGRAM)
        for path in ("", "/recovery-codes", "/remove")
    ]
    assert [answer.status_code for answer in refused] == [422, 422, 422]

    _secret, codes = await set_up(guest)

    assert len(set(codes)) == 10
    state = await guest.get("/me/second-factor", headers=PROGRAM)
    assert state.json() == {"second_factor": True, "recovery_codes_left": 10}
    assert codes[0] not in (await guest.get("/me/second-factor")).text
    renewed = await guest.post("/me/second-factor/recovery-codes", data={"current": PASSWORD}, headers=PROGRAM)
    assert set(renewed.json()["recovery_codes"]).isdisjoint(codes)
    await guest.post("/me/second-factor/remove", data={"current": PASSWORD})
    assert (await guest.get("/me/second-factor", headers=PROGRAM)).json()["second_factor"] is False


async def test_whoever_owes_one_is_led_to_set_it_up_and_sees_nothing_else(guest, web_app, web_desk, group):
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    web_desk.settings = dataclasses.replace(web_desk.settings, second_factor_for="administrators")
    await enter(guest, ada.email)

    for path in ("/tickets", "/people", "/events"):
        assert (await guest.get(path, headers=PROGRAM)).status_code == 401
    assert (await guest.get("/tickets")).headers["location"] == "/sign-in?next=%2Ftickets"
    assert (await guest.get("/sign-in?next=%2Ftickets")).headers["location"] == "/me/second-factor"
    assert "Your role requires one" in (await guest.get("/me/second-factor")).text

    await set_up(guest)

    assert (await guest.get("/people")).status_code == 200
    assert (
        await guest.post("/me/second-factor/remove", data={"current": PASSWORD}, headers=PROGRAM)
    ).status_code == 409


async def test_an_administrator_resets_anothers_and_not_their_own(browse, web_desk, anna, secret):
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    browser = browse(headers=PROGRAM)
    await enter(browser, ada.email)

    assert (await browser.get(f"/people/{anna.id}")).json()["person"]["second_factor"] is True
    own = await browser.post(f"/people/{ada.id}/second-factor/reset")
    reset = await browser.post(f"/people/{anna.id}/second-factor/reset")

    assert (own.status_code, reset.json()["person"]["second_factor"]) == (409, False)
    assert (await enter(browse(headers=PROGRAM), anna.email)).status_code == 200
