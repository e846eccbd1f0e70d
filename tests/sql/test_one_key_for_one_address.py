"""Older desks kept each spelling of an address as an address of its own; now they are one."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import command

import sql
from sql.migrations import config_for, upgrade
from sql.tables import ticket_addresses, tickets
from tests.plugins.databases import engine

VERSION = next((Path(sql.__file__).parent / "versions").glob("*_one_key_for_one_address.py"))
BEFORE = re.search(r'down_revision = "(\d+)"', VERSION.read_text())[1]
TICKET = {
    "access_code": "0123456789AB", "subject": "Late arrival", "status": "open", "shelf": "active", "name": "Ute",
    "email": "", "client_ip": "", "source": "web", "created_ms": 1, "updated_ms": 1, "customer_wrote_ms": 1,
}  # fmt: skip
KEYS = {
    1: ("ute@googlemail.com", "ute@gmail.com"),
    2: ("ute@bücher.example", "ute@xn--bcher-kva.example"),
    3: ("uté@guest.example", "uté@guest.example"),
    4: ("ute@guest.example", "ute@guest.example"),
}
ADDRESSES = [
    (1, "max@googlemail.com", "added"), (1, "max@gmail.com", "cc"),
    (2, "max@gmail.com", "added"), (2, "max@googlemail.com", "cc"),
    (3, "max@bücher.example", "third_party"),
]  # fmt: skip


def test_keys_are_written_anew_and_the_stronger_of_two_roles_stays(database_url):
    command.upgrade(config_for(database_url), BEFORE)
    with engine(database_url) as connected, connected.begin() as connection:
        old = sa.MetaData()
        old.reflect(connection, only=["tickets", "ticket_addresses"])
        for number, (key, _new) in KEYS.items():
            connection.execute(
                sa.insert(old.tables["tickets"]).values(
                    **filled(old.tables["tickets"]), **TICKET | {"id": number, "email_key": key}
                )
            )
        for number, key, role in ADDRESSES:
            connection.execute(
                sa.insert(old.tables["ticket_addresses"]).values(
                    ticket_id=number, email_key=key, email=key, name="", role=role
                )
            )

    upgrade(database_url)

    with engine(database_url) as connected, connected.connect() as connection:
        keys = dict(connection.execute(sa.select(tickets.c.id, tickets.c.email_key)).all())
        roles = set(
            connection.execute(
                sa.select(ticket_addresses.c.ticket_id, ticket_addresses.c.email_key, ticket_addresses.c.role)
            ).all()
        )
    assert keys == {number: new for number, (_old, new) in KEYS.items()}
    assert roles == {
        (1, "max@gmail.com", "added"),
        (2, "max@gmail.com", "added"),
        (3, "max@xn--bcher-kva.example", "third_party"),
    }


def filled(table):
    """Something in each column that has to have a value."""
    needed = [one for one in table.columns if not one.nullable and one.server_default is None]
    return {
        one.name: "" if isinstance(one.type, sa.String) else 0
        for one in needed
        if one.name not in {*TICKET, "id", "email_key"}
    }
