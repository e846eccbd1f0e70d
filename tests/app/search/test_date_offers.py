"""What a date field offers: every offer is a date that the search understands."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from app.search.date_offers import date_offers
from app.search.query_language import read_search

TODAY = date(2026, 11, 22)
NOW_MS = 1_795_348_800_000  # noon of that day, UTC


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["today", "yesterday", "7d", "30d", "2026-11", "2026-10", "2026", "2026-11-01.."]),
        ("2026", ["2026", "2026..", "..2026", "2026..2026-11-22"]),
        ("2026-", [f"2026-{month:02}" for month in range(12, 0, -1)]),
        ("2026-1", ["2026-12", "2026-11", "2026-10"]),
        ("2026-11-03", ["2026-11-03", "2026-11-03..", "..2026-11-03", "2026-11-03..2026-11-22"]),
        ("2026-11-03..", ["2026-11-03..2026-11-22", "2026-11-03..2026-11-21", "2026-11-03..2026-11", "2026-11-03.."]),
        ("2026-11-03..2026", []),
        ("..", []),
    ],
)
def test_a_beginning_offers_what_it_can_become(typed, offered):
    found = date_offers(typed, TODAY)

    assert [offer.value for offer in found] == offered
    for offer in found:
        assert read_search(f"date:{offer.value}", NOW_MS, ZoneInfo("UTC")).terms
        assert offer.words
