"""The ticket row as markup, the same for everybody who reads its language: events carry it, and the page shows it."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from app.languages import current_language, speaking
from app.queries.lists import TicketRow
from web.console.labels import status_words, trouble_words

WORDS = {"status_words": status_words, "trouble_words": trouble_words}
KEPT = 4096  # rows of about 3 kB


class RowDrawer:
    """Draws rows: `row_drawer(row, language)` in Python, `drawn_row(row)` in a template.

    A list is mostly rows that were drawn a moment ago, for this window or for another one. Each is kept under all that
    it shows (the facts of the ticket and what its times say now), so that no drawing can be older than its row.
    """

    def __init__(self, templates: Environment) -> None:
        self._templates = templates
        self._spoken: Any = templates.globals["spoken_time"]
        self._kept = lru_cache(maxsize=KEPT)(self._draw)
        templates.globals["drawn_row"] = lambda row: self(row, current_language())

    def __call__(self, row: TicketRow, language: str) -> Markup:
        """The row in this language; nothing in it depends on who looks."""
        with speaking(language):
            return self._kept(row, language, self._times(row))

    def _times(self, row: TicketRow) -> tuple[str, ...]:
        """What the row says of its moments, which changes while its facts do not."""
        ticket = row.ticket
        snoozed = (
            self._spoken(ticket.snoozed_until_ms, "soon")
            if ticket.snoozed_until_ms and not ticket.sleeps_until_customer
            else ""
        )
        return self._spoken(ticket.updated_ms, "age"), self._spoken(ticket.answer_due_ms, "late"), snoozed

    def _draw(self, row: TicketRow, _language: str, _times: tuple[str, ...]) -> Markup:
        return escape(self._templates.get_template("console/row.html").make_module({"row": row, **WORDS})).strip()
