"""How many connections, and how much of their requests, there is room for."""

import itertools

from tests.realtime.window import until
from tests.web.serving.conftest import PROXY
from web.serving.place import Stage

GET = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"
WAIT = b"GET /wait HTTP/1.1\r\nHost: desk\r\n\r\n"
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHo"
A, B = "127.0.0.2", "127.0.0.3"


def post(size, path=b"/", address=b""):
    head = b"POST %s HTTP/1.1\r\nHost: desk\r\nContent-Length: %d\r\n" % (path, size)
    return head + (b"X-Forwarded-For: " + address + b"\r\n" if address else b"") + b"\r\n"


def websocket(path, address=b""):
    return (
        b"GET " + path + b" HTTP/1.1\r\nHost: desk\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nX-Forwarded-For: " + address + b"\r\n\r\n"
    )  # fmt: skip


async def test_s71_when_connections_run_short_idle_ones_go_then_half_sent_ones_and_never_those_that_are_answered(
    serve, guest
):
    served = await serve(connections=4)
    answered = await (await guest(served)).send(WAIT)
    half = await (await guest(served)).send(HALF_A_HEAD)
    idle = [await guest(served), await guest(served)]
    await until(lambda: len(served.connections.places) == 4 and served.begun)

    first, second, third = [await (await guest(served)).send(WAIT) for _more in range(3)]

    assert [await one.status() for one in idle] == [0, 0]
    assert await half.status() == 503
    served.go.set()
    assert [await one.status() for one in (answered, first, second, third)] == [200] * 4


async def test_s71_a_thousand_idle_connections_keep_nobody_out(serve, guest):
    served = await serve(connections=100, per_address=40)
    addresses = itertools.cycle([A, B, "127.0.0.4", "127.0.0.5", "127.0.0.6"])
    for source in itertools.islice(addresses, 1000):
        one = await guest(served, source)
        if source == A:
            await one.send(HALF_A_HEAD)

    new = await (await guest(served, "127.0.0.7")).send(GET)

    assert await new.status() == 200
    assert len(served.connections.places) <= 100


async def test_s71_an_address_has_so_many_connections_and_others_are_not_touched(serve, guest):
    served = await serve(per_address=3)
    mine = [await (await guest(served, A)).send(WAIT) for _one in range(3)]
    await until(lambda: len(served.begun) == 3)

    too_many = await guest(served, A)
    other = await (await guest(served, B)).send(GET)

    assert await too_many.is_ended()
    assert await other.status() == 200
    served.go.set()
    assert [await one.status() for one in mine] == [200] * 3


async def test_s71_behind_a_proxy_a_request_counts_by_its_forwarded_address(serve, guest):
    served = await serve(per_address=2)
    waiting = b"GET /wait HTTP/1.1\r\nHost: desk\r\nX-Forwarded-For: %s\r\n\r\n"
    idle = [await guest(served, PROXY) for _connection in range(10)]
    crowd = [await (await guest(served, PROXY)).send(waiting % b"198.51.100.1") for _request in range(2)]
    await until(lambda: len(served.begun) == 2)

    third = await (await guest(served, PROXY)).send(waiting % b"198.51.100.1")
    other = await (await guest(served, PROXY)).send(waiting % b"198.51.100.2")

    assert await third.status() == 429
    served.go.set()
    assert [await one.status() for one in (*crowd, other)] == [200] * 3
    assert [await (await one.send(GET)).status() for one in idle] == [200] * 10


async def test_s71_a_name_that_a_stranger_gives_without_a_proxy_does_not_count(serve, guest):
    served = await serve(per_address=2)
    waiting = b"GET /wait HTTP/1.1\r\nHost: desk\r\nX-Forwarded-For: 198.51.100.%d\r\n\r\n"
    for number in range(2):
        await (await guest(served, A)).send(waiting % number)
    await until(lambda: len(served.begun) == 2)

    third = await (await guest(served, A)).send(waiting % 3)

    assert await third.is_ended()
    assert len(served.begun) == 2


async def test_s71_windows_of_operators_do_not_count_and_those_of_strangers_do(serve, guest):
    served = await serve(per_address=2)
    windows = [await (await guest(served, A)).send(websocket(b"/console")) for _window in range(5)]
    assert [await window.status() for window in windows] == [101] * 5

    strangers = [await (await guest(served, A)).send(websocket(b"/ticket")) for _window in range(2)]
    assert [await window.status() for window in strangers] == [101] * 2
    third = await guest(served, A)

    assert await third.is_ended()
    assert {len(crowd) for crowd in served.connections.by_address.values()} == {2}
    for window in strangers:
        window.leave()
    await until(lambda: not served.connections.by_address)


async def test_s71_windows_behind_a_proxy_count_by_their_forwarded_address(serve, guest):
    served = await serve(per_address=1)

    first = await (await guest(served, PROXY)).send(websocket(b"/ticket", b"198.51.100.1"))
    assert await first.status() == 101
    second = await (await guest(served, PROXY)).send(websocket(b"/ticket", b"198.51.100.1"))
    other = await (await guest(served, PROXY)).send(websocket(b"/ticket", b"198.51.100.2"))

    assert await second.status() == 429
    assert await other.status() == 101


async def test_s71_strangers_windows_from_however_many_addresses_keep_nobody_out_and_operators_keep_theirs(
    serve, guest
):
    served = await serve(connections=6, per_address=2)
    operator = await (await guest(served, A)).send(websocket(b"/console"))
    lonely = await (await guest(served, A)).send(websocket(b"/ticket"))
    crowd = [await (await guest(served, f"127.0.1.{number // 2}")).send(websocket(b"/ticket")) for number in range(4)]
    assert [await one.status() for one in (operator, lonely, *crowd)] == [101] * 6

    new = [await (await guest(served, B)).send(WAIT) for _visitor in range(2)]

    await until(lambda: served.begun.count("/wait") == 2)
    kept = {place.peer for place in served.connections.places if place.stage is Stage.SOCKET}
    assert kept == {A, "127.0.1.0", "127.0.1.1"}
    assert len(served.connections.places) == 6
    served.go.set()
    assert [await one.status() for one in new] == [200] * 2


async def test_s71_an_address_can_leave_so_much_half_sent(serve, guest):
    served = await serve(buffered_bytes_per_address=1_000_000)
    first = await (await guest(served, A)).send(post(900_000) + b"a" * 600_000)
    await until(lambda: served.connections.buffered_bytes == 600_000)

    second = await (await guest(served, A)).send(post(900_000) + b"a" * 500_000)

    assert await second.status() == 503
    await first.send(b"a" * 300_000)
    assert await first.status() == 200
    await until(lambda: served.connections.buffered_bytes == 0)
    assert not served.connections.buffered


async def test_s71_when_too_much_is_half_sent_by_all_who_holds_most_ends(serve, guest):
    served = await serve(buffered_bytes=1_000_000)
    large = [
        await (await guest(served, PROXY)).send(post(900_000, address=b"198.51.100.1") + b"a" * 400_000) for _ in "ab"
    ]
    await until(lambda: served.connections.buffered_bytes == 800_000)

    small = await (await guest(served, B)).send(post(300_000) + b"a" * 300_000)

    assert await small.status() == 200
    assert await large[0].status() == 503
    await large[1].send(b"a" * 500_000)
    assert await large[1].status() == 200


async def test_what_is_half_sent_when_the_process_ends_is_told_so(serve, guest, caplog):
    served = await serve(farewell_s=0.2)
    half = await (await guest(served)).send(post(900_000) + b"a" * 300_000)
    await until(lambda: served.begun)

    served.server.should_exit = True

    assert await half.status() == 503
    await served.serving
    assert served.disconnects == 1
    assert "Exception" not in caplog.text
