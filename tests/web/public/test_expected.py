import pytest

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from web.public.expected import usually_words


@pytest.mark.parametrize(
    ("wait_ms", "words"),
    [
        (None, ""),
        (0, "Usually within an hour"),
        (HOUR_MS, "Usually within an hour"),
        (HOUR_MS + 1, "Usually within 2 hours"),
        (2 * HOUR_MS + 10 * MINUTE_MS, "Usually within 3 hours"),
        (DAY_MS, "Usually within 24 hours"),
        (DAY_MS + 1, "Usually within 2 days"),
        (14 * DAY_MS, "Usually within 14 days"),
        (14 * DAY_MS + 1, ""),
    ],
)
def test_a_wait_is_rounded_up_to_what_people_count_in(wait_ms, words):
    assert usually_words(wait_ms) == words
