"""The ticket row as markup, the same for everyone who reads its language: events carry it, and the page shows it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup, escape

from app.core.clock import now_ms
from app.html_safety import SafeHtml, joined
from app.nouns.ticket import Ticket
from app.queries.lists.ticket_row import TicketRow
from app.queries.lists.views import ListPage
from app.text.catalogue import Catalogue
from app.text.languages import catalogue, current_language, speaking
from web.console.list.lateness import late_step, lateness_of
from web.pages.shown import age_step

KEPT = 4096  # rows of about 3 kB
KEPT_ITEMS = 16_384  # where they begin, of about 100 bytes


class RowDrawer:
    """Draws rows: `app.state.draw_row(row, language)` in Python, `drawn_item(…)` and `drawn_items(…)` in a template.

    A list is mostly rows that were just drawn, for this window or another. Each is cached under everything it shows
    (the ticket's facts, the texts of the language, the current wording of its times), so it can never be stale.
    """

    def __init__(self, templates: Environment, zone: Callable[[], ZoneInfo]) -> None:
        self._templates, self._zone = templates, zone
        self._kept = lru_cache(maxsize=KEPT)(self._draw)
        item: Any = templates.get_template("console/list/item.html").module
        self._item: Callable[..., Markup] = lru_cache(maxsize=KEPT_ITEMS)(item.begin)
        self._end: Markup = item.end()
        templates.globals |= {"drawn_item": self.item, "drawn_items": self.items}

    def __call__(self, row: TicketRow, language: str) -> Markup:
        """The row in this language; nothing in it depends on who looks."""
        with speaking(language):
            return self._at(row, catalogue(language), now_ms(), self._zone())

    def item(self, row: TicketRow, reader_id: int, seen: int, message_id: int | None = None) -> Markup:
        """The row with what is its reader's own around it, up to where its item ends; `message_id`: what was found of it."""
        drawn = self._at(row, catalogue(current_language()), now_ms(), self._zone())
        return self._begin(row.ticket, reader_id, seen, message_id) + drawn

    def items(self, listed: ListPage, reader_id: int) -> SafeHtml:
        """The items of a whole page, drawn at once: a page has fifty."""
        spoken, now, zone, seen = catalogue(current_language()), now_ms(), self._zone(), listed.seen
        return joined(
            piece
            for row in listed.rows
            for piece in (
                self._begin(row.ticket, reader_id, seen.get(row.ticket.id, 0)),
                self._at(row, spoken, now, zone),
                self._end,
            )
        )

    def _begin(self, ticket: Ticket, reader_id: int, seen: int, message_id: int | None = None) -> Markup:
        """Where the item begins: whether its reader holds the ticket, and how far they have read in it."""
        hold = "" if ticket.operator_id is None else "mine" if ticket.operator_id == reader_id else "locked"
        return self._item(ticket.id, hold, ticket.customer_event_id > seen, seen, message_id)

    def _at(self, row: TicketRow, spoken: Catalogue, now: int, zone: ZoneInfo) -> Markup:
        """The row as drawn right now: the wording of its times changes while its facts do not."""
        return self._kept(row, spoken, age_step(now - row.ticket.updated_ms), late_step(row, now), zone)

    def _draw(self, row: TicketRow, _spoken: Catalogue, *_moment: Any) -> Markup:
        return escape(
            self._templates.get_template("console/list/row.html").make_module(
                {"row": row, "late": lateness_of(row, now_ms())}
            )
        ).strip()
