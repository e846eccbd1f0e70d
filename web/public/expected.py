"""When a customer may expect the first answer, in words: "Usually within 3 hours"."""

from app.core.clock import DAY_MS, HOUR_MS
from app.text.languages import _, ngettext

LONGEST_DAYS = 14  # after more nobody is helped by it


def usually_words(wait_ms: int | None) -> str:
    """Rounded up to whole hours, from a day on to whole days; empty where nothing is known, or it takes too long."""
    if wait_ms is None:
        return ""
    hours, days = _whole(wait_ms, HOUR_MS), _whole(wait_ms, DAY_MS)
    if hours <= 1:
        return _("Usually within an hour")
    if days <= 1:
        return ngettext("Usually within %(count)s hour", "Usually within %(count)s hours", hours) % {"count": hours}
    if days > LONGEST_DAYS:
        return ""
    return ngettext("Usually within %(count)s day", "Usually within %(count)s days", days) % {"count": days}


def _whole(wait_ms: int, unit_ms: int) -> int:
    return -(-wait_ms // unit_ms)
