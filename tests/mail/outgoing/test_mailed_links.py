"""What only a mail carries (C11): the signed end of the link, to the customer's own address and to nobody else."""

import pytest

from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.lost_code import send_code_again
from app.credentials.mail_links import is_mail_proof, mail_proof
from app.queries.ticket.tickets import ticket_by_id
from tests.mail.outgoing.test_composing import answered, composed, part
from tests.plugins.desk import NOW, opened


@pytest.mark.parametrize("kind", ["confirmation", "answer", "lost_code"])
async def test_c11_every_mail_to_the_customer_has_the_signed_link(desk, anna, ticket, kind):
    await answered(desk, anna, ticket, "<p>Welcome.</p>")
    await send_code_again(desk, ticket.id, ticket.customer.email, NOW)

    mail = await composed(desk, kind)

    link = f"https://desk.aurora.example/t/{ticket.id}/{ticket.access_code}/{mail_proof(desk.settings, ticket)}"
    assert link in part(mail, "plain")
    assert link in part(mail, "html")


async def test_c11_a_mail_that_waited_while_the_address_was_changed_proves_nothing(desk, ada, ticket):
    await edit_ticket(desk, ada, ticket.id, {"email": "eve@other.example"}, NOW)

    mail = await composed(desk, "confirmation")

    changed = await ticket_by_id(desk, ticket.id)
    assert mail["To"] == "Helena@guest.example"
    for one in (ticket, changed):
        assert mail_proof(desk.settings, one) not in part(mail, "plain")


async def test_c11_the_signed_end_belongs_to_one_ticket_one_address_and_one_code(desk, ticket):
    other = await opened(desk)
    proof = mail_proof(desk.settings, ticket)

    assert is_mail_proof(desk.settings, ticket, proof)
    assert not is_mail_proof(desk.settings, other, proof)
    assert [is_mail_proof(desk.settings, ticket, glued) for glued in (f"{proof}).", f">\r\n {proof.upper()}>")] == [
        True
    ] * 2
    assert not [
        wrong
        for wrong in ("", proof[:-1], f"{proof[:-1]}.", f"{proof[:-1]}\u200b", proof + "0", "é" * 32, "\udc80")
        if is_mail_proof(desk.settings, ticket, wrong)
    ]
