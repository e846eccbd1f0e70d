"""From what happens at the desk to what a device shows: by the preferences and rights of its owner."""

import dataclasses

import sqlalchemy as sa

from app.actions.message.noting import add_note
from app.actions.people.own_profile import set_preferences
from app.actions.ticket.taking import take
from sql.tables import mentions, push_notices
from tests.plugins.desk import NOW, opened
from tests.realtime.push.hands import reply, subscribe


def mentioning(who) -> str:
    return f'<p><span data-mention="{who.id}">@{who.name}</span> please look</p>'


async def test_a_reply_on_ones_own_ticket_is_shown_on_ones_devices_alone(desk, push, anna, boris, ticket):
    endpoint, _other = await subscribe(desk, anna), await subscribe(desk, boris)
    await take(desk, anna, ticket.id, NOW)
    await push.read()

    await reply(desk, ticket)

    words = {"title": f"{ticket.customer.name} wrote on #{ticket.id}", "body": "Late arrival", "ticket": ticket.id}
    assert await push.told() == [(endpoint, words, f"ticket-{ticket.id}")]
    assert await push.told() == []


async def test_a_device_that_hides_the_text_shows_the_number_alone(desk, push, anna, ticket):
    await subscribe(desk, anna, hides_text=True)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)

    [(_endpoint, words, _about)] = await push.told()
    assert words == {"title": f"#{ticket.id}", "body": "Someone writes on one of my tickets", "ticket": ticket.id}


async def test_a_new_ticket_is_shown_to_those_who_asked_for_it(desk, push, anna, boris):
    endpoint, _other = await subscribe(desk, anna), await subscribe(desk, boris)
    await set_preferences(desk, anna, {"tell_opened": "1"}, NOW)

    ticket = await opened(desk)

    assert [(sent[0], sent[1]["title"]) for sent in await push.told()] == [(endpoint, f"New ticket #{ticket.id}")]


async def test_a_mention_is_sent_until_its_note_was_read_or_undone(desk, push, anna, boris, ticket):
    await subscribe(desk, boris)
    for key in ("read first", "then told"):
        await add_note(desk, anna, ticket.id, mentioning(boris), key, (), NOW)
        await push.read()
        if key == "read first":
            await desk.db.execute(sa.delete(mentions))

    told = [words["title"] for _endpoint, words, _about in await push.told()]

    assert told == [f"Anna mentioned you on #{ticket.id}"]


async def test_whoever_does_not_want_to_hear_of_mentions_is_not_told(desk, push, anna, boris, ticket):
    await subscribe(desk, boris)
    await set_preferences(desk, boris, {"tell_mentioned": "0"}, NOW)
    await add_note(desk, anna, ticket.id, mentioning(boris), "key", (), NOW)

    assert await push.told() == []


async def test_a_preference_counts_as_it_is_now_though_no_event_told_of_it(desk, push, anna):
    await subscribe(desk, anna)
    await opened(desk)
    assert await push.told() == []

    await set_preferences(desk, anna, {"tell_opened": "1"}, NOW)
    await opened(desk, "Towels")

    assert len(await push.told()) == 1


async def test_what_somebody_may_not_see_any_more_is_not_sent(desk, push, anna, boris, ticket):
    await subscribe(desk, anna)
    await take(desk, anna, ticket.id, NOW)
    await reply(desk, ticket)
    await push.read()

    await desk.db.execute(sa.text("UPDATE tickets SET deleted_ms = 1"))

    assert await push.told() == []
    assert await push.count(push_notices) == 0


async def test_whoever_owes_a_second_factor_is_told_nothing(desk, push, ada):
    await subscribe(desk, ada)
    await set_preferences(desk, ada, {"tell_opened": "1"}, NOW)
    desk.settings = dataclasses.replace(desk.settings, second_factor_for="administrators")

    await opened(desk)

    assert await push.told() == []
