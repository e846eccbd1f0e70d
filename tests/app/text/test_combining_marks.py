"""Runs of combining marks: sorting them is quadratic, so nothing that a stranger wrote is normalised with long ones."""

import sys
import threading
import unicodedata
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from app.actions.message.noting import add_note
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.editing import complete_ticket, edit_ticket
from app.files.names import clean_file_name
from app.plugins.hotels import source
from app.search import documents, matching, snippets
from app.search.folding import fold
from app.search.query_language import read_search
from app.search.searching import search_tickets
from app.text import combining_marks
from app.text.combining_marks import MOST_MARKS, normalized, stream_safe
from tests.app.conftest import HELENA, NOW, opened

OUT_OF_ORDER = "\u0301\u0316"  # their order changes when they are sorted
MANY = OUT_OF_ORDER * 50_000
EVERYTHING = [chr(number) for number in range(sys.maxunicode + 1)]
BEGIN_AS_MARKS = [one for one in EVERYTHING if unicodedata.combining(unicodedata.normalize("NFKD", one)[0])]


@pytest.fixture
def seen(monkeypatch):
    """The longest run of marks that was ever handed to Python's normalisation."""
    longest = [0]

    class Watched:
        combining = staticmethod(unicodedata.combining)

        @staticmethod
        def normalize(form, text):
            longest[0] = max(longest[0], longest_run(text))
            return unicodedata.normalize(form, text)

    monkeypatch.setattr(combining_marks, "unicodedata", Watched)
    return longest


def longest_run(text):
    longest = run = 0
    for character in unicodedata.normalize("NFKD", stream_safe(text)) if len(text) < 1000 else text:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


def test_s61_a_run_of_any_marks_is_cut_at_thirty():
    for mark in BEGIN_AS_MARKS:
        assert stream_safe(f"a{mark * 31}b{mark * 200}c{mark}") == f"a{mark * 30}b{mark * 30}c{mark}"


@pytest.mark.parametrize("text", ["a" + "\u0301" * 30 + "b", "Tôi muốn đặt phòng", "e\u0301" * 1000, "", "\u0301" * 30])
def test_s61_a_run_of_thirty_marks_and_all_ordinary_writing_stay(text):
    assert stream_safe(text) == text


@pytest.mark.parametrize("name", ["x{}.pdf", "{}", "a{}/b{}.pdf"])
@pytest.mark.parametrize("form", ["NFC", "NFKD"])
def test_s61_no_long_run_reaches_normalisation(seen, name, form):
    hostile = name.replace("{}", MANY)

    normalized(form, hostile)
    fold(hostile)
    source.fold(hostile)
    clean_file_name(hostile)

    assert 0 < seen[0] <= MOST_MARKS


def test_s61_marks_that_casefolding_brings_do_not_join_a_run(seen):
    assert fold("\u0390" * 3000) == "\u03b9" * 3000
    assert fold("a" + "\u1fb4\u0345\u0301" * 3000)

    assert seen[0] <= MOST_MARKS + 3


async def test_s61_a_ticket_of_marks_is_opened_found_and_shown(desk, anna, seen):
    ticket = await opened(desk, "Cot", text=f"lighthouse {MANY} sauna", customer=HELENA)
    await customer_writes(desk, ticket.id, CustomerMessage(f"again {MANY}", "web"), NOW)

    for typed in ("lighthouse", "customer:sauna", "again", f"light{MANY}house"[:200]):
        page = await search_tickets(desk, anna, read_search(typed, NOW, desk.settings.zone))
        assert [row.ticket.id for row in page.rows] == [ticket.id]

    assert seen[0] <= MOST_MARKS


@pytest.fixture
def taken_apart(desk, monkeypatch):
    """For each long text that was taken apart: whether on the loop's own thread, and whether inside a transaction."""
    places, within = [], []
    transaction = type(desk.db).transaction

    @asynccontextmanager
    async def noted_transaction(db):
        async with transaction(db):
            within.append(db)
            try:
                yield
            finally:
                within.pop()

    monkeypatch.setattr(type(desk.db), "transaction", noted_transaction)

    def noting(work):
        def noted(first, *others):
            if not isinstance(first, str) or len(first) > documents.SHORT:
                places.append((threading.current_thread() is threading.main_thread(), bool(within)))
            return work(first, *others)

        return noted

    for module, work in ((documents, "words_of"), (snippets, "_improve"), (matching, "_strike")):
        monkeypatch.setattr(module, work, noting(getattr(module, work)))
    return places


async def test_s61_long_texts_are_taken_apart_off_the_loop_and_before_the_transaction(desk, anna, taken_apart):
    text = "ein ruhiges Zimmer mit Blick auf die Brücke " * 200
    ticket = await opened(desk, "Cot", text=text, customer=replace(HELENA, phone=""))
    await customer_writes(desk, ticket.id, CustomerMessage(text, "web"), NOW)
    await add_note(desk, anna, ticket.id, f"<p>{text}</p>", "n1", (), NOW)
    await edit_ticket(desk, anna, ticket.id, {"subject": "Rollaway"}, NOW)
    await complete_ticket(desk, ticket.id, {"phone": "+49 40 555 0182", "city": "Hamburg"}, NOW)
    await search_tickets(desk, anna, read_search("customer:brucke", NOW, desk.settings.zone))

    assert len(taken_apart) >= 6
    assert set(taken_apart) == {(False, False)}


async def test_an_edit_that_changes_no_words_does_not_read_the_thread(desk, anna, group, taken_apart):
    ticket = await opened(desk, "Cot", text="ein ruhiges Zimmer " * 200)
    taken_apart.clear()

    await edit_ticket(desk, anna, ticket.id, {"language": "de"}, NOW)

    assert taken_apart == []
