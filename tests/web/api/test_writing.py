"""What programs write: tickets and messages as customers do, answers and acts in an operator's name."""

import asyncio
import dataclasses

import pytest

from app.actions.message.drafts import draft_of, save_draft
from app.actions.ticket.taking import take
from app.nouns.message import MessageKind
from app.queries.desk.events import events_after
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.api.conftest import LETTER, write_in
from tests.web.conftest import NOW

ACTS = ("tickets:read", "tickets:write", "tickets:answer", "notes:read")


@pytest.fixture
async def bot(program, maria):
    """A program that acts as Maria."""
    return await program(*ACTS, operator_id=maria.id)


async def test_a_ticket_is_made_as_by_the_customers_form(web_desk, shop):
    answer = await shop.post("/api/v1/tickets", json={**LETTER, "group": "Reservations", "client_ip": "198.51.100.9"})

    assert answer.status_code == 201, answer.text
    made = answer.json()
    ticket = await ticket_by_id(web_desk, made["id"])
    assert made == {
        "id": ticket.id,
        "access_code": ticket.access_code,
        "status": "open",
        "url": f"http://127.0.0.1:8000/t/{ticket.id}/{ticket.access_code}",
    }
    assert (ticket.source, ticket.client_ip, ticket.customer.country) == ("api", "198.51.100.9", "DE")
    event = (await events_after(web_desk, 0))[-1]
    assert (event.kind, event.actor.kind, event.actor.name) == ("ticket.opened", "api", "Shop")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"phone": ""}, "phone"),
        ({"group": "Nowhere"}, "group"),
        ({"language": "?"}, "language"),
        ({"attachments": ["0" * 32]}, "attachments"),
        ({"client_ip": "here"}, "client_ip"),
        ({"priority": "high"}, "priority"),
        ({"subject": "x" * 1000}, "subject"),
        ({"name": 5}, "name"),
    ],
)
async def test_each_fault_is_named_and_nothing_is_made(web_desk, shop, change, field):
    answer = await shop.post("/api/v1/tickets", json={**LETTER, **change})

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    assert await ticket_by_id(web_desk, 1) is None


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{", "application/json", 422), (b"[]", "application/json", 422), (b"name=x", "text/plain", 415), (b"", "", 415)],
)
async def test_a_body_that_is_no_object_is_refused(shop, content, kind, status):
    answer = await shop.post("/api/v1/tickets", content=content, headers={"Content-Type": kind} if kind else {})

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("typed", ["order-17", '"order-17"'])
async def test_the_same_request_again_gives_the_first_result_also_in_parallel(web_desk, shop, typed):
    headers = {"Idempotency-Key": typed}

    answers = await asyncio.gather(*(shop.post("/api/v1/tickets", json=LETTER, headers=headers) for _time in range(4)))
    answers.append(await shop.post("/api/v1/tickets", json=LETTER, headers={"Idempotency-Key": "order-17"}))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await ticket_by_id(web_desk, 2) is None or await ticket_by_id(web_desk, 3) is None
    listed = (await shop.get("/api/v1/tickets?count=true")).json()
    assert listed["count"] == 1


async def test_without_a_language_the_ticket_is_in_the_desks(web_desk, shop):
    web_desk.settings = dataclasses.replace(web_desk.settings, language="de")

    plain = await shop.post("/api/v1/tickets", json=LETTER)
    french = await shop.post("/api/v1/tickets", json={**LETTER, "language": "fr"})

    assert [(await ticket_by_id(web_desk, answer.json()["id"])).language for answer in (plain, french)] == ["de", "fr"]


async def test_the_same_key_with_another_request_is_refused_and_another_programs_key_is_another(shop, program):
    headers, other = {"Idempotency-Key": "order-17"}, await program()
    await shop.post("/api/v1/tickets", json=LETTER, headers=headers)

    refused = await shop.post("/api/v1/tickets", json={**LETTER, "language": "de"}, headers=headers)
    second = await other.post("/api/v1/tickets", json=LETTER, headers=headers)

    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (422, "idempotency-key-reused")
    assert second.status_code == 201
    assert (await shop.get("/api/v1/tickets?count=true")).json()["count"] == 2


async def test_a_customers_message_reopens_a_ticket_once_a_key(web_desk, shop):
    ticket = await write_in(web_desk)
    sent = [
        await shop.post(
            f"/api/v1/tickets/{ticket.id}/messages", json={"message": "Later."}, headers={"Idempotency-Key": "m1"}
        )
        for _time in range(2)
    ]

    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    assert [message.text for message in await messages_of(web_desk, ticket.id)] == ["We arrive at 00:45.", "Later."]
    assert (await ticket_by_id(web_desk, ticket.id)).status == "waiting_for_operator"


async def test_files_are_uploaded_first_and_hang_on_the_message_that_names_them(web_desk, shop, program):
    uploaded = await shop.post("/api/v1/attachments", files={"file": ("plan.txt", b"a plan", "text/plain")})
    assert uploaded.status_code == 201, uploaded.text
    key = uploaded.json()["key"]
    stranger = await program()
    assert (await stranger.get(f"/api/v1/attachments/{key}")).status_code == 404
    assert (await stranger.post("/api/v1/tickets", json={**LETTER, "attachments": [key]})).status_code == 422

    made = (await shop.post("/api/v1/tickets", json={**LETTER, "attachments": [key]})).json()

    message = (await messages_of(web_desk, made["id"]))[0]
    assert [file.name for file in message.attachments] == ["plan.txt"]
    assert (await ticket_by_id(web_desk, made["id"])).attachment_count == 1
    assert (await stranger.get(f"/api/v1/attachments/{key}")).content == b"a plan"
    again = await shop.post("/api/v1/tickets", json={**LETTER, "attachments": [key]})
    assert again.status_code == 422


async def test_an_operators_program_takes_answers_and_drops(web_desk, bot, maria):
    ticket = await write_in(web_desk)
    base = f"/api/v1/tickets/{ticket.id}"

    assert (await bot.post(f"{base}/answer", json={"text": "Yes."})).json()["holder"] is None
    assert (await bot.post(f"{base}/take")).json()["holder"]["name"] == "Maria"
    answer = await bot.post(f"{base}/answer", json={"text": "Yes & no.", "status": "solved"})
    assert (await bot.post(f"{base}/note", json={"html": "<p>Rang <b>twice</b></p>"})).status_code == 201
    dropped = await bot.post(f"{base}/drop")

    assert answer.status_code == 201, answer.text
    written = {message.kind: message for message in await messages_of(web_desk, ticket.id)}
    assert (written["answer"].text, written["answer"].operator_id) == ("Yes & no.", maria.id)
    assert written["note"].text == "Rang twice"
    assert (dropped.json()["holder"], dropped.json()["status"]) == (None, "solved")


async def test_whoever_has_the_ticket_is_named_to_a_program_that_may_not(web_desk, bot, jonas):
    ticket = await write_in(web_desk)
    await take(web_desk, jonas, ticket.id, NOW)
    base = f"/api/v1/tickets/{ticket.id}"
    before = await ticket_by_id(web_desk, ticket.id)

    answers = [
        await bot.post(f"{base}/take"),
        await bot.post(f"{base}/answer", json={"text": "Yes.", "take": True}),
        await bot.post(f"{base}/drop"),
        await bot.post(f"{base}/assign", json={"operator": 1}),
        await bot.patch(base, json={"city": "Bremen"}),
        await bot.patch(base, json={"status": "waiting_for_customer"}),
    ]

    assert [(one.status_code, one.json()["holder"]["name"]) for one in answers] == [(409, "Jonas")] * 6
    assert await ticket_by_id(web_desk, ticket.id) == before


async def test_of_many_takes_at_once_one_wins(web_desk, program, maria, jonas):
    ticket = await write_in(web_desk)
    clients = [await program(*ACTS, operator_id=person.id) for person in (maria, jonas)]

    answers = await asyncio.gather(*(one.post(f"/api/v1/tickets/{ticket.id}/take") for one in clients * 4))

    holder = (await ticket_by_id(web_desk, ticket.id)).operator_name
    assert {one.json()["holder"]["name"] for one in answers} == {holder}
    assert sorted({one.status_code for one in answers}) == [200, 409]
    assert [event.kind for event in await events_after(web_desk, 0)].count("ticket.taken") == 1


async def test_an_answer_by_program_is_sent_once_and_leaves_drafts_alone(web_desk, bot, maria, jonas):
    ticket = await write_in(web_desk)
    await save_draft(web_desk, maria, ticket.id, MessageKind.ANSWER, "<p>Half a thought</p>", "{}", NOW)
    path, headers = f"/api/v1/tickets/{ticket.id}/answer", {"Idempotency-Key": "a1"}
    body = {"text": "Yes.", "take": True}

    first, second = await asyncio.gather(*(bot.post(path, json=body, headers=headers) for _time in range(2)))
    other = await bot.post(path, json={"text": "No."}, headers=headers)

    assert first.json() == second.json()
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (422, "idempotency-key-reused")
    assert len(await messages_of(web_desk, ticket.id)) == 2
    assert "Half a thought" in (await draft_of(web_desk, maria, ticket.id, MessageKind.ANSWER)).html


async def test_a_change_is_whole_and_only_upon_what_was_seen(web_desk, bot):
    ticket = await write_in(web_desk)
    base = f"/api/v1/tickets/{ticket.id}"
    seen = (await bot.get(base)).headers["etag"]

    changed = await bot.patch(base, json={"city": "Bremen", "subject": "Early"}, headers={"If-Match": seen})
    stale = await bot.patch(base, json={"city": "Kiel"}, headers={"If-Match": seen})
    half = await bot.patch(base, json={"city": "Kiel", "status": "solved"})  # nobody has it

    assert (changed.status_code, changed.json()["city"], changed.json()["subject"]) == (200, "Bremen", "Early")
    assert (stale.status_code, half.status_code) == (412, 409)
    now = await bot.get(base)
    assert now.json()["city"] == "Bremen"
    assert now.headers["etag"] == changed.headers["etag"]
    for tag in ('"0"', 'W/"1"', '"x"', "x"):
        assert (await bot.post(f"{base}/take", headers={"If-Match": tag})).status_code == 412, tag
    assert (await bot.post(f"{base}/take", headers={"If-Match": f'"0", {now.headers["etag"]}'})).status_code == 200
    assert (await bot.post(f"{base}/drop", headers={"If-Match": "*"})).status_code == 200


async def test_a_key_of_nobody_changes_what_is_unassigned_and_is_named_as_a_program(web_desk, shop):
    ticket = await write_in(web_desk)

    answer = await shop.patch(f"/api/v1/tickets/{ticket.id}", json={"city": "Bremen"})

    assert answer.json()["city"] == "Bremen"
    event = (await events_after(web_desk, 0))[-1]
    assert (event.kind, event.actor.kind, event.actor.operator_id) == ("ticket.changed", "api", None)


async def test_members_only_tickets_are_written_to_by_no_key_that_does_not_name_the_group(web_desk, bot, board):
    ticket = await write_in(web_desk, group_id=board)
    base = f"/api/v1/tickets/{ticket.id}"

    answers = [
        await bot.patch(base, json={"city": "Bremen"}),
        await bot.post(f"{base}/messages", json={"message": "M"}),
        await bot.post(f"{base}/answer", json={"text": "A", "take": True}),
        await bot.post(f"{base}/note", json={"text": "A"}),
        await bot.post(f"{base}/take"),
        await bot.post(f"{base}/drop"),
        await bot.post(f"{base}/assign", json={"operator": 1}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert len(await messages_of(web_desk, ticket.id)) == 1
