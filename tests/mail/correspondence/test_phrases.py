"""The tables of phrases are compared with folded texts: what they hold must be folded too, or it is never found."""

import re

import pytest

from mail.bounces import phrases as bounces
from mail.judging import screening_phrases
from mail.quoting import days, phrases, separators, signatures
from mail.reading.headers import subjects

_UNFOLDED = re.compile("[ßς]")
"""Letters that fold to others, and that a pattern may hold unseen."""


def words_of(value):
    """All strings and patterns in a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from words_of([*value, *value.values()])
    elif isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from words_of(one)


@pytest.mark.parametrize("tables", [bounces, screening_phrases, days, phrases, separators, signatures, subjects])
def test_every_phrase_is_written_as_it_folds(tables):
    held = {name: value for name, value in vars(tables).items() if name.isupper()}

    assert [word for value in held.values() for word in words_of(value) if word != word.casefold()] == []
    patterns = [value.pattern for value in held.values() if isinstance(value, re.Pattern)]
    assert [found for pattern in patterns for found in _UNFOLDED.findall(pattern)] == []
