"""How long a connection may take over what it does."""

import asyncio

from tests.realtime.window import until

GET = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"


def post(size, path=b"/"):
    return b"POST %s HTTP/1.1\r\nHost: desk\r\nContent-Length: %d\r\n\r\n" % (path, size)


async def test_s71_a_connection_on_which_nothing_comes_is_ended(serve, guest):
    served = await serve(head_s=0.2)

    assert await (await guest(served)).is_ended()


async def test_s71_a_head_that_is_not_whole_in_time_is_answered_408(serve, guest):
    served = await serve(head_s=0.2)
    one = await guest(served)

    await one.send(b"GET / HTTP/1.1\r\nHost: ")

    assert await one.status() == 408
    assert await one.is_ended()


async def test_s71_a_head_does_not_get_longer_by_dripping(serve, guest):
    served = await serve(head_s=0.3)
    one = await guest(served)

    async def drip():
        while True:
            await one.send(b"X-A: b\r\n")
            await asyncio.sleep(0.02)

    await one.send(b"GET / HTTP/1.1\r\n")
    dripping = asyncio.create_task(drip())

    assert await one.status() == 408
    dripping.cancel()


async def test_s71_a_connection_is_kept_for_the_next_request_and_not_for_ever(serve, guest):
    served = await serve(idle_s=0.3)
    one = await guest(served)

    await one.send(GET)
    await one.reader.readuntil(b"\r\n0\r\n\r\n")
    await one.send(GET)

    assert await one.status() == 200
    assert await one.is_ended()


async def test_s71_half_a_head_behind_an_answer_is_not_forgotten(serve, guest):
    """Uvicorn's own timer of an idle connection ended with the first byte that came."""
    served = await serve(head_s=0.2, idle_s=60)
    one = await guest(served)

    await one.send(GET)
    await one.reader.readuntil(b"\r\n0\r\n\r\n")
    await one.send(b"GET / HT")

    assert await one.status() == 408


async def test_s71_a_body_that_stops_is_answered_408_and_the_handler_told(serve, guest):
    served = await serve(window_s=0.2)
    one = await guest(served)

    await one.send(post(1_000_000) + b"a" * 100_000)

    assert await one.status() == 408
    assert await one.is_ended()
    assert served.disconnects == 1


async def test_s71_a_body_slower_than_the_least_rate_is_ended(serve, guest):
    served = await serve(window_s=0.5, least_bytes_s=4096)
    one = await guest(served)

    async def drip():
        while True:
            await one.send(b"a")
            await asyncio.sleep(0.02)

    await one.send(post(1_000_000))
    dripping = asyncio.create_task(drip())

    assert await one.status() == 408
    dripping.cancel()


async def test_s71_a_body_may_not_take_for_ever_however_steadily_it_comes(serve, guest):
    served = await serve(window_s=0.2, least_bytes_s=1, body_s=0.6)
    one = await guest(served)

    async def drip():
        while True:
            await one.send(b"a" * 100)
            await asyncio.sleep(0.02)

    await one.send(post(100_000_000))
    dripping = asyncio.create_task(drip())

    assert await one.status() == 408
    dripping.cancel()


async def test_a_sender_is_not_ended_for_the_time_that_the_desk_takes(serve, guest):
    served = await serve(window_s=0.1)
    one = await guest(served)

    await one.send(post(400_000, b"/wait") + b"a" * 100_000)
    await asyncio.sleep(0.5)
    served.go.set()
    await one.send(b"a" * 300_000)

    assert await one.status() == 200
    assert served.bodies == [400_000]


async def test_s71_who_does_not_read_their_answer_is_cut_off(serve, guest):
    served = await serve(reading_s=0.3, idle_s=60)
    one = await guest(served)

    await one.send(b"GET /large HTTP/1.1\r\nHost: desk\r\n\r\n")
    await until(lambda: served.bodies and not served.connections.places)

    await until(lambda: not served.server.server_state.tasks)  # its handler has ended too


async def test_the_rest_of_a_body_that_was_answered_early_is_not_waited_for(serve, guest):
    served = await serve(early_s=0.3)
    one = await guest(served)

    await one.send(post(1_000_000, b"/early"))

    assert await one.status() == 200
    assert await one.is_ended()
