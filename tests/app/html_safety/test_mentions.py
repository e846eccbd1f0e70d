"""Marks of the people whom a note names: they survive in notes alone, and only where they say whom they mean."""

import pytest

from app.html_safety import clean_answer_html, clean_note_html, has_mentions, with_mentions

BORIS = '<p>Ask <span data-mention="7">@Boris &amp; Co</span>.</p>'


def test_a_note_keeps_the_mark_and_an_answer_does_not():
    assert clean_note_html(BORIS) == BORIS
    assert clean_answer_html(BORIS) == "<p>Ask <span>@Boris &amp; Co</span>.</p>"


@pytest.mark.parametrize("number", ["", "0", "-7", "07", "x", "1.0", "9" * 30, "\u0667"])
def test_a_mark_without_a_number_is_none(number):
    assert not has_mentions(clean_note_html(f'<span data-mention="{number}">@Boris</span>'))


def test_a_mark_stands_on_a_span_alone():
    assert "data-mention" not in clean_note_html('<p data-mention="7">@Boris</p><b data-mention="7">@Boris</b>')


@pytest.mark.parametrize(
    "mark",
    [
        '<span data-mention="8">@Boris &amp; Co</span>',
        '<span data-mention="7">@Anna</span>',
        '<span data-mention="7">Boris &amp; Co</span>',
        '<span data-mention="7"><b>@Boris &amp; Co</b></span>',
        '<span data-mention="7"></span>',
    ],
)
def test_who_is_not_named_as_they_are_called_is_text(mark):
    clean, named = with_mentions(clean_note_html(f"<p>{mark} x</p>"), {7: "Boris & Co"})

    assert (has_mentions(clean), named) == (False, [])
    assert clean == clean_note_html(clean)


def test_each_person_is_named_once_and_words_that_look_like_a_mark_stay():
    words = '&lt;span data-mention="9"&gt; and data-mention="7"'
    html = clean_note_html(
        f'{BORIS}<p title="&lt;span">{words} <span dir="ltr" data-mention="7">@Boris &amp; Co</span></p>'
    )

    clean, named = with_mentions(html, {7: "Boris & Co"})

    assert (clean, named) == (html, [7])
