"""One ticket has at most one holder, and only the holder answers the customer."""

import asyncio
import json
import random
from contextlib import suppress

import pytest
from sqlalchemy import delete, select, update

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.people.deactivating import deactivate
from app.actions.people.people import add_group
from app.actions.people.signing import sign_in
from app.actions.ticket.assigning import answer_ask, ask, assign
from app.actions.ticket.taking import drop, take
from app.core.errors import BadFields, Conflict, DeskError, LockHeld, NotFound, NotHeld
from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.tickets import ticket_by_id, ticket_for
from sql.tables import groups, memberships, operators, outbox
from tests.app.conftest import NOW, PASSWORD, opened, person


async def kinds_after(desk, event_id):
    return [event.kind for event in await events_after(desk, event_id)]


async def test_the_second_operator_is_refused_while_the_first_holds_the_ticket(desk, anna, boris, ticket):
    start = await last_event_id(desk)
    await take(desk, anna, ticket.id, NOW)

    with pytest.raises(LockHeld, match="Anna has ticket"):
        await take(desk, boris, ticket.id, NOW)

    assert await kinds_after(desk, start) == ["ticket.taken"]  # a refusal is not news
    assert (await ticket_by_id(desk, ticket.id)).operator_id == anna.id


async def test_of_fifty_who_take_at_once_one_wins_and_the_others_are_told_who(desk, group, full_size):
    people = [await person(desk, f"Op{number}") for number in range(50)]

    for _round in range(100 if full_size else 3):
        ticket = await opened(desk)
        outcomes = await asyncio.gather(*(take(desk, one, ticket.id, NOW) for one in people), return_exceptions=True)
        winners = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
        refusals = [outcome for outcome in outcomes if isinstance(outcome, LockHeld)]
        holder = await ticket_by_id(desk, ticket.id)

        assert len(winners) == 1
        assert len(refusals) == 49
        assert {refusal.holder_id for refusal in refusals} == {holder.operator_id} == {winners[0].operator_id}


async def one_of_four_acts(desk, one, other, ticket, choice, key):
    match choice:
        case "take":
            await take(desk, one, ticket.id, NOW)
        case "drop":
            await drop(desk, one, ticket.id, NOW)
        case "assign":
            await assign(desk, one, ticket.id, other.id, NOW)
        case _:
            await send_answer(desk, one, ticket.id, AnswerForm("<p>Good evening.</p>", key), NOW)


def holder_after(event, holder):
    """Follow the lock through the log, and check that each event fits the one before."""
    before = (event.details.get("from_holder") or {}).get("id")
    if event.kind in {"ticket.taken", "ticket.assigned", "ticket.dropped"}:
        assert before == holder
        return (event.details.get("holder") or {}).get("id")
    if event.kind == "message.added":
        assert event.actor.operator_id == holder
    return holder


async def test_nobody_ever_answers_what_they_do_not_hold(desk, group, full_size):
    people = [await person(desk, f"Op{number}") for number in range(8)]
    ticket = await opened(desk)
    start = await last_event_id(desk)
    chance = random.Random(7)

    async def busy(one):
        for step in range(100 if full_size else 12):
            choice = chance.choice(("take", "answer", "drop", "assign"))
            with suppress(DeskError):
                await one_of_four_acts(desk, one, chance.choice(people), ticket, choice, f"{one.id}-{step}")

    await asyncio.gather(*(busy(one) for one in people))

    holder = None
    for event in await events_after(desk, start):
        holder = holder_after(event, holder)
    assert (await ticket_by_id(desk, ticket.id)).operator_id == holder


async def test_a_dropped_ticket_is_free_for_everybody(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)
    await drop(desk, anna, ticket.id, NOW)

    assert (await take(desk, boris, ticket.id, NOW)).is_held_by(boris.id)


async def test_what_nobody_holds_cannot_be_dropped_assigned_or_answered(desk, anna, boris, ticket):
    with pytest.raises(NotHeld):
        await drop(desk, anna, ticket.id, NOW)
    with pytest.raises(NotHeld):
        await assign(desk, anna, ticket.id, boris.id, NOW)
    with pytest.raises(NotHeld):
        await send_answer(desk, anna, ticket.id, AnswerForm("<p>Hello</p>", "key"), NOW)


async def test_an_administrator_takes_from_the_holder_and_the_log_says_so(desk, anna, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    start = await last_event_id(desk)

    await take(desk, ada, ticket.id, NOW)

    [event] = await events_after(desk, start)
    assert event.details["reallocated"] is True
    assert event.details["from_holder"]["name"] == "Anna"


async def test_assigning_to_somebody_who_may_not_see_the_ticket_is_refused(desk, anna, ada):
    await add_group(desk, "Complaints", NOW, members_only=True)
    insider = await person(desk, "Ines", groups=("Complaints",))
    await add_group(desk, "Other", NOW)
    secret = await opened(desk, group_id=next(iter(insider.group_ids)))
    await take(desk, insider, secret.id, NOW)

    outsider = await person(desk, "Otto")
    with pytest.raises(BadFields, match="does not have access"):
        await assign(desk, insider, secret.id, outsider.id, NOW)
    with pytest.raises(NotFound):
        await ticket_for(desk, outsider, secret.id)
    assert await ticket_for(desk, ada, secret.id)


async def test_the_holder_hands_over_to_who_asked(desk, anna, boris, ticket):
    await take(desk, anna, ticket.id, NOW)
    await ask(desk, boris, ticket.id, NOW)

    after = await answer_ask(desk, anna, ticket.id, NOW, hand_over=True)

    assert after.is_held_by(boris.id)
    with pytest.raises(Conflict):
        await answer_ask(desk, boris, ticket.id, NOW, hand_over=True)


async def test_who_is_deactivated_holds_nothing_any_more(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    start = await last_event_id(desk)

    await deactivate(desk, anna.id, NOW)

    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
    assert "ticket.dropped" in await kinds_after(desk, start)


async def notices(desk):
    """Kind and address of every notice that waits."""
    query = select(outbox.c.kind, outbox.c.recipients).where(outbox.c.kind.in_(("assigned", "taken_away")))
    return [(row.kind, *json.loads(row.recipients)) for row in await desk.db.fetch_all(query.order_by(outbox.c.id))]


async def test_nothing_is_handed_over_to_an_asker_who_may_no_longer_see_the_ticket(desk, anna, ada):
    await add_group(desk, "Closed", NOW, members_only=True)
    otto, closed = await person(desk, "Otto", groups=("Closed",)), await group_called(desk, "Closed")
    secret = await opened(desk, group_id=closed)
    await take(desk, ada, secret.id, NOW)
    await ask(desk, otto, secret.id, NOW)
    await desk.db.execute(delete(memberships).where(memberships.c.operator_id == otto.id))

    with pytest.raises(Conflict):
        await answer_ask(desk, ada, secret.id, NOW, hand_over=True)

    assert (await ticket_by_id(desk, secret.id)).operator_id == ada.id


async def group_called(desk, name):
    return await desk.db.fetch_val(select(groups.c.id).where(groups.c.name == name))


async def test_what_an_earlier_holder_was_asked_is_over_for_the_next(desk, anna, boris, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    await ask(desk, boris, ticket.id, NOW)
    await drop(desk, anna, ticket.id, NOW)
    await take(desk, ada, ticket.id, NOW)

    with pytest.raises(Conflict):
        await answer_ask(desk, ada, ticket.id, NOW, hand_over=True)

    assert (await ticket_by_id(desk, ticket.id)).operator_id == ada.id


@pytest.mark.parametrize("hand_over", [True, False])
async def test_only_the_holder_or_an_administrator_answers_an_ask(desk, anna, boris, ada, ticket, hand_over):
    await take(desk, anna, ticket.id, NOW)
    await ask(desk, boris, ticket.id, NOW)

    with pytest.raises(LockHeld):
        await answer_ask(desk, boris, ticket.id, NOW, hand_over=hand_over)

    assert (await answer_ask(desk, ada, ticket.id, NOW, hand_over=hand_over)).is_held_by(boris.id) == hand_over


async def test_who_is_offline_is_told_by_mail_of_what_they_get_and_lose(desk, anna, boris, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    assert await notices(desk) == []  # what one does oneself needs no notice

    await assign(desk, anna, ticket.id, boris.id, NOW)
    assert await notices(desk) == [("assigned", boris.email)]

    await take(desk, ada, ticket.id, NOW)
    assert (await notices(desk))[1:] == [("taken_away", boris.email)]

    await assign(desk, ada, ticket.id, anna.id, NOW)
    assert (await notices(desk))[2:] == [("assigned", anna.email)]

    await assign(desk, ada, ticket.id, boris.id, NOW)
    assert (await notices(desk))[3:] == [("assigned", boris.email), ("taken_away", anna.email)]

    await drop(desk, ada, ticket.id, NOW)
    assert (await notices(desk))[5:] == [("taken_away", boris.email)]


async def test_who_is_online_gets_no_mail_of_what_they_see_at_once(desk, anna, boris, ada, ticket):
    for one in (anna, boris):
        assert await sign_in(desk, one.email, PASSWORD, "203.0.113.7", "", NOW)
        await desk.db.execute(update(operators).where(operators.c.id == one.id).values(seen_ms=NOW))

    await take(desk, anna, ticket.id, NOW)
    await assign(desk, anna, ticket.id, boris.id, NOW)
    await take(desk, ada, ticket.id, NOW)

    assert await notices(desk) == []


async def test_taking_and_dropping_move_no_ticket_in_the_list(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW + 1)
    taken = (await ticket_by_id(desk, ticket.id)).updated_ms
    await drop(desk, anna, ticket.id, NOW + 2)

    assert (await ticket_by_id(desk, ticket.id)).updated_ms == taken == ticket.updated_ms


async def test_nobody_who_left_the_desk_while_the_act_waited_gets_a_ticket(desk, boris, ticket):
    await deactivate(desk, boris.id, NOW)  # `boris` is as the request read him before

    with pytest.raises(Conflict, match="no longer active"):
        await take(desk, boris, ticket.id, NOW)

    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
