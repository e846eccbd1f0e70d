"""A customer who writes from another spelling of their address is the same customer."""

import pytest

from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import opened


@pytest.mark.parametrize(
    ("known", "writes"),
    [
        ("ute@bücher.example", "ute@xn--bcher-kva.example"),
        ("ute@xn--bcher-kva.example", "Ute@bücher.example"),
        ("ute@googlemail.com", "ute@gmail.com"),
    ],
)
async def test_a_number_from_the_other_spelling_lands_on_the_ticket(desk, group, postman, known, writes):
    ticket = await opened(desk, customer=Customer("Ute", known, phone="1", city="Kiel"))

    await postman.poll(
        mail("x@y.example", subject=f"(#{ticket.id})", text="It is me").replace(b"x@y.example", writes.encode())
    )

    message = (await messages_of(desk, ticket.id))[-1]
    assert (message.text, message.kind.value, message.proof) == ("It is me", "customer", "number")


async def test_an_own_earlier_mail_from_the_other_spelling_is_ones_own(desk, group, postman):
    await postman.poll(mail("ute@googlemail.com", Message_ID="<first@mail.example>"))

    await postman.poll(mail("ute@gmail.com", text="More", In_Reply_To="<first@mail.example>"))

    assert [row.outcome for row in await postman.ledger()] == ["opened", "appended"]
