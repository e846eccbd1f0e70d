"""S-49, people in copy: what they write lands on the ticket as theirs, for operators only, and moves nothing else."""

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.core.clock import MINUTE_MS
from app.credentials.reply_tokens import plus_address
from app.nouns.status import Status
from app.queries.ticket.messages import customer_messages_of, messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW

MOTHER = "mother@guest.example"
DESK = "desk@aurora.example"
JUDGED = "mx.aurora.example; dmarc={} header.from=guest.example"


@pytest.fixture
async def answered(desk, anna, ticket, postman):
    """A solved ticket whose answer went to Helena and, in copy, to her mother; the tokens of both mails."""
    form = AnswerForm("<p>Open.</p>", "a", Status.SOLVED, taking=True, cc=(MOTHER,))
    await send_answer(desk, anna, ticket.id, form, NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [answer], [copy] = await postman.mails_out("answer"), await postman.mails_out("copy")
    reply_to = plus_address(DESK, copy.mime_message_id)
    return {"ticket": ticket.id, "answer": answer.mime_message_id, "copy": copy.mime_message_id, "reply_to": reply_to}


async def newest(desk, answered):
    return (await messages_of(desk, answered["ticket"]))[-1]


def ways(answered):
    """How a reply to a copy may come: by its references, by its address, by both, by the server's own note of it."""
    return [
        {"In_Reply_To": answered["copy"]},
        {"To": answered["reply_to"]},
        {"To": answered["reply_to"].upper(), "In_Reply_To": answered["copy"]},
        {"To": "helena@guest.example", "Delivered_To": answered["reply_to"]},
    ]


@pytest.mark.parametrize("way", range(4))
async def test_s49_the_reply_to_a_copy_is_the_copied_persons_internal_and_reopens_nothing(desk, answered, postman, way):
    notices = len(await postman.mails_out("new_message"))

    await postman.poll(mail(f"Mother <{MOTHER}>", text="And breakfast?", **ways(answered)[way]))

    message, ticket = await newest(desk, answered), await ticket_by_id(desk, answered["ticket"])
    assert (message.kind, message.text, message.author_email) == ("third_party", "And breakfast?", MOTHER)
    assert (message.shared, message.warning) == (False, "")
    assert ticket.status is Status.SOLVED
    assert not [one for one in await customer_messages_of(desk, ticket.id) if one.text == "And breakfast?"]
    assert len(await postman.mails_out("new_message")) == notices + 1  # the holder, and nobody else
    assert (await postman.mails_out("new_message"))[-1].recipients == '["anna@desk.example"]'


@pytest.mark.parametrize("way", range(4))
async def test_s49_whoever_writes_as_the_customer_with_a_copys_token_proves_nothing(desk, answered, postman, way):
    forged = {"Authentication_Results": JUDGED.format("fail"), **ways(answered)[way]}

    await postman.poll(mail("Helena <helena@guest.example>", text="Cancel everything", **forged))

    message, ticket = await newest(desk, answered), await ticket_by_id(desk, answered["ticket"])
    assert (message.text, message.shared, message.warning) == ("Cancel everything", False, "dmarc_fail")
    assert message.proof != "token"
    assert ticket.status is Status.SOLVED


async def test_s49_a_reply_to_all_brings_the_customers_token_along_and_the_sender_decides(desk, answered, postman):
    await postman.poll(
        mail(MOTHER, text="Mine", In_Reply_To="<h@guest.example>", References=f"{answered['answer']} <h@guest.example>")
    )

    message, ticket = await newest(desk, answered), await ticket_by_id(desk, answered["ticket"])
    assert (message.kind, message.text, message.shared, message.warning) == ("third_party", "Mine", False, "")
    assert ticket.status is Status.SOLVED


async def test_s49_whoever_answers_for_the_copied_person_is_theirs_too(desk, answered, postman):
    await postman.poll(mail("aunt@elsewhere.example", text="I write for her", In_Reply_To=answered["copy"]))

    message = await newest(desk, answered)
    assert (message.kind, message.shared, message.author_email) == ("third_party", False, "aunt@elsewhere.example")


async def test_s49_a_copied_persons_auto_reply_is_kept_and_nobody_is_told(desk, answered, postman):
    notices = len(await postman.mails_out("new_message"))

    await postman.poll(mail(MOTHER, "Away", "I am away.", In_Reply_To=answered["copy"], Auto_Submitted="auto-replied"))

    assert len(await postman.mails_out("new_message")) == notices
    assert (await ticket_by_id(desk, answered["ticket"])).status is Status.SOLVED


async def test_the_customer_still_answers_with_their_own_token(desk, answered, postman):
    await postman.poll(mail(text="Thank you!", In_Reply_To=answered["answer"]))

    message = await newest(desk, answered)
    assert (message.kind, message.shared, message.proof) == ("customer", True, "token")
    assert (await ticket_by_id(desk, answered["ticket"])).status is Status.WAITING_FOR_OPERATOR
