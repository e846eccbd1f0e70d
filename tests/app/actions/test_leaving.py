"""Deleting a person: their name stays where they acted, nothing else of theirs, and nothing points to nobody."""

import asyncio
import json

from sqlalchemy import func, select

from app.actions.answering import AnswerForm, send_answer
from app.actions.assigning import assign
from app.actions.leaving import deactivate, delete_person
from app.actions.saved_searches import save_search
from app.actions.signing import operator_of_session, sign_in
from app.actions.taking import take
from app.errors import Conflict, NotFound
from app.operator import Role
from app.queries.events import events_after, last_event_id
from app.queries.messages import messages_of
from app.queries.people import operator_by_email, operator_by_id
from app.queries.tickets import ticket_by_id
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
