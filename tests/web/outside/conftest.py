"""A form on another site, and whoever fills it in."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from app.actions.api.forms import TypedForm, add_form
from app.nouns.event import SYSTEM
from app.nouns.operator import Role
from app.site_forms.site_form import SiteForm
from tests.web.conftest import NOW, PASSWORD, person

SHOP = "https://shop.example"
FIELDS = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "Late arrival",
    "message": "We arrive at 00:45.\n\nIs somebody there?",
}
VISITOR = {"Accept": "text/html", "Sec-Fetch-Site": "cross-site", "Origin": SHOP}
SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "cross-site", "Origin": SHOP}
MakeForm = Callable[..., Awaitable[SiteForm]]


@pytest.fixture
def make_form(web_desk, group) -> MakeForm:
    """Makes a form; what is not given is as an administrator leaves it."""

    async def make(name: str = "Contact page", **given: Any) -> SiteForm:
        return await add_form(web_desk, TypedForm(name, **given), SYSTEM, NOW)

    return make


@pytest.fixture
async def form(make_form) -> SiteForm:
    return await make_form(origins=SHOP, thanks_url=f"{SHOP}/thanks?from=desk", extra="arrival = Date of arrival")


@pytest.fixture
def visitor(browse) -> httpx2.AsyncClient:
    """Somebody's browser on the other site's page, without scripts."""
    return browse(headers=VISITOR)


@pytest.fixture
def script(browse) -> httpx2.AsyncClient:
    """A script on that page, or a program."""
    return browse(headers=SCRIPT)


async def count(desk: Any, table: str) -> int:
    return int(await desk.db.fetch_val(f"SELECT count(*) FROM {table}"))


@pytest.fixture
def sign_chief(browse, web_desk, group) -> Callable[[], Awaitable[httpx2.AsyncClient]]:
    """Signs an administrator in, in a browser of their own."""

    async def enter() -> httpx2.AsyncClient:
        chief, browser = await person(web_desk, "Ada", Role.ADMINISTRATOR), browse()
        await browser.post("/sign-in", data={"email": chief.email, "password": PASSWORD})
        return browser

    return enter
