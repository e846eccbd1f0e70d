import pytest

from tests.web.conftest import HERE, PASSWORD
from tests.web.sweeps.matrix import read_matrix

FOREIGN = [
    pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, id="cross-site"),
    pytest.param({"Sec-Fetch-Site": "same-site"}, id="same-site"),
    pytest.param({"Origin": "https://evil.example"}, id="foreign origin"),
    pytest.param({"Origin": "null"}, id="opaque origin"),
    pytest.param({"Origin": f"{HERE}.evil.example"}, id="our name with an ending"),
    pytest.param({}, id="neither header"),
    pytest.param({"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain"}, id="plain text body"),
]
UNSAFE = [
    "/sign-in",
    "/sign-out",
    "/new",
    "/t",
    "/t/1",
    "/t/1/solved",
    "/t/1/details",
    "/t/lost",
    "/t/leave",
    "/language",
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_s39_a_change_that_another_site_sends_is_refused(browse, anna, web_desk, headers):
    browser = browse(headers=headers)

    answers = [
        await browser.post(path, content=b"email=anna@desk.example&password=" + PASSWORD.encode()) for path in UNSAFE
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert not any(answer.cookies for answer in answers)
    assert await web_desk.db.fetch_val("SELECT count(*) FROM sessions") == 0


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": HERE}, {"Origin": "http://localhost:8000"}]
)
async def test_a_change_from_the_desks_own_page_passes(browse, anna, headers):
    answer = await browse(headers=headers).post("/sign-in", data={"email": anna.email, "password": PASSWORD})

    assert answer.status_code == 303


async def test_reading_needs_no_origin(browse):
    answer = await browse(headers={"Sec-Fetch-Site": "cross-site"}).get("/new")

    assert answer.status_code == 200


async def test_s40_a_header_that_names_another_method_has_no_effect(guest, web_desk):
    answer = await guest.get("/sign-out", headers={"X-HTTP-Method-Override": "POST"})

    assert answer.status_code == 405


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_s48_no_other_sites_script_is_let_in_anywhere(browse, method):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": method, "Sec-Fetch-Site": "cross-site"}
    browser = browse(headers=asked)

    answers = [await browser.options(row.path) for row in read_matrix() if "{" not in row.path]
    answers += [await browser.get(path) for path in ("/new", "/healthz", "/t")]

    allowed = {name for answer in answers for name in answer.headers if name.startswith("access-control-")}
    assert not allowed
    assert len(answers) > len(UNSAFE)
