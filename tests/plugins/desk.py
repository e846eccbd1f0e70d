"""A desk with three people and a ticket, on each database."""

import dataclasses
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.actions.opening import NewTicket, open_ticket
from app.actions.people import add_group, add_operator
from app.desk import Desk
from app.event import Actor
from app.operator import Operator, Role
from app.passwords import PasswordBook
from app.queries.people import operator_by_id
from app.settings import Settings, read_settings
from app.storage import FolderStorage
from app.ticket import Customer, Ticket

NOW = 1_795_000_000_000
PASSWORD = "a bell rings thrice"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def settings_for(folder: Path, **given: object) -> Settings:
    """Settings of a test's desk: nothing of this machine's environment."""
    keys = {"DESKBELL_SECRET_KEY": "s" * 40, "DESKBELL_PASSWORD_KEY": "p" * 40}
    return dataclasses.replace(read_settings(keys, folder), **given)


@pytest.fixture
def desk(db, tmp_path) -> Desk:
    desk = Desk(db, settings_for(tmp_path), FolderStorage(tmp_path / "files"))
    desk.__dict__["passwords"] = PasswordBook("p" * 40, CHEAP)
    return desk


async def person(desk: Desk, name: str, role: Role = Role.OPERATOR, groups: tuple[str, ...] = ()) -> Operator:
    """Add somebody who signs in with PASSWORD."""
    number = await add_operator(desk, f"{name.lower()}@desk.example", name, role, groups, PASSWORD, NOW)
    return await operator_by_id(desk, number)


@pytest.fixture
async def group(desk) -> int:
    return await add_group(desk, "Reservations", NOW)


@pytest.fixture
async def anna(desk, group) -> Operator:
    return await person(desk, "Anna", groups=("Reservations",))


@pytest.fixture
async def boris(desk, group) -> Operator:
    return await person(desk, "Boris", groups=("Reservations",))


@pytest.fixture
async def ada(desk, group) -> Operator:
    return await person(desk, "Ada", Role.ADMINISTRATOR)


HELENA = Customer("Helena Brandt", "Helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")


async def opened(desk: Desk, subject: str = "Late arrival", at_ms: int = NOW, **given: object) -> Ticket:
    """A ticket of Helena's."""
    new = NewTicket(HELENA, subject, "We arrive at 00:45.", source="web", client_ip="203.0.113.84")
    return await open_ticket(desk, dataclasses.replace(new, **given), Actor("customer", HELENA.name), at_ms)


@pytest.fixture
async def ticket(desk, group) -> Ticket:
    return await opened(desk)
