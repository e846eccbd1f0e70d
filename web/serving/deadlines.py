"""How long each connection may do what it does."""

from web.serving.bounds import Bounds
from web.serving.place import Place, Stage

Refusal = tuple[int, str]
TIMEOUT = 408
NOT_READ: Refusal = (TIMEOUT, "The answer was not read.")  # nor will this be: it stands for the end
HEAD_TOO_SLOW: Refusal = (TIMEOUT, "The request took too long.")
BODY_TOO_SLOW: Refusal = (TIMEOUT, "The request came too slowly. Send it again when the connection is better.")


def overdue(place: Place, bounds: Bounds, now_s: float) -> Refusal | None:
    """With what to end this connection now; None while it is in time. To be asked about once a second."""
    age_s = now_s - place.since_s
    if place.line.unread_bytes() and place.stage in {Stage.IDLE, Stage.ANSWER}:
        return NOT_READ if _is_not_read(place, bounds, now_s) else None
    if place.stage is Stage.IDLE:
        may_s = bounds.idle_s if place.is_answered_before else bounds.head_s
        return HEAD_TOO_SLOW if age_s > may_s else None
    if place.stage is Stage.HEAD:
        return HEAD_TOO_SLOW if age_s > bounds.head_s else None
    if place.stage is Stage.BODY:
        return BODY_TOO_SLOW if _body_is_late(place, bounds, age_s, now_s) else None
    return None


def _body_is_late(place: Place, bounds: Bounds, age_s: float, now_s: float) -> bool:
    if place.is_early:
        return age_s > bounds.early_s
    if place.line.is_held_back():
        place.since_s += now_s - place.window_since_s  # the desk's own time is not the sender's
        _next_window(place, now_s)
        return False
    if now_s - place.window_since_s < bounds.window_s:
        return age_s > bounds.body_s
    if place.window_bytes < bounds.window_s * bounds.least_bytes_s:
        return True
    _next_window(place, now_s)
    return age_s > bounds.body_s


def _is_not_read(place: Place, bounds: Bounds, now_s: float) -> bool:
    unread = place.line.unread_bytes()
    if place.unread_bytes is None or unread < place.unread_bytes:
        place.since_s = place.window_since_s = now_s  # an idle one is idle from when it has all
    place.unread_bytes = unread
    return now_s - place.window_since_s > bounds.reading_s


def _next_window(place: Place, now_s: float) -> None:
    place.window_since_s = now_s
    place.window_bytes = 0
