"""The filters of the activity log in an address, read and written."""

from datetime import MAXYEAR, MINYEAR, datetime, timedelta, tzinfo
from urllib.parse import urlencode

from starlette.requests import Request

from app.core.errors import BadFields
from app.nouns.event import KINDS
from app.queries.activity.log_query import LogQuery
from app.text.languages import _
from web.console.desk.log_words import families
from web.requests.context import desk_of
from web.requests.typed_numbers import typed_number, whole_number

FILTERS = ("operator", "action", "ticket", "customer", "words", "from", "to")
LONGEST_WORDS = 200


def read_query(request: Request) -> LogQuery:
    """What is asked for. Days are the desk's. Raises BadFields, naming the filter."""
    asked, zone = request.query_params, desk_of(request).settings.zone
    kind = asked.get("action", "")
    if kind and kind not in KINDS and kind not in families():
        raise BadFields({"action": _("Unknown action.")})
    until = read_day(asked.get("to", ""), "to", zone)
    return LogQuery(
        operator_id=read_number(asked.get("operator", ""), "operator"),
        kind=kind or None,
        ticket_id=read_number(typed_number(asked.get("ticket", "")), "ticket"),
        customer=_words(asked.get("customer", "")),
        words=_words(asked.get("words", "")),
        from_ms=ms_of(read_day(asked.get("from", ""), "from", zone)),
        until_ms=ms_of(until + timedelta(days=1) if until else None),
    )


def log_path(request: Request, path: str, **more: object) -> str:
    """The same search at another path, or from another event on."""
    kept = {name: value for name, value in request.query_params.items() if name in FILTERS and value}
    asked = urlencode({**kept, **more})
    return f"{path}?{asked}" if asked else path


def read_number(text: str, name: str) -> int | None:
    """The number; None for nothing. Raises BadFields."""
    text = text.strip()
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise BadFields({name: _("Enter a number.")})
    return number


def read_day(text: str, name: str, zone: tzinfo) -> datetime | None:
    """Its midnight in this zone; None for nothing. Raises BadFields."""
    if not text:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        day = None
    if day is None or not MINYEAR < day.year < MAXYEAR:  # the first and the last have no neighbour
        raise BadFields({name: _("Enter the date as 2026-11-22.")})
    return day


def ms_of(moment: datetime | None) -> int | None:
    """UTC milliseconds."""
    return int(moment.timestamp() * 1000) if moment else None


def _words(typed: str) -> str:
    return " ".join(typed.replace("\0", " ").split())[:LONGEST_WORDS]
