"""The web application around a desk of the test's own, asked as a browser would."""

import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from app.actions.people.people import add_group, add_operator
from app.config.settings import Settings, read_settings
from app.desk import Desk
from app.nouns.operator import Operator, Role
from app.queries.people.people import operator_by_id
from tests.plugins.desk import make_desk
from tests.servers.compiled_templates import share_compiled_templates
from web.pages.assets import read_sources
from web.serving.asgi import create_app

NOW = 1_795_000_000_000
HERE = "http://127.0.0.1:8000"
PASSWORD = "a bell rings thrice"
PAGE = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
PROGRAM = {"Accept": "application/json", "Origin": HERE}


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Files are packed once for all applications of this process, which are thousands, and templates compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.serving.asgi.read_sources", cache(read_sources))
        share_compiled_templates(patch.setattr)
        yield


@pytest.fixture
def web_settings(tmp_path: Path) -> Settings:
    """Settings of a test's desk: nothing of this machine's environment."""
    keys = {"DESKBELL_SECRET_KEY": "s" * 40, "DESKBELL_PASSWORD_KEY": "p" * 40}
    return dataclasses.replace(read_settings(keys, tmp_path), mail_from="Aurora Travel <desk@aurora.example>")


@pytest.fixture
def web_desk(db, web_settings, tmp_path) -> Desk:
    """A desk without people and tickets; passwords cost next to nothing."""
    return make_desk(db, web_settings, tmp_path)


@pytest.fixture
def web_app(web_desk) -> Starlette:
    """The application as it serves, with the test's desk instead of the lifespan's."""
    app = create_app(web_desk.settings)
    app.state.desk = web_desk
    return app


@pytest.fixture
async def browse(web_app) -> AsyncIterator[Callable[..., httpx2.AsyncClient]]:
    """Makes browsers: each keeps its own cookies, follows no redirect, and comes from `ip`."""
    clients: list[httpx2.AsyncClient] = []

    def make(ip: str = "203.0.113.7", headers: dict[str, str] | None = None, **given: Any) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=web_app, client=(ip, 50_000))
        merged = PAGE if headers is None else headers
        clients.append(httpx2.AsyncClient(transport=transport, base_url=HERE, headers=merged, **given))
        return clients[-1]

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
def guest(browse) -> httpx2.AsyncClient:
    """Somebody's browser."""
    return browse()


@pytest.fixture
async def group(web_desk) -> int:
    return await add_group(web_desk, "Reservations", NOW)


async def person(desk: Desk, name: str, role: Role = Role.OPERATOR, groups: tuple[str, ...] = ()) -> Operator:
    """Add somebody who signs in with PASSWORD."""
    number = await add_operator(desk, f"{name.lower()}@desk.example", name, role, groups, PASSWORD, NOW)
    return await operator_by_id(desk, number)


@pytest.fixture
async def anna(web_desk, group) -> Operator:
    return await person(web_desk, "Anna", groups=("Reservations",))


def forged(token: str) -> str:
    """The token under another signature.

    Its first letter is changed: of the last one base64 reads only some bits, so another last letter may say the same.
    """
    said, dot, signature = token.rpartition(".")
    return said + dot + ("B" if signature[0] == "A" else "A") + signature[1:]
