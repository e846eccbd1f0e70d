"""The invariants see what they are there to see."""

import pytest
import sqlalchemy

from app.actions.message.answering import AnswerForm, send_answer
from app.nouns.reasons import reason
from mail.outgoing.outbox import CONCURRENT
from sql.tables import inbound, messages, outbox
from tests.faults.invariants import lost_answers, lost_mails, untrue_ledger
from tests.mail.intake.fake_mailbox import FakeMailbox, Postman, mail
from tests.plugins.databases import engine
from tests.plugins.desk import NOW
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


SENT = {"state": "sent", "server_said": "250 2.0.0 Kept"}


def letters_of(url):
    """Each mail of the outbox as a server got it."""
    with engine(url) as connected, connected.connect() as connection:
        ids = connection.scalars(sqlalchemy.select(outbox.c.mime_message_id)).all()
    return [Letter("", [], f"Message-ID: {one}\r\n\r\n".encode(), None) for one in ids]


def test_a_mail_that_is_called_sent_and_never_came_is_lost_and_one_that_came_twice_is_marked(schema_url, read_mail):
    assert lost_answers(schema_url, [], 0) == []
    spoil(schema_url, sqlalchemy.update(outbox).values(SENT))
    letters = letters_of(schema_url)

    assert lost_answers(schema_url, [], 1) != []
    assert lost_answers(schema_url, letters, 1) == []
    assert lost_answers(schema_url, [*letters, letters[0]], 1) != []
    spoil(schema_url, sqlalchemy.update(outbox).values(maybe_twice=True))
    assert lost_answers(schema_url, [*letters, letters[0]], 1) == []
    assert lost_answers(schema_url, [*letters, letters[0]], 0) != []


async def test_one_crash_may_double_what_four_senders_have_on_the_wire_and_no_more(schema_url, desk, group):
    postman = Postman(desk, FakeMailbox())
    await postman.poll(*[mail(f"guest{n}@guest.example", f"Mail {n}") for n in range(CONCURRENT + 1)])
    spoil(schema_url, sqlalchemy.update(outbox).values(**SENT, maybe_twice=True))
    letters = letters_of(schema_url)

    assert lost_answers(schema_url, [*letters, *letters[:CONCURRENT]], 1) == []
    assert lost_answers(schema_url, [*letters, *letters[:CONCURRENT]], 1, at_once=1) != []
    assert lost_answers(schema_url, [*letters, *letters[: CONCURRENT + 1]], 1) != []
    assert lost_answers(schema_url, [*letters, letters[0], letters[0]], 1) != []  # nobody sends one twice in one crash


async def test_an_answer_without_its_mail_is_lost(schema_url, desk, anna, ticket):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes.</p>", "key", taking=True), NOW)
    assert lost_answers(schema_url, [], 0) == []

    spoil(schema_url, sqlalchemy.delete(outbox).where(outbox.c.kind == "answer"))

    assert lost_answers(schema_url, [], 0) != []


def test_in_a_demo_a_mail_is_sent_when_it_is_kept_on_the_machine(schema_url, read_mail):
    spoil(schema_url, sqlalchemy.update(outbox).values(state="sent", server_said=reason("kept_here")))

    assert lost_answers(schema_url, [], 0, demo=True) == []
    assert lost_answers(schema_url, [], 0) != []
