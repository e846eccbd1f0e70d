"""Erasing a customer: nothing that they wrote or were called is left anywhere, and the figures stay as they were."""

import dataclasses

import pytest
import sqlalchemy as sa

from app.actions.customer.changing import change_customer
from app.actions.customer.erasing import erase_customer, erase_customers
from app.actions.desk.erasing import erase_due
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.drafts import save_draft
from app.actions.message.moving import move_message
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.saved_searches import save_search
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import take
from app.core.clock import DAY_MS
from app.core.errors import BadFields, Forbidden, NotFound
from app.files.kinds import Upload
from app.files.large_bytes import IN_ROW_BYTES
from app.nouns.message import MessageKind
from app.nouns.ticket import RESTORABLE_MS, Customer
from app.queries.customer.footprint import footprint
from app.queries.customer.known import customer_for, customer_id_of
from app.queries.lists.counts import counts_for
from app.queries.ticket.tickets import ticket_by_id, ticket_for
from app.search.candidates import tickets_with_words
from sql.tables import customers, events, inbound, messages, metadata
from tests.mail.intake.fake_mailbox import FakeMailbox, Postman, mail
from tests.plugins.databases import engine
from tests.plugins.desk import NOW, opened

EVE = Customer("Evelina Quastorf", "eve@quastorf.example", "+49 40 777888999", "Zwirnweg 4", "Quickborn", "DE")
RUTH = Customer("Ruth Ober", "ruth@guest.example", "+43 1 5550", "", "Wien", "AT")
WORDS = ("quastorf", "evelina", "777888999", "zwirnweg", "quickborn", "xylophone")
LATER = NOW + DAY_MS


@pytest.fixture
async def desk(desk):
    return dataclasses.replace(
        desk, settings=dataclasses.replace(desk.settings, mail_from="Desk <desk@aurora.example>")
    )


def found_in(desk, url):
    """Where one of the words is still: each column of each table, the storage, and on SQLite the search index."""
    places = []
    with engine(url) as connected, connected.connect() as connection:
        queries = {name: sa.select(table) for name, table in metadata.tables.items()}
        if connected.dialect.name == "sqlite":
            queries["search_index"] = sa.text("SELECT body FROM search_index")
        for table, query in queries.items():
            for row in connection.execute(query).mappings():
                for column, value in row.items():
                    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    places += [(table, column, word) for word in WORDS if word in text.lower()]
    for path in desk.storage.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            places += [("storage", path.name, word) for word in WORDS if word.encode() in content]
    return places


async def lived_through(desk, anna, ada):
    """All that a customer leaves behind: form, mail, files, answers, drafts, notes, a deleted and another's ticket."""
    first = await opened(
        desk, "My xylophone", customer=EVE, text="The xylophone of Evelina is lost.",
        attachments=(Upload("xylophone.txt", "text/plain", b"a xylophone of quastorf"),),
    )  # fmt: skip
    await take(desk, anna, first.id, NOW)
    form = AnswerForm("<p>Dear Evelina, which xylophone?</p>", "first", cc=("eve@quastorf.example",))
    await send_answer(desk, anna, first.id, form, NOW)
    await save_draft(desk, anna, first.id, MessageKind.ANSWER, "<p>Evelina, your xylophone</p>", "{}", NOW)
    await edit_ticket(
        desk, anna, first.id, {"subject": "The xylophone of Quickborn", "phone": "+49 40 7778889990"}, NOW
    )
    postman = Postman(desk, FakeMailbox())
    large = mail("Evelina <eve@quastorf.example>", "A xylophone", "xylophone " * (IN_ROW_BYTES // 9))
    auto = mail("Evelina <eve@quastorf.example>", "Away: xylophone", "Gone", Auto_Submitted="auto-replied")
    await postman.poll(large, auto)
    gone = await opened(desk, "Old xylophone", customer=EVE)
    await delete(desk, ada, gone.id, None, NOW)
    await erase_due(desk, NOW + RESTORABLE_MS + 1)
    ruths = await opened(desk, "Parking", customer=RUTH)
    await take(desk, anna, ruths.id, NOW)
    message = await customer_writes(desk, first.id, CustomerMessage("Another xylophone", "web"), NOW)
    await move_message(desk, anna, message, ruths.id, NOW, confirmed=True)
    number = await customer_id_of(desk, EVE.email_key)
    await change_customer(desk, anna, number, {"note": "Plays the xylophone", "name": "Evelina Q. Quastorf"}, NOW)
    await save_search(desk, anna, "Hers", "email:eve@quastorf.example", NOW)
    return number, first, ruths


async def test_nothing_of_a_customer_is_left_anywhere(desk, schema_url, anna, ada):
    number, first, ruths = await lived_through(desk, anna, ada)
    assert {word for _table, _column, word in found_in(desk, schema_url)} == set(WORDS)
    assert "storage" in {table for table, _column, _word in found_in(desk, schema_url)}

    await erase_customer(desk, ada, number, "Eve@Quastorf.example", LATER + RESTORABLE_MS)
    assert await erase_customers(desk, LATER + RESTORABLE_MS) == 2
    await erase_customers(desk, LATER + RESTORABLE_MS)

    assert found_in(desk, schema_url) == []
    assert await desk.db.fetch_val(sa.select(sa.func.count()).where(customers.c.email_key == EVE.email_key)) == 0
    assert await tickets_with_words(desk, ["xylophone"]) == []
    assert (await ticket_by_id(desk, first.id)).is_erased
    assert (await ticket_for(desk, anna, ruths.id)).customer.name == "Ruth Ober"
    kept = await desk.db.fetch_all(sa.select(messages.c.text).where(messages.c.ticket_id == ruths.id))
    assert "We arrive at 00:45." in [row.text for row in kept]


async def test_numbers_times_and_statuses_stay_for_the_figures(desk, anna, ada):
    number, first, _ruths = await lived_through(desk, anna, ada)

    async def figures():
        columns = (
            events.c.id,
            events.c.kind,
            events.c.at_ms,
            events.c.operator_id,
            events.c.group_id,
            events.c.ticket_id,
        )
        rows = await desk.db.fetch_all(sa.select(*columns).where(events.c.ticket_id == first.id).order_by(events.c.id))
        return [tuple(row) for row in rows]

    before, old = await figures(), await ticket_by_id(desk, first.id)
    counts = await counts_for(desk, anna)
    await erase_customer(desk, ada, number, EVE.email, LATER)
    await erase_customers(desk, LATER)

    after, now = await figures(), await ticket_by_id(desk, first.id)
    assert after[: len(before)] == before
    assert [kind for _id, kind, *_rest in after[len(before) :]] == ["ticket.erased"]
    for name in ("created_ms", "status", "group_id", "first_answer_ms", "source"):
        assert getattr(now, name) == getattr(old, name)
    assert (await counts_for(desk, anna)).mine == counts.mine - 1


async def test_only_an_administrator_who_types_the_address_erases(desk, anna, ada):
    ticket = await opened(desk, customer=EVE)
    number = await customer_id_of(desk, EVE.email_key)

    with pytest.raises(Forbidden):
        await erase_customer(desk, anna, number, EVE.email, LATER)
    with pytest.raises(BadFields):
        await erase_customer(desk, ada, number, "somebody@else.example", LATER)
    with pytest.raises(NotFound):
        await erase_customer(desk, ada, number + 1, EVE.email, LATER)
    await erase_customers(desk, LATER)

    assert (await ticket_for(desk, anna, ticket.id)).customer == EVE


async def test_who_writes_after_it_was_decided_is_somebody_new(desk, anna, ada):
    await opened(desk, customer=EVE)
    number = await customer_id_of(desk, EVE.email_key)
    await erase_customer(desk, ada, number, EVE.email, LATER)
    new = await opened(desk, "A new matter", customer=EVE, at_ms=LATER + 1)

    await erase_customers(desk, LATER + 2)

    customer = await customer_for(desk, anna, number)
    assert (customer.name, customer.created_ms) == (EVE.name, LATER + 1)
    assert (await ticket_for(desk, anna, new.id)).subject == "A new matter"


async def test_mail_of_theirs_that_waits_for_a_decision_is_not_let_in_later(desk, anna, ada):
    await opened(desk, customer=EVE)
    raw = b"From: Evelina <eve@quastorf.example>\r\nSubject: xylophone\r\n\r\nxylophone"
    await desk.db.execute(
        sa.insert(inbound).values(
            mailbox="m", uid="1", sha256="x", size_bytes=9, raw=raw, received_ms=NOW, outcome="pending", due_ms=NOW,
            from_email="eve@quastorf.example",
        )
    )  # fmt: skip
    await erase_customer(desk, ada, await customer_id_of(desk, EVE.email_key), EVE.email, LATER)
    await erase_customers(desk, LATER)

    row = await desk.db.fetch_one(sa.select(inbound))
    assert (row.outcome, row.raw, row.due_ms, row.subject) == ("dismissed", None, None, "")


async def test_the_preview_counts_what_there_is(desk, anna, ada):
    number, _first, _ruths = await lived_through(desk, anna, ada)

    found = await footprint(desk, await customer_for(desk, ada, number))

    assert (found.tickets, found.active, found.messages, found.elsewhere) == (2, 2, 3, 1)
    assert (found.files, found.mails, found.drafts) == (2, 2, 1)  # a text that is too long is a file too
