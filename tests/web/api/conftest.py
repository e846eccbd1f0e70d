"""Programs with keys, and tickets for them."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from app.actions.api.keys import KeyForm, add_key
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.people.people import add_group
from app.core.clock import now_ms
from app.credentials.api_key import KeyScope
from app.nouns.event import SYSTEM, Actor
from app.nouns.ticket import Customer, Ticket
from tests.web.conftest import NOW, person

HERE = "127.0.0.1"
EVERYTHING = tuple(scope.value for scope in KeyScope if scope is not KeyScope.TICKETS_ANSWER)
HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550", "", "Hamburg", "DE")
SECRET = "Boardroom-secret"
LETTER = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550",
    "city": "Hamburg",
    "country": "DE",
    "subject": "Late arrival",
    "message": "We arrive at 00:45.",
}


async def write_in(desk: Any, subject: str = "Late arrival", customer: Customer = HELENA, **given: Any) -> Ticket:
    facts = {"customer": customer, "text": "We arrive at 00:45.", "source": "web", "client_ip": "198.51.100.4", **given}
    return await open_ticket(desk, NewTicket(subject=subject, **facts), Actor("customer", customer.name), NOW)


@pytest.fixture
def key(web_desk, group) -> Callable[..., Any]:
    """Makes a key and returns its text."""

    async def make(*scopes: str, **given: Any) -> str:
        form = KeyForm("Shop", scopes or EVERYTHING, **given)
        return (await add_key(web_desk, form, SYSTEM, now_ms())).secret

    return make


@pytest.fixture
def program(browse, key) -> Callable[..., Any]:
    """A program on the desk's machine that brings a key with these scopes."""

    async def make(*scopes: str, **given: Any) -> httpx2.AsyncClient:
        return browse(HERE, {"Authorization": f"Bearer {await key(*scopes, **given)}"})

    return make


@pytest.fixture
async def shop(program) -> httpx2.AsyncClient:
    return await program()


@pytest.fixture
async def board(web_desk, group) -> int:
    return await add_group(web_desk, "Board", NOW, members_only=True, position=9)


@pytest.fixture
async def maria(web_desk, group):
    return await person(web_desk, "Maria", groups=("Reservations",))


@pytest.fixture
async def jonas(web_desk, group):
    return await person(web_desk, "Jonas", groups=("Reservations",))
