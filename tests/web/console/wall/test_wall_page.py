"""The page of the live wall: all of it without a script, filtered by its address."""

import re

import pytest

from app.actions.counting.counting import catch_up
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.ticket.taking import take
from app.core.clock import MINUTE_MS, now_ms
from app.queries.ticket.tickets import ticket_by_id
from app.queries.wall.picture import Seat
from tests.web.console.conftest import JSON, join_desk, write_in

WALL = {"Deskbell-Part": "wall"}


@pytest.fixture
async def scene(web_desk, web_app, sign, maria, jonas, chief, ticket, closed_group, monkeypatch):
    """Maria writes on a ticket that she has, Jonas reads it, a complaint waits in a group of its own; the chief looks."""
    now = now_ms()
    monkeypatch.setattr("web.requests.context.now_ms", lambda: now)  # also where midnight passes meanwhile
    await take(web_desk, maria, ticket.id, now - 2 * MINUTE_MS)
    await send_answer(web_desk, maria, ticket.id, AnswerForm("<p>Open all night.</p>", "key-1"), now - MINUTE_MS)
    await release_due(web_desk, now)
    held = await ticket_by_id(web_desk, ticket.id)
    seats = {
        maria.id: Seat(now, held, now, now, is_typing=True),
        jonas.id: Seat(None, held, now),
    }
    web_app.state.seats = lambda: seats
    await write_in(web_desk, "A <b>complaint</b>", group_id=closed_group)
    await catch_up(web_desk)
    return await sign(chief)


def tile_of(page, operator):
    return re.search(rf'<section\s+class="wall__tile[^>]*id="wall-tile-{operator.id}".*?</section>', page, re.DOTALL)[0]


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def test_everyone_has_a_tile_with_where_they_are_and_what_they_did_today(scene, maria, jonas, chief, ticket):
    page = (await scene.get("/live")).text

    hers, his, own = (words_of(tile_of(page, one)) for one in (maria, jonas, chief))
    assert f"#{ticket.id} , writing" in hers
    assert "1 assigned 1 answered 0 dropped" in hers
    assert f"Sent an answer on #{ticket.id}" in hers
    assert "Available, since" in hers
    assert f"#{ticket.id} , reading; Maria has it" in his
    assert "since" not in his
    assert "Offline No console open" in own.replace("Activity", "").replace("  ", " ")
    assert f'href="/log/day?operator={maria.id}"' in tile_of(page, maria)
    assert "2 online · 0 away · 1 offline" in words_of(page)


async def test_the_feed_is_filtered_by_person_kind_and_group_in_the_address(scene, maria, chief, ticket, closed_group):
    async def lines(asked):
        page = (await scene.get(f"/live?{asked}", headers=WALL)).text
        return re.findall(r'data-event="\d+"\s+data-group="(\d+)"\s+data-person="(\d+)"\s+data-kind="(\w+)"', page)

    everything, hers, messages, of_group = [
        await lines(asked) for asked in ("", f"person={maria.id}", "kind=message", f"group={closed_group}")
    ]

    assert {kind for _group, _person, kind in everything} >= {"ticket", "message", "person"}
    assert {person for _group, person, _kind in hers} == {str(maria.id)}
    assert {kind for _group, _person, kind in messages} == {"message"}
    assert of_group == [(str(closed_group), "0", "ticket")]
    assert await lines("person=999999&kind=nothing&group=x&dark=29-7") == everything


async def test_a_group_has_its_own_figures_people_and_waiting_tickets(scene, maria, closed_group):
    page = (await scene.get(f"/live?group={closed_group}&dark=19-7")).text

    shown = re.search(r'<dl class="wall__figures" data-group="(\d+)">', page)
    waiting = re.findall(
        r'<li\s+class="wall__waiting"\s+data-ticket="\d+"\s+data-group="(\d+)"\s+data-oldest="\d"([^>]*)>', page
    )
    assert shown[1] == str(closed_group)
    assert [group for group, rest in waiting if "hidden" not in rest] == [str(closed_group)]
    assert tile_of(page, maria).partition(">")[0].endswith("hidden")
    assert "A &lt;b&gt;complaint&lt;/b&gt;" in page
    assert f'href="/live?group={closed_group}&amp;full=1&amp;dark=19-7"' in page


async def test_the_display_shows_nothing_but_the_wall_without_anybodys_hand(scene):
    display, page = [(await scene.get(path)).text for path in ("/live?full=1", "/live")]

    assert 'class="console-page is-display"' in display
    assert 'class="console-page is-display"' not in page


async def test_scripts_read_the_wall_as_facts(scene, maria, ticket):
    facts = (await scene.get(f"/live?person={maria.id}", headers=JSON)).json()

    hers = next(one for one in facts["operators"] if one["id"] == maria.id)
    assert (hers["state"], hers["ticket"], hers["typing"]) == ("here", ticket.id, True)
    assert (hers["held"], hers["answered"], hers["dropped"]) == (1, 1, 0)
    assert {event["actor"]["id"] for event in facts["events"]} == {maria.id}


async def test_who_is_no_administrator_finds_no_wall_and_no_way_to_it(web_desk, sign, maria, scene):
    client = await sign(maria)

    answer = await client.get("/live")

    assert answer.status_code == 403
    assert "complaint" not in answer.text
    assert 'href="/live"' not in (await client.get("/tickets")).text
    assert (await (await sign(await join_desk(web_desk, "Other Person"))).get("/live", headers=WALL)).status_code == 403
