"""Thousands of letters broken at random, the same ones each time; and traps, whose cost grows as their length does."""

import json
import sys
import tracemalloc

import pytest

from mail.inspecting import inspect
from mail.letter import limits
from mail.quoting.html_quotes import split_html
from mail.quoting.quotes import trim_text
from mail.reader.letters import read_letter
from tests.mail.mutations import mutated
from tests.mail.traps import TRAPS

ALL, SOME = 2_000, 250
MOST_BYTES = 150 * limits.MIB
SHORT, LONG = 5_000, 20_000


def calls_of(work, text):
    """How many functions were called, Python's and C's: what a text costs, whatever the machine."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("batch", range(10))
def test_a_letter_broken_at_random_is_read_as_far_as_it_goes(batch, full_size):
    for number in range(batch, ALL if full_size else SOME, 10):
        raw = mutated(number)
        letter = read_letter(raw)

        assert [flaw for flaw in letter.flaws if "flaw_unread" in flaw] == [], number
        assert letter.subject.isprintable(), number
        assert letter.from_name.isprintable(), number
        assert all(one.name and one.name.isprintable() and "/" not in one.name for one in letter.attachments), number
        assert json.loads(json.dumps(inspect(raw)))["kind"], number


@pytest.mark.parametrize("batch", range(4))
def test_a_broken_letter_takes_no_more_memory_than_it_may(batch, full_size):
    peaks = {}
    for number in range(batch, ALL if full_size else SOME // 5, 4):
        raw = mutated(number)
        tracemalloc.start()
        inspect(raw)
        peaks[number] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert {number: peak for number, peak in peaks.items() if peak > MOST_BYTES} == {}


@pytest.mark.parametrize("name", TRAPS)
def test_a_text_four_times_as_long_costs_four_times_as_much(name):
    short, long = calls_of(trim_text, TRAPS[name](SHORT)), calls_of(trim_text, TRAPS[name](LONG))

    assert long <= 5 * short + 2_000


@pytest.mark.parametrize(
    "unit", ["<div>", "<blockquote type=cite>", '<div class="gmail_quote">x</div>y', "<p>On 3.3. x wrote:</p>"]
)
def test_a_page_four_times_as_long_costs_four_times_as_much(unit):
    short, long = calls_of(split_html, unit * (SHORT // len(unit))), calls_of(split_html, unit * (LONG // len(unit)))

    assert long <= 5 * short + 2_000
