import dataclasses

import pytest

from app.actions.desk.settings import change_settings
from app.actions.message.noting import add_note
from app.actions.people.people import add_group, add_operator, set_away
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import drop, take
from app.nouns.operator import Role
from app.queries.desk.events import last_event_id
from app.queries.people.people import operator_by_id
from realtime import dispatch
from tests.plugins.desk import NOW, PASSWORD, opened, person


async def test_a_console_hears_each_act_once_and_in_order(desk, live, anna, boris, ticket):
    window = await live.window(anna)

    for _time in range(5):
        await take(desk, boris, ticket.id, NOW)
        await drop(desk, boris, ticket.id, NOW)
    await window.until_event(await last_event_id(desk))

    heard = [facts for facts in window.events if facts["ticket"]]
    assert [facts["kind"] for facts in heard] == ["ticket.taken", "ticket.dropped"] * 5
    assert [facts["id"] for facts in heard] == sorted({facts["id"] for facts in heard})


async def test_an_event_carries_the_row_as_the_ticket_is_now(desk, live, anna, boris, ticket):
    window = await live.window(anna)

    await take(desk, boris, ticket.id, NOW)
    await window.until_event(await last_event_id(desk))

    (facts,) = window.named("ticket.taken")
    assert facts["row"] == f"<a>{ticket.id} en Late arrival Boris</a>"
    assert (facts["actor"]["name"], facts["ticket"], facts["at"]) == ("Boris", ticket.id, NOW)


async def test_a_row_is_drawn_once_for_all_windows_of_a_language(desk, live, anna, boris, ticket):
    windows = [await live.window(anna) for _window in range(3)] + [await live.window(boris)]
    live.drawn.clear()

    await take(desk, boris, ticket.id, NOW)
    for window in windows:
        await window.until_event(await last_event_id(desk))

    assert live.drawn == [(ticket.id, "en")]


async def test_who_has_set_no_language_hears_rows_in_that_of_each_browser(desk, live, anna, ticket):
    english, french = await live.window(anna), await live.window(anna, **{"Accept-Language": "fr"})

    await take(desk, anna, ticket.id, NOW)
    for window in (english, french):
        await window.until_event(await last_event_id(desk))

    assert " en " in english.named("ticket.taken")[0]["row"]
    assert " fr " in french.named("ticket.taken")[0]["row"]


async def test_people_hear_rows_in_their_own_language(desk, live, anna, ticket, several_languages):
    number = await add_operator(desk, "gerd@desk.example", "Gerd", Role.OPERATOR, (), PASSWORD, NOW, language="de")
    english, german = await live.window(anna), await live.window(await operator_by_id(desk, number))

    await take(desk, anna, ticket.id, NOW)
    for window in (english, german):
        await window.until_event(await last_event_id(desk))

    assert " en " in english.named("ticket.taken")[0]["row"]
    assert " de " in german.named("ticket.taken")[0]["row"]


async def test_a_row_that_cannot_be_drawn_does_not_hold_up_what_comes_after(desk, live, anna, ticket):
    window = await live.window(anna)
    draw = live.realtime._dispatch._draw_row

    def broken(row, language):
        if row.ticket.id == ticket.id:
            raise ZeroDivisionError
        return draw(row, language)

    live.realtime._dispatch._draw_row = broken
    await take(desk, anna, ticket.id, NOW)
    other = await opened(desk, "Towels")
    await window.until_event(await last_event_id(desk))

    assert [facts["ticket"] for facts in window.named("ticket.taken", "ticket.opened")] == [ticket.id, other.id]


async def test_only_administrators_hear_the_feed_of_everything(desk, live, anna, ada, ticket):
    hers, administrators = await live.window(anna), await live.window(ada)

    await take(desk, anna, ticket.id, NOW)
    await set_away(desk, anna, NOW, away=True)
    await add_group(desk, "Partners", NOW)
    last = await last_event_id(desk)
    await administrators.until(lambda heard: any(name == "activity" and facts["id"] == last for name, facts in heard))
    await live.given_out()
    await hers.ask("resume", {"after": last})

    feed = [facts["kind"] for facts in administrators.named("activity")]
    assert feed[-3:] == ["ticket.taken", "person.away", "group.changed"]
    assert hers.named("activity") == []
    assert hers.named("group.changed")[-1].keys() == {
        "id",
        "kind",
        "at",
        "ticket",
        "gone",
    }  # to look again, and no more
    assert [facts["kind"] for facts in hers.events if facts["kind"] == "person.away"] == ["person.away"]


async def test_a_members_only_groups_tickets_reach_its_members_and_administrators_alone(desk, live, anna, ada):
    group = await add_group(desk, "Lawyers", NOW, members_only=True)
    member = await person(desk, "Lena", groups=("Lawyers",))
    outside, inside, above = await live.window(anna), await live.window(member), await live.window(ada)

    secret = await opened(desk, "A complaint", group_id=group)
    await take(desk, member, secret.id, NOW)
    last = await live.given_out()
    for window in (outside, inside, above):
        await window.ask("resume", {"after": last})

    assert [facts["kind"] for facts in inside.events if facts["ticket"]] == ["ticket.opened", "ticket.taken"]
    assert [facts["kind"] for facts in above.events if facts["ticket"]] == ["ticket.opened", "ticket.taken"]
    assert [facts for facts in outside.events if facts["ticket"]] == []


async def test_a_ticket_that_moves_into_a_members_only_group_is_gone_for_others_without_content(
    desk, live, anna, ada, ticket
):
    group = await add_group(desk, "Lawyers", NOW, members_only=True)
    member = await person(desk, "Lena", groups=("Lawyers",))
    outside, inside = await live.window(anna), await live.window(member)

    await edit_ticket(desk, ada, ticket.id, {"subject": "A lawsuit", "group": str(group)}, NOW)
    last = await last_event_id(desk)
    await outside.until_event(last)
    await inside.until_event(last)

    moved = {"id": last, "kind": "ticket.changed", "at": NOW, "ticket": ticket.id, "gone": True}
    assert outside.named("ticket.changed") == [moved]
    assert "A lawsuit" in inside.named("ticket.changed")[0]["row"]


async def test_what_happened_just_before_such_a_move_is_not_told_any_more(desk, live, anna, boris, ada, ticket):
    group = await add_group(desk, "Lawyers", NOW, members_only=True)
    outside = await live.window(anna)

    async with desk.db.transaction():  # both are committed before either is looked at
        await add_note(desk, boris, ticket.id, "<p>They sue us.</p>", "key", (), NOW)
        await edit_ticket(desk, ada, ticket.id, {"group": str(group)}, NOW)
    await outside.until_event(await last_event_id(desk))

    assert [(facts["kind"], facts.get("gone")) for facts in outside.events if facts["ticket"]] == [
        ("message.added", True),
        ("ticket.changed", True),
    ]
    assert "sue" not in str(outside.heard)


async def test_who_was_away_is_told_the_same_as_who_was_there(desk, live, anna, boris, ticket):
    there = await live.window(anna)
    before = await last_event_id(desk)

    for subject in ("Towels", "A crib", "Parking"):
        await opened(desk, subject)
    await take(desk, boris, ticket.id, NOW)
    await there.until_event(await last_event_id(desk))
    back = await live.window(anna)
    missed = await back.ask("resume", {"after": before})

    assert missed["last"] == await last_event_id(desk)
    wanted = {facts["id"]: facts for facts in there.events if facts["id"] > before and facts["ticket"]}
    assert {facts["id"]: facts for facts in missed["events"] if facts["ticket"]} == wanted
    assert [facts["id"] for facts in missed["events"]] == sorted(facts["id"] for facts in missed["events"])


@pytest.mark.parametrize("after", [10_000, -1, "7", None, 1.5, True, [1], {"after": 1}, 10**50])
async def test_a_number_that_is_none_of_ours_is_told_to_read_the_page_again(desk, live, anna, ticket, after):
    window = await live.window(anna)

    answer = await window.ask("resume", {"after": after})

    assert (answer["resync"], answer["events"], answer["last"]) == (True, [], await last_event_id(desk))


async def test_who_missed_more_than_five_hundred_events_reads_the_page_again(desk, live, anna, monkeypatch):
    monkeypatch.setattr("app.queries.live.catching_up.MOST_BEHIND", 5)
    window = await live.window(anna)
    before = await last_event_id(desk)

    for subject in "abcde":
        await opened(desk, subject)
    at_the_limit = await window.ask("resume", {"after": before})
    await opened(desk, "f")
    over_it = await window.ask("resume", {"after": before})

    assert len([event for event in at_the_limit["events"] if event["kind"] == "ticket.opened"]) == 5
    assert over_it["resync"]


async def test_events_are_found_without_the_bell(desk, live, anna, ticket, monkeypatch):
    monkeypatch.setattr(desk.bell, "ring", lambda: None)
    window = await live.window(anna)

    await take(desk, anna, ticket.id, NOW)

    await window.until_event(await last_event_id(desk))


async def test_what_was_committed_while_the_log_could_not_be_read_is_told_afterwards(
    desk, live, anna, ticket, monkeypatch
):
    window = await live.window(anna)
    monkeypatch.setattr("app.steadily.SHORT_PAUSE_S", 0)
    readings = iter([OSError("the database is away")] * 3)
    read = dispatch.events_after

    async def away(*given):
        if fault := next(readings, None):
            raise fault
        return await read(*given)

    monkeypatch.setattr(dispatch, "events_after", away)
    await take(desk, anna, ticket.id, NOW)
    last = await last_event_id(desk)
    await window.until_event(last)

    assert [facts["id"] for facts in window.named("ticket.taken")] == [last]
    assert next(readings, None) is None


async def test_i10_open_windows_are_told_that_the_database_is_away_and_that_it_is_back(desk, live, anna, ticket):
    window, page = await live.window(anna), await live.page(ticket)

    desk.db.outage.missed(OSError("gone"))
    await window.until(lambda heard: any(name == "desk.away" for name, _facts in heard))
    desk.db.outage.answered()
    await take(desk, anna, ticket.id, NOW)
    await window.until_event(await last_event_id(desk))
    await page.until(lambda heard: any(name == "desk.back" for name, _facts in heard))

    [away], [back] = window.named("desk.away"), window.named("desk.back")
    assert away["since_ms"] > 0
    assert back == {"since_ms": None}


async def test_every_console_hears_what_its_desk_is_called_now_and_its_process_goes_by_it(
    desk, live, anna, ada, ticket
):
    window, page = await live.window(anna), await live.page(ticket)
    elsewhere = dataclasses.replace(desk)  # another process of the same desk

    await change_settings(elsewhere, ada, {"desk_name": "Casa", "undo_seconds": "20"}, NOW)
    await window.until(lambda heard: any(name == "desk.changed" for name, _facts in heard))

    assert window.named("desk.changed") == [{"name": "Casa"}]
    assert window.named("setting.changed") == page.named("desk.changed") == []
    assert (desk.settings.desk_name, desk.settings.undo_seconds) == ("Casa", 20)
