"""The words of a mail, in the reader's language: one HTML and one text template for each kind."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.text.filling import TemplateWords, in_html, in_plain_text
from app.text.formats import formats_of
from app.text.languages import current_language, locale_of
from app.text.lists import listed

TEMPLATES = Path(__file__).parent.parent / "templates"


def _made(words: TemplateWords, *, autoescape: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701  plain text knows no markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["listed"] = listed
    made.globals |= words.names()
    return made


_html, _text = _made(in_html, autoescape=True), _made(in_plain_text, autoescape=False)


def draw(kind: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """The text part and the HTML part of this kind of mail, in the language that holds here."""
    frame = {"lang": current_language().replace("_", "-"), **sides(current_language()), **facts}
    text = _text.get_template(f"{kind}.txt").render(frame)
    html = _html.get_template(f"{kind}.html").render(frame)
    return _without_gaps(text), html


def day_of(at_ms: int, zone: ZoneInfo) -> str:
    """The day as people say it there: "22 November"."""
    return format_skeleton("MMMMd", _moment(at_ms, zone), locale=formats_of(current_language()))


def time_of(at_ms: int, zone: ZoneInfo) -> str:
    """The time of day, in the desk's zone."""
    return format_time(_moment(at_ms, zone), "short", locale=formats_of(current_language()))


def sides(language: str) -> dict[str, str]:
    """Its `direction` (`ltr`, `rtl`), and where its lines `start` and `end`: mail clients know only left and right."""
    direction = locale_of(language).text_direction
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    return {"direction": direction, "start": start, "end": end}


def _moment(at_ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)


def _without_gaps(text: str) -> str:
    """The text with at most one empty line in a row and none at its ends."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line if line == "-- " else line.rstrip())  # RFC 3676 §4.3: how a signature begins
    return "\n".join(lines) + "\n"
