"""The measure itself: it knows what grows too fast from what is only slow."""

from tests.growth.measuring import grows_too_fast


def made(size):
    return "x" * size


def test_what_takes_four_times_as_long_for_twice_as_much_is_found():
    fault = grows_too_fast(lambda text: sum(range(len(text) ** 2)), made, 4000)

    assert fault.startswith("CPU ms at four sizes: ")


def test_what_is_only_slow_is_not():
    assert grows_too_fast(lambda text: sum(range(4000 * len(text))), made, 4000) == ""
    assert grows_too_fast(lambda text: len(text) ** 2, made, 4000) == ""
