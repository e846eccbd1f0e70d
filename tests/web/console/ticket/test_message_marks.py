"""What stands beside a message: why to take care, and what became of its mail."""

import pytest
from sqlalchemy import select, update

from app.actions.message.answering import AnswerForm, send_answer
from sql.tables import messages, outbox
from tests.web.console.conftest import JSON, NOW


@pytest.mark.parametrize(
    ("warning", "words"),
    [
        ("operator", "Operators never answer by email"),
        ("own", "We did not send it"),
        ("automatic", "Automatic reply from"),
        ("mentions:77", 'href="/tickets/77"'),
    ],
)
async def test_every_warning_of_a_mail_says_what_it_is_about(sign, web_desk, maria, ticket, warning, words):
    await web_desk.db.execute(update(messages).values(warning=warning))

    page = (await (await sign(maria)).get(f"/tickets/{ticket.id}")).text

    assert words in page
    assert "could not be verified" not in page


async def test_an_answer_that_the_server_put_off_says_so_and_can_be_tried_at_once(sign, web_desk, maria, ticket):
    await send_answer(web_desk, maria, ticket.id, AnswerForm("<p>Come in.</p>", "k", taking=True), NOW)
    await web_desk.db.execute(update(messages).values(released_ms=NOW, held_until_ms=None))
    waits = {"state": "queued", "tries": 1, "server_said": "451 try later", "due_ms": NOW}
    await web_desk.db.execute(update(outbox).where(outbox.c.kind == "answer").values(waits))
    browser = await sign(maria)

    page = (await browser.get(f"/tickets/{ticket.id}")).text
    message_id = int(page.split("/send-again")[0].rpartition("/")[2])
    await browser.post(f"/tickets/{ticket.id}/messages/{message_id}/send-again", headers=JSON)

    assert "451 try later" in page
    assert "Try now" in page
    assert await web_desk.db.fetch_val(select(outbox.c.tries).where(outbox.c.kind == "answer")) == 0
