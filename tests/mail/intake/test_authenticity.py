"""A sender that the mail server did not judge is checked by the desk: what is kept, and what the mail may do then."""

import dataclasses

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.core.clock import MINUTE_MS
from app.nouns.status import Status
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from mail.intake.loop import poll_once
from tests.mail.authenticity.zone import DnsServer
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW

ZONE = {
    ("_dmarc.guest.example", "TXT"): ["v=DMARC1; p=reject"],
    ("guest.example", "TXT"): ["v=spf1 ip4:203.0.113.9 -all"],
}
HOP = "Received: from x.example (x.example [{}]) by mx.aurora.example with ESMTPS; Sun, 22 Nov 2026 10:12:00 +0000\r\n"
GENUINE, FORGED = HOP.format("203.0.113.9"), HOP.format("198.51.100.7")
PATH = "Return-Path: <helena@guest.example>\r\n"


@pytest.fixture
def dns():
    with DnsServer(ZONE) as server:
        yield server


@pytest.fixture
def asking(desk, postman, dns):
    """The postman of a desk that asks this DNS."""
    settings = dataclasses.replace(desk.settings, dns=dns.where)
    postman.poller.desk = dataclasses.replace(desk, settings=settings)
    return postman


def came(way: str, **given) -> bytes:
    return way.encode() + mail(**given)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (PATH + GENUINE, "pass"),
        (PATH + FORGED, "fail"),
        (FORGED + PATH, ""),  # that came along with the mail
        (GENUINE, ""),
        (PATH + HOP.format("172.18.0.1") + GENUINE, ""),  # the hop below may be forged
        (PATH + FORGED.replace("mx.aurora", "mx.elsewhere"), ""),  # who is our server's neighbour, nobody knows
        (PATH + FORGED + "Authentication-Results: mx.aurora.example; dmarc=pass header.from=guest.example\r\n", "fail"),
        ("Authentication-Results: mx.aurora.example; dmarc=pass header.from=guest.example\r\n" + PATH + FORGED, "pass"),
    ],
)
async def test_s55_what_nobody_judged_is_judged_by_the_hop_into_our_server(desk, group, asking, way, said):
    await asking.poll(came(way))

    [row] = await asking.ledger()
    [message] = await messages_of(desk, row.ticket_id)
    assert message.authentication == said


@pytest.mark.parametrize("setting", ["off", "127.0.0.1:1"])
async def test_without_a_resolver_a_sender_is_not_checked(desk, group, postman, setting):
    settings = dataclasses.replace(desk.settings, dns=setting)
    postman.poller.desk = dataclasses.replace(desk, settings=settings)

    await postman.poll(came(PATH + FORGED))

    [row] = await postman.ledger()
    [message] = await messages_of(desk, row.ticket_id)
    assert (row.outcome, message.authentication) == ("opened", "")


@pytest.mark.dovecot
async def test_s49_a_forged_mail_with_the_customers_token_changes_nothing_on_the_ticket(
    desk, anna, ticket, postman, dns, dovecot, mail_user
):
    """The whole way: a real mailbox, a real resolver; the token was read over the customer's shoulder."""
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>It is open.</p>", "k", taking=True), NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [answer] = await postman.mails_out("answer")
    settings = dataclasses.replace(desk.settings, dns=dns.where, mailbox_url=mail_user.url("imap"))
    before = (await ticket_by_id(desk, ticket.id)).status
    dovecot.deliver(mail_user, came(PATH + FORGED, text="Cancel it all", In_Reply_To=answer.mime_message_id))

    await poll_once(dataclasses.replace(desk, settings=settings))

    message = (await messages_of(desk, ticket.id))[-1]
    assert (message.text, message.shared, message.warning) == ("Cancel it all", False, "dmarc_fail")
    assert (await ticket_by_id(desk, ticket.id)).status is before is Status.WAITING_FOR_CUSTOMER
