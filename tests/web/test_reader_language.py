import pytest

from web.language_names import direction, html_language, language_name
from web.middleware.language import accepted_language

KNOWN = ["en", "de", "pt_BR", "ar"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,de;q=0.5", "de"),
        ("en;q=0.1, de;q=0.9", "de"),
        ("de;q=0, en", "en"),
        ("pt-BR", "pt_BR"),
        ("*", "en"),
        ("de;q=abc", "en"),
        (",,;;q=", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_the_browsers_wish_is_met_where_there_is_a_catalogue(header, expected):
    assert accepted_language(header, KNOWN) == expected


async def test_an_operators_own_language_wins(guest, anna, web_desk, monkeypatch):
    monkeypatch.setattr("web.middleware.language.available", lambda: KNOWN)
    await guest.post("/sign-in", data={"email": anna.email, "password": "a bell rings thrice"})
    await web_desk.db.execute("UPDATE operators SET language = 'ar'")

    page = await guest.get("/t", headers={"Accept-Language": "de"})

    assert '<html lang="ar" dir="rtl"' in page.text


async def test_a_language_that_was_chosen_on_the_page_is_kept(guest, web_desk, monkeypatch):
    monkeypatch.setattr("web.middleware.language.available", lambda: KNOWN)
    monkeypatch.setattr("web.public.language.available", lambda: KNOWN)

    chosen = await guest.post("/language", data={"language": "de", "next": "/t"})
    page = await guest.get("/t")

    assert chosen.headers["location"] == "/t"
    assert '<html lang="de"' in page.text


async def test_a_language_that_is_none_is_not_kept(guest, web_desk):
    chosen = await guest.post("/language", data={"language": "../../etc", "next": "//evil.example"})

    assert chosen.headers["location"] == "/"
    assert "set-cookie" not in chosen.headers


def test_languages_are_named_by_their_speakers():
    assert (language_name("de"), html_language("en"), direction("ar")) == ("Deutsch", "en-GB", "rtl")
