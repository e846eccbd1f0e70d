"""A mail that names another address: shown, offered, and taken with one click; of a Reply-To the rule is remembered."""

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.ticket.offers import take_offer
from app.actions.ticket.taking import take
from app.core.errors import Conflict, LockHeld
from app.queries.desk.events import events_after
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW

PORTAL = "Booking portal <noreply-17@portal.example>"
GUEST = "Helena Brandt <helena@guest.example>"
PASS = {"Authentication_Results": "mx.aurora.example; dmarc=pass header.from=portal.example"}
FORWARD = """Can somebody answer this?

---------- Forwarded message ---------
From: Helena Brandt <helena@guest.example>
Date: Sun, 22 Nov 2026 at 10:12
Subject: Late arrival
To: <anna@desk.example>

Is reception open at midnight?
"""
OUTLOOK = """FYI

Von: Helena Brandt [mailto:helena@guest.example]
Gesendet: Sonntag, 22. November 2026 10:12
An: Anna
Betreff: Spät

Ist jemand da?
"""


async def opened_by(desk, postman, *raws):
    """The tickets that these mails opened, each with its first message."""
    await postman.poll(*raws)
    rows = (await postman.ledger())[-len(raws) :]
    return [(await ticket_by_id(desk, row.ticket_id), (await messages_of(desk, row.ticket_id))[0]) for row in rows]


async def test_s55_a_reply_to_is_offered_and_answers_go_to_the_sender_until_it_is_taken(desk, anna, postman):
    [(ticket, message)] = await opened_by(desk, postman, mail(PORTAL, Reply_To=GUEST, **PASS))

    assert ticket.customer.email == "noreply-17@portal.example"
    assert (message.offer.kind.value, message.offer.email) == ("reply_to", "helena@guest.example")

    changed = await take_offer(desk, anna, message.id, NOW)

    assert (changed.customer.email, changed.customer.name) == ("helena@guest.example", "Helena Brandt")
    assert not changed.is_proved
    assert [event.kind for event in await events_after(desk, 0) if event.ticket_id == ticket.id][-1] == "ticket.changed"
    await take_offer(desk, anna, message.id, NOW)  # again: the same
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes.</p>", "k", taking=True), NOW)
    [answer] = await postman.mails_out("answer")
    assert answer.recipients == '["helena@guest.example"]'


async def test_the_rule_is_remembered_and_not_the_address(desk, anna, postman):
    [(_ticket, first)] = await opened_by(desk, postman, mail(PORTAL, Reply_To=GUEST, **PASS))
    await take_offer(desk, anna, first.id, NOW)

    [(ticket, message)] = await opened_by(
        desk, postman, mail(PORTAL, text="Another", Reply_To="Max <max@private.example>", **PASS)
    )

    assert (ticket.customer.email, ticket.is_proved) == ("max@private.example", False)
    assert (message.author_email, message.warning) == ("noreply-17@portal.example", "unverified")
    assert (message.offer.kind.value, message.offer.email) == ("sender", "noreply-17@portal.example")


@pytest.mark.parametrize(
    "said", [{}, {"Authentication_Results": PASS["Authentication_Results"].replace("=pass", "=fail")}]
)
async def test_without_a_pass_the_rule_only_offers(desk, anna, postman, said):
    [(_ticket, first)] = await opened_by(desk, postman, mail(PORTAL, Reply_To=GUEST, **PASS))
    await take_offer(desk, anna, first.id, NOW)

    [(ticket, message)] = await opened_by(desk, postman, mail(PORTAL, text="Forged", Reply_To="x@evil.example", **said))

    assert ticket.customer.email == "noreply-17@portal.example"
    assert message.offer.kind.value == "reply_to"


async def test_going_back_to_the_sender_forgets_the_rule(desk, anna, postman):
    [(_ticket, first)] = await opened_by(desk, postman, mail(PORTAL, Reply_To=GUEST, **PASS))
    await take_offer(desk, anna, first.id, NOW)
    [(_second, message)] = await opened_by(desk, postman, mail(PORTAL, text="Two", Reply_To=GUEST, **PASS))

    changed = await take_offer(desk, anna, message.id, NOW)
    [(third, _message)] = await opened_by(desk, postman, mail(PORTAL, text="Three", Reply_To=GUEST, **PASS))

    assert changed.customer.email == "noreply-17@portal.example"
    assert third.customer.email == "noreply-17@portal.example"


@pytest.mark.parametrize(
    "reply_to",
    [
        None,
        "noreply-17@portal.example",
        "desk@aurora.example",
        "a@b.example, c@d.example",
        "nobody",
        '"a@b.example"@evil.example',
    ],
)
async def test_what_is_no_other_single_address_is_not_offered(desk, group, postman, reply_to):
    [(_ticket, message)] = await opened_by(desk, postman, mail(PORTAL, Reply_To=reply_to))

    assert message.offer is None


@pytest.mark.parametrize("text", [FORWARD, OUTLOOK])
async def test_a_colleagues_forward_offers_the_guest(desk, anna, postman, text):
    [(ticket, message)] = await opened_by(desk, postman, mail("Anna <anna@desk.example>", "WG: Late arrival", text))

    assert ticket.customer.email == "anna@desk.example"
    assert (message.offer.kind.value, message.offer.email) == ("forwarded", "helena@guest.example")

    changed = await take_offer(desk, anna, message.id, NOW)

    assert (changed.customer.email, changed.customer.name) == ("helena@guest.example", "Helena Brandt")


async def test_an_offer_is_taken_by_whoever_may_edit(desk, anna, boris, ticket, postman):
    [(other, message)] = await opened_by(desk, postman, mail(PORTAL, Reply_To=GUEST))
    await take(desk, anna, other.id, NOW)

    with pytest.raises(LockHeld):
        await take_offer(desk, boris, message.id, NOW)
    with pytest.raises(Conflict):
        await take_offer(desk, anna, (await messages_of(desk, ticket.id))[0].id, NOW)
