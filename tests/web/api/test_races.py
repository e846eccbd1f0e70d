"""What programs send at the same moment, to each other and to the console."""

import asyncio
from collections import Counter

from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.api.conftest import LETTER, write_in
from tests.web.conftest import PASSWORD, PROGRAM, person

ACTS = ("tickets:read", "tickets:write", "tickets:answer")


async def test_the_same_key_twice_at_once_makes_one_ticket_and_one_answer(web_desk, program, maria, full_size):
    bot = await program(*ACTS, operator_id=maria.id, per_minute=100_000)
    rounds = 100 if full_size else 10

    for number in range(rounds):
        headers = {"Idempotency-Key": f"order-{number}"}
        letter = {**LETTER, "email": f"guest{number}@guest.example"}
        made = await twice(bot, "/api/v1/tickets", letter, headers)
        words = {"text": f"Yes, {number}.", "take": True}
        answer = await twice(bot, f"/api/v1/tickets/{made['id']}/answer", words, headers)
        assert [message.id for message in await messages_of(web_desk, made["id"])][1:] == [answer["id"]]

    assert (await bot.get("/api/v1/tickets?count=true")).json()["count"] == rounds


async def twice(client, path, body, headers):
    """What both of two requests at once were answered, which has to be the same."""
    answers = await asyncio.gather(*(client.post(path, json=body, headers=headers) for _time in range(2)))
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    first, second = [answer.json() for answer in answers]
    assert first == second
    return first


async def test_of_fifty_takes_by_programs_and_in_the_console_one_wins(web_desk, program, browse, group):
    people = [await person(web_desk, f"Op{number}", groups=("Reservations",)) for number in range(10)]
    bots = [await program(*ACTS, operator_id=one.id) for one in people]
    windows = [browse(headers=PROGRAM) for _one in people]
    for one, window in zip(people, windows, strict=True):
        await window.post("/sign-in", data={"email": one.email, "password": PASSWORD})
    ticket = await write_in(web_desk)
    begun = await last_event_id(web_desk)

    takes = [bot.post(f"/api/v1/tickets/{ticket.id}/take") for bot in bots for _time in range(3)]
    takes += [window.post(f"/tickets/{ticket.id}/take") for window in windows for _time in range(2)]
    answers = await asyncio.gather(*takes)

    holder = (await ticket_by_id(web_desk, ticket.id)).operator_id
    assert len(answers) == 50
    assert [event.kind for event in await events_after(web_desk, begun)] == ["ticket.taken"]
    assert Counter(answer.status_code for answer in answers) == {200: 5, 409: 45}  # the winner's own, and all others'
    refused = [answer.json()["holder"]["id"] for answer in answers if answer.status_code == 409]
    assert set(refused) == {holder}
