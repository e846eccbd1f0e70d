"""The Date header (RFC 5322 §3.3) as UTC milliseconds."""

from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate_tz
from typing import Final

_EARLIEST_YEAR: Final = 1971
_LATEST_YEAR: Final = 2200
_LONGEST_CHARS: Final = 120


def date_ms(text: str) -> int | None:
    """Return the moment a Date header names, None where it names none that a mail can have."""
    try:
        parsed = parsedate_tz(text[:_LONGEST_CHARS])
        if parsed is not None and _EARLIEST_YEAR <= parsed[0] <= _LATEST_YEAR:
            return (timegm((*parsed[:6], 0, 1, 0)) - (parsed[9] or 0)) * 1000
        moment = datetime.fromisoformat(text.strip()[:_LONGEST_CHARS])
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
