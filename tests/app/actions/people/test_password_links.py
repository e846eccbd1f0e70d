"""Links that set a password: single use, a short life, bound to person, address and purpose (S-32)."""

import asyncio
import json

import pytest
from sqlalchemy import select, update

from app.actions.people.deactivating import activate, deactivate
from app.actions.people.password_links import forget_over_links, invite, send_reset_link
from app.actions.people.passwords import LinkOver, change_own_password, set_password, set_password_by_link
from app.actions.people.people import add_operator
from app.actions.people.signing import operator_of_session, sign_in
from app.core.clock import HOUR_MS, MINUTE_MS
from app.core.errors import BadFields, Conflict
from app.credentials.codes import digest_of
from app.credentials.link_tokens import token_of
from app.nouns.operator import Role
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.password_links import password_link
from sql.tables import operators, outbox, password_links
from tests.plugins.desk import NOW, PASSWORD

FRESH = "another bell, another door"


async def mailed(desk, kind="password_reset"):
    """The tokens of the mails of this kind, oldest first, as their readers get them."""
    rows = await desk.db.fetch_all(select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id))
    return [token_of(desk.settings, json.loads(row.details)["nonce"]) for row in rows]


async def enters(desk, operator, password):
    return await sign_in(desk, operator.email, password, "203.0.113.5", "Firefox", NOW) is not None


async def invited(desk, email="jonas@desk.example"):
    return await add_operator(desk, email, "Jonas", Role.OPERATOR, (), None, NOW, invited=True)


async def test_a_reset_link_sets_a_password_once_and_ends_every_session(desk, anna):
    token, _anna = await sign_in(desk, anna.email, PASSWORD, "203.0.113.5", "Firefox", NOW)
    assert await send_reset_link(desk, f" {anna.email.upper()} ", NOW)
    [link] = await mailed(desk)

    await set_password_by_link(desk, link, FRESH, NOW + MINUTE_MS)

    assert await operator_of_session(desk, token, NOW + MINUTE_MS) is None
    assert await enters(desk, anna, FRESH)
    assert not await enters(desk, anna, PASSWORD)
    with pytest.raises(LinkOver):
        await set_password_by_link(desk, link, "a third sentence here", NOW + MINUTE_MS)


@pytest.mark.parametrize(("kind", "lasts_ms"), [("password_reset", 30 * MINUTE_MS), ("invitation", 72 * HOUR_MS)])
async def test_a_link_works_until_its_time_is_over(desk, anna, kind, lasts_ms):
    if kind == "invitation":
        await invited(desk)
    else:
        await send_reset_link(desk, anna.email, NOW)
    [link] = await mailed(desk, kind)

    assert await password_link(desk, link, NOW + lasts_ms - 1) is not None
    assert await password_link(desk, link, NOW + lasts_ms) is None
    with pytest.raises(LinkOver):
        await set_password_by_link(desk, link, FRESH, NOW + lasts_ms)

    assert await forget_over_links(desk, NOW + lasts_ms) == 1


async def test_a_new_link_kills_the_one_before_and_takes_its_mail_back(desk, anna, boris):
    await send_reset_link(desk, boris.email, NOW)
    await send_reset_link(desk, anna.email, NOW)
    await send_reset_link(desk, anna.email, NOW + 1)
    of_boris, before, now = await mailed(desk)

    assert await password_link(desk, before, NOW + 2) is None
    assert (await password_link(desk, now, NOW + 2)).operator.id == anna.id
    assert (await password_link(desk, of_boris, NOW + 2)).operator.id == boris.id
    states = await desk.db.fetch_all(
        select(outbox.c.state).where(outbox.c.kind == "password_reset").order_by(outbox.c.id)
    )
    assert [row.state for row in states] == ["queued", "recalled", "queued"]


@pytest.mark.parametrize("token", ["", " ", "None", "null", "[]", "0" * 43, "a\ud800b", "x" * 5000])
async def test_what_is_no_token_opens_nothing(desk, anna, token):
    await send_reset_link(desk, anna.email, NOW)

    assert await password_link(desk, token, NOW) is None
    with pytest.raises(LinkOver):
        await set_password_by_link(desk, token, FRESH, NOW)


async def test_a_link_opens_nothing_with_another_address_or_for_somebody_who_left_and_came_back(desk, anna, boris):
    await send_reset_link(desk, anna.email, NOW)
    await send_reset_link(desk, boris.email, NOW)
    of_anna, of_boris = await mailed(desk)

    moved = update(operators).where(operators.c.id == anna.id).values(email="a@new.example", email_key="a@new.example")
    await desk.db.execute(moved)
    await deactivate(desk, boris.id, NOW)
    await activate(desk, boris.id, NOW)

    assert await password_link(desk, of_anna, NOW) is None
    assert await password_link(desk, of_boris, NOW) is None


async def test_nobody_unknown_or_deactivated_gets_a_link(desk, anna):
    await deactivate(desk, anna.id, NOW)
    start = await last_event_id(desk)

    assert not await send_reset_link(desk, anna.email, NOW)
    assert not await send_reset_link(desk, "nobody@desk.example", NOW)
    assert not await send_reset_link(desk, "", NOW)

    assert await mailed(desk) == []
    assert await events_after(desk, start) == []


async def test_of_two_who_use_a_link_at_once_one_sets_the_password(desk, anna):
    await send_reset_link(desk, anna.email, NOW)
    [link] = await mailed(desk)
    wishes = [f"{number} bells ring at the door" for number in ("two", "six", "nine")]

    ended = await asyncio.gather(
        *[set_password_by_link(desk, link, wish, NOW) for wish in wishes], return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in ended) == ["LinkOver", "LinkOver", "Operator"]
    entered = [await enters(desk, anna, wish) for wish in wishes]
    assert entered == [not isinstance(one, LinkOver) for one in ended]


async def test_a_refused_password_leaves_the_link_as_it_was(desk, anna):
    await send_reset_link(desk, anna.email, NOW)
    [link] = await mailed(desk)

    with pytest.raises(BadFields):
        await set_password_by_link(desk, link, "Anna-2026-2026", NOW)

    assert await password_link(desk, link, NOW) is not None


async def test_the_database_alone_opens_no_link(desk, anna):
    await send_reset_link(desk, anna.email, NOW)
    [link] = await mailed(desk)
    [row] = await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "password_reset"))
    [kept] = await desk.db.fetch_all(select(password_links))

    assert kept.token_sha256 == digest_of(link)
    for said in (json.loads(row.details)["nonce"], kept.token_sha256, row.mime_message_id):
        assert await password_link(desk, said, NOW) is None
    assert link not in str(tuple(row)) + str(tuple(kept))


async def test_whoever_is_invited_cannot_sign_in_until_the_password_is_set(desk, ada):
    number = await invited(desk)
    [link] = await mailed(desk, "invitation")
    found = await password_link(desk, link, NOW)

    assert (found.operator.id, found.purpose) == (number, "invitation")
    assert not await enters(desk, found.operator, "")
    await set_password_by_link(desk, link, FRESH, NOW)
    assert await enters(desk, found.operator, FRESH)
    with pytest.raises(Conflict, match="has a password"):
        await invite(desk, number, NOW)


async def test_inviting_again_sends_a_link_that_works_instead_of_the_first(desk, ada):
    number = await invited(desk)

    await invite(desk, number, NOW + HOUR_MS)

    first, second = await mailed(desk, "invitation")
    assert await password_link(desk, first, NOW + HOUR_MS) is None
    assert await password_link(desk, second, NOW + 73 * HOUR_MS - 1) is not None


async def test_an_invitation_that_cannot_be_queued_adds_nobody(desk, group):
    with pytest.raises(BadFields):
        await add_operator(desk, "jonas@desk.example", "Jonas", Role.OPERATOR, ("Nowhere",), None, NOW, invited=True)

    assert await mailed(desk, "invitation") == []


async def test_setting_the_password_in_any_way_kills_what_was_mailed_before(desk, anna):
    await send_reset_link(desk, anna.email, NOW)
    [link] = await mailed(desk)

    await set_password(desk, anna.id, FRESH, NOW)

    assert await password_link(desk, link, NOW) is None


async def test_a_password_that_was_set_anew_meanwhile_changes_nothing_any_more(desk, anna, monkeypatch):
    store = desk.passwords.store

    async def slowly(password):
        monkeypatch.undo()
        await set_password(desk, anna.id, "one more bell, one more door", NOW)
        return await store(password)

    monkeypatch.setattr(desk.passwords, "store", slowly)
    with pytest.raises(BadFields) as refused:
        await change_own_password(desk, anna, PASSWORD, FRESH, NOW)

    assert set(refused.value.faults) == {"current"}
    assert await enters(desk, anna, "one more bell, one more door")


async def test_changing_ones_own_password_needs_the_current_one_and_keeps_this_session_alone(desk, anna):
    here, _anna = await sign_in(desk, anna.email, PASSWORD, "203.0.113.5", "Firefox", NOW)
    there, _anna = await sign_in(desk, anna.email, PASSWORD, "203.0.113.6", "Safari", NOW)

    for wrong in ("", "wrong password", PASSWORD.upper()):
        with pytest.raises(BadFields) as refused:
            await change_own_password(desk, anna, wrong, FRESH, NOW, digest_of(here))
        assert set(refused.value.faults) == {"current"}
    await change_own_password(desk, anna, PASSWORD, FRESH, NOW, digest_of(here))

    assert await operator_of_session(desk, here, NOW) is not None
    assert await operator_of_session(desk, there, NOW) is None
    assert await enters(desk, anna, FRESH)
