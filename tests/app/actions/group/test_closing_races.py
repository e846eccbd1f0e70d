"""Closing a group while somebody takes, is given, or moves a ticket of it: whoever comes first, no outsider keeps one."""

import asyncio
from dataclasses import replace

import pytest

from app.actions.change import change
from app.actions.group.changing import GroupForm, change_group
from app.actions.people.people import add_group
from app.actions.ticket.assigning import assign_within
from app.actions.ticket.editing import edit_within
from app.actions.ticket.taking import hand_to, take
from app.core.errors import Conflict, NotFound
from app.queries.ticket.tickets import ticket_by_id
from tests.app.conftest import NOW, opened

OPEN = GroupForm("Reservations")
A_MOMENT_S = 0.2  # for what has to wait; it waits as long as the other's transaction stays open


@pytest.fixture
def closed(anna):
    return replace(OPEN, members_only=True, members=frozenset({anna.id}))


class Held:
    """An act whose transaction stays open until `let_go`."""

    def __init__(self, desk, act):
        self._done, self._may_end = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self._run(desk, act))

    async def _run(self, desk, act):
        async with desk.db.transaction():
            await act()
            self._done.set()
            await self._may_end.wait()

    async def begun(self):
        await self._done.wait()
        return self

    async def let_go(self):
        self._may_end.set()
        await self.task


async def waits(task):
    """Give it time to come as far as it can; it has not ended."""
    done, _waiting = await asyncio.wait([task], timeout=A_MOMENT_S)
    assert not done


async def test_who_takes_while_the_group_is_being_closed_to_them_gets_nothing(desk, group, boris, ada, closed):
    ticket = await opened(desk, group_id=group)
    closing = await Held(desk, lambda: change_group(desk, ada, group, closed, NOW)).begun()

    taking = asyncio.create_task(take(desk, boris, ticket.id, NOW))
    await waits(taking)
    await closing.let_go()

    with pytest.raises(NotFound):
        await taking
    assert (await ticket_by_id(desk, ticket.id)).operator_id is None


async def test_who_took_before_the_group_was_closed_to_them_keeps_nothing(desk, group, boris, ada, closed):
    ticket = await opened(desk, group_id=group)
    taking = await Held(desk, lambda: take(desk, boris, ticket.id, NOW)).begun()

    closing = asyncio.create_task(change_group(desk, ada, group, closed, NOW))
    await waits(closing)
    await taking.let_go()
    await closing

    assert (await ticket_by_id(desk, ticket.id)).operator_id is None


async def test_who_asked_before_the_closing_and_acts_after_it_gets_nothing(desk, group, anna, boris, ada, closed):
    ticket = await opened(desk, group_id=group)
    await change_group(desk, ada, group, closed, NOW)

    with pytest.raises(NotFound):
        await take(desk, boris, ticket.id, NOW)  # Boris as he was when his request came
    async with change(desk, ticket.id, NOW) as tx:
        await hand_to(tx, anna.id)
        with pytest.raises(Conflict, match="does not have access"):
            await assign_within(tx, anna, boris)

    assert (await ticket_by_id(desk, ticket.id)).operator_id == anna.id


async def test_an_insider_takes_while_the_group_is_being_closed(desk, group, anna, ada, closed):
    ticket = await opened(desk, group_id=group)
    closing = await Held(desk, lambda: change_group(desk, ada, group, closed, NOW)).begun()

    taking = asyncio.create_task(take(desk, anna, ticket.id, NOW))
    await closing.let_go()

    assert (await taking).is_held_by(anna.id)


async def test_a_ticket_that_moves_into_a_group_while_it_is_closed_is_released(desk, group, boris, ada, closed):
    other = await add_group(desk, "Billing", NOW, position=1)
    ticket = await opened(desk, group_id=other)
    await take(desk, boris, ticket.id, NOW)

    async def move():
        async with change(desk, ticket.id, NOW) as tx:
            await edit_within(tx, boris, {"group_id": group}, {})

    closing = await Held(desk, lambda: change_group(desk, ada, group, closed, NOW)).begun()
    moving = asyncio.create_task(move())
    await waits(moving)
    await closing.let_go()
    await moving

    after = await ticket_by_id(desk, ticket.id)
    assert (after.group_id, after.operator_id) == (group, None)
