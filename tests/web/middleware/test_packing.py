import pytest

BROWSER = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("asked_by", ["same-origin", "none"])
async def test_a_page_that_the_desk_or_its_reader_asks_for_travels_packed(guest, asked_by):
    plain = await guest.get("/new", headers=BROWSER | {"Accept-Encoding": "identity"})
    packed = await guest.get("/new", headers=BROWSER | {"Sec-Fetch-Site": asked_by})

    assert packed.headers["content-encoding"] == "br"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.text.split("<body", 1)[0].count("<link") == plain.text.split("<body", 1)[0].count("<link")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Accept-Encoding": "gzip"},
    ],
)
async def test_a_page_that_another_site_asks_for_or_nobody_knows_who_is_not_packed(guest, headers):
    answer = await guest.get("/new", headers=BROWSER | headers)

    assert "content-encoding" not in answer.headers
    assert "<html" in answer.text


async def test_an_error_is_packed_as_any_page_and_a_program_gets_its_answer_as_it_is(guest):
    page = await guest.get("/no-such-page", headers=BROWSER)
    problem = await guest.get("/no-such-page", headers=BROWSER | {"Accept": "application/json"})

    assert (page.status_code, page.headers.get("content-encoding")) == (404, "br")
    assert (problem.status_code, problem.headers.get("content-encoding")) == (404, None)
