# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Words in another spelling, phrases, numbers and countries are found as people mean them."""

import pytest

from app.actions.message.noting import add_note
from app.nouns.ticket import Customer
from app.search.query_language import read_search
from app.search.ranking import best_matches
from app.search.relaxing import wider_searches
from app.search.searching import search_tickets
from app.search.suggesting import suggestions
from app.text.countries import read_country
from tests.app.conftest import NOW, opened


async def find(desk, operator, typed):
    page = await search_tickets(desk, operator, read_search(typed, NOW, desk.settings.zone))
    return [row.ticket.id for row in page.rows]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Frau Müller kommt", "Mueller"),
        ("Frau Mueller kommt", "Müller"),
        ("Größe XL", "groesse"),
        ("Ålesund", "aalesund"),
        ("Mr O'Brien is late", "obrien"),
        ("Mr O’Brien is late", "O'Brien"),
        ("Mr OBrien is late", "obrien"),
        ("Mr OBrien is late", "O'Brien"),
        ("Mr O Brien is late", "O’Brien"),
        ("Mr O’Brien is late", '"Mr O\'Brien"'),
        ("Mr O’Brien is late", "Brien"),
        ("Jørgensen", "Joergensen"),
        ("Joergensen", "Jørgensen"),
        ("Łukasz Muñoz", "lukasz munoz"),
        ("Frau Müller kommt", '"frau mueller"'),
        ("Great 👍🏽", "👍"),
        ("Great 👍", "👍🏽"),
        ("At 8 ⏰", "⏰"),
        ("With love ❤️", "❤"),
        ("D'Angelo", "dangelo"),
        ("Lovely 🙂 thanks", "🙂"),
        ("Sie sagte: spät, ankunft heute", '"spät ankunft"'),
    ],
)
async def test_a_word_is_found_in_another_spelling(desk, anna, text, typed):
    await opened(desk, "Something else", text="Nothing of the kind")
    wanted = await opened(desk, "Question", text=text)

    assert await find(desk, anna, typed) == [wanted.id]
    assert await find(desk, anna, f"text:{typed}") == [wanted.id]


async def test_a_phrase_in_quotes_is_found_as_it_is(desk, anna):
    phrase = await opened(desk, "One", text="We plan a late arrival at the hotel")
    await opened(desk, "Two", text="A late answer about the arrival")
    subject = await opened(desk, "Late arrival", text="Hello")
    await add_note(desk, anna, phrase.id, "<p>arrival is late</p>", "n1", (), NOW)

    assert await find(desk, anna, '"late arrival"') == [subject.id, phrase.id]
    assert await find(desk, anna, 'subject:"late arrival"') == [subject.id]
    assert await find(desk, anna, 'note:"late arrival"') == []


@pytest.mark.parametrize("typed", ["#{}", "#{}.", "#{},", "#{})", "[#{}]", "(#{}).", "id:{}", "number:{}", "{}", "{}."])
async def test_a_typed_number_finds_its_ticket_first(desk, anna, ticket, typed):
    newer = await opened(desk, f"About {ticket.id}", text=f"see {ticket.id}")

    found = await find(desk, anna, typed.format(ticket.id))

    assert found[0] == ticket.id
    assert (newer.id in found) == (typed in {"{}", "{}."})
    assert len(found) == len(set(found))


async def test_a_typed_number_comes_first_among_the_best_too(desk, anna, ticket):
    await opened(desk, f"{ticket.id} {ticket.id}")
    wanted = read_search(str(ticket.id), NOW, desk.settings.zone)

    page = await best_matches(desk, anna, wanted)

    assert page.rows[0].ticket.id == ticket.id


async def test_all_fields_are_asked_at_once(desk, anna, ticket):
    await opened(
        desk,
        "Late arrival",
        text="We arrive late",
        customer=Customer("Lena Vogel", "lena@guest.example", "", "", "Wien", "AT"),
    )
    mine = "from:helena status:open operator:nobody country:Germany city:Hamburg date:today.. group:1 subject:late late"

    assert await find(desk, anna, mine) == [ticket.id]
    assert await find(desk, anna, mine.replace("from:helena", "from:helena@")) == [ticket.id]
    assert await find(desk, anna, mine.replace("from:helena", "from:lena")) == []


@pytest.mark.parametrize("word", ["uk", "UK", "britain", '"united kingdom"'])
async def test_a_country_finds_its_tickets_as_a_plain_word(desk, anna, ticket, word):
    london = await opened(desk, "Question", customer=Customer("Ann Hill", "ann@guest.example", "", "", "London", "GB"))

    assert await find(desk, anna, word) == [london.id]


@pytest.mark.parametrize(
    ("code", "word"), [("PT", "madeira"), ("IT", "sicily"), ("AE", "dubai"), ("AU", "oz"), ("GB", "wales")]
)
async def test_a_part_of_a_country_finds_no_ticket_that_does_not_name_it(desk, anna, code, word):
    await opened(desk, "Question", customer=Customer("Ann Hill", "ann@guest.example", "", "", "Far", code))

    assert await find(desk, anna, word) == []


@pytest.mark.parametrize(("typed", "first"), [("uk", "GB"), ("usa", "US"), ("hol", None), ("turkey", "TR")])
async def test_a_typed_country_is_offered_by_what_people_call_it(desk, anna, typed, first):
    offered = [one.value for one in await suggestions(desk, anna, "country", typed, NOW)]

    assert (offered[0] if offered else None) == first


async def test_where_nothing_is_found_the_word_to_leave_out_is_named(desk, anna):
    await opened(desk, "Cot and breakfast")
    wanted = read_search("cot rome", NOW, desk.settings.zone)

    wider = await wider_searches(desk, anna, wanted, NOW, desk.settings.zone)

    assert [(one.word, one.typed, one.count) for one in wider] == [("rome", "cot", 1)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("UK", "GB"), ("u.k.", "GB"), ("England", "GB"), ("USA", "US"), ("U.S.A.", "US"), ("Türkiye", "TR"), ("Turkey", "TR"), ("turkiye", "TR"),
        ("Holland", "NL"), ("the Netherlands", "NL"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("Niemcy", "DE"), ("România", "RO"),
        ("Côte d’Ivoire", "CI"), ("Bosnia & Herzegovina", "BA"), ("日本", "JP"), ("Россия", "RU"), ("South Korea", "KR"), ("it", "IT"),
        ("GBR", "GB"), ("DEU", "DE"), ("Großbritannien", "GB"), ("Slovak Republic", "SK"), ("Hrvatska", "HR"), ("България", "BG"), ("Canary Islands", "ES"),
        ("Trinidad", "TT"), ("St Lucia", "LC"), ("ST", "ST"), ("AND", "AD"), ("the Philippines", "PH"), ("Bosnia-Herzegovina", "BA"), ("EE. UU.", "US"), ("ประเทศไทย", "TH"), ("Narnia", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_what_people_call_it(typed, code):
    assert read_country(typed) == code
