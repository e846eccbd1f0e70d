"""A plug-in hears what was committed: in order, once, from when it is first there."""

import asyncio
import json

from app.actions.desk.leasing import take_lease
from app.actions.message.noting import add_note
from app.actions.ticket.taking import take
from app.nouns.event import SYSTEM, Event
from app.plugins import life
from app.plugins.life import tell_news, tell_plugins

NOW = 1_795_000_200_000
EARS = """
import json
from pathlib import Path

heard = Path(__file__).with_suffix(".heard")

@hookimpl
def deskbell_after_commit(event):
    with heard.open("a") as lines:
        lines.write(json.dumps([event.id, event.kind]) + "\\n")
    if event.kind == "ticket.taken":
        raise RuntimeError("cannot hear this")
"""


def heard(tmp_path) -> list[list]:
    path = tmp_path / "ears.heard"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


async def test_a_plugin_hears_each_event_once_and_in_order(desk, anna, ticket, plugin_file, load, tmp_path):
    plugins = load(plugin_file(EARS, name="ears"))
    assert await tell_news(desk, plugins) == 0  # what was before it came is not told

    await take(desk, anna, ticket.id, NOW)
    await add_note(desk, anna, ticket.id, "<p>Rang them.</p>", "k", (), NOW)
    await tell_news(desk, plugins)
    await tell_news(desk, plugins)

    told = heard(tmp_path)
    assert [kind for _id, kind in told] == ["ticket.taken", "message.added"]
    assert told[1][0] == told[0][0] + 1


async def test_the_listeners_are_told_while_the_desk_lives_and_end_with_it(desk, plugin_file, load, monkeypatch):
    plugins = load(plugin_file(EARS, name="ears"))
    told = asyncio.Event()

    async def note(*given):
        await tell_news(*given)
        told.set()

    monkeypatch.setattr(life, "tell_news", note)
    living = asyncio.create_task(tell_plugins(desk, plugins))
    await told.wait()

    living.cancel()
    await asyncio.gather(living, return_exceptions=True)

    assert living.cancelled()
    assert await take_lease(desk, life.LEASE, "the next process", 1)


async def test_a_listener_that_hangs_is_given_up_and_the_next_event_is_told(plugin_file, load, tmp_path):
    slow = EARS.replace("raise RuntimeError('cannot hear this')", "").replace(
        "    with heard", "    if event.id == 1: time.sleep(30)\n    with heard"
    )
    [listener] = load(plugin_file(slow, name="ears"), deadline_s=1).listeners

    await listener.hear(Event(1, "ticket.opened", NOW, SYSTEM))
    await listener.hear(Event(2, "ticket.opened", NOW, SYSTEM))

    assert heard(tmp_path) == [[2, "ticket.opened"]]


async def test_a_desk_without_plugins_lives_as_well(desk, load):
    plugins = load()
    living = asyncio.create_task(tell_plugins(desk, plugins))
    await asyncio.sleep(0)

    living.cancel()
    await asyncio.gather(living, return_exceptions=True)

    assert living.cancelled()
