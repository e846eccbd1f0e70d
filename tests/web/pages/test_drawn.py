"""What is drawn once is never what somebody else, another language or another time zone has to see."""

from zoneinfo import ZoneInfo

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from app.text.languages import speaking
from web.pages import drawn
from web.pages.drawn import DrawnPieces

PIECES = {"name": "<b>{{ name }}</b>", "noted": "{{ note() }}{{ at_ms }}", "long": "{{ text }}"}


@pytest.fixture
def noted():
    """How often a piece was drawn."""
    return []


@pytest.fixture
def pieces(noted):
    made = Environment(loader=DictLoader(PIECES), autoescape=True)
    made.globals["note"] = lambda: noted.append(1) or ""
    made.zone = ZoneInfo("UTC")
    return DrawnPieces(made, lambda: made.zone)


def test_each_set_of_facts_has_its_own_drawing(pieces):
    assert [pieces("name", name=name) for name in ("Anna", "Boris", "Anna")] == [
        "<b>Anna</b>",
        "<b>Boris</b>",
        "<b>Anna</b>",
    ]


def test_a_text_never_passes_for_markup_that_is_spelt_the_same(pieces):
    assert pieces("name", name=Markup("<i>")) == "<b><i></b>"
    assert pieces("name", name="<i>") == "<b>&lt;i&gt;</b>"


def test_a_piece_is_drawn_again_for_another_language_and_another_time_zone(pieces, noted):
    pieces("noted", at_ms=0)
    pieces("noted", at_ms=0)
    assert len(noted) == 1

    with speaking("de"):
        pieces("noted", at_ms=0)
    pieces._templates.zone = ZoneInfo("Europe/Berlin")
    pieces("noted", at_ms=0)

    assert len(noted) == 3


def test_a_piece_knows_nothing_that_it_was_not_given(pieces):
    with pytest.raises(UndefinedError):
        DrawnPieces(pieces._templates.overlay(undefined=StrictUndefined), lambda: None)("name")


def test_what_is_kept_is_bounded_and_a_long_piece_is_not_kept(pieces, monkeypatch):
    monkeypatch.setattr(drawn, "KEPT_CHARS", 100)
    monkeypatch.setattr(drawn, "LONGEST", 50)
    for number in range(40):
        pieces("long", text="x" * number)
    pieces("long", text="x" * 60)

    assert sum(map(len, pieces._kept.values())) <= 100
    assert "x" * 60 not in pieces._kept.values()
    assert "x" * 39 in pieces._kept.values()
