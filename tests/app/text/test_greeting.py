# ruff: noqa: RUF001 - names of many languages look like Latin words
"""How a customer is greeted: by a first name, written as one, or not at all."""

import dataclasses

import pytest

from app.nouns.placeholders import fill, values_for
from app.text.greeting import first_name_of
from tests.app.conftest import NOW


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Helena Brandt", "Helena"),
        ("Mr.John Smith", "John"),
        ("Dr.Helena Brandt", "Helena"),
        ("Dott.ssa Maria Rossi", "Maria"),
        ("Gent.ma Maria Rossi", "Maria"),
        ("Graf Anton Berg", "Anton"),
        ("PD Dr. Eva Huber", "Eva"),
        ("Univ.-Prof. Dr. Eva Huber", "Eva"),
        ("Engº João Silva", "João"),
        ("Петров Иван Сергеевич", "Иван"),
        ("Al Gore", "Al"),
        ("Brandt, Helena", "Helena"),
        ("Helena Guest", "Helena"),
        ("Brandt, Dr. Helena", "Helena"),
        ("'Helena Brandt'", "Helena"),
        ('"Brandt, Helena"', "Helena"),
        ("„Helena Brandt“", "Helena"),
        ("Helena,", "Helena"),
        ("Helena Brandt, MD", "Helena"),
        ("Helena Brandt, Ph.D.", "Helena"),
        ("Smith, John, Jr.", "John"),
        ("Dr. Helena Brandt", "Helena"),
        ("Prof. Dr. med. Anna-Lena Koch", "Anna-Lena"),
        ("Herr Dr. Klaus Weber", "Klaus"),
        ("Frau Helena Brandt", "Helena"),
        ("Mr. John Smith", "John"),
        ("Señora Ana García", "Ana"),
        ("J. Helena Smith", "Helena"),
        ("HELENA BRANDT", "Helena"),
        ("BRANDT, HELENA", "Helena"),
        ("helena brandt", "Helena"),
        ("ANNE-MARIE DUPONT", "Anne-Marie"),
        ("O'BRIEN, SEAN", "Sean"),
        ("MARÍA JOSÉ", "María"),
        ("İBRAHİM YILMAZ", "İbrahim"),
        ("McKenzie Stone", "McKenzie"),
        ("de la Cruz, Ana", "Ana"),
        ("Helena (Guest Ltd)", "Helena"),
        ("Helena Brandt <h@guest.example>", "Helena"),
        ("Иван Петров", "Иван"),
        ("山田太郎", "山田太郎"),
    ],
)
def test_a_person_is_greeted_by_the_first_name(name, first):
    assert first_name_of(name) == first


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "-", "12345", "Dr.", "Dr", "Dr. Brandt", "Frau", "Frau Brandt", "Müller, Frau", "Mr Smith", "Herr", "Mme", "M. Dupont",
        "info@guest.example", "helena@guest.example", "Info", "Guest", "Reservations", "Guest GmbH", "Müller GmbH & Co. KG", "Hotel Seehof",
        "Mr and Mrs Smith", "MR AND MRS SMITH", "Familie Müller", "Family Smith", "Eheleute Schmidt", "Baron von Trapp", "Maître Dupont", "BRANDT Helena",
        "J. de Vries", "R Smith", "Dr.Brandt", "anna.brandt", "anna_brandt", "anna99", "undefined", "N/A", "Gast", "Cliente", "Kundenservice",
        "J. Smith", "J. R. R. Tolkien", "О. Иванов", "https://guest.example",
    ],
)  # fmt: skip
def test_where_no_first_name_is_known_nobody_is_greeted(name):
    assert first_name_of(name) == ""


async def test_the_placeholder_of_an_unknown_name_stays_to_be_filled(desk, ticket, anna):
    nameless = dataclasses.replace(ticket, customer=dataclasses.replace(ticket.customer, name="info@guest.example"))

    values = values_for(desk, nameless, None, anna, NOW)

    assert fill("<p>Dear {{customer.first_name}},</p>", values) == "<p>Dear {{customer.first_name}},</p>"
