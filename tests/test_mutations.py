"""The changes of `make mutate` fit the house as it stands: one that finds nothing, or asks no test, would say nothing."""

import pytest

from tests.mutate import areas
from tests.mutate.changes import CHANGES
from tests.test_house import HOUSE


@pytest.mark.parametrize("path", sorted({change.path for change in CHANGES}))
def test_each_change_finds_its_text_once_and_tests_to_ask(path):
    text = (HOUSE / path).read_text("utf-8")

    assert {
        change.was: text.count(change.was) for change in CHANGES if change.path == path and text.count(change.was) != 1
    } == {}
    assert areas.tests_for(path)


def test_the_tests_that_are_asked_are_there():
    assert [test for tests in areas.AREAS.values() for test in tests if not (HOUSE / test).exists()] == []
