"""A desk with three people and a ticket, on each database."""

import dataclasses
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.actions.message.opening import NewTicket, open_ticket
from app.actions.people.people import add_group, add_operator
from app.config.settings import Settings, read_settings
from app.credentials.passwords import PasswordBook
from app.database import Database
from app.desk import Desk
from app.files.storage import FolderStorage
from app.nouns.event import Actor
from app.nouns.operator import Operator, Role
from app.nouns.ticket import Customer, Ticket
from app.queries.people.people import operator_by_id

NOW = 1_795_000_000_000
PASSWORD = "a bell rings thrice"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def settings_for(folder: Path, **given: object) -> Settings:
    """Settings of a test's desk: nothing of this machine's environment."""
    keys = {"DESKBELL_SECRET_KEY": "s" * 40, "DESKBELL_PASSWORD_KEY": "p" * 40, "DESKBELL_DNS": "off"}
    return dataclasses.replace(read_settings(keys, folder), **given)


def make_desk(db: Database, settings: Settings, folder: Path) -> Desk:
    """A desk that keeps its files in this folder, and whose passwords cost next to nothing."""
    desk = Desk(db, settings, FolderStorage(folder / "files"))
    desk.__dict__["passwords"] = PasswordBook(settings.password_key, CHEAP)
    return desk


@pytest.fixture
def desk(db, tmp_path) -> Desk:
    return make_desk(db, settings_for(tmp_path), tmp_path)


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


class Statements(list):
    """The SQL of every statement that was sent, in order; what goes over in one call of the driver is one."""


@pytest.fixture
def statements(db, monkeypatch) -> Statements:
    """What the desk asks of its database from now on. BEGIN and COMMIT are no statements."""
    sent = Statements()
    kind = type(db._backend.connection())

    def noting(name):
        work = getattr(kind, name)

        async def noted(connection, bound, *values, **named):
            sent.append(bound if isinstance(bound, str) else bound.sql)
            return await work(connection, bound, *values, **named)

        monkeypatch.setattr(kind, name, noted)

    for name in ("rows", "change", "change_many"):
        noting(name)
    return sent
