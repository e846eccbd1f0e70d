"""The ticket row as markup, drawn once per language for everybody: events carry it, and the page shows it."""

from collections.abc import Callable
from functools import partial

from jinja2 import Environment

from app.queries.lists import TicketRow
from web.console.labels import status_words, trouble_words
from web.templating import draw

WORDS = {"status_words": status_words, "trouble_words": trouble_words}
DrawRow = Callable[[TicketRow, str], str]


def row_drawer(templates: Environment) -> DrawRow:
    """The function `draw_row(row, language)` that the dispatch of events calls."""
    return partial(draw_row, templates)


def draw_row(templates: Environment, row: TicketRow, language: str) -> str:
    """The row in this language; nothing in it depends on who looks."""
    return draw(templates, language, "console/row.html", {"row": row, **WORDS}).strip()
