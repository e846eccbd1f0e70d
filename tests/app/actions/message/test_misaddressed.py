"""A stranger's mail that names a ticket goes there whole, or stays where it is."""

import pytest

from app.actions.message.misaddressed import move_to_mentioned
from app.actions.message.opening import NewTicket, open_ticket
from app.core.errors import StorageFull
from app.files.kinds import Upload
from app.nouns.event import Actor
from app.nouns.message import MessageKind
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.app.actions.traces import refused
from tests.app.conftest import NOW

VOUCHER = Upload("voucher.pdf", "application/pdf", b"%PDF-1.4")


@pytest.fixture
async def stray(desk, ticket):
    """The ticket of a stranger, whose subject names Helena's."""
    new = NewTicket(
        customer=Customer("Marek", "marek@guest.example"),
        subject=f"Re: #{ticket.id}",
        text="The hotel says yes.",
        source="mail",
        client_ip="",
        attachments=(VOUCHER,),
        warning=f"mentions:{ticket.id}",
    )
    return await open_ticket(desk, new, Actor("customer", "Marek"), NOW)


async def test_it_lies_on_the_ticket_that_it_names_and_its_own_is_closed(desk, anna, ticket, stray):
    [message] = await messages_of(desk, stray.id)

    copy_id = (await move_to_mentioned(desk, anna, message.id, NOW + 1)).message.id
    again = (await move_to_mentioned(desk, anna, message.id, NOW + 2)).message.id

    copy = (await messages_of(desk, ticket.id))[-1]
    assert (copy.id, copy.kind, copy.shared, again) == (copy_id, MessageKind.THIRD_PARTY, False, copy_id)
    assert [file.name for file in copy.attachments] == ["voucher.pdf"]
    assert (await ticket_by_id(desk, stray.id)).status is Status.CLOSED


async def test_if_its_file_finds_no_room_its_ticket_stays_open(desk, anna, stray, monkeypatch):
    [message] = await messages_of(desk, stray.id)

    async def full(_key, _content):
        raise StorageFull

    monkeypatch.setattr(desk.storage, "put", full)
    async with refused(desk, StorageFull):
        await move_to_mentioned(desk, anna, message.id, NOW + 1)

    assert (await ticket_by_id(desk, stray.id)).status is Status.OPEN
