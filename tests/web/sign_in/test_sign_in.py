import asyncio

import pytest
from sqlalchemy import update

from app.actions.people.passwords import set_password
from app.credentials.passwords import md5_of
from sql.tables import operators
from tests.web.conftest import NOW, PASSWORD, PROGRAM, forged, person
from web.requests.cookies import DOOR, SESSION


async def enter(browser, email: str, password: str = PASSWORD, **fields: str):
    return await browser.post("/sign-in", data={"email": email, "password": password, **fields})


async def test_s27_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(guest, anna):
    answer = await enter(guest, anna.email, next="/t/lost")

    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303
    assert answer.headers["location"] == "/t/lost"
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Path=/" in cookie


async def test_a_wrong_password_says_how_many_tries_are_left_and_keeps_the_address(guest, anna):
    answer = await enter(guest, anna.email, "wrong password")

    assert answer.status_code == 401
    assert "That address and password do not match. 4 more tries before a pause of 1 minute." in answer.text
    assert f'value="{anna.email}"' in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_unknown_address_is_answered_like_a_known_one(browse, anna):
    known = await enter(browse(headers=PROGRAM), anna.email, "wrong password")
    unknown = await enter(browse(headers=PROGRAM), "nobody@desk.example", "wrong password")

    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()


async def test_s30_of_many_wrong_tries_at_once_only_five_are_verified(browse, anna, web_desk, monkeypatch):
    verified = []
    matches = web_desk.passwords.matches

    async def counted(password, stored):
        verified.append(password)
        return await matches(password, stored)

    monkeypatch.setattr(web_desk.passwords, "matches", counted)
    browser = browse(headers=PROGRAM)

    answers = await asyncio.gather(*[enter(browser, anna.email, "wrong password") for _try in range(30)])

    assert len(verified) == 5
    assert sorted({answer.status_code for answer in answers}) == [401, 429]


async def test_s30_the_right_password_from_elsewhere_works_whatever_strangers_tried(browse, anna):
    for number in range(4):
        attacker = browse(ip=f"198.51.100.{number}")
        for _try in range(6):
            await enter(attacker, anna.email, "wrong password")

    answer = await enter(browse(ip="203.0.113.50"), anna.email)

    assert answer.status_code == 303


async def test_s30_each_further_address_tries_once_and_then_waits_its_pause(browse, anna):
    for number in range(2):
        for _try in range(5):
            await enter(browse(ip=f"198.51.100.{number}"), anna.email, "wrong password")

    third = browse(ip="198.51.100.3", headers=PROGRAM)
    answers = [await enter(third, anna.email, "wrong password") for _try in range(2)]

    assert [answer.status_code for answer in answers] == [401, 429]
    assert int(answers[1].headers["retry-after"]) in {3, 4}


async def test_s30_a_browser_that_signed_in_before_has_a_door_of_its_own(browse, guest, anna):
    await enter(guest, anna.email)
    await guest.post("/sign-out")
    attacker = browse()  # in the same office
    for _try in range(30):
        await enter(attacker, anna.email, "wrong password")

    assert (await enter(attacker, anna.email)).status_code == 429
    assert (await enter(guest, anna.email)).status_code == 303


async def test_s30_a_door_counts_its_own_tries_and_nobody_elses(browse, guest, anna):
    await enter(guest, anna.email)
    for _try in range(5):
        await enter(guest, anna.email, "wrong password")

    assert (await enter(guest, anna.email)).status_code == 429
    assert (await enter(browse(), anna.email)).status_code == 303


async def test_s30_a_door_is_one_accounts_and_forged_ones_are_none(browse, guest, anna, web_desk):
    other = await person(web_desk, "Boris")
    await enter(guest, anna.email)
    for _try in range(6):
        await enter(browse(), other.email, "wrong password")

    stranger = browse(cookies={DOOR: forged(guest.cookies[DOOR])})
    assert (await enter(guest, other.email)).status_code == 429
    for _try in range(6):
        await enter(browse(), anna.email, "wrong password")
    assert (await enter(stranger, anna.email)).status_code == 429


async def test_s30_a_password_change_ends_the_doors(browse, guest, anna, web_desk):
    await enter(guest, anna.email)
    await set_password(web_desk, anna.id, "another bell rings", NOW)
    for _try in range(6):
        await enter(browse(), anna.email, "wrong password")

    assert (await enter(guest, anna.email, "another bell rings")).status_code == 429


async def test_s30_a_right_password_clears_what_was_tried_before_it(browse, anna):
    browser = browse()
    for _round in range(4):
        for _try in range(4):
            await enter(browser, anna.email, "wrong password")
        assert (await enter(browser, anna.email)).status_code == 303


async def test_an_office_behind_one_address_signs_in_freely(browse, web_desk, group):
    people = [await person(web_desk, f"Person{number}") for number in range(22)]

    answers = [await enter(browse(), one.email) for one in people]

    assert {answer.status_code for answer in answers} == {303}


async def test_failures_of_many_accounts_from_one_address_end_in_a_pause(browse):
    browser = browse(headers=PROGRAM)

    answers = [await enter(browser, f"person{number}@desk.example", "wrong password") for number in range(21)]

    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


async def test_s27_a_session_from_before_is_not_carried_over(browse, guest, anna):
    await enter(guest, anna.email)
    before = guest.cookies[SESSION]

    await enter(guest, anna.email)

    old = browse(cookies={SESSION: before})
    assert guest.cookies[SESSION] != before
    assert (await old.get("/sign-in")).status_code == 200  # not signed in: the door is shown
    assert (await guest.get("/sign-in")).status_code == 303


async def test_signing_out_ends_the_session_on_the_server(browse, guest, anna):
    await enter(guest, anna.email)
    token = guest.cookies[SESSION]

    await guest.post("/sign-out")

    assert SESSION not in guest.cookies
    assert (await browse(cookies={SESSION: token}).get("/sign-in")).status_code == 200


async def test_a_program_signs_in_with_json(browse, anna):
    answer = await browse(headers=PROGRAM).post("/sign-in", json={"email": anna.email, "password": PASSWORD})

    assert answer.status_code == 200
    assert answer.json()["operator"]["name"] == "Anna"


async def test_an_empty_password_opens_nothing_whatever_is_stored(browse, anna, web_desk):
    stored = web_desk.passwords._hasher.hash(web_desk.passwords._keyed(md5_of("")))  # of an older import
    await web_desk.db.execute(update(operators).where(operators.c.id == anna.id).values(password=stored))

    assert (await enter(browse(), anna.email, "")).status_code == 401
    with pytest.raises(ValueError, match="empty password"):
        await web_desk.passwords.store_md5(md5_of(""))
