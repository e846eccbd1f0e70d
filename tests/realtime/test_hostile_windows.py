import asyncio
import contextlib

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.actions.people.people import add_group
from app.actions.ticket.taking import take
from app.queries.desk.events import last_event_id
from realtime.wire import FRAME_BYTES, MESSAGES
from tests.plugins.desk import NOW, opened
from tests.realtime.conftest import ORIGIN
from tests.realtime.window import until


async def frames_end(live, *frames, namespace="/console", cookie=""):
    """Send raw frames after joining; return whether the server ended the connection."""
    headers = {"Origin": ORIGIN, "Cookie": cookie}
    async with connect(f"{live.url}?EIO=4&transport=websocket", additional_headers=headers) as socket:
        await socket.recv()
        await socket.send(f"40{namespace},")
        assert (await socket.recv()).startswith(f"40{namespace},")
        with contextlib.suppress(ConnectionClosed):
            for frame in frames:
                await socket.send(frame)
        return await is_ended(socket)


async def is_ended(socket) -> bool:
    """Read until the server ends the connection; TimeoutError if it does not."""
    with contextlib.suppress(ConnectionClosed):
        async with asyncio.timeout(60):
            while True:
                await socket.recv()
    return True


ODD = {
    "binary": b"\x04[1]",
    "base64 binary": "bAAAA",
    "empty": "",
    "no digit": "hello",
    "engine noop": "6",
    "an acknowledgement": "43/console,0[]",
    "an event with attachments": '451-/console,["watch",{"_placeholder":true,"num":0}]',
    "an error": "44/console,{}",
    "nested close": "1" + "[" * 5000,
    "nested event": '42/console,["watch",' + "[" * 20_000 + "]" * 20_000 + "]",
    "nested objects": '42/console,["watch",' + '{"a":' * 700 + "1" + "}" * 700 + "]",
}  # fmt: skip


@pytest.mark.parametrize("frame", ODD.values(), ids=ODD.keys())
async def test_s42_a_frame_that_no_page_of_ours_sends_ends_the_connection(live, anna, frame):
    assert await frames_end(live, frame, cookie=f"session={await live.session(anna)}")


async def test_s42_a_frame_over_the_limit_ends_the_connection(live, anna):
    token = await live.session(anna)
    start, end = '42/console,["x","', '"]'
    fits = start + "x" * (FRAME_BYTES - len(start) - len(end)) + end
    window = await live.window(anna, token)

    await window.socket.send(fits)
    answer = await window.ask("resume", {"after": 0})

    assert answer["last"]
    assert await frames_end(live, fits + " ", cookie=f"session={token}")


async def test_a_frame_that_counts_more_in_bytes_than_in_letters_is_measured_in_bytes(live, anna):
    assert await frames_end(
        live, '42/console,["' + "ж" * (FRAME_BYTES // 2) + '"]', cookie=f"session={await live.session(anna)}"
    )


async def test_s42_the_thirty_first_message_in_ten_seconds_ends_the_connection(live, anna):
    window = await live.window(anna)

    for _message in range(MESSAGES - 2):  # joining was one, the question will be one
        await window.say("unwatch", {"ticket": 1})
    assert await window.ask("resume", {"after": 0})
    await window.say("unwatch", {"ticket": 1})

    await window.until_over()


NONSENSE = [
    "42/console,[]",
    "42/console,{}",
    "42/console,",
    '42/console,["watch"]',
    '42/console,["watch",null]',
    '42/console,["watch",{"ticket":"1"}]',
    '42/console,["watch",{"ticket":-1}]',
    '42/console,["watch",{"ticket":99999999999999999999999}]',
    '42/console,["watch",{"ticket":true}]',
    '42/console,["watch",{"ticket":{"a":1}},2,3,4]',
    '42/console,["typing",{"ticket":1,"kind":["answer"]}]',
    '42/console,["__init__",{}]',
    '42/console,["trigger_event","connect"]',
    '42/console,["connect",{"asgi.scope":{}},{}]',
    '42/console,[["watch"],{"ticket":1}]',
    '42/console,[{"watch":1}]',
    "42/console,[1]",
    '42/other,["watch",{"ticket":1}]',
    "42" + "[" * 50,
    "40/nowhere,",
]


async def test_nonsense_is_ignored_and_the_window_goes_on(desk, live, anna, ticket):
    window = await live.window(anna)

    for frame in NONSENSE:
        await window.socket.send(frame)
    await take(desk, anna, ticket.id, NOW)
    await window.until_event(await last_event_id(desk))

    assert [window.operator.id for window in live.realtime._console._windows] == [anna.id]
    assert not window.is_over


async def test_s42_no_room_is_joined_by_its_name(desk, live, anna):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    window = await live.window(anna)

    for event in ("join", "enter_room", "subscribe"):
        for room in (f"group:{closed}", "administrators:en:", {"room": "administrators:en:"}):
            await window.say(event, room)
    await opened(desk, "A complaint", group_id=closed)
    last = await live.given_out()
    await window.ask("resume", {"after": last})

    assert [facts for facts in window.events if facts["ticket"]] == []


async def test_a_window_that_says_it_is_disconnected_ends_itself_and_nobody_else(live, anna, boris):
    window, other = await live.window(anna), await live.window(boris)

    await window.say("disconnect", "transport error", 2, 3)
    await window.until_over()

    assert await other.ask("resume", {"after": 0})
    assert not live.realtime.presence.is_online(anna.id)
    assert live.realtime.presence.is_online(boris.id)


async def test_a_window_cannot_connect_again_as_somebody_else_with_a_request_of_its_own_making(live, anna, ada):
    token = await live.session(ada)
    window = await live.window(anna)
    headers = [["cookie", f"session={token}"]]

    await window.say("connect", {"asgi.scope": {"type": "websocket", "headers": headers}}, None)
    answer = await window.ask("resume", {"after": 0})

    assert answer["activity"] is False


async def test_who_joins_nothing_in_time_is_cut_off(live, monkeypatch):
    monkeypatch.setattr("realtime.wire.JOIN_WITHIN_S", 0)

    async with connect(f"{live.url}?EIO=4&transport=websocket", additional_headers={"Origin": ORIGIN}) as socket:
        await is_ended(socket)


async def test_who_is_silent_is_cut_off_and_leaves_the_desk(live, anna, monkeypatch):
    window = await live.window(anna)  # first: on a busy machine to join takes longer than this silence
    monkeypatch.setattr("realtime.wire.SILENCE_S", 0.05)
    await window.say("unwatch")  # counted from the next frame on

    await window.until_over()

    await until(lambda: not live.realtime.presence.is_online(anna.id))
