"""Forms on other sites and what browsers may do there: origins, scripts, cookies, redirects."""

import json
import re

import pytest

from app.core.errors import BadFields
from app.site_forms.typed_site_form import read_origins
from tests.web.conftest import HERE, PAGE
from tests.web.outside.conftest import FIELDS, SCRIPT, SHOP, count

EVIL = "https://evil.example"
COOKIES = {"deskbell_session": "x", "deskbell_language": "de", "deskbell_ticket": "x", "deskbell_theme": "dark"}


def allowed(answer) -> str | None:
    return answer.headers.get("access-control-allow-origin")


async def test_s48_only_the_forms_own_sites_may_read_what_their_scripts_are_answered(browse, form):
    for origin, expected in ((SHOP, SHOP), (EVIL, None), (f"{SHOP}.evil.example", None), ("null", None)):
        script = browse(headers={**SCRIPT, "Origin": origin})
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        answers = [
            await script.options(f"/forms/{form.key}", headers=asked),
            await script.options(f"/forms/{form.key}/challenge", headers=asked),
            await script.get(f"/forms/{form.key}/challenge"),
            await script.post(f"/forms/{form.key}", json=FIELDS),
            await script.post(f"/forms/{form.key}", json={}),
        ]

        assert {allowed(answer) for answer in answers} == {expected}, origin
        assert all("Origin" in answer.headers["vary"] for answer in answers)
        assert all("access-control-allow-credentials" not in answer.headers for answer in answers)


async def test_s48_no_other_address_answers_a_preflight(browse, form, web_app):
    script = browse(headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"})
    paths = {
        re.sub(r"\{[^}]*\}", "1", route.path) for route in web_app.routes if not route.path.startswith("/forms/{key}")
    }

    for path in sorted(paths):
        assert allowed(await script.options(path)) is None, path


async def test_a_form_that_names_no_site_lets_no_script_read(script, make_form):
    form = await make_form()

    assert allowed(await script.post(f"/forms/{form.key}", json=FIELDS)) is None


async def test_s39_a_form_is_the_one_address_that_other_sites_may_send_to(browse, form, web_desk):
    elsewhere = browse(headers={"Sec-Fetch-Site": "cross-site", "Origin": EVIL})
    others = ("/forms", f"/forms/{form.id}", f"/forms/{form.id}/revoke", f"/forms/{form.key}/done", "/forms/x", "/new")

    refused = [await elsewhere.post(path, data=FIELDS) for path in others]
    taken = await browse(headers={"Sec-Fetch-Site": "cross-site", "Origin": SHOP}).post(
        f"/forms/{form.key}", data=FIELDS
    )

    assert {answer.status_code for answer in refused} == {403}
    assert taken.status_code == 303


async def test_no_cookie_is_read_or_set_wherever_a_form_leads(browse, form, make_form):
    plain = await make_form("No page")
    visitor = browse(
        headers={"Origin": HERE, "Accept": "text/html", "Cookie": "; ".join(map("=".join, COOKIES.items()))}
    )
    answers = [
        await visitor.post(f"/forms/{form.key}", data=FIELDS),
        await visitor.post(f"/forms/{form.key}", data={}),
        await visitor.post(f"/forms/{form.key}", data={**FIELDS, "subject": "www.a.example"}),
        await visitor.post(f"/forms/{plain.key}", data=FIELDS),
        await visitor.get(f"/forms/{plain.key}/done"),
        await visitor.get(f"/forms/{form.key}/challenge"),
        await visitor.get("/forms/deskbell-form.js"),
    ]

    assert [answer.status_code for answer in answers] == [303, 422, 409, 303, 200, 200, 200]
    assert all("set-cookie" not in answer.headers for answer in answers)
    assert all('lang="en-GB"' in answer.text and "data-theme" not in answer.text for answer in answers[1:3])


@pytest.mark.parametrize("name", ["next", "thanks_url", "redirect", "_next", "return"])
async def test_s47_where_a_form_leads_is_in_its_settings_alone(visitor, form, name):
    answer = await visitor.post(f"/forms/{form.key}?{name}={EVIL}", data={**FIELDS, name: EVIL})

    assert answer.headers["location"] == form.thanks_url


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "//evil.example",
        "/thanks",
        "https:evil",
        "https://a\\b",
        "https://a b",
        "ftp://a",
        "https://u@a",
    ],
)
async def test_s47_a_thank_you_page_is_a_whole_address(make_form, typed):
    with pytest.raises(BadFields) as refused:
        await make_form(thanks_url=typed)

    assert refused.value.faults.keys() == {"thanks_url"}


async def test_a_page_of_ours_lets_its_form_end_at_the_thank_you_page_and_nowhere_else(visitor, form, make_form):
    plain = await make_form("No page")

    ours = await visitor.post(f"/forms/{form.key}", data={})
    others = [await visitor.post(f"/forms/{plain.key}", data={}), await visitor.get("/new")]

    assert ours.headers["content-security-policy"].endswith(f"form-action 'self' {SHOP}")
    assert all(answer.headers["content-security-policy"].endswith("form-action 'self'") for answer in others)


def test_sites_are_kept_as_browsers_write_an_origin():
    typed = (
        "https://Shop.example/ http://localhost:8080, https://a.example:443\nhttps://münchen.example https://[::1]:1"
    )

    assert read_origins(typed) == (
        "https://shop.example",
        "http://localhost:8080",
        "https://a.example",
        "https://xn--mnchen-3ya.example",
        "https://[::1]:1",
    )


@pytest.mark.parametrize(
    "typed", ["shop.example", "https://a.example/path", "*", "null", "https://u@a.example", "https://a:x"]
)
async def test_what_is_no_site_is_refused(make_form, typed):
    with pytest.raises(BadFields) as refused:
        await make_form(origins=typed)

    assert refused.value.faults.keys() == {"origins"}


@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "{{ 7 * 7 }}", "a\x00b", "\u202egpj.exe", "x" * 500])
async def test_s02_what_is_typed_comes_back_as_text(visitor, form, typed):
    for more in ({"phone": ""}, {"subject": "www.a.example"}):
        answer = await visitor.post(
            f"/forms/{form.key}", data={**FIELDS, "arrival": typed, "city": typed[:100], **more}
        )

        assert answer.status_code in {409, 422}
        assert "<script>alert" not in answer.text
        assert "49" not in "".join(re.findall(r'name="arrival"[^>]*value="([^"]*)"', answer.text))


@pytest.mark.parametrize(
    "name", ["name", "email", "phone", "subject", "message", "send_this", "altcha", "files", "edit"]
)
@pytest.mark.parametrize("odd", [None, True, [], ["1", "2"], [[]], {"a": 1}, "\ud800", 10**40])
async def test_s26_an_odd_value_is_never_a_defect(script, form, name, odd):
    body = json.dumps({**FIELDS, name: odd})

    answer = await script.post(f"/forms/{form.key}", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code < 500


async def test_s46_where_a_message_came_from_is_its_peer_whatever_it_says(visitor, form, web_desk):
    told = {"X-Forwarded-For": "198.51.100.1", "X-Real-IP": "198.51.100.1", **PAGE}

    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "client_ip": "198.51.100.1"}, headers=told)

    assert await web_desk.db.fetch_val("SELECT client_ip FROM tickets") == "203.0.113.7"
    assert await count(web_desk, "tickets") == 1
