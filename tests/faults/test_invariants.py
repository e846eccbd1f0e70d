"""The invariants see what they are there to see."""

import pytest
import sqlalchemy

from sql.tables import inbound, messages, outbox
from tests.faults.invariants import lost_answers, lost_mails, untrue_ledger
from tests.mail.intake.fake_mailbox import FakeMailbox, Postman, mail
from tests.plugins.databases import engine
from tests.servers.smtp_sink import Letter

RAW = mail(subject="Towels")


@pytest.fixture
async def read_mail(desk, group):
    """A desk that has read RAW, and has a confirmation to send."""
    await Postman(desk, FakeMailbox()).poll(RAW)


def spoil(url, statement):
    with engine(url) as connected, connected.begin() as connection:
        connection.execute(statement)


def test_a_mail_that_is_neither_kept_nor_on_the_server_is_lost(schema_url, read_mail):
    other = mail(subject="Two more")

    assert lost_mails(schema_url, [RAW, other], [other]) == []
    assert len(lost_mails(schema_url, [RAW, other], [])) == 1


@pytest.mark.parametrize(
    "statement",
    [
        sqlalchemy.update(inbound).values(outcome="pending"),
        sqlalchemy.update(inbound).values(sha256="0" * 64),
        sqlalchemy.update(messages).values(inbound_id=None),
    ],
    ids=["not read", "other bytes", "in no ticket"],
)
def test_a_ledger_that_does_not_say_what_is_in_the_tickets_is_untrue(schema_url, read_mail, statement):
    assert untrue_ledger(schema_url, [RAW]) == []

    spoil(schema_url, statement)

    assert untrue_ledger(schema_url, [RAW]) != []


def test_a_mail_that_is_called_sent_and_never_came_is_lost_and_one_that_came_twice_is_marked(schema_url, read_mail):
    assert lost_answers(schema_url, [], 0) == []
    spoil(schema_url, sqlalchemy.update(outbox).values(state="sent", server_said="250 2.0.0 Kept"))
    with engine(schema_url) as connected, connected.connect() as connection:
        ids = connection.scalars(sqlalchemy.select(outbox.c.mime_message_id)).all()
    letters = [Letter("", [], f"Message-ID: {one}\r\n\r\n".encode(), None) for one in ids]

    assert lost_answers(schema_url, [], 1) != []
    assert lost_answers(schema_url, letters, 1) == []
    assert lost_answers(schema_url, [*letters, letters[0]], 1) != []
    spoil(schema_url, sqlalchemy.update(outbox).values(maybe_twice=True))
    assert lost_answers(schema_url, [*letters, letters[0]], 1) == []
    assert lost_answers(schema_url, [*letters, letters[0]], 0) != []
