"""A search stays bounded: days become numbers, common words are read, pages go on where they ended, counts end."""

import pytest

from app.core.errors import BadFields
from app.nouns.ticket import Customer
from app.search import candidates
from app.search.candidates import Candidates
from app.search.matching import stands_in
from app.search.parameters import without, written
from app.search.query_language import Term, read_search
from app.search.relaxing import wider_searches
from app.search.searching import count_found, search_tickets
from app.text.countries import country_name
from tests.app.conftest import NOW, opened

DAY_MS = 86_400_000
VIENNA = Customer("Lena Vogel", "lena@guest.example", "", "", "Wien", "AT")


def read(desk, typed, now_ms=NOW):
    return read_search(typed, now_ms, desk.settings.zone)


async def ids(desk, operator, typed, now_ms=NOW):
    page = await search_tickets(desk, operator, read(desk, typed, now_ms))
    return [row.ticket.id for row in page.rows]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("date:..today", True), ("date:today..", True), ("date:..2020-01-01", False), ("date:2020..2021", False)],
)
async def test_an_interval_may_be_open_on_either_side(desk, anna, ticket, typed, is_found):
    assert await ids(desk, anna, typed) == ([ticket.id] if is_found else [])


async def test_words_on_days_are_looked_for_on_those_days_alone(desk, anna, ticket):
    assert await ids(desk, anna, "arrive date:today") == [ticket.id]
    assert await ids(desk, anna, "arrive date:today", NOW + 3 * DAY_MS) == []


async def test_a_country_is_found_by_code_and_by_any_name(desk, anna, ticket):
    wanted = await opened(desk, "From Vienna", customer=VIENNA)

    assert await ids(desk, anna, "country:at") == [wanted.id]
    assert await ids(desk, anna, f'country:"{country_name("AT", "en")}"') == [wanted.id]
    assert sorted(await ids(desk, anna, "country:AT country:DE")) == sorted([ticket.id, wanted.id])


async def test_common_words_are_read_window_by_window_until_nothing_is_left(desk, anna, monkeypatch):
    monkeypatch.setattr(candidates, "NEWEST", 2)
    monkeypatch.setattr(candidates, "WINDOW", 3)
    monkeypatch.setattr(candidates, "ENOUGH", 1)
    written_ids = [(await opened(desk, "Cot" if place % 3 == 0 else "Sauna")).id for place in range(13)]

    found, below = [], None
    while not found or below is not None:
        page = await search_tickets(desk, anna, read(desk, "cot"), below)
        found, below = found + [row.ticket.id for row in page.rows], page.next_place and page.next_place.below

    assert found == written_ids[::-1][0::3]


async def test_reading_finds_the_same_as_the_index(desk, anna, ticket):
    other = await opened(desk, "Sauna", text="Nothing of it")
    words = ["late", "arr"]

    by_index, by_reading = Candidates(desk, words), Candidates(desk, words)

    assert await by_index.next_ids() == await by_reading._read(1000) == [ticket.id]
    assert other.id not in await by_reading.next_ids()


async def test_a_count_ends_where_it_is_told(desk, anna):
    for _place in range(5):
        await opened(desk, "Cot")

    assert await count_found(desk, anna, read(desk, "cot"), 3) == 3
    assert await count_found(desk, anna, read(desk, "cot"), 100) == 5


@pytest.mark.parametrize("typed", ["%", "_", "***", "¿?"])
async def test_a_text_without_letters_stands_nowhere(desk, anna, ticket, typed):
    assert await ids(desk, anna, typed) == []


async def test_nothing_found_names_the_field_whose_loss_helps(desk, anna, ticket):
    wanted = read(desk, "arrive country:AT status:open")

    wider = await wider_searches(desk, anna, wanted, NOW, desk.settings.zone)

    assert [(one.field, one.typed, one.count) for one in wider] == [("country", "arrive status:open", 1)]


@pytest.mark.parametrize(
    ("text", "words", "stands"),
    [
        ("An early check-in", ["check"], True),
        ("recheck", ["check"], False),
        ("東京hotel", ["hotel"], True),
        ("東京のホテル", ["ホテ", "テル"], True),
        ("Call +49 40 5550 1832", ["4940555"], True),
        ("Straße", ["strasse"], True),
    ],
)
def test_a_word_stands_where_one_begins_so(text, words, stands):
    assert stands_in(text, words) is stands


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [("city", "Bad Ischl", 'city:"Bad Ischl"'), ("", "a:b c", '"a:b c"'), ("name", 'O"Hara', 'name:"O Hara"')],
)
def test_a_term_is_written_as_it_is_read(desk, field, value, typed):
    assert written(Term(field, value)) == typed
    assert read(desk, typed).terms == (Term(field, value.replace('"', " "), is_phrase=True),)


def test_a_search_can_be_written_without_a_field(desk):
    assert without(read(desk, 'cot city:"Bad Ischl" country:AT').terms, "city") == "cot country:AT"


def test_a_date_beyond_the_calendar_is_a_fault_in_words(desk):
    with pytest.raises(BadFields, match="is not a date"):
        read(desk, "date:9999-12")
