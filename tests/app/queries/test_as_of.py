"""What is read once for everybody is right as of the newest event, whichever process wrote it."""

import sqlalchemy as sa

from app.actions.group.members import set_members
from app.actions.group.removing import Removal, remove_group
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.deactivating import deactivate
from app.actions.people.people import add_group, add_operator, set_away
from app.actions.people.signing import sign_in, signed_in_with
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import delete, restore
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.statusing import snooze
from app.actions.ticket.taking import take
from app.database import Database
from app.desk import Desk
from app.nouns.operator import Role
from app.nouns.status import Status
from app.queries.desk import as_of
from app.queries.desk.as_of import AsOfEvent
from app.queries.desk.events import last_event_id
from app.queries.lists.counts import counts_for, standing
from app.queries.people.roster import roster
from sql.tables import groups
from tests.app.conftest import NOW, PASSWORD, opened


async def elsewhere(desk, schema_url) -> Desk:
    """The same desk in another process."""
    db = Database(schema_url)
    await db.connect()
    return Desk(db, desk.settings, desk.storage)


async def test_another_process_hears_of_new_people_and_groups(desk, anna, group, schema_url):
    other = await elsewhere(desk, schema_url)
    assert [one.name for one in (await roster(other)).active] == ["Anna"]

    await add_operator(desk, "boris@desk.example", "Boris", Role.OPERATOR, (), None, NOW)
    await set_away(desk, anna, NOW, away=True)
    closed = await add_group(desk, "Complaints", NOW, members_only=True)
    await set_members(desk, closed, [anna.id], NOW)

    people = await roster(other)
    assert [(one.name, one.away_since_ms is not None) for one in people.active] == [("Anna", True), ("Boris", False)]
    assert [[one.id for one in people.groups_for(person)] for person in people.active] == [[group, closed], [group]]
    await other.db.disconnect()


async def test_who_is_signed_in_has_the_rights_of_the_newest_event(desk, anna, schema_url):
    other = await elsewhere(desk, schema_url)
    token, _operator = await sign_in(desk, anna.email, PASSWORD, "203.0.113.1", "", NOW)
    assert (await signed_in_with(other, token, NOW)).operator.hidden_group_ids == frozenset()

    closed = await add_group(desk, "Complaints", NOW, members_only=True)

    found = await signed_in_with(other, token, NOW)
    assert found.operator.hidden_group_ids == {closed}
    assert found.newest_event == await last_event_id(desk)
    await other.db.disconnect()


async def test_a_ticket_that_another_process_takes_is_counted_here(desk, anna, ticket, schema_url):
    other = await elsewhere(desk, schema_url)
    assert (await counts_for(desk, anna)).mine == 0

    await take(other, anna, ticket.id, NOW)

    assert ((await counts_for(desk, anna)).mine, (await counts_for(desk, anna)).unassigned) == (1, 0)
    await other.db.disconnect()


async def test_an_event_of_another_kind_lets_nothing_be_read_again(desk, anna, ticket, statements):
    names = AsOfEvent(names_of_groups, "group.")
    await names(desk)

    await take(desk, anna, ticket.id, NOW)

    statements.clear()
    assert await names(desk) == ["Reservations"]
    assert len(statements) == 2  # the newest event's number, and what has happened since
    statements.clear()
    assert await names(desk) == ["Reservations"]
    assert len(statements) == 1


async def test_after_more_events_than_are_remembered_everything_is_read_again(desk, group, anna, ticket, monkeypatch):
    monkeypatch.setattr(as_of, "MOST_REMEMBERED", 1)
    names = AsOfEvent(names_of_groups, "group.")
    await names(desk)

    await add_group(desk, "Complaints", NOW)
    await take(desk, anna, ticket.id, NOW)
    await set_away(desk, anna, NOW, away=True)

    assert await names(desk) == ["Complaints", "Reservations"]


async def names_of_groups(desk):
    return sorted(row.name for row in await desk.db.fetch_all(sa.select(groups.c.name)))


async def test_counts_that_follow_the_events_are_those_that_are_counted_anew(
    desk, anna, boris, ada, group, schema_url, statements
):
    other = await elsewhere(desk, schema_url)
    await counted(other)  # from now on it follows
    closed = await add_group(desk, "Complaints", NOW, members_only=True)
    first, second, third = [await opened(desk, subject) for subject in ("Late arrival", "Parking", "Invoice")]

    for act in (
        lambda: take(desk, anna, first.id, NOW),
        lambda: send_answer(desk, anna, first.id, AnswerForm("<p>Done.</p>", "one", Status.SOLVED), NOW),
        lambda: customer_writes(desk, first.id, CustomerMessage("Thanks!", source="web", client_ip=""), NOW + 1),
        lambda: edit_ticket(desk, anna, second.id, {"group": str(closed)}, NOW),
        lambda: mark_spam(desk, ada, third.id, NOW, spam=True),
        lambda: mark_spam(desk, ada, third.id, NOW, spam=False),
        lambda: take(desk, boris, third.id, NOW),
        lambda: snooze(desk, boris, third.id, NOW + 86_400_000, NOW),
        lambda: delete(desk, ada, second.id, None, NOW),
        lambda: restore(desk, ada, second.id, NOW),
        lambda: deactivate(desk, anna.id, NOW),
    ):
        await act()
        statements.clear()
        followed = await counted(other)
        assert not any("GROUP BY" in sql for sql in statements)  # no ticket was counted
        fresh = await elsewhere(desk, schema_url)
        assert followed == await counted(fresh)
        await fresh.db.disconnect()
    await remove_group(desk, ada, closed, Removal(into_id=group), NOW)  # moves tickets that nobody looks at one by one
    fresh = await elsewhere(desk, schema_url)
    assert await counted(other) == await counted(fresh)
    await fresh.db.disconnect()
    await other.db.disconnect()


async def counted(desk):
    found = await standing(desk)
    return sorted(map(repr, found.lines)), {group: count for group, count in found.trouble.items() if count}
