"""The words of a mail, in the reader's language: one HTML and one text template for each kind."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.languages import _, current_language, ngettext

TEMPLATES = Path(__file__).parent.parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html"], default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=False,
    extensions=["jinja2.ext.i18n"],
)
_environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it


def draw(kind: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """The text part and the HTML part of this kind of mail, in the language that holds here."""
    frame = {"lang": current_language(), "direction": direction(current_language()), **facts}
    text = _environment.get_template(f"{kind}.txt").render(frame)
    html = _environment.get_template(f"{kind}.html").render(frame)
    return _without_gaps(text), html


def day_of(at_ms: int, zone: ZoneInfo) -> str:
    """The day as people say it there: "22 November"."""
    return format_skeleton("MMMMd", _moment(at_ms, zone), locale=_locale(current_language()))


def time_of(at_ms: int, zone: ZoneInfo) -> str:
    """The time of day, in the desk's zone."""
    return format_time(_moment(at_ms, zone), "short", locale=_locale(current_language()))


def direction(language: str) -> str:
    """`ltr` or `rtl`."""
    return _locale(language).text_direction


def _moment(at_ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _without_gaps(text: str) -> str:
    """The text with at most one empty line in a row and none at its ends."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line if line == "-- " else line.rstrip())  # RFC 3676 §4.3: how a signature begins
    return "\n".join(lines) + "\n"
