from web.pages.language_names import direction, html_language, language_name

KNOWN = ["en", "de", "pt_BR", "ar"]


async def test_an_operators_own_language_wins(guest, anna, web_desk, monkeypatch):
    monkeypatch.setattr("web.middleware.language.available", lambda: KNOWN)
    await guest.post("/sign-in", data={"email": anna.email, "password": "a bell rings thrice"})
    await web_desk.db.execute("UPDATE operators SET language = 'ar'")

    page = await guest.get("/t", headers={"Accept-Language": "de"})

    assert '<html lang="ar" dir="rtl"' in page.text


async def test_an_operator_without_a_choice_gets_what_their_browser_asks_for(guest, anna, several_languages):
    await guest.post("/sign-in", data={"email": anna.email, "password": "a bell rings thrice"})

    german, chosen = await guest.get("/me", headers={"Accept-Language": "de-AT,en;q=0.5"}), await guest.get("/me")

    assert '<html lang="de" dir="ltr"' in german.text
    assert '<html lang="en-GB"' in chosen.text


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
