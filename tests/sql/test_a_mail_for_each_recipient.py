"""What older desks sent to several people at once becomes a mail for each, with what is known of theirs."""

import json
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

import sql
from sql.migrations import config_for, upgrade
from sql.tables import outbox, tickets
from tests.plugins.databases import engine

VERSION = next((Path(sql.__file__).parent / "versions").glob("*_a_mail_for_each_recipient.py"))
BEFORE = re.search(r'down_revision = "(\d+)"', VERSION.read_text())[1]
HELENA, TWO, THREE = "helena@guest.example", "two@guest.example", "three@guest.example"
TICKET = {
    "id": 12, "access_code": "0123456789AB", "subject": "Late arrival", "status": "waiting_for_operator",
    "shelf": "active", "name": "Helena", "email": HELENA, "email_key": HELENA, "client_ip": "", "source": "web",
    "created_ms": 1, "updated_ms": 1, "customer_wrote_ms": 1, "trouble": "failed",
}  # fmt: skip
MAIL = {
    "kind": "answer", "ticket_id": 12, "recipients": json.dumps([HELENA, TWO, THREE]), "language": "en",
    "details": "{}", "mime_message_id": "<t12.ab.cd@desk.example>", "state": "sent", "due_ms": 5, "created_ms": 4,
    "tries": 1, "server_said": "250 OK", "sent_ms": 6,
}  # fmt: skip
LEFT = {"left": [THREE], "refused": [f"{TWO}: 550 no"], "since_ms": 3}
FAILED = {"state": "failed", "sent_ms": None}

CASES = {
    "sent to all": ({}, ["sent", "sent", "sent"]),
    "held": ({"state": "held", "tries": 0, "sent_ms": None}, ["held", "held", "held"]),
    "on its way": ({"state": "sending", "sent_ms": None}, ["sending", "queued", "queued"]),
    "waits for one": (
        {"state": "queued", "sent_ms": None, "details": json.dumps(LEFT), "server_said": f"{TWO}: 550 no; 452 later"},
        ["sent", "failed", "queued"],
    ),
    "one refused": ({**FAILED, "server_said": f"{THREE}: 550 no"}, ["sent", "sent", "failed"]),
    "too old for all": ({**FAILED, "server_said": "Not sent within 5 days."}, ["failed", "failed", "failed"]),
    "one bounced": ({"state": "bounced", "server_said": f"{TWO} 5.1.1"}, ["sent", "bounced", "sent"]),
    "recalled": ({"state": "recalled", "sent_ms": None}, ["recalled", "recalled", "recalled"]),
}


@pytest.mark.parametrize("case", CASES)
def test_each_recipient_gets_a_row_with_the_state_of_theirs(database_url, case):
    given, wanted = CASES[case]

    rows, ticket = migrated(database_url, {**MAIL, **given})

    assert [(row.kind, json.loads(row.recipients)) for row in rows] == [
        ("answer", [HELENA]),
        ("copy", [TWO]),
        ("copy", [THREE]),
    ]
    assert [row.state for row in rows] == wanted
    assert "left" not in rows[0].details
    assert rows[0].mime_message_id == MAIL["mime_message_id"]
    assert all(row.mime_message_id.startswith("<unsigned.") for row in rows[1:])
    assert ticket.trouble == ("failed" if wanted[0] in {"failed", "bounced"} else "")


def test_a_letter_to_two_third_parties_becomes_two_and_a_mail_to_one_stays(database_url):
    letter = {**MAIL, "kind": "to_third_party", "recipients": json.dumps([TWO, THREE])}
    alone = {**MAIL, "recipients": json.dumps([HELENA]), "mime_message_id": "<t12.ef.gh@desk.example>"}

    rows, _ticket = migrated(database_url, letter, alone)

    assert sorted((row.kind, row.recipients) for row in rows) == [
        ("answer", json.dumps([HELENA])),
        ("to_third_party", json.dumps([THREE])),
        ("to_third_party", json.dumps([TWO])),
    ]


def migrated(url, *mails):
    """The rows, and the ticket, of a desk that had these mails before."""
    command.upgrade(config_for(url), BEFORE)
    with engine(url) as connected, connected.begin() as connection:
        old = sa.MetaData()
        old.reflect(connection, only=["tickets", "outbox"])
        connection.execute(sa.insert(old.tables["tickets"]).values(filled(old.tables["tickets"], TICKET)))
        for one in mails:
            connection.execute(sa.insert(old.tables["outbox"]).values(filled(old.tables["outbox"], one)))
    upgrade(url)
    with engine(url) as connected, connected.connect() as connection:
        rows = connection.execute(sa.select(outbox).order_by(outbox.c.id)).all()
        return rows, connection.execute(sa.select(tickets)).one()


def filled(table, given):
    """A row with something in each column that has to have a value."""
    needed = [one for one in table.columns if not one.nullable and one.server_default is None and one.name != "id"]
    return {**{one.name: "" if isinstance(one.type, sa.String) else 0 for one in needed}, **given}
