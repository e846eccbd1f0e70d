"""Operators in their browsers, and tickets for them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from app.actions.message.opening import NewTicket, open_ticket
from app.actions.people.people import add_group, add_operator
from app.nouns.event import Actor
from app.nouns.operator import Operator, Role
from app.nouns.ticket import Customer, Ticket
from app.queries.people.people import operator_by_id

NOW = 1_795_000_000_000
PASSWORD = "a bell rings thrice"
JSON = {"Accept": "application/json"}
HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550", "", "Hamburg", "DE")

Sign = Callable[[Operator], Awaitable[httpx2.AsyncClient]]


async def join_desk(desk: Any, name: str, role: Role = Role.OPERATOR, groups: tuple[str, ...] = ()) -> Operator:
    """Add somebody who signs in with PASSWORD."""
    number = await add_operator(
        desk, f"{name.split(maxsplit=1)[0].lower()}@desk.example", name, role, groups, PASSWORD, NOW
    )
    return await operator_by_id(desk, number)


async def write_in(desk: Any, subject: str = "Late arrival", **given: Any) -> Ticket:
    """A customer writes to the desk."""
    facts = {"customer": HELENA, "text": "We arrive at 00:45.", "source": "web", "client_ip": "198.51.100.4", **given}
    return await open_ticket(desk, NewTicket(subject=subject, **facts), Actor("customer", "Helena Brandt"), NOW)


def copied_in(page: str) -> str:
    """The addresses in the field for copies of an answer."""
    return re.search(r'name="cc"\s+value="([^"]*)"', page)[1]


@pytest.fixture
async def maria(web_desk, group) -> Operator:
    return await join_desk(web_desk, "Maria Conti", groups=("Reservations",))


@pytest.fixture
async def jonas(web_desk, group) -> Operator:
    return await join_desk(web_desk, "Jonas Weber", groups=("Reservations",))


@pytest.fixture
async def chief(web_desk, group) -> Operator:
    return await join_desk(web_desk, "Anna Lindqvist", Role.ADMINISTRATOR)


@pytest.fixture
async def ticket(web_desk, group) -> Ticket:
    return await write_in(web_desk)


@pytest.fixture
async def closed_group(web_desk) -> int:
    """A group whose tickets do not exist for anybody else."""
    return await add_group(web_desk, "Board", NOW, members_only=True, position=9)


@pytest.fixture
def sign(browse) -> Sign:
    """Signs an operator in, in a browser of their own."""

    async def enter(operator: Operator) -> httpx2.AsyncClient:
        client = browse()
        answer = await client.post("/sign-in", data={"email": operator.email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return enter
