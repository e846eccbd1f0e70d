"""How times, sizes, numbers and colours are written on a page."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from babel.dates import format_datetime, format_skeleton, format_time
from babel.numbers import format_decimal

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, now_ms
from app.text.formats import formats_of
from app.text.languages import _, pgettext
from app.text.units import days_form, hours_form, minutes_form

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
SKELETONS = {"date": "yMMMd", "day": "MMMd", "month": "yMMM"}
FILE_KINDS = {"pdf": "pdf", "xls": "sheet", "xlsx": "sheet", "ods": "sheet", "csv": "sheet"}
PICTURE_ENDINGS = frozenset({"png", "jpg", "jpeg", "gif", "webp", "heic", "bmp"})


def iso_time(at_ms: int) -> str:
    """The time for `<time datetime>`, in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def spoken_time(at_ms: int, shape: str, zone: tzinfo, language: str) -> str:
    """The time in words, in the desk's time zone, shown until a script knows the reader's.

    Shapes: `age` ("12 m"), `span` ("3 h 12 m"), `stamp`, `inside` (of a sentence) and `soon` ("21 Nov, 18:04"), `clock`, `date` (with
    year), `day`, `month`, `full`.
    """
    if shape == "age":
        return _age(now_ms() - at_ms)
    if shape == "span":
        return _span(now_ms() - at_ms)
    return _spoken(at_ms, shape, zone, language)


@lru_cache(maxsize=8192)
def _spoken(at_ms: int, shape: str, zone: tzinfo, language: str) -> str:
    """A shape that says the same at any time."""
    moment, locale = datetime.fromtimestamp(at_ms / 1000, zone), formats_of(language)
    if shape == "clock":
        return str(format_time(moment, "short", locale=locale))
    if shape in {"stamp", "inside", "soon"}:
        return f"{format_skeleton('MMMd', moment, locale=locale)}, {format_skeleton('Hm', moment, locale=locale)}"
    if shape == "full":
        return str(format_datetime(moment, "medium", locale=locale))
    return str(format_skeleton(SKELETONS[shape], moment, locale=locale))


def late_words(passed_ms: int, *, has_days: bool) -> str:
    """As in "2 h late"; nothing in the first minute. Hours that a group is open make no days: they stay hours."""
    if passed_ms < MINUTE_MS:
        return ""
    age = _age(passed_ms) if has_days or passed_ms < HOUR_MS else _filled(hours_form, passed_ms // HOUR_MS)
    return _("%(age)s late") % {"age": age}


def age_step(passed_ms: int) -> int:
    """A number that is another one whenever `age` and `late` say something else."""
    if passed_ms < HOUR_MS:
        return max(passed_ms // MINUTE_MS, 0)
    return passed_ms // HOUR_MS * 100 if passed_ms < DAY_MS else passed_ms // DAY_MS * 10_000


def _age(passed_ms: int) -> str:
    if passed_ms < MINUTE_MS:
        return pgettext("age", "now")
    if passed_ms < HOUR_MS:
        return _filled(minutes_form, passed_ms // MINUTE_MS)
    if passed_ms < DAY_MS:
        return _filled(hours_form, passed_ms // HOUR_MS)
    return _filled(days_form, passed_ms // DAY_MS)


def _filled(form_of: Callable[[int], str], count: int) -> str:
    return form_of(count) % {"count": count}


def _span(passed_ms: int) -> str:
    """The same as waited.js writes it."""
    if passed_ms < HOUR_MS:
        return _age(passed_ms)
    if passed_ms < DAY_MS:
        rest = _age(passed_ms % HOUR_MS) if passed_ms % HOUR_MS >= MINUTE_MS else ""
    else:
        rest = _age(passed_ms % DAY_MS) if passed_ms % DAY_MS >= HOUR_MS else ""
    return f"{_age(passed_ms)} {rest}".strip()


def file_size(size_bytes: int, language: str) -> str:
    """`182 KB`, `1.1 MB`, as short as people say it."""
    if size_bytes < KILOBYTE:
        return _("%(size)s B") % {"size": size_bytes}
    if size_bytes < MEGABYTE:
        return _("%(size)s KB") % {"size": round(size_bytes / KILOBYTE)}
    return _("%(size)s MB") % {"size": format_decimal(round(size_bytes / MEGABYTE, 1), locale=formats_of(language))}


def file_kind(name: str) -> str:
    """What a file is by its name's ending: `pdf`, `sheet`, `picture`, `text`. For its picture only."""
    ending = name.rpartition(".")[2].lower()
    return "picture" if ending in PICTURE_ENDINGS else FILE_KINDS.get(ending, "text")


def icon_of_file(name: str) -> str:
    """The icon of such a file."""
    kind = file_kind(name)
    return "picture" if kind == "picture" else f"file-{kind}"


def hue_class(hue: int) -> str:
    """The class that gives a face or a group its colour: style attributes are not allowed (CSP)."""
    return f"hue-{hue % 360 // 10 * 10}"
