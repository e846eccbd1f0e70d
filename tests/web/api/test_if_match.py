"""What a program does upon a ticket as it has seen it: done then alone, and once."""

import asyncio

import pytest

from app.actions.ticket.merging import merge
from app.actions.ticket.taking import take
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.api.conftest import write_in
from tests.web.conftest import NOW
from web.api.calls.all import ALL

ACTS = ("tickets:read", "tickets:write", "tickets:answer", "notes:read")
WRITING = {"messages": {"message": "We are late."}, "answer": {"text": "Yes."}, "note": {"text": "Called."}}


@pytest.fixture
async def bot(program, maria):
    """A program that acts as Maria."""
    return await program(*ACTS, operator_id=maria.id)


@pytest.fixture
async def ticket(web_desk, maria):
    """A ticket that Maria has."""
    return await take(web_desk, maria, (await write_in(web_desk)).id, NOW)


def test_every_call_that_changes_a_ticket_takes_if_match():
    changing = {one.name for one in ALL if "{id:int}" in one.path and one.method != "GET"}

    assert changing == {
        one.name for one in ALL if "If-Match" in one.header_names and "changed-meanwhile" in one.problems
    }


@pytest.mark.parametrize("call", WRITING)
async def test_nothing_is_written_on_a_ticket_that_changed_since_it_was_read(web_desk, bot, ticket, call):
    base = f"/api/v1/tickets/{ticket.id}"
    seen = (await bot.get(base)).headers["etag"]
    await bot.patch(base, json={"city": "Bremen"})
    before = await ticket_by_id(web_desk, ticket.id)

    for tag in (seen, f"W/{seen}", '"x"'):
        refused = await bot.post(f"{base}/{call}", json=WRITING[call], headers={"If-Match": tag})
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (412, "changed-meanwhile"), tag
    assert "send its new ETag" in refused.json()["detail"]
    assert await ticket_by_id(web_desk, ticket.id) == before
    assert len(await messages_of(web_desk, ticket.id)) == 1

    now = (await bot.get(base)).headers["etag"]
    for headers in ({"If-Match": now}, {"If-Match": "*"}, {}):
        answer = await bot.post(f"{base}/{call}", json=WRITING[call], headers=headers)
        assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("call", WRITING)
async def test_a_repeat_gives_the_first_result_although_that_has_changed_the_ticket(web_desk, bot, ticket, call):
    base = f"/api/v1/tickets/{ticket.id}"
    headers = {"If-Match": (await bot.get(base)).headers["etag"], "Idempotency-Key": "once"}

    both = (bot.post(f"{base}/{call}", json=WRITING[call], headers=headers) for _time in range(2))
    answers = await asyncio.gather(*both)

    assert [answer.status_code for answer in answers] == [201, 201], answers[1].text
    assert answers[0].json() == answers[1].json()
    assert len(await messages_of(web_desk, ticket.id)) == 2


@pytest.mark.parametrize("call", WRITING)
async def test_of_many_that_saw_the_same_one_writes(web_desk, bot, ticket, call):
    base = f"/api/v1/tickets/{ticket.id}"
    headers = {"If-Match": (await bot.get(base)).headers["etag"]}

    many = (bot.post(f"{base}/{call}", json=WRITING[call], headers=headers) for _time in range(6))
    answers = await asyncio.gather(*many)

    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412, 412, 412]
    assert len(await messages_of(web_desk, ticket.id)) == 2


async def test_a_message_to_a_duplicate_goes_by_the_version_of_the_duplicate(web_desk, bot, ticket, maria):
    original = await write_in(web_desk, "The first of both")
    await merge(web_desk, maria, ticket.id, original.id, NOW)
    path = f"/api/v1/tickets/{ticket.id}"
    seen = (await bot.get(path)).headers["etag"]

    stale = await bot.post(f"{path}/messages", json=WRITING["messages"], headers={"If-Match": '"1"'})
    fresh = await bot.post(f"{path}/messages", json=WRITING["messages"], headers={"If-Match": seen})

    assert (stale.status_code, fresh.status_code) == (412, 201)
    assert len(await messages_of(web_desk, original.id)) == 2
