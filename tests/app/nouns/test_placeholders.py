"""Placeholders are put in place by one plain pass: nothing is evaluated, and no value can smuggle markup in (S-68)."""

import dataclasses
from pathlib import Path

import pytest

from app.nouns.placeholders import NAMES, fill, names_in, values_for
from tests.app.conftest import NOW


def test_s68_only_the_listed_names_change():
    filled = fill(
        "<p>{{ customer.name }} {{nobody knows}} {{customer.name.__class__}}</p>", {"customer.name": "Helena"}
    )

    assert filled == "<p>Helena {{nobody knows}} {{customer.name.__class__}}</p>"


@pytest.mark.parametrize(
    "verbatim",
    [
        "{{7*7}}",
        "{% for one in all %}",
        "${customer.name}",
        "{0.__class__}",
        "{customer.name}",
        "{{{{customer.name}}}}",
    ],
)
def test_s68_what_another_language_would_evaluate_stays_as_it_is(verbatim):
    filled = fill(f"<p>{verbatim}</p>", {"customer.name": "H", "7*7": ""})

    assert filled == f"<p>{verbatim}</p>".replace("{{{{customer.name}}}}", "{{H}}")


def test_a_value_is_text_and_never_markup():
    hostile = '<img src=x onerror=steal()>"&'

    filled = fill(
        '<p>{{customer.name}} <a href="https://a.example/{{customer.name}}">x</a></p>', {"customer.name": hostile}
    )

    assert "&lt;img src=x onerror=steal()&gt;" in filled
    assert "<img" not in filled


def test_a_value_cannot_make_an_address_of_another_kind():
    filled = fill('<p><a href="{{customer.name}}">x</a></p>', {"customer.name": "javascript:steal()"})

    assert "javascript" not in filled


def test_a_value_that_looks_like_a_placeholder_is_not_filled_in_its_turn():
    filled = fill(
        "<p>{{customer.name}}</p>", {"customer.name": "{{operator.email}}", "operator.email": "a@desk.example"}
    )

    assert filled == "<p>{{operator.email}}</p>"


def test_what_is_not_known_stays_to_be_asked_for():
    assert names_in(fill("<p>From {{customer.city}} on {{Arrival&nbsp;date}}</p>", {"customer.city": ""})) == (
        "customer.city",
        "Arrival date",
    )


def test_who_shows_code_means_it():
    assert names_in("<p>Write <code>{{name}}</code>, not {{this}}</p>") == ("this",)


async def test_every_listed_name_has_a_value_for_a_ticket(desk, ticket, anna):
    values = values_for(desk, ticket, None, anna, NOW)

    assert tuple(values) == NAMES
    assert values["customer.first_name"] == "Helena"
    assert values["customer.country"] == "Germany"
    assert values["ticket.link"].endswith(f"/t/{ticket.id}")


async def test_dates_and_countries_are_said_in_the_customers_language(desk, ticket, anna):
    german = dataclasses.replace(ticket, language="de")

    values = values_for(desk, german, None, anna, NOW)

    assert values["customer.country"] == "Deutschland"
    assert values["today"] == "18. November 2026"


def test_every_name_stands_in_the_document():
    page = (Path(__file__).parents[3] / "docs" / "console-http.md").read_text("utf-8")

    assert [name for name in NAMES if f"`{name}`" not in page] == []
