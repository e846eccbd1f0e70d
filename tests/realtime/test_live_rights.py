import asyncio

import pytest
from sqlalchemy import delete, update

from app.actions.leaving import deactivate
from app.actions.passwords import change_own_password, set_password
from app.actions.people import add_group, set_members
from app.actions.signing import digest_of, sign_out
from app.actions.taking import take
from app.queries.events import last_event_id
from sql.tables import memberships, sessions
from tests.plugins.desk import NOW, PASSWORD, opened, person
from tests.realtime.window import Refused


@pytest.fixture
async def lawyers(desk) -> int:
    return await add_group(desk, "Lawyers", NOW, members_only=True)


@pytest.fixture
async def lena(desk, lawyers):
    return await person(desk, "Lena", groups=("Lawyers",))


async def test_who_leaves_a_members_only_group_hears_nothing_more_of_it_and_reads_the_page_again(
    desk, live, lawyers, lena, ada
):
    secret = await opened(desk, "A complaint", group_id=lawyers)
    window, stays = await live.window(lena), await live.window(ada)
    await window.say("watch", {"ticket": secret.id})

    await set_members(desk, lawyers, [], NOW)
    removed = await last_event_id(desk)
    await take(desk, ada, secret.id, NOW)
    await stays.until_event(await last_event_id(desk))
    await window.until(lambda heard: any(name == "resync" for name, _facts in heard))
    missed = await window.ask("resume", {"after": removed - 1})

    assert [facts for facts in window.events if facts["ticket"] and facts["id"] >= removed] == []
    assert missed["events"] == []


async def test_who_joins_a_members_only_group_hears_of_it(desk, live, lawyers, anna):
    window = await live.window(anna)

    await set_members(desk, lawyers, [anna.id], NOW)
    secret = await opened(desk, "A complaint", group_id=lawyers)
    await window.until_event(await last_event_id(desk))

    assert [facts["ticket"] for facts in window.named("ticket.opened")] == [secret.id]


async def test_every_window_of_somebody_whose_password_changed_is_disconnected(desk, live, anna, boris):
    windows = [await live.window(anna), await live.window(anna)]
    other = await live.window(boris)

    await set_password(desk, anna.id, "another bell, another door", NOW)
    for window in windows:
        await window.until_over()

    assert not other.is_over
    assert [window.operator.id for window in live.realtime._console._windows] == [boris.id]


async def test_changing_ones_own_password_keeps_this_sessions_windows_and_ends_the_others(desk, live, anna):
    token = await live.session(anna)
    here, there = await live.window(anna, token), await live.window(anna)

    await change_own_password(desk, anna, PASSWORD, "another bell, another door", NOW, digest_of(token))
    await there.until_over()

    assert not here.is_over


async def test_signing_out_ends_this_sessions_windows_and_leaves_those_of_another_session(desk, live, anna):
    token = await live.session(anna)
    here, there = await live.window(anna, token), await live.window(anna)

    await sign_out(desk, token, NOW)
    await here.until_over()

    assert not there.is_over
    with pytest.raises(Refused, match="signed out"):
        await live.window(anna, token)


async def test_somebody_deactivated_is_disconnected(desk, live, anna):
    window = await live.window(anna)

    await deactivate(desk, anna.id, NOW)

    await window.until_over()


async def test_a_right_taken_past_the_actions_is_noticed_by_the_sweep(desk, live, lawyers, lena, anna, ada):
    window, signed_out, there = await live.window(lena), await live.window(anna), await live.window(ada)
    await desk.db.execute(delete(memberships).where(memberships.c.group_id == lawyers))
    await desk.db.execute(update(sessions).where(sessions.c.operator_id == anna.id).values(expires_ms=1))

    await live.realtime._rights.look_again(desk)
    await opened(desk, "A complaint", group_id=lawyers)
    last = await last_event_id(desk)
    await there.until_event(last)
    await window.ask("resume", {"after": last})
    await signed_out.until_over()

    assert [facts for facts in window.events if facts["ticket"]] == []


async def test_without_a_session_there_is_no_console(live):
    for cookie in ("", "session=", "session=guessed"):
        with pytest.raises(Refused, match="signed out"):
            await live.joined("/console", {"Cookie": cookie})


async def test_no_event_after_the_one_that_took_a_right_ever_reaches_its_loser_while_tickets_stream_in(
    desk, live, lawyers, lena, anna, ada
):
    loser, outsider, above = await live.window(lena), await live.window(anna), await live.window(ada)

    async def tickets_come():
        for number in range(20):
            await opened(desk, f"Matter {number}", group_id=lawyers)

    async def the_right_is_taken():
        await above.until(lambda heard: len([name for name, _facts in heard if name == "ticket.opened"]) > 5)
        await set_members(desk, lawyers, [], NOW)

    await asyncio.gather(tickets_come(), the_right_is_taken())
    last = await live.given_out()
    for window in (loser, outsider, above):
        await window.ask("resume", {"after": last})

    (taken,) = [facts["id"] for facts in above.named("group.changed")]
    assert len(above.named("ticket.opened")) == 20
    assert [facts["id"] for facts in loser.events if facts["ticket"] and facts["id"] > taken] == []
    assert [facts for facts in outsider.events if facts["ticket"]] == []
