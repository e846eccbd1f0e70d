# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Dates as programs of other languages write them, though RFC 5322 wants English."""

import pytest
from babel import Locale

from mail.reading.headers.dates import date_ms

TEN = 1772532000000  # 3 March 2026, 10:00 UTC


@pytest.mark.parametrize(
    "text",
    [
        "Di, 3 Mär 2026 11:00:00 +0100",
        "mar., 3 mars 2026 11:00:00 +01:00",
        "3. März 2026 um 10:00 Uhr",
        "martes, 3 de marzo de 2026 11:00 CET",
        "вт, 3 мар. 2026 г. 13:00 MSK",
        "2026. márc. 3. 10:00",
        "2026年3月3日 10:00",
        "٣ مارس ٢٠٢٦ 10:00",
        "03.03.2026 10:00",
        "3. 3. 2026 10:00:00",
        "3.3.2026 10.00",
        "2026/03/03 19:00:00 JST",
        "03/03/2026 10:00 AM",
    ],
)
def test_a_date_is_read_in_other_languages_and_in_numbers(text):
    assert date_ms(text) == TEN


@pytest.mark.parametrize(
    "language", ["de", "es", "fi", "fr", "hu", "it", "lt", "nl", "pt", "ru", "sv", "tr", "uk", "el"]
)
def test_every_month_of_a_language_is_read(language):
    for number, name in Locale.parse(language).months["format"]["abbreviated"].items():
        assert date_ms(f"3 {name} 2026 10:00") == date_ms(f"2026-{number:02}-03 10:00")


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026 10:00",
        "3 lis 2026 10:00",
        "99.99.2026 10:00",
        "3 Foo 2026 10:00",
        "03.03.2026 25:00",
        "room 3.3.2026",
    ],
)
def test_a_date_that_may_be_two_days_or_is_none_is_not_guessed(text):
    assert date_ms(text) is None
