"""A mail that answers a message which was moved goes to where that message lies now."""

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.splitting import SplitForm, split_message
from app.queries.ticket.messages import messages_of
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW

ASKED = "<cot@guest.example>"


async def test_an_answer_to_a_message_that_was_split_off_lands_on_the_new_ticket(desk, anna, ticket, postman):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>It is open.</p>", "k", taking=True), NOW)
    [answer] = await postman.mails_out("answer")
    ours = answer.mime_message_id
    await postman.poll(mail(text="Another matter: a cot.", Message_ID=ASKED, In_Reply_To=ours, References=ours))
    new = await split_message(desk, anna, (await messages_of(desk, ticket.id))[-1].id, SplitForm("A cot"), NOW)

    await postman.poll(mail(text="The cot is for one night.", In_Reply_To=ASKED, References=f"{ours} {ASKED}"))
    await postman.poll(mail(text="Reception: thank you.", In_Reply_To=ours, References=ours))

    assert [message.text for message in await messages_of(desk, new.id)] == [
        "Another matter: a cot.",
        "The cot is for one night.",
    ]
    assert (await messages_of(desk, ticket.id))[-1].text == "Reception: thank you."


async def test_a_mail_of_ones_own_on_the_same_ticket_takes_nothing_from_the_tokens_proof(desk, anna, ticket, postman):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>It is open.</p>", "k", taking=True), NOW)
    [answer] = await postman.mails_out("answer")
    ours = answer.mime_message_id
    await postman.poll(mail(text="A cot, please.", Message_ID=ASKED, In_Reply_To=ours, References=ours))

    await postman.poll(mail(text="For one night.", In_Reply_To=ASKED, References=f"{ours} {ASKED}"))

    assert [message.proof for message in (await messages_of(desk, ticket.id))[-2:]] == ["token", "token"]
