"""Older desks had tickets and no customers: each address gets its row, and is found as one that is new."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import command

import sql
from app.search.people_words import customer_words_of, typed_customer_words
from sql.migrations import config_for, upgrade
from sql.tables import customer_words, customers
from tests.plugins.databases import engine

VERSION = next((Path(sql.__file__).parent / "versions").glob("*_customers.py"))
BEFORE = re.search(r'down_revision = "(\d+)"', VERSION.read_text())[1]
WRITTEN = [
    (1, "Zoë Müller", "zoe@guest.example"),
    (2, "", "ruth@guest.example"),
    (3, "Z. Mueller", "zoe@guest.example"),
    (4, "山田太郎", "yamada@guest.example"),
    (5, "", ""),
]


def test_each_address_gets_its_row_and_its_words(database_url):
    command.upgrade(config_for(database_url), BEFORE)
    with engine(database_url) as connected, connected.begin() as connection:
        old = sa.MetaData()
        old.reflect(connection, only=["tickets"])
        for number, name, email in WRITTEN:
            connection.execute(
                sa.insert(old.tables["tickets"]).values(_ticket(old.tables["tickets"], number, name, email))
            )

    upgrade(database_url)

    with engine(database_url) as connected, connected.connect() as connection:
        rows = {row.email_key: row for row in connection.execute(sa.select(customers))}
        found = {
            typed: [
                connection.scalar(sa.select(customer_words.c.customer_id).where(customer_words.c.word.startswith(word)))
                for word in typed_customer_words(typed)
            ]
            for typed in ("mueller", "yamada", "山田", "太郎", "ruth@guest.example")
        }
    assert {key: (row.name, row.sort_key, row.created_ms) for key, row in rows.items()} == {
        "zoe@guest.example": ("Z. Mueller", "z. mueller", 1),
        "ruth@guest.example": ("", "ruth@guest.example", 2),
        "yamada@guest.example": ("山田太郎", "山田太郎", 4),
    }
    of = {"mueller": "zoe", "yamada": "yamada", "山田": "yamada", "太郎": "yamada", "ruth@guest.example": "ruth"}
    for typed, ids in found.items():
        assert set(ids) == {rows[f"{of[typed]}@guest.example"].id}, typed
    assert "muller" in customer_words_of("Müller", "zoe@guest.example")


def _ticket(table: sa.Table, number: int, name: str, email: str) -> dict[str, object]:
    numbers = (sa.Integer, sa.Boolean, sa.Numeric)
    filled = {one.name: 0 if isinstance(one.type, numbers) else "" for one in table.c if not one.nullable}
    return {**filled, "id": number, "name": name, "email": email, "email_key": email, "created_ms": number}
