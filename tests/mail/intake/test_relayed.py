"""Replies to mails that a relay sent under a Message-ID of its own; a known third party's number."""

import pytest

from app.actions.mail.claiming import claim_mail
from app.actions.mail.delivering import mark_sent
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.core.clock import MINUTE_MS
from app.queries.ticket.messages import messages_of
from tests.mail.intake.fake_mailbox import mail
from tests.mail.outgoing.test_relayed_ids import EXCHANGE, SES
from tests.plugins.desk import NOW

HOTEL = "reception@hotel.example"
PASS = "mx.aurora.example; dmarc=pass header.from=hotel.example"


async def left(desk, postman, kind, name):
    """Mark the mail of this kind as sent, by a relay that named it so."""
    await release_due(desk, NOW + MINUTE_MS)
    [row] = await postman.mails_out(kind)
    claimed = await claim_mail(desk, row.id, "c", NOW + MINUTE_MS)
    await mark_sent(desk, claimed.claim, "250 Ok", NOW + MINUTE_MS, relayed_id=name)


@pytest.mark.parametrize(("name", "answered"), [(SES, f"<{SES}@eu-west-1.amazonses.com>"), (EXCHANGE, f"<{EXCHANGE}>")])
async def test_a_reply_to_the_relays_id_is_a_reply_to_ours(desk, anna, ticket, postman, name, answered):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Open.</p>", "k", taking=True), NOW)
    await left(desk, postman, "answer", name)

    await postman.poll(mail(text="Thanks", In_Reply_To=answered))

    message = (await messages_of(desk, ticket.id))[-1]
    assert (message.text, message.proof, message.shared) == ("Thanks", "token", True)


async def test_whoever_answers_the_hotels_mail_by_the_relays_id_is_the_hotel(desk, anna, ticket, postman):
    await write_to_third_party(desk, anna, ticket.id, ThirdPartyForm((HOTEL,), "<p>A cot?</p>", "t", taking=True), NOW)
    await left(desk, postman, "to_third_party", SES)
    answered = {"In_Reply_To": f"<{SES}@eu-west-1.amazonses.com>"}

    await postman.poll(mail("jan@hotel.example", text="Yes", **answered), mail(text="I am Helena", **answered))

    theirs, claimed = (await messages_of(desk, ticket.id))[-2:]
    assert (theirs.kind.value, theirs.shared, theirs.warning) == ("third_party", False, "")
    assert (claimed.proof, claimed.warning) == ("reference", "unverified")


@pytest.mark.parametrize(
    ("sender", "said", "outcome", "warning"),
    [
        (HOTEL, PASS, "internal", ""),
        (HOTEL, None, "internal", "unverified"),
        (HOTEL, PASS.replace("=pass", "=fail"), "internal", "dmarc_fail"),
        ("other@hotel.example", PASS, "opened", "mentions"),
        (f"{HOTEL}@evil.example", None, "opened", "mentions"),
    ],
)
async def test_a_known_third_partys_number_lands_on_its_ticket(
    desk, anna, ticket, postman, sender, said, outcome, warning
):
    await write_to_third_party(desk, anna, ticket.id, ThirdPartyForm((HOTEL,), "<p>A cot?</p>", "t", taking=True), NOW)
    raw = mail("x@y.example", subject=f"Your question (#{ticket.id})", Authentication_Results=said)

    await postman.poll(raw.replace(b"x@y.example", sender.encode()))

    [row] = await postman.ledger()
    message = (await messages_of(desk, row.ticket_id))[-1]
    assert (row.outcome, message.warning.partition(":")[0]) == (outcome, warning)
    assert (row.ticket_id == ticket.id) is (outcome == "internal")
