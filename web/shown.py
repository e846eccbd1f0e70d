"""How moments, sizes, numbers and colours are written on a page."""

from datetime import UTC, datetime, tzinfo

from babel.dates import format_datetime, format_skeleton, format_time
from babel.numbers import format_decimal

from app.clock import DAY_MS, HOUR_MS, MINUTE_MS, now_ms
from app.languages import _
from web.language_names import formats_of

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
SKELETONS = {"date": "yMMMd", "day": "MMMd", "month": "yMMM"}
FILE_KINDS = {"pdf": "pdf", "xls": "sheet", "xlsx": "sheet", "ods": "sheet", "csv": "sheet"}
PICTURE_ENDINGS = frozenset({"png", "jpg", "jpeg", "gif", "webp", "heic", "bmp"})


def iso_time(at_ms: int) -> str:
    """The moment for `<time datetime>`, in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def spoken_time(at_ms: int, shape: str, zone: tzinfo, language: str) -> str:
    """The moment in words, in the desk's time zone: what stands there until a script knows the reader's.

    Shapes: `age` ("12 m"), `late` ("2 h late", nothing before), `stamp` and `soon` ("21 Nov, 18:04"), `clock`, `date` (with
    year), `day`, `month`, `full`.
    """
    if shape == "age":
        return _age(now_ms() - at_ms)
    if shape == "late":
        passed_ms = now_ms() - at_ms
        return _("%(age)s late") % {"age": _age(passed_ms)} if passed_ms >= MINUTE_MS else ""
    moment, locale = datetime.fromtimestamp(at_ms / 1000, zone), formats_of(language)
    if shape == "clock":
        return str(format_time(moment, "short", locale=locale))
    if shape in {"stamp", "soon"}:
        return f"{format_skeleton('MMMd', moment, locale=locale)}, {format_skeleton('Hm', moment, locale=locale)}"
    if shape == "full":
        return str(format_datetime(moment, "medium", locale=locale))
    return str(format_skeleton(SKELETONS[shape], moment, locale=locale))


def _age(passed_ms: int) -> str:
    if passed_ms < MINUTE_MS:
        return _("now")
    if passed_ms < HOUR_MS:
        return _("%(count)s m") % {"count": passed_ms // MINUTE_MS}
    if passed_ms < DAY_MS:
        return _("%(count)s h") % {"count": passed_ms // HOUR_MS}
    return _("%(count)s d") % {"count": passed_ms // DAY_MS}


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
