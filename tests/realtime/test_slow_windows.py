import socket
from urllib.parse import urlsplit

import pytest
from engineio.packet import MESSAGE, Packet
from websockets.asyncio.client import connect

from app.queries.desk.events import last_event_id
from realtime.outbound import MOST_BYTES, MOST_PACKETS, Outbound
from tests.plugins.desk import opened
from tests.realtime.conftest import ORIGIN
from tests.realtime.window import until

BIG = "x" * 60_000


def packet(size: int) -> Packet:
    return Packet(MESSAGE, "x" * size)


@pytest.fixture
def overflows() -> list[bool]:
    return []


@pytest.fixture
async def queue(overflows) -> Outbound:
    return Outbound(lambda: overflows.append(True))


async def test_as_many_packets_as_may_wait_do_wait(queue, overflows):
    for _packet in range(MOST_PACKETS):
        queue.put_nowait(packet(1))

    assert (queue.qsize(), overflows) == (MOST_PACKETS, [])


async def test_one_packet_more_empties_the_queue_and_ends_its_writer(queue, overflows):
    for _packet in range(MOST_PACKETS + 1):
        queue.put_nowait(packet(1))

    assert (queue.qsize(), overflows) == (1, [True])
    assert queue.get_nowait() is None


async def test_bytes_are_bounded_as_packets_are(queue, overflows):
    queue.put_nowait(packet(MOST_BYTES))
    assert overflows == []

    queue.put_nowait(packet(1))

    assert overflows == [True]


async def test_what_was_read_no_longer_counts(queue, overflows):
    for _packet in range(10):
        queue.put_nowait(packet(MOST_BYTES))
        queue.get_nowait()

    assert overflows == []


async def test_a_full_queue_takes_nothing_more_but_the_end(queue, overflows):
    queue.put_nowait(packet(MOST_BYTES + 1))
    for _packet in range(1000):
        queue.put_nowait(packet(MOST_BYTES))
    queue.put_nowait(None)

    assert (queue.qsize(), overflows) == (2, [True])


async def test_a_window_that_stops_reading_is_cut_off_and_the_others_hear_everything(live, anna, boris):
    reader = await live.window(anna)
    headers = {"Origin": ORIGIN, "Cookie": f"session={await live.session(boris)}"}
    small = socket.create_connection(("127.0.0.1", urlsplit(live.url).port))
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    url = f"{live.url}?EIO=4&transport=websocket"
    async with connect(url, additional_headers=headers, sock=small, max_queue=1, compression=None) as stopped:
        await stopped.recv()
        await stopped.send("40/console,")
        await stopped.recv()
        (window,) = [one for one in live.realtime._console._windows if one.operator.id == boris.id]

        sent = 0
        while not window.line.is_dropped:
            live.realtime.presence.manager.tell("big", {"number": sent, "x": BIG}, "/console", [window.rights.room])
            sent += 1
            await reader.until(lambda heard: len([1 for name, _facts in heard if name == "big"]) == sent)  # noqa: B023 - awaited before it changes

        await until(lambda: not live.realtime.presence.is_online(boris.id))
        stopped.transport.abort()
    assert [facts["number"] for facts in reader.named("big")] == list(range(sent))


async def test_a_burst_is_not_mistaken_for_a_slow_reader(desk, live, ada, monkeypatch):
    monkeypatch.setattr(desk.bell, "ring", lambda: None)  # so that it is found all at once
    window = await live.window(ada)

    async with desk.db.transaction():
        for number in range(300):
            await opened(desk, f"Matter {number}")
    await window.until_event(await last_event_id(desk))

    assert len(window.named("ticket.opened")) == 300
