"""A served desk with people, and browsers in which they sit.

All journeys of a worker run on one event loop, so that they share its browsers: to start one, and what drives it, computes
as long as half a journey.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright, expect

from tests.servers.chromium import launch_options
from tests.servers.firefox import Firefox
from tests.servers.nursery import ForkedDesk
from tests.servers.served_desk import ServedDesk

PASSWORD = "a bell rings thrice"
HERE = Path(__file__).parent
ON_ONE_LOOP = pytest.mark.asyncio(loop_scope="session")
MODULES_ALONE = pytest.mark.parametrize("serve_options", [("--dev",)])  # for a test that asks one module of a page
WIDE = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000  # of a busy machine; what comes at once is seen at once
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class HotelDesk:
    """A served desk with Anna and Boris (operators), Ada (administrator), and its mail."""

    served: ServedDesk

    @property
    def url(self) -> str:
        return self.served.url

    def add_people(self) -> None:
        for name, role in (("Anna Lind", "operator"), ("Boris Weber", "operator"), ("Ada Stone", "administrator")):
            email = f"{name.split()[0].lower()}@desk.example"
            adding = ("user", "add", email, "--name", name, "--role", role, "--password-stdin")
            self.served.run(*adding, stdin=f"{PASSWORD}\n")


@pytest.fixture
def desk_settings() -> dict[str, str]:
    """What a test wants its desk to run with besides; it may override this fixture."""
    return {}


@pytest.fixture
def serve_options() -> tuple[str, ...]:
    """What `deskbell serve` is told besides; a test may override this fixture, too."""
    return ()


@pytest.fixture
def make_served_desk(make_served_desk) -> Callable[..., ServedDesk]:
    """Makes forked desks: it is not how one starts that a journey is about."""
    return partial(make_served_desk, kind=ForkedDesk)


@pytest.fixture(scope="session")
def staffed(tmp_path_factory, sqlite_template) -> Path:
    """The folder of a desk with its people: to add them takes as long as a journey, so each desk is a copy of this one."""
    folder = tmp_path_factory.mktemp("staffed")
    shutil.copyfile(sqlite_template, folder / "hotel.db")
    HotelDesk(ForkedDesk(folder, f"sqlite:///{folder}/hotel.db")).add_people()
    return folder


@pytest.fixture
def hotel_desk(tmp_path, sqlite_template, staffed, make_served_desk, desk_settings, serve_options) -> HotelDesk:
    """Served on SQLite, with its people."""
    desk = HotelDesk(make_served_desk(f"sqlite:///{tmp_path}/hotel.db", **desk_settings))
    if desk_settings:  # they begin with what it says: their signature names the desk
        shutil.copyfile(sqlite_template, tmp_path / "hotel.db")
        desk.add_people()
    else:
        shutil.copyfile(staffed / "hotel.db", tmp_path / "hotel.db")
        shutil.copytree(staffed / "var", desk.served.directory / "var")  # the keys with which their passwords were made
    desk.served.options = serve_options
    desk.served.start()
    return desk


@dataclass
class Seat:
    """Somebody at a browser of their own."""

    page: Page
    context: BrowserContext
    url: str
    faults: list[str]

    async def sign_in(self, short: str) -> "Seat":
        await self.page.goto(f"{self.url}/sign-in")
        await self.page.fill("[name=email]", f"{short}@desk.example")
        await self.page.fill("[name=password]", PASSWORD)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.wait_for_url("**/tickets**")
        return self

    async def open(self, path: str) -> Page:
        await self.page.bring_to_front()  # in Firefox only one window has the keyboard
        await self.page.goto(f"{self.url}{path}")
        return self.page

    def row(self, ticket_id: int):
        return self.page.locator(f"a.ticket-row[data-ticket='{ticket_id}']")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(ON_ONE_LOOP, append=False)  # before the mark that every test has


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """What drives the browsers of this worker."""
    async with async_playwright() as driver:
        yield driver


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium_of_worker(playwright: Playwright) -> AsyncIterator[Browser]:
    chromium = await playwright.chromium.launch(**launch_options())
    yield chromium
    await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium_of_worker: Browser) -> AsyncIterator[Browser]:
    """The worker's Chromium, in which nothing of another test's is open."""
    yield chromium_of_worker
    for context in chromium_of_worker.contexts:
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def firefox(playwright: Playwright, firefox_of_worker: Firefox) -> AsyncIterator[Browser]:
    """The worker's Firefox; what a test opens in it goes with the test."""
    connected = await playwright.firefox.connect(firefox_of_worker.url)
    yield connected
    await connected.close()


@pytest_asyncio.fixture(loop_scope="session")
async def seat(browser: Browser, hotel_desk: HotelDesk) -> AsyncIterator[Callable]:
    """Seats somebody; at the end, whatever the pages' scripts complained about fails the test."""
    seats: list[Seat] = []

    async def take_seat(short: str | None = None, **options: object) -> Seat:
        options = {"viewport": WIDE, "service_workers": "block"} | options  # its pages are none that Playwright routes
        context = await browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        one = Seat(page, context, hotel_desk.url, [])
        # That a line is lost is an error of the page to Firefox.
        page.on("pageerror", lambda error: None if "ws://" in str(error) else one.faults.append(str(error)))
        page.on("console", lambda told: one.faults.append(told.text) if "Content Security" in told.text else None)
        seats.append(one)
        return await one.sign_in(short) if short else one

    yield take_seat

    for one in seats:
        await one.context.close()
    assert [fault for one in seats for fault in one.faults] == []


async def customer_writes_by_form(
    seat: Seat,
    subject: str = "Late arrival",
    message: str = "We arrive at 00:45.",
    email: str = "helena@guest.example",
) -> int:
    """Fill the public form as a customer does; return the ticket's number."""
    page = await seat.open("/new")
    fields = {
        "name": "Helena Brandt",
        "email": email,
        "phone": "+49 40 5550 1832",
        "city": "Hamburg",
        "subject": subject,
        "message": message,
    }
    for name, value in fields.items():
        await page.fill(f"[name={name}]", value)
    await page.get_by_role("button", name="Send message").click()
    await page.wait_for_url("**/new/done/*")
    return int(page.url.rsplit("/", 1)[1])


async def until(true_at_last: Callable[[], object], within_s: float = 15) -> object:
    """Wait for something outside the browser; return what it was."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if found := true_at_last():
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen in time")
