"""The desk's own colour: refused where texts could not be read on it, and turned into tones that can."""

import pytest

from app.config.brand_colour import DARK_SURFACE, WHITE, BrandColour, contrast
from app.config.typed_settings import colour
from app.core.errors import BadFields


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("base", ["#1a5276", "#000000", "#b3261e", "#5b2c6f", "#0b5345", "#6e2c00"])
def test_each_tone_can_be_read_where_it_stands(base):
    own = BrandColour(colour(base))

    assert own.can_be_read
    for one, other in ((WHITE, base), (own.soft, base), (WHITE, own.deep), (own.bright, DARK_SURFACE)):
        assert contrast(one, other) >= 4.5


def test_a_colour_too_light_for_white_text_is_refused_with_the_figure_and_one_that_would_do():
    with pytest.raises(BadFields) as refused:
        colour("#F0C040")

    words = refused.value.faults["colour"]
    assert "White text on #f0c040 has a contrast of 1.7; 4.5 is needed" in words
    assert colour(words.rpartition("Try ")[2].rstrip("."))


@pytest.mark.parametrize("typed", ["blue", "#12345", "#1234567", "1a5276", "#1a527g", "url(x)"])
def test_what_is_no_colour_is_refused_with_an_example(typed):
    with pytest.raises(BadFields, match="#1a5276"):
        colour(typed)
