"""How late a first answer is, as shown in a row: counted in its group's opening hours only.

The due time follows the group's current hours, and so does the time since.
"""

from typing import NamedTuple

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.hours.opening_hours import OpeningHours
from app.queries.lists.ticket_row import TicketRow
from web.pages.shown import age_step, late_words

FORESEEN_MS = 14 * DAY_MS  # a row may stand on a screen for so long


class Lateness(NamedTuple):
    """`words` as of now, and what the page's clock counts from now on: `open_minutes` since 1970, "29483920-29484400,…".

    "" if it is always open.
    """

    words: str
    open_minutes: str


def lateness_of(row: TicketRow, now_ms: int) -> Lateness | None:
    """None where no answer is awaited."""
    if not row.ticket.awaits_answer:
        return None
    hours = _limited(row)
    return Lateness(late_words(_late_ms(row, now_ms), has_days=hours is None), _spans(row, hours, now_ms))


def late_step(row: TicketRow, now_ms: int) -> int:
    """A number that is another one whenever the words are."""
    if not row.ticket.awaits_answer:
        return 0
    late_ms = _late_ms(row, now_ms)
    return age_step(late_ms) if _limited(row) is None or late_ms < DAY_MS else late_ms // HOUR_MS * 100


def _limited(row: TicketRow) -> OpeningHours | None:
    """The hours of its group, where it is not always open."""
    return None if row.group is None or row.group.hours.is_always_open else row.group.hours


def _late_ms(row: TicketRow, now_ms: int) -> int:
    due_ms, hours = row.ticket.answer_due_ms, _limited(row)
    return now_ms - due_ms if hours is None else hours.open_ms_between(due_ms, now_ms)


def _spans(row: TicketRow, hours: OpeningHours | None, now_ms: int) -> str:
    """What has passed as one span that ends now, and when it is open from now on."""
    if hours is None:
        return ""
    begin_ms = max(now_ms, row.ticket.answer_due_ms)
    spans = [(now_ms - _late_ms(row, now_ms), now_ms), *hours.spans_between(begin_ms, begin_ms + FORESEEN_MS)]
    return ",".join(f"{begin // MINUTE_MS}-{end // MINUTE_MS}" for begin, end in spans if begin < end)
