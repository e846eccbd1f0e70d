"""A stranger's mail that names a ticket: one click puts it there, and the customer sees nothing of it."""

import pytest

from app.files.kinds import Upload
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.ticket.messages import customer_messages_of, messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import JSON, write_in

STRANGER = Customer("Spouse", "spouse@home.example")


@pytest.fixture
async def stray(web_desk, ticket):
    """The stranger's ticket, with a file; its message's path."""
    files = (Upload("voucher.pdf", "application/pdf", b"%PDF-1.4"),)
    opened = await write_in(
        web_desk, "Hello", customer=STRANGER, source="mail", warning=f"mentions:{ticket.id}", attachments=files
    )
    [message] = await messages_of(web_desk, opened.id)
    return f"/tickets/{opened.id}/messages/{message.id}/move"


async def test_a_strangers_mail_moves_to_the_ticket_it_names_for_operators_only(sign, web_desk, maria, ticket, stray):
    browser = await sign(maria)

    page = (await browser.get(stray.split("/messages")[0])).text
    for _twice in range(2):
        await browser.post(stray, headers=JSON)

    moved = (await messages_of(web_desk, ticket.id))[1:]
    assert stray in page
    assert [(one.author_email, one.shared, one.warning) for one in moved] == [
        ("spouse@home.example", False, "other_sender")
    ]
    assert [file.name for file in moved[0].attachments] == ["voucher.pdf"]
    assert len(await customer_messages_of(web_desk, ticket.id)) == 1
    assert (await ticket_by_id(web_desk, int(stray.split("/")[2]))).status is Status.CLOSED


async def test_a_mail_that_names_no_ticket_moves_nowhere(sign, web_desk, maria, ticket):
    [message] = await messages_of(web_desk, ticket.id)

    answer = await (await sign(maria)).post(f"/tickets/{ticket.id}/messages/{message.id}/move", headers=JSON)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["into"]
