"""A misspelt word offers the one that was meant, on either database, and nothing that its reader may not see."""

import pytest

from app.actions.ticket.binning import mark_spam
from app.nouns.ticket import Customer
from app.search import near_words
from app.search.near_words import one_slip_from, slips_between
from app.search.query_language import read_search
from app.search.relaxing import wider_searches
from tests.app.conftest import NOW, opened

JAN = Customer("Jan Kowalczyk", "jan@guest.example", "+49 40 5550123", "", "Hamburg", "DE")


async def offers(desk, operator, typed):
    wanted = read_search(typed, NOW, desk.settings.zone)
    return [(one.instead, one.count) for one in await wider_searches(desk, operator, wanted, NOW, desk.settings.zone)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brekfast", "breakfast"), ("braekfast", "breakfast"), ("breakfsat", "breakfast"), ("breakffast", "breakfast"),
        ("beakfasd", "breakfast"), ("rbeakfast", "breakfast"), ("kowalczik", "kowalczyk"), ("Kowalzcyk", "kowalczyk"),
        ("mueler", "mueller"), ("завтрек", "завтрак"),
        ("name:kowalczik", "name:kowalczyk"), ("brekfast country:de", "breakfast country:de"), ("brekfast kowalczik", "breakfast kowalczyk"),
        ("late brekfast", "late breakfast"),
    ],
)  # fmt: skip
async def test_a_misspelt_word_offers_the_near_one(desk, anna, kowalczyk, typed, meant):
    assert (meant, 1) in await offers(desk, anna, typed)


@pytest.mark.parametrize("typed", ["xqzwvk", "late", "lat", "48213999", "breakfast sauna"])
async def test_what_is_near_to_nothing_offers_nothing(desk, anna, kowalczyk, typed):
    assert [instead for instead, _count in await offers(desk, anna, typed) if instead] == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("kowalczik", "kowalczyk"), ("kwoalczyk", "kowalczyk"), ("kowalczzyk", "kowalczyk")]
)
async def test_a_rare_word_of_an_old_ticket_is_found_by_the_index(desk, anna, kowalczyk, monkeypatch, typed, meant):
    monkeypatch.setattr(near_words, "NEWEST", 0)

    assert await offers(desk, anna, typed) == [(meant, 1)]


async def test_a_word_of_tickets_that_do_not_exist_for_the_reader_is_not_offered(desk, anna, kowalczyk):
    await mark_spam(desk, anna, kowalczyk.id, NOW, spam=True)

    assert await offers(desk, anna, "kowalczik") == []


@pytest.mark.parametrize("subject", ["brekfast", "abrekfast bbrekfast"])
async def test_a_word_of_tickets_that_do_not_exist_for_the_reader_hides_no_offer(desk, anna, kowalczyk, subject):
    spam = await opened(desk, subject, text=subject)
    await mark_spam(desk, anna, spam.id, NOW, spam=True)

    assert await offers(desk, anna, "brekfast") == [("breakfast", 1)]


@pytest.mark.parametrize("other", ["hotle", "hote", "hottel", "hitel"])
def test_a_slip_leads_back_to_the_word(other):
    assert slips_between(other, "hotel", 2) == 1
    assert "hotel" in one_slip_from(other)


@pytest.mark.parametrize(("other", "slips"), [("hotel", 0), ("htel", 1), ("oht", 3), ("motels", 2)])
def test_slips_are_counted_up_to_a_bound(other, slips):
    assert slips_between("hotel", other, 2) == slips


@pytest.fixture
async def kowalczyk(desk, anna):
    text = "Late breakfast for Mr Kowalczyk, bei Müller. завтрак"
    return await opened(desk, "Family room", text=text, customer=JAN)
