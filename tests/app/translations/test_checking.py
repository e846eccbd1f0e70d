"""What a translation must hold: each thing that would break a page is refused, with the reason."""

import pytest

from app.core.errors import BadFields
from app.text.catalogue import TextKey
from app.translations.checking import check_forms

HAS_IT = TextKey("", "%(name)s has %(id)s.")
TICKETS = TextKey("", "%(num)s ticket", "%(num)s tickets")
PLAIN = TextKey("", "Open")


def refusals(key, *forms, language="pl"):
    with pytest.raises(BadFields) as refused:
        check_forms(key, forms, language)
    return dict(refused.value.faults)


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        (HAS_IT, "%(id)s ma ona", "“%(name)s” is missing"),
        (HAS_IT, "%(name) ma %(id)s", "not a whole placeholder"),
        (HAS_IT, "%(name)s ma %(id", "not a whole placeholder"),
        (HAS_IT, "%(name)d ma %(id)s", "has no placeholder “%(name)d”"),
        (HAS_IT, "%(nam)s %(name)s %(id)s", "has no placeholder “%(nam)s”"),
        (HAS_IT, "%(name)s ma %(id)s na 5 %", "Write the percent sign twice."),
        (HAS_IT, "%(name)s ma {id} %(id)s", "has no placeholder “{id}”"),
        (PLAIN, "Otwarte w 100%", "no percent sign here"),
        (PLAIN, " Otwarte", "same spaces"),
        (PLAIN, "Otwarte ", "same spaces"),
        (PLAIN, "Ot\nwarte", "Break the lines as often"),
        (PLAIN, "Ot\x07warte", "control characters"),
        (PLAIN, "Ot\u202ewarte", "control characters"),
        (PLAIN, "  ", "Write the text."),
        (PLAIN, "O" * 400, "216 characters or fewer"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_the_reason(key, text, reason):
    assert reason in refusals(key, text)["form0"]


def test_every_plural_form_is_looked_at_by_itself():
    faults = refusals(TICKETS, "Jeden bilet", "%(num)s bilety", "biletów")

    assert list(faults) == ["form2"]  # the first is for one alone, and may say it in words
    assert "“%(num)s” is missing" in faults["form2"]


def test_a_language_needs_all_its_forms():
    assert "each plural form" in refusals(TICKETS, "%(num)s bilet", "%(num)s bilety")["form0"]
    assert "no plural forms" in refusals(PLAIN, "Otwarte", "Otwarte")["form0"]


def test_what_fits_is_taken():
    check_forms(HAS_IT, ("%(id)s: %(name)s to 100 %%",), "pl")
    check_forms(TICKETS, ("لا تذاكر", "تذكرة", "تذكرتان", "%(num)s تذاكر", "%(num)s تذكرة", "%(num)s تذكرة"), "ar")
    check_forms(TextKey("", "Dear {{customer.name}},\nhello"), ("Szanowni {{customer.name}},\ndzień dobry",), "pl")
