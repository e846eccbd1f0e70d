"""The one field: typed words and `field:value`, in any combination. Everything typed is literal."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.errors import BadFields
from app.search.folding import typed_words
from app.search.phones import with_numbers_quoted
from app.text.languages import _, ngettext

LONGEST = 200
TERM = re.compile(r'(?:(?P<field>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')
# Fields whose words have to stand in that very place.
PLACES = ("subject", "from", "name", "email", "phone", "city", "text", "customer", "answer", "note")
# Fields that name one thing of a list.
CHOICES = ("status", "operator", "group", "country", "id")
MOMENTS = ("date", "after", "before")
FIELDS = (*PLACES, *CHOICES, *MOMENTS)
ALSO = {"number": "id", "mail": "email", "tel": "phone", "assignee": "operator", "opened": "date"}
NUMBER = re.compile(r"[(\[]{0,2}#(\d{1,18})[.,;:!?)\]]{0,3}", re.ASCII)  # as it stands in a sentence or a subject


@dataclass(frozen=True, slots=True)
class Term:
    """One part of what was typed."""

    field: str  # "" for words anywhere
    value: str
    is_phrase: bool = False  # its words follow one another

    @property
    def words(self) -> list[str]:
        """Its words, folded."""
        return typed_words(self.value)


@dataclass(frozen=True, slots=True)
class SearchText:
    """What was typed, understood."""

    terms: tuple[Term, ...]
    from_ms: int | None = None
    until_ms: int | None = None
    words: tuple[str, ...] = field(default=())  # all that the document has to have

    def values(self, name: str) -> list[str]:
        """The values of one field."""
        return [term.value for term in self.terms if term.field == name]

    def words_in(self, *fields: str) -> list[str]:
        """The words of the terms of these fields, each once."""
        return list(dict.fromkeys(word for term in self.terms if term.field in fields for word in term.words))

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not self.terms

    @property
    def is_wordless(self) -> bool:
        """Whether it asks for a text without letters or digits, which nothing can match."""
        return not self.words and any(term.field in {"", *PLACES} for term in self.terms)


def read_search(typed: str, now_ms: int, zone: ZoneInfo) -> SearchText:
    """Understand what was typed. Raises BadFields(q) that names an unknown field or a wrong date, and the fix."""
    if len(typed) > LONGEST:
        fault = ngettext(
            "This search is too long. Use %(most)d character or fewer.",
            "This search is too long. Use %(most)d characters or fewer.",
            LONGEST,
        )
        raise BadFields({"q": fault % {"most": LONGEST}})
    terms = tuple(_term(match) for match in TERM.finditer(with_numbers_quoted(typed)))
    terms = tuple(term for term in terms if term.value.strip())
    from_ms, until_ms = _interval(terms, now_ms, zone)
    words = [word for term in terms if term.field in {"", *PLACES} for word in term.words]
    return SearchText(terms, from_ms, until_ms, tuple(dict.fromkeys(words)))


def _term(match: re.Match[str]) -> Term:
    name, value = (match["field"] or "").lower(), match["quoted"] if match["quoted"] is not None else match["plain"]
    name = ALSO.get(name, name)
    is_phrase = match["quoted"] is not None and len(typed_words(value)) > 1
    if not name:
        number = NUMBER.fullmatch(value)
        return Term("id", number[1]) if number else Term("", value, is_phrase)
    if name in FIELDS:
        return Term(name, value, is_phrase and name in PLACES)
    if value.startswith("//"):  # https://… is an address, not a field
        return Term("", f"{name}:{value}")
    known = ", ".join(FIELDS)
    words = _("Unknown field “%(field)s”. Use one of %(known)s, or put text with a colon in quotes.")
    raise BadFields({"q": words % {"field": name, "known": known}})


def _interval(terms: tuple[Term, ...], now_ms: int, zone: ZoneInfo) -> tuple[int | None, int | None]:
    """The earliest time, and the first too late, that all dates together allow."""
    from_ms: int | None = None
    until_ms: int | None = None
    today = datetime.fromtimestamp(now_ms / 1000, zone).date()
    for term in terms:
        if term.field not in MOMENTS:
            continue
        first, after_last = _days(term, today)
        if term.field == "before":
            first, after_last = None, first
        if term.field == "after":
            after_last = None
        if first is not None:
            from_ms = max(from_ms or 0, _midnight_ms(first, zone))
        if after_last is not None:
            until_ms = min(until_ms or 2**62, _midnight_ms(after_last, zone))
    return from_ms, until_ms


def _days(term: Term, today: date) -> tuple[date | None, date | None]:
    """The first day that a value means, and the day after its last: 2026-11-01, 2026-11, 2026, 7d, today, a..b.

    Of an interval one end may be left open (None).
    """
    begin, dots, end = term.value.lower().partition("..")
    try:
        if not dots:
            return _day_or_span(begin, today)
        return (_day_or_span(begin, today)[0] if begin else None, _day_or_span(end, today)[1] if end else None)
    except (ValueError, OverflowError):
        words = _("“%(value)s” is not a date. Use 2026-11-01, 2026-11, 7d or today, or two of them with .. in between.")
        raise BadFields({"q": words % {"value": term.value}}) from None


def _day_or_span(value: str, today: date) -> tuple[date, date]:
    one = timedelta(days=1)
    if value in {"today", "yesterday"}:
        day = today if value == "today" else today - one
        return day, day + one
    if days := re.fullmatch(r"(\d{1,4})d", value):
        return today - int(days[1]) * one, today + one
    if month := re.fullmatch(r"(\d{4})-(\d{1,2})", value):
        first = date(int(month[1]), int(month[2]), 1)
        return first, (first + 31 * one).replace(day=1)
    if re.fullmatch(r"\d{4}", value):
        return date(int(value), 1, 1), date(int(value) + 1, 1, 1)
    day = date.fromisoformat(value)
    return day, day + one


def _midnight_ms(day: date, zone: ZoneInfo) -> int:
    """The start of a day in the desk's time zone."""
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)
