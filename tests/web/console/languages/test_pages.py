"""The translation editor without a script: languages, texts, files, the texts of one page."""

import re

import pytest

from app.actions.desk.following_texts import begin_with_texts
from app.text.catalogue import TextKey
from app.translations.text_id import text_id
from tests.web.console.conftest import JSON

OPEN, LATE = TextKey("", "Open"), TextKey("", "Late since %(time)s")
TICKETS = TextKey("", "%(num)s ticket", "%(num)s tickets")
WRITE = TextKey("", "Write to us")


@pytest.fixture(autouse=True)
def first_version(version):
    version.ship(OPEN, LATE, TICKETS, WRITE, de={OPEN: ("Offen",), WRITE: ("Schreiben Sie uns",)})


def address(key, rest="", language="de"):
    return f"/languages/{language}/texts/{text_id(key)}{rest}"


async def test_every_language_shows_how_far_it_is(sign, chief):
    browser = await sign(chief)

    page = (await browser.get("/languages/de")).text
    told = (await browser.get("/languages", headers=JSON)).json()["languages"]

    assert 'aria-label="2 done, 0 to check, 2 missing"' in page
    assert {one["language"]: (one["done"], one["missing"]) for one in told} == {"en": (4, 0), "de": (2, 2)}


async def test_a_word_is_changed_and_undone_on_the_page(sign, chief):
    browser = await sign(chief)
    opened = (await browser.get(f"/languages/de?text={text_id(OPEN)}")).text
    back = re.search(r'name="back" value="([^"]+)"', opened)[1]

    saved = await browser.post(address(OPEN), data={"form0": "Neu", "back": back})
    page = (await browser.get(saved.headers["location"])).text
    event = re.search(r'name="event" value="(\d+)"', page)[1]
    undone = await browser.post("/languages/undo", data={"event": event, "back": back})

    assert saved.headers["location"].startswith("/languages/de?saved=")
    assert "Changed by" in page
    assert ">Neu<" in re.sub(r"\s", "", page)
    assert ">Neu<" not in re.sub(r"\s", "", (await browser.get(undone.headers["location"])).text)


async def test_a_refused_text_keeps_what_was_typed_and_says_why_at_its_field(sign, chief):
    browser = await sign(chief)

    page = await browser.post(address(LATE), data={"form0": "Spät"})
    told = await browser.post(address(LATE), data={"form0": "Spät"}, headers=JSON)

    assert page.status_code == told.status_code == 422
    assert re.search(r"form0-[0-9a-f]+-fault\">The placeholder “%\(time\)s” is missing", page.text)
    assert "\nSpät</textarea>" in page.text
    assert told.json()["errors"][0]["field"] == "form0"


async def test_each_plural_form_has_a_number_it_is_for_and_is_shown_filled(sign, chief):
    browser = await sign(chief)
    await browser.post("/languages", data={"language": "pl"})

    page = (await browser.get(f"/languages/pl?text={text_id(TICKETS)}")).text
    await browser.post(
        address(TICKETS, language="pl"), data={"form0": "Bilet", "form1": "%(num)s bilety", "form2": "%(num)s biletów"}
    )
    filled = (await browser.get(f"/languages/pl?text={text_id(TICKETS)}")).text

    assert re.findall(r'<label for="form\d-[0-9a-f]+">([^<]+)</label>', page) == ["for 1", "for 2", "for 5"]
    assert re.findall(r"<output[^>]*>([^<]*)</output>", filled) == ["Bilet", "2 bilety", "5 biletów"]


async def test_texts_are_chosen_by_what_is_left_and_found_by_their_words(sign, chief):
    browser = await sign(chief)

    async def found(query):
        told = (await browser.get(f"/languages/de?{query}", headers=JSON)).json()
        return {one["english"][0] for one in told["texts"]}

    assert await found("show=missing") == {LATE.singular, TICKETS.singular}
    assert await found("q=schreiben") == {WRITE.singular}
    assert await found("q=late+time") == {LATE.singular}
    assert await found("part=mail") == set()


async def test_the_texts_of_a_page_are_those_that_it_says_and_are_changed_there(sign, chief, guest):
    browser = await sign(chief)

    page = await browser.get("/new?texts=de&group=1")
    found = set(re.findall(r'<li class="text-row[^"]*" id="text-([0-9a-f]+)"', page.text))
    opened = (await browser.get(f"/new?texts=de&text={text_id(WRITE)}")).text
    back = re.search(r'name="back" value="([^"]+)"', opened)[1]
    saved = await browser.post(address(WRITE), data={"form0": "Ihre Anfrage", "back": back})
    public = (await guest.get("/new", headers={"Accept-Language": "de"})).text

    assert '<a href="/new?group=1">' in page.text
    assert text_id(WRITE) in found
    assert text_id(TICKETS) not in found
    assert saved.headers["location"] == f"/new?texts=de&saved={saved.headers['location'].rpartition('=')[2]}"
    assert "Ihre Anfrage" in public


async def test_only_administrators_get_the_texts_of_a_page(sign, maria, guest):
    browser = await sign(maria)

    for page in (await guest.get("/new?texts=de"), await browser.get("/new?texts=de")):
        assert "text-row" not in page.text
        assert 'id="subject"' in page.text or 'name="subject"' in page.text


async def test_customers_pages_lead_an_administrator_to_their_texts(sign, chief, maria, guest):
    browser = await sign(chief)

    page = (await browser.get("/new?group=1")).text
    lost = (await browser.get("/nowhere")).text
    others = [(await one.get("/new?group=1")).text for one in (guest, await sign(maria))]

    assert 'href="?group=1&amp;texts=en"' in page
    assert 'href="?texts=en"' in lost
    assert all("texts=" not in other for other in others)


async def test_what_is_no_page_is_answered_as_it_is(sign, chief):
    browser = await sign(chief)

    assert (await browser.get("/healthz?texts=de")).headers["content-type"].startswith("application/json")
    assert (await browser.get("/?texts=de")).status_code == 303


async def test_a_file_goes_to_a_translator_and_comes_back(sign, chief):
    browser = await sign(chief)
    taken = await browser.get("/languages/de/deskbell.po")
    changed = taken.text.replace('msgstr "Offen"', 'msgstr "Neu"').replace(
        'msgid "Late since %(time)s"\nmsgstr ""', 'msgid "Late since %(time)s"\nmsgstr "Spät"'
    )

    page = await browser.post("/languages/de/import", files={"file": ("de.po", changed.encode(), "text/plain")})
    wrong = await browser.post("/languages/de/import", files={"file": ("de.po", b"hello", "text/plain")})

    assert taken.headers["content-disposition"] == 'attachment; filename="deskbell.de.po"'
    assert "1 text changed." in page.text
    assert "The placeholder “%(time)s” is missing." in page.text
    assert wrong.status_code == 422
    assert "This is not a .po file" in wrong.text


async def test_after_an_upgrade_what_lost_its_text_is_listed_and_taken_over(sign, chief, version, web_desk):
    browser = await sign(chief)
    await browser.post(address(LATE), data={"form0": "Zu spät seit %(time)s"})
    version.ship(OPEN, TICKETS, WRITE, TextKey("", "Late for %(time)s"), de={OPEN: ("Offen",)})
    await begin_with_texts(web_desk)

    page = (await browser.get("/languages/de?show=unused")).text
    into = re.search(r'name="into" value="([0-9a-f]+)"', page)[1]
    await browser.post(address(LATE, "/take-over"), data={"into": into, "back": "/languages/de"})
    told = (await browser.get("/languages/de?show=changed", headers=JSON)).json()["texts"]

    assert "<del" in page
    assert [(one["english"], one["said"]) for one in told] == [(["Late for %(time)s"], ["Zu spät seit %(time)s"])]
