"""Background work lets requests pass."""

import asyncio

from app.core.right_of_way import RightOfWay

LONG_S = 60


async def test_nobody_waits_where_nothing_is_asked():
    async with asyncio.timeout(LONG_S / 2):
        await RightOfWay().give_way(LONG_S)


async def test_work_waits_until_the_last_request_is_answered():
    way, order = RightOfWay(), []

    async def work():
        await way.give_way(LONG_S)
        order.append("work")

    with way.request():
        with way.request():
            working = asyncio.create_task(work())
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        order.append("answered")
    await working

    assert order == ["answered", "work"]


async def test_work_waits_no_longer_than_it_may():
    way = RightOfWay()

    with way.request():
        await way.give_way(0.01)
