"""The live wall over its socket: only what changed, once for each language, and to administrators alone."""

import asyncio
import json

from app.actions.change import by
from app.actions.people.changing import change_person
from app.actions.people.deactivating import deactivate
from app.actions.people.people import add_group
from app.actions.ticket.taking import take
from app.core.clock import now_ms
from app.nouns.operator import Role
from tests.plugins.desk import NOW, opened, person

SHOWN = {"shown": True}


async def watches(window):
    """Show the wall in this window; return the first that it is told: all of it."""
    await window.say("wall", SHOWN)
    await window.until(lambda heard: any(name == "wall" for name, _facts in heard))
    return window.named("wall")[0]


async def until_told(window, piece, words):
    """Wait until the newest of this piece has the words; return it."""

    def told(_heard):
        drawn = [facts["pieces"][piece] for facts in window.named("wall") if piece in facts["pieces"]]
        return bool(drawn) and words in drawn[-1]

    await window.until(told)


async def types(window, ticket):
    """Write on the ticket until cancelled: a busy machine may look at the wall only after a keystroke has passed."""
    while True:
        await window.say("typing", {"ticket": ticket.id})
        await asyncio.sleep(1)


async def test_a_wall_is_told_all_of_it_first_and_then_only_what_changes(desk, live, anna, boris, ada, ticket):
    window = await live.window(ada)
    first = await watches(window)
    window.heard.clear()

    await take(desk, anna, ticket.id, now_ms())
    await until_told(window, f"tile:{anna.id}", "held=1")

    assert first["people"] == [ada.id, anna.id, boris.id]
    assert set(first["pieces"]) == {
        "here",
        "figures",
        "unassigned",
        "mail",
        *(f"tile:{one}" for one in first["people"]),
    }
    await window.until(lambda _heard: "ticket.taken" in json.dumps([facts["lines"] for facts in window.named("wall")]))
    told = {name for facts in window.named("wall") for name in facts["pieces"]}
    assert f"tile:{anna.id}" in told
    assert f"tile:{boris.id}" not in told


async def test_a_tile_says_who_reads_and_who_writes_and_that_it_ends(desk, live, anna, ada, ticket):
    wall, works = await live.window(ada), await live.window(anna)
    await watches(wall)

    await works.say("watch", {"ticket": ticket.id})
    await until_told(wall, f"tile:{anna.id}", f"ticket_id={ticket.id}")
    typing = asyncio.create_task(types(works, ticket))
    await until_told(wall, f"tile:{anna.id}", "is_typing=True")
    typing.cancel()
    await until_told(wall, f"tile:{anna.id}", "is_typing=False")
    await works.close()
    await until_told(wall, f"tile:{anna.id}", "state='off'")


async def test_each_piece_is_drawn_once_for_a_language_however_many_watch(desk, live, anna, ada, ticket):
    second = await person(desk, "Second", Role.ADMINISTRATOR)
    windows = [await live.window(one) for one in (ada, ada, second)]
    for window in windows:
        await watches(window)
    await live.given_out()
    live.pieces.clear()

    await take(desk, anna, ticket.id, now_ms())
    for window in windows:
        await until_told(window, f"tile:{anna.id}", "held=1")

    await windows[0].until(lambda _heard: any("ticket.taken" in str(piece) for _name, piece, _language in live.pieces))
    tiles = [piece for name, piece, _language in live.pieces if name == f"tile:{anna.id}"]
    lines = [piece for name, piece, _language in live.pieces if name == "line" and "ticket.taken" in str(piece)]
    assert len(tiles) == len(set(map(str, tiles)))
    assert len(lines) == 1
    assert {language for _name, _piece, language in live.pieces} == {"en"}


async def test_the_wall_is_told_to_administrators_alone_and_no_longer_than_they_are(desk, live, anna, ada):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    second = await person(desk, "Second", Role.ADMINISTRATOR)
    plain, chief, stays = [await live.window(one) for one in (anna, second, ada)]
    await plain.say("wall", SHOWN)
    await watches(chief)
    await watches(stays)

    secret = await opened(desk, "A complaint", now_ms(), group_id=closed)
    await until_told(stays, "unassigned", "A complaint")
    await change_person(desk, second.id, {"role": "operator"}, None, now_ms(), by(ada))
    await chief.until_over()
    heard_before = len(chief.heard)
    await take(desk, ada, secret.id, now_ms())
    await until_told(stays, f"tile:{ada.id}", "held=1")
    await plain.ask("resume", {"after": 0})

    assert plain.named("wall") == []
    assert "A complaint" not in json.dumps(plain.heard)
    assert len(chief.heard) == heard_before
    assert "A complaint" in json.dumps(stays.named("wall"))


async def test_a_wall_that_is_closed_hears_nothing_more_and_costs_nothing(desk, live, anna, ada, ticket, statements):
    window = await live.window(ada)
    await watches(window)
    await window.say("wall", {"shown": False})
    await window.ask("resume", {"after": 0})
    window.heard.clear()
    live.pieces.clear()

    await take(desk, anna, ticket.id, now_ms())
    last = await live.given_out()
    await window.until_event(last)
    await live.realtime.wall.look(desk)

    assert window.named("wall") == []
    assert live.pieces == []


async def test_who_leaves_the_desk_for_good_has_no_tile(desk, live, anna, ada):
    window = await live.window(ada)
    first = await watches(window)

    await deactivate(desk, anna.id, now_ms())
    await window.until(lambda _heard: anna.id not in window.named("wall")[-1]["people"])

    assert anna.id in first["people"]


async def test_a_piece_that_cannot_be_drawn_stops_no_other(desk, live, anna, ada, ticket, monkeypatch, capsys):
    draws = live.realtime.wall.draw

    def draw(name, piece, people, language):
        if name == f"tile:{anna.id}":
            raise ZeroDivisionError
        return draws(name, piece, people, language)

    monkeypatch.setattr(live.realtime.wall, "draw", draw)
    window = await live.window(ada)

    first = await watches(window)

    assert first["pieces"][f"tile:{anna.id}"] == ""
    assert "held=0" in first["pieces"][f"tile:{ada.id}"]
