import asyncio
import dataclasses

import pytest
from sqlalchemy import delete, select, update

from app.actions.change import by
from app.actions.desk.settings import change_settings
from app.actions.group.members import set_members
from app.actions.people.changing import change_person
from app.actions.people.deactivating import deactivate
from app.actions.people.passwords import change_own_password, set_password
from app.actions.people.people import add_group
from app.actions.people.push_devices import keep_device
from app.actions.people.sessions import end_session
from app.actions.people.signing import operator_of_session, sign_in, sign_out
from app.actions.ticket.taking import take
from app.core.clock import now_ms
from app.credentials.codes import digest_of
from app.credentials.push_subscription import Subscription
from app.nouns.operator import Role
from app.queries.desk.events import last_event_id
from app.queries.people.sessions import running_sessions
from realtime.rights import RightsKeeper
from sql.tables import memberships, push_devices, sessions
from tests.plugins.desk import NOW, PASSWORD, opened, person
from tests.realtime.window import Refused


@pytest.fixture
async def lawyers(desk) -> int:
    return await add_group(desk, "Lawyers", NOW, members_only=True)


@pytest.fixture
async def lena(desk, lawyers):
    return await person(desk, "Lena", groups=("Lawyers",))


async def test_s43_who_leaves_a_members_only_group_hears_nothing_more_of_it_and_reads_the_page_again(
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
    assert [facts for facts in missed["events"] if not facts.get("gone")] == []


async def test_who_joins_a_members_only_group_hears_of_it(desk, live, lawyers, anna):
    window = await live.window(anna)

    await set_members(desk, lawyers, [anna.id], NOW)
    secret = await opened(desk, "A complaint", group_id=lawyers)
    await window.until_event(await last_event_id(desk))

    assert [facts["ticket"] for facts in window.named("ticket.opened")] == [secret.id]


async def test_s28_every_window_of_somebody_who_lost_the_role_is_disconnected(desk, live, ada):
    second = await person(desk, "Second", Role.ADMINISTRATOR)
    window, other = await live.window(second), await live.window(ada)

    await change_person(desk, second.id, {"role": "operator"}, None, NOW, by(ada))
    await window.until_over()

    assert not other.is_over


async def test_s28_the_windows_of_a_session_that_was_ended_are_disconnected_and_no_others(desk, live, anna, ada):
    token = await live.session(anna)
    ended, stays = await live.window(anna, token), await live.window(anna)

    await end_session(desk, anna.id, digest_of(token), NOW, by(ada))
    await ended.until_over()

    assert not stays.is_over


async def test_the_windows_of_who_owes_a_second_factor_close_when_the_desk_begins_to_ask_for_it(desk, live, anna, ada):
    window, other = await live.window(ada), await live.window(anna)

    await change_settings(desk, ada, {"second_factor_for": "administrators"}, NOW)
    await window.until_over()

    assert not other.is_over
    with pytest.raises(Refused, match="signed out"):
        await live.window(ada)


async def test_s28_every_window_of_somebody_whose_password_changed_is_disconnected(desk, live, anna, boris):
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


async def test_s28_somebody_deactivated_is_disconnected(desk, live, anna):
    window = await live.window(anna)

    await deactivate(desk, anna.id, NOW)

    await window.until_over()


async def test_s43_a_right_taken_past_the_actions_is_noticed_by_the_sweep(desk, live, lawyers, lena, anna, ada):
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


async def test_s43_no_event_after_the_one_that_took_a_right_ever_reaches_its_loser_while_tickets_stream_in(
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


async def test_rights_that_changed_while_a_session_was_looked_up_are_asked_for_again(desk, anna, monkeypatch):
    """The answer of the first look is suspended until the rights were compared; the window would keep the old ones."""
    keeper = RightsKeeper(None, [], None)
    token, _operator = await sign_in(desk, anna.email, PASSWORD, "203.0.113.7", "", now_ms())
    looked = []

    async def suspended(asked, session, moment_ms):
        found = await operator_of_session(asked, session, moment_ms)
        looked.append(found)
        if len(looked) == 1:
            await sign_out(asked, session, moment_ms)
            await keeper.look_again(asked)
        return found

    monkeypatch.setattr("realtime.rights.operator_of_session", suspended)

    assert await keeper.of_session(desk, token) is None
    assert [one is None for one in looked] == [False, True]


async def test_a_window_that_comes_while_rights_are_looked_at_stays(desk, live, anna, monkeypatch):
    came = []

    async def somebody_comes(asked, digests, moment_ms):
        running = await running_sessions(asked, digests, moment_ms)
        came.append(await live.window(anna))
        return running

    monkeypatch.setattr("realtime.rights.running_sessions", somebody_comes)

    await live.realtime._rights.look_again(desk)

    assert (await came[0].ask("resume", {"after": 0}))["events"] is not None


async def test_s43_who_leaves_a_group_hears_nothing_of_it_while_a_colleague_stays(desk, live, lawyers, lena):
    """They were in one room: as long as somebody is left in it, the news of the group go there."""
    lars = await person(desk, "Lars", groups=("Lawyers",))
    secret = await opened(desk, "A complaint", group_id=lawyers)
    window, stays = await live.window(lena), await live.window(lars)

    await set_members(desk, lawyers, [lars.id], NOW)
    removed = await last_event_id(desk)
    await take(desk, lars, secret.id, NOW)
    await stays.until_event(await last_event_id(desk))
    await window.ask("resume", {"after": removed})  # what was told before has come by now

    assert [facts for facts in window.events if facts["ticket"] == secret.id and facts["id"] > removed] == []


async def test_a_window_in_view_says_so_and_is_written_down_for_its_own_person_alone(desk, live, anna, boris):
    desk.settings = dataclasses.replace(desk.settings, push=object())
    for one in (anna, boris):
        subscription = Subscription(f"https://push.example/{one.name}", "B" + "A" * 86, "A" * 22)
        await keep_device(desk, one, "a session", subscription, NOW, hides_text=False)
    window = await live.window(anna)

    await window.say("seen", {"operator": boris.id})
    await window.ask("resume", {"after": 0})

    active = select(push_devices.c.operator_id).where(push_devices.c.active_ms > NOW)
    assert [row.operator_id for row in await desk.db.fetch_all(active)] == [anna.id]
