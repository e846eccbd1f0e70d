"""An administrator may let the desk release what offline people hold: after the time, once, and never from who is back."""

import asyncio
import dataclasses

import pytest
from sqlalchemy import select, update

from app.actions.desk.settings import change_settings, follow_settings
from app.actions.message.drafts import draft_of, save_draft
from app.actions.people.absence import note_seen, release_absent
from app.actions.people.signing import sign_in
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.taking import drop, take
from app.core.clock import MINUTE_MS
from app.core.errors import BadFields
from app.database import Database
from app.nouns.message import MessageKind
from app.queries.desk.events import events_after, last_event_id
from app.queries.lists.absences import absent_holders, release_of
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import operators, outbox
from tests.plugins.desk import NOW, PASSWORD, opened

AFTER_MS = 30 * MINUTE_MS


@pytest.fixture
async def rule(desk, ada):
    """The desk releases after half an hour."""
    await change_settings(desk, ada, {"release_after_min": "30"}, NOW - AFTER_MS)


@pytest.fixture
async def held(desk, rule, anna, ticket):
    """Anna holds the ticket, and was seen at that moment for the last time."""
    await take(desk, anna, ticket.id, NOW)
    await note_seen(desk, [anna.id], NOW)
    return ticket


async def test_what_an_offline_person_holds_is_released_when_the_time_is_over_and_they_are_told(desk, held, anna):
    start = await last_event_id(desk)

    early = await release_absent(desk, NOW + AFTER_MS - 1)
    released = await release_absent(desk, NOW + AFTER_MS)

    [event] = await events_after(desk, start)
    notices = await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "taken_away"))
    assert (early, released) == (0, 1)
    assert (await ticket_by_id(desk, held.id)).operator_id is None
    assert (event.kind, event.actor.kind, event.details["why"]) == ("ticket.dropped", "system", "offline")
    assert event.details["from_holder"]["id"] == anna.id
    assert [row.operator_id for row in notices] == [anna.id]


async def test_their_draft_stays_theirs(desk, held, anna):
    await save_draft(desk, anna, held.id, MessageKind.ANSWER, "<p>Half a sentence</p>", "{}", NOW)

    await release_absent(desk, NOW + AFTER_MS)

    assert (await draft_of(desk, anna, held.id, MessageKind.ANSWER)).html == "<p>Half a sentence</p>"


async def test_who_was_seen_since_keeps_it(desk, held, anna):
    await note_seen(desk, [anna.id], NOW + AFTER_MS - MINUTE_MS)
    await note_seen(desk, [anna.id], NOW)  # a slower process tells what it saw earlier

    assert await release_absent(desk, NOW + AFTER_MS + MINUTE_MS) == 0
    assert (await ticket_by_id(desk, held.id)).operator_id == anna.id


async def test_who_comes_back_while_it_is_being_released_keeps_it_or_finds_it_released_once(desk, held, anna):
    start = await last_event_id(desk)

    [released, _seen] = await asyncio.gather(
        release_absent(desk, NOW + AFTER_MS), note_seen(desk, [anna.id], NOW + AFTER_MS)
    )

    dropped = [event for event in await events_after(desk, start) if event.kind == "ticket.dropped"]
    assert len(dropped) == released
    assert ((await ticket_by_id(desk, held.id)).operator_id is None) == bool(released)


async def test_of_several_processes_one_releases_it(desk, held):
    start = await last_event_id(desk)

    released = await asyncio.gather(*(release_absent(desk, NOW + AFTER_MS) for _process in range(5)))

    assert sorted(released) == [0, 0, 0, 0, 1]
    assert [event.kind for event in await events_after(desk, start)] == ["ticket.dropped"]


async def test_the_time_begins_anew_with_who_was_given_it_and_with_the_rule(desk, held, anna, ada):
    await drop(desk, anna, held.id, NOW + MINUTE_MS)
    await take(desk, anna, held.id, NOW + AFTER_MS)
    given = await release_absent(desk, NOW + AFTER_MS + MINUTE_MS)
    await change_settings(desk, ada, {"release_after_min": "10"}, NOW + 2 * AFTER_MS)

    changed = await release_absent(desk, NOW + 2 * AFTER_MS + 9 * MINUTE_MS)
    over = await release_absent(desk, NOW + 2 * AFTER_MS + 10 * MINUTE_MS)

    assert (given, changed, over) == (0, 0, 1)


async def test_without_the_rule_a_lock_lasts(desk, held, ada):
    await change_settings(desk, ada, {"release_after_min": ""}, NOW)

    assert await release_absent(desk, NOW + 1000 * AFTER_MS) == 0
    assert await release_of(desk, await ticket_by_id(desk, held.id), NOW + AFTER_MS) is None


async def test_what_lies_in_the_bin_keeps_its_holder(desk, held, anna):
    await mark_spam(desk, anna, held.id, NOW, spam=True)

    assert await release_absent(desk, NOW + AFTER_MS) == 0


async def test_it_is_said_beforehand_when_it_will_be_released_and_for_whom(desk, held, anna, boris):
    shown = await ticket_by_id(desk, held.id)
    other = await opened(desk, "Another")
    await take(desk, boris, other.id, NOW)
    await note_seen(desk, [boris.id], NOW + MINUTE_MS)

    assert await release_of(desk, shown, NOW + 1) is None
    assert await release_of(desk, shown, NOW + 2 * MINUTE_MS) == NOW + AFTER_MS
    assert await absent_holders(desk, NOW + 2 * MINUTE_MS) == {anna.id: NOW}


async def test_signing_in_is_being_seen(desk, anna):
    await sign_in(desk, anna.email, PASSWORD, "203.0.113.1", "", NOW)

    assert abs(await desk.db.fetch_val(select(operators.c.seen_ms)) - await desk.db.now_ms()) < 10 * MINUTE_MS


async def test_another_process_follows_the_rule_after_a_restart(desk, held, schema_url):
    other = Database(schema_url)
    await other.connect()
    restarted = dataclasses.replace(desk, db=other, settings=dataclasses.replace(desk.settings, release_after_min=0))

    await follow_settings(restarted)
    released = await release_absent(restarted, NOW + AFTER_MS)
    await other.disconnect()

    assert released == 1


@pytest.mark.parametrize("typed", ["4", "0.5", "-5", "soon", "99999", "\u0665\u0660"])
async def test_a_time_out_of_its_bounds_is_named_and_nothing_is_changed(desk, ada, typed):
    with pytest.raises(BadFields) as refused:
        await change_settings(desk, ada, {"release_after_min": typed, "undo_seconds": "20"}, NOW)

    assert list(refused.value.faults) == ["release_after_min"]
    assert desk.settings.undo_seconds == 10


async def test_each_changed_setting_is_one_event_that_says_from_what_to_what(desk, ada):
    start = await last_event_id(desk)

    await change_settings(desk, ada, {"undo_seconds": "20", "timezone": "Europe/Berlin"}, NOW)
    await change_settings(desk, ada, {"undo_seconds": "20", "timezone": "Europe/Berlin"}, NOW)

    told = [(event.kind, event.details) for event in await events_after(desk, start)]
    assert told == [
        ("setting.changed", {"name": "undo_seconds", "from": 10, "to": 20}),
        ("setting.changed", {"name": "timezone", "from": "UTC", "to": "Europe/Berlin"}),
    ]
    assert (desk.settings.undo_seconds, desk.settings.zone.key) == (20, "Europe/Berlin")


async def test_what_the_environment_sets_is_not_changed_here(desk, ada):
    desk.settings = dataclasses.replace(desk.settings, given={"DESKBELL_UNDO_SECONDS": "7"}, undo_seconds=7)

    with pytest.raises(BadFields, match="environment"):
        await change_settings(desk, ada, {"undo_seconds": "20"}, NOW)

    assert desk.settings.undo_seconds == 7


async def test_the_database_tells_the_time(desk, anna):
    await desk.db.execute(update(operators).values(seen_ms=await desk.db.now_ms()))

    assert await absent_holders(desk, await desk.db.now_ms()) == {}
    assert await desk.db.now_ms() > NOW - 10_000 * MINUTE_MS
