"""Deleting a person: their name stays where they acted, nothing else of theirs, and nothing points to nobody."""

import asyncio
import json

import pytest
from sqlalchemy import func, select

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.deactivating import deactivate, delete_person
from app.actions.people.saved_searches import save_search
from app.actions.people.signing import operator_of_session, sign_in
from app.actions.ticket.assigning import assign
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import take
from app.core.errors import Conflict, NotFound
from app.nouns.operator import Role
from app.nouns.status import Status
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.people import operator_by_email, operator_by_id
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from app.search.query_language import read_search
from app.search.searching import search_tickets
from sql.tables import metadata, outbox
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, PASSWORD, opened, person


async def references_to(desk, operator_id: int) -> int:
    """How many rows of any table that knows operators by a foreign key name this one."""
    found = 0
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "operators":
                there = select(func.count()).select_from(table).where(key.parent == operator_id)
                found += await desk.db.fetch_val(there)
    return found


async def test_a_deleted_person_leaves_a_name_on_answers_and_in_the_log_and_nothing_else(desk, anna, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    await send_answer(desk, anna, ticket.id, AnswerForm(html="<p>Your room is ready.</p>", request_key="k"), NOW)
    await save_search(desk, anna, "Mine", "status:open", NOW)
    token, _anna = await sign_in(desk, "anna@desk.example", PASSWORD, "203.0.113.5", "Firefox", NOW)
    start = await last_event_id(desk)

    await delete_person(desk, anna.id, NOW)

    told = await events_after(desk, start)
    assert [event.kind for event in told] == ["person.signed_out", "person.deleted", "ticket.dropped"]
    assert told[1].details == {"person": anna.id, "name": "Anna", "email": "anna@desk.example"}
    assert "Anna" in {event.actor.name for event in await events_after(desk, 0)}
    answer = (await messages_of(desk, ticket.id))[-1]
    assert (answer.author_name, answer.operator_id) == ("Anna", None)
    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
    assert await references_to(desk, anna.id) == 0
    assert await operator_by_id(desk, anna.id) is None
    assert await operator_of_session(desk, token, NOW) is None


async def test_a_notice_to_a_deleted_person_is_not_sent(desk, anna, ada, ticket):
    await assign(desk, ada, ticket.id, anna.id, NOW)
    notice = await desk.db.fetch_one(select(outbox.c.id).where(outbox.c.operator_id == anna.id))

    await delete_person(desk, anna.id, NOW)

    row = await desk.db.fetch_one(select(outbox).where(outbox.c.id == notice.id))
    assert (row.state, row.operator_id) == ("recalled", None)
    assert json.loads(row.recipients) == ["anna@desk.example"]


async def test_the_number_of_a_deleted_person_is_never_given_to_another(desk, anna, ada):
    newest = await person(desk, "Newest")
    await delete_person(desk, newest.id, NOW)
    await delete_person(desk, anna.id, NOW)

    following = [(await person(desk, name, groups=("Reservations",))).id for name in ("Newest", "Other")]

    assert newest.id < following[0] < following[1]
    assert (await operator_by_email(desk, "newest@desk.example")).group_ids


async def test_the_last_administrator_is_not_deleted_and_who_is_unknown_is_not_found(desk, anna, ada):
    async with refused(desk, Conflict, match="one administrator"):
        await delete_person(desk, ada.id, NOW)
    async with refused(desk, NotFound):
        await delete_person(desk, 999, NOW)

    second = await person(desk, "Second", Role.ADMINISTRATOR)
    await deactivate(desk, second.id, NOW)
    await delete_person(desk, second.id, NOW)

    assert await operator_by_id(desk, second.id) is None


async def test_who_takes_in_the_moment_of_being_deleted_holds_nothing_after(desk, group, ada):
    for round_number in range(5):
        one, ticket = await person(desk, f"Op{round_number}"), await opened(desk)

        outcomes = await asyncio.gather(
            delete_person(desk, one.id, NOW), take(desk, one, ticket.id, NOW), return_exceptions=True
        )

        assert outcomes[0] is None
        assert not isinstance(outcomes[1], Exception) or isinstance(outcomes[1], Conflict)
        assert (await ticket_by_id(desk, ticket.id)).operator_id is None


async def test_a_deactivated_person_keeps_finished_tickets_and_gives_up_active_ones(desk, anna, ticket):
    finished = await opened(desk)
    for one in (ticket, finished):
        await send_answer(
            desk, anna, one.id, AnswerForm(html="<p>Yes.</p>", request_key=f"k{one.id}", taking=True), NOW
        )
    await set_status(desk, anna, finished.id, Status.SOLVED, NOW)
    start = await last_event_id(desk)

    await deactivate(desk, anna.id, NOW)

    dropped = [event.ticket_id for event in await events_after(desk, start) if event.kind == "ticket.dropped"]
    assert dropped == [ticket.id]
    assert (await ticket_by_id(desk, finished.id)).operator_id == anna.id
    assert await found_of(desk, anna) == [finished.id]


@pytest.mark.parametrize("way", ["the customer writes", "an administrator opens it"])
async def test_a_ticket_that_reopens_while_its_holder_is_gone_is_unassigned(desk, anna, ada, ticket, way):
    await send_answer(desk, anna, ticket.id, AnswerForm(html="<p>Yes.</p>", request_key="k", taking=True), NOW)
    await set_status(desk, anna, ticket.id, Status.SOLVED, NOW)
    await deactivate(desk, anna.id, NOW)
    start = await last_event_id(desk)

    if way == "the customer writes":
        await customer_writes(desk, ticket.id, CustomerMessage("One more thing", "web"), NOW)
    else:
        await set_status(desk, ada, ticket.id, Status.OPEN, NOW)

    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
    told = await events_after(desk, start)
    assert [event.details["why"] for event in told if event.kind == "ticket.dropped"] == ["deactivated"]


async def test_a_ticket_that_reopens_keeps_a_holder_who_is_there(desk, anna, ticket):
    await send_answer(desk, anna, ticket.id, AnswerForm(html="<p>Yes.</p>", request_key="k", taking=True), NOW)
    await set_status(desk, anna, ticket.id, Status.SOLVED, NOW)

    await customer_writes(desk, ticket.id, CustomerMessage("One more thing", "web"), NOW)

    assert (await ticket_by_id(desk, ticket.id)).operator_id == anna.id


async def found_of(desk, operator) -> list[int]:
    page = await search_tickets(desk, operator, read_search(f"operator:{operator.name}", NOW, desk.settings.zone))
    return [row.ticket.id for row in page.rows]
