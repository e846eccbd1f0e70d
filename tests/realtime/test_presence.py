import dataclasses

from app.actions.group.members import set_members
from app.actions.people.people import add_group, set_away
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from realtime.presence import Elsewhere
from tests.plugins.desk import NOW, opened, person


def knows(told):
    """A condition: the newest picture of who is there satisfies `told`."""
    return lambda heard: any(told(facts) for facts in [facts for name, facts in heard if name == "presence"][-1:])


def names(facts):
    return [person["name"] for person in facts["people"]]


async def test_people_see_who_comes_who_is_away_and_who_goes(desk, live, anna, boris):
    window = await live.window(anna)

    other = await live.window(boris)
    await window.until(knows(lambda facts: names(facts) == ["Anna", "Boris"]))
    await set_away(desk, boris, NOW, away=True)
    await window.until(knows(lambda facts: [person["away"] for person in facts["people"]] == [False, True]))
    await other.close()

    await window.until(knows(lambda facts: names(facts) == ["Anna"]))
    assert not live.realtime.presence.is_online(boris.id)


async def test_somebody_with_two_windows_is_there_until_both_are_closed(live, anna, boris):
    window, first, second = await live.window(anna), await live.window(boris), await live.window(boris)
    await first.close()
    await live.window(boris)

    await second.close()

    await window.until(knows(lambda facts: names(facts) == ["Anna", "Boris"]))
    assert live.realtime.presence.is_online(boris.id)


async def test_a_window_that_asks_what_it_missed_is_told_who_is_there(live, anna):
    window = await live.window(anna)

    await window.ask("resume", {"after": 0})

    assert names(window.named("presence")[-1]) == ["Anna"]


async def test_people_see_who_looks_at_a_ticket_until_they_leave_it(live, anna, boris, ticket):
    window, other = await live.window(anna), await live.window(boris)

    await other.say("watch", {"ticket": ticket.id})
    await window.until(knows(lambda facts: facts["viewing"] == {str(ticket.id): [boris.id]}))
    await other.say("unwatch", {"ticket": ticket.id})

    await window.until(knows(lambda facts: facts["viewing"] == {}))


async def test_a_lost_connection_looks_at_nothing(live, anna, boris, ticket):
    window, other = await live.window(anna), await live.window(boris)
    await other.say("watch", {"ticket": ticket.id})
    await window.until(knows(lambda facts: facts["viewing"]))

    await other.close()

    await window.until(knows(lambda facts: facts["viewing"] == {}))


async def test_nobody_learns_who_looks_at_a_ticket_that_they_may_not_see(desk, live, anna):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    lena, leo = [await person(desk, name, groups=("Lawyers",)) for name in ("Lena", "Leo")]
    secret = await opened(desk, "A complaint", group_id=closed)
    outside, inside, writer = await live.window(anna), await live.window(lena), await live.window(leo)

    await outside.say("watch", {"ticket": secret.id})
    await outside.say("typing", {"ticket": secret.id})
    await writer.say("watch", {"ticket": secret.id})
    await writer.say("typing", {"ticket": secret.id, "kind": "note"})
    await inside.until(lambda heard: any(name == "typing" for name, _facts in heard))
    await inside.until(knows(lambda facts: facts["viewing"] == {str(secret.id): [leo.id]}))
    await outside.until(knows(lambda facts: len(facts["people"]) == 3))

    assert all(facts["viewing"] == {} for facts in outside.named("presence"))
    assert outside.named("typing") == []


async def test_people_see_who_types_an_answer_and_who_a_note(live, anna, boris, ticket):
    window, other = await live.window(anna), await live.window(boris)

    await other.say("watch", {"ticket": ticket.id})
    await other.say("typing", {"ticket": ticket.id, "kind": "note"})
    await window.until(lambda heard: any(name == "typing" for name, _facts in heard))

    (typing,) = window.named("typing")
    assert (typing["ticket"], typing["operator"]["name"], typing["kind"]) == (ticket.id, "Boris", "note")


async def test_typing_in_a_ticket_that_is_not_open_is_not_told(live, anna, boris, ticket):
    window, other = await live.window(anna), await live.window(boris)

    await other.say("typing", {"ticket": ticket.id})
    await other.ask("resume", {"after": 0})
    await window.ask("resume", {"after": 0})

    assert window.named("typing") == []


async def test_a_ticket_that_moves_where_somebody_may_not_follow_is_not_looked_at_by_them(
    desk, live, anna, boris, ada, ticket
):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    window, administrators = await live.window(anna), await live.window(ada)
    await window.say("watch", {"ticket": ticket.id})
    await administrators.until(knows(lambda facts: facts["viewing"]))

    await edit_ticket(desk, ada, ticket.id, {"group": str(closed)}, NOW)

    await administrators.until(knows(lambda facts: facts["viewing"] == {}))


async def test_tickets_that_only_a_process_that_is_gone_looked_at_do_not_stop_the_news_of_the_others(
    desk, live, anna, boris, ticket
):
    window, other = await live.window(anna), await live.window(boris)
    await window.say("watch", {"ticket": ticket.id})
    await other.until(knows(lambda facts: facts["viewing"]))
    elsewhere, presence = await opened(desk, "Asked elsewhere"), live.realtime.presence
    presence.heard_from("another process", Elsewhere((), {elsewhere.id: (boris.id,)}, until_s=1))
    presence.learn([elsewhere])
    presence.forget_silent(now_s=2)

    presence.recheck([dataclasses.replace(ticket, deleted_ms=NOW), elsewhere])

    await other.until(knows(lambda facts: facts["viewing"] == {}))


async def test_a_deleted_ticket_is_looked_at_by_administrators_only(desk, live, anna, ada, ticket):
    window, administrators = await live.window(anna), await live.window(ada)
    for one in (window, administrators):
        await one.say("watch", {"ticket": ticket.id})
    await window.until(knows(lambda facts: facts["viewing"] == {str(ticket.id): [anna.id, ada.id]}))

    await delete(desk, ada, ticket.id, None, NOW)

    await administrators.until(knows(lambda facts: facts["viewing"] == {str(ticket.id): [ada.id]}))
    await window.until(knows(lambda facts: facts["viewing"] == {}))


async def test_who_leaves_a_group_looks_at_its_tickets_no_longer(desk, live, ada):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    lena = await person(desk, "Lena", groups=("Lawyers",))
    secret = await opened(desk, "A complaint", group_id=closed)
    window, administrators = await live.window(lena), await live.window(ada)
    await window.say("watch", {"ticket": secret.id})
    await administrators.until(knows(lambda facts: facts["viewing"] == {str(secret.id): [lena.id]}))

    await set_members(desk, closed, [], NOW)

    await administrators.until(knows(lambda facts: facts["viewing"] == {}))


async def test_the_first_picture_of_a_page_is_what_its_reader_may_know(live, anna, boris, ticket):
    other = await live.window(boris)
    await other.say("watch", {"ticket": ticket.id})
    await other.ask("resume", {"after": 0})

    picture = live.realtime.presence.snapshot(anna)

    assert picture["people"] == [{"id": boris.id, "name": "Boris", "initials": "BO", "hue": 302, "away": False}]
    assert picture["viewing"] == {ticket.id: [boris.id]}
