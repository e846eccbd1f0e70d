"""The JSON of tickets and messages is what docs/console-http.md says, field by field."""

import re
from pathlib import Path

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.writing import CustomerMessage, customer_writes
from tests.web.console.conftest import JSON, NOW

PAGE = Path(__file__).resolve().parents[3] / "docs" / "console-http.md"


def documented(noun: str) -> set[str]:
    """The fields in the first column of the table of this noun."""
    table = PAGE.read_text("utf-8").partition(f"| field of a {noun} |")[2].partition("\n\n")[0]
    return set(re.findall(r"`(\w+)`", " ".join(line.split("|")[1] for line in table.splitlines()[1:] if "|" in line)))


async def test_a_ticket_and_its_messages_are_told_as_documented(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    await send_answer(web_desk, maria, ticket.id, AnswerForm("<p>Yes.</p>", "key", taking=True), NOW)

    told = (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).json()

    assert set(told) == {"ticket", "messages", "older", "seen"}
    assert set(told["ticket"]) == documented("ticket")
    assert [set(message) for message in told["messages"]] == [documented("message")] * 2
    assert told["ticket"]["group"] == {"id": ticket.group_id, "name": "Reservations"}


async def test_an_act_names_the_group_too(sign, maria, ticket):
    browser = await sign(maria)

    taken = (await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)).json()

    assert taken["ticket"]["group"] == {"id": ticket.group_id, "name": "Reservations"}


async def test_what_was_seen_lets_an_answer_pass_until_the_customer_writes(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    seen = (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).json()["seen"]
    await customer_writes(web_desk, ticket.id, CustomerMessage("We are four, not two.", "web"), NOW)

    stopped = await browser.post(f"/tickets/{ticket.id}/answer", data=answer(seen, "first"), headers=JSON)
    again = (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).json()["seen"]
    sent = await browser.post(f"/tickets/{ticket.id}/answer", data=answer(again, "second"), headers=JSON)

    assert (stopped.status_code, stopped.json()["newer"]) == (409, 1)
    assert stopped.json()["seen"] == again
    assert sent.status_code == 200


def answer(seen: int, key: str) -> dict[str, str]:
    return {"html": "<p>A room for two.</p>", "take": "1", "request_key": key, "seen": str(seen)}
