import asyncio

from tests.web.conftest import PASSWORD, PROGRAM, person
from web.cookies import SESSION


async def enter(browser, email: str, password: str = PASSWORD, **fields: str):
    return await browser.post("/sign-in", data={"email": email, "password": password, **fields})


async def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(guest, anna):
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
    assert "That address and password do not match. Four tries are left before a pause of one minute." in answer.text
    assert f'value="{anna.email}"' in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_unknown_address_is_answered_like_a_known_one(browse, anna):
    known = await enter(browse(headers=PROGRAM), anna.email, "wrong password")
    unknown = await enter(browse(headers=PROGRAM), "nobody@desk.example", "wrong password")

    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()


async def test_of_many_wrong_tries_at_once_only_five_are_verified(browse, anna, web_desk, monkeypatch):
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


async def test_the_right_password_from_elsewhere_still_works(browse, anna):
    attacker = browse(ip="198.51.100.9")
    for _try in range(6):
        await enter(attacker, anna.email, "wrong password")

    answer = await enter(browse(ip="203.0.113.50"), anna.email)

    assert answer.status_code == 303


async def test_an_office_behind_one_address_signs_in_freely(browse, web_desk, group):
    people = [await person(web_desk, f"Person{number}") for number in range(22)]

    answers = [await enter(browse(), one.email) for one in people]

    assert {answer.status_code for answer in answers} == {303}


async def test_failures_of_many_accounts_from_one_address_end_in_a_pause(browse):
    browser = browse(headers=PROGRAM)

    answers = [await enter(browser, f"person{number}@desk.example", "wrong password") for number in range(21)]

    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


async def test_a_session_from_before_is_not_carried_over(browse, guest, anna):
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
