"""A served desk with people, and browsers in which they sit."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.servers.served_desk import ServedDesk

PASSWORD = "a bell rings thrice"
WIDE = {"width": 1440, "height": 900}
expect.set_options(timeout=10_000)


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
def hotel_desk(tmp_path, migrated_sqlite, make_served_desk, desk_settings) -> HotelDesk:
    """Served on SQLite, with its people."""
    shutil.copyfile(migrated_sqlite, tmp_path / "hotel.db")
    desk = HotelDesk(make_served_desk(f"sqlite:///{tmp_path}/hotel.db", **desk_settings))
    desk.add_people()
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
        await self.page.goto(f"{self.url}{path}")
        return self.page

    def row(self, ticket_id: int):
        return self.page.locator(f"a.ticket-row[data-ticket='{ticket_id}']")


@pytest.fixture
async def seat(browser: Browser, hotel_desk: HotelDesk) -> AsyncIterator[Callable]:
    """Seats somebody; at the end, whatever the pages' scripts complained about fails the test."""
    seats: list[Seat] = []

    async def take_seat(short: str | None = None, **options: object) -> Seat:
        context = await browser.new_context(viewport=options.pop("viewport", WIDE), **options)
        page = await context.new_page()
        one = Seat(page, context, hotel_desk.url, [])
        page.on("pageerror", lambda error: one.faults.append(str(error)))
        page.on("console", lambda told: one.faults.append(told.text) if "Content Security" in told.text else None)
        seats.append(one)
        return await one.sign_in(short) if short else one

    yield take_seat

    for one in seats:
        await one.context.close()
    assert [fault for one in seats for fault in one.faults] == []


async def customer_writes_by_form(
    seat: Seat, subject: str = "Late arrival", message: str = "We arrive at 00:45."
) -> int:
    """Fill the public form as a customer does; return the ticket's number."""
    page = await seat.open("/new")
    fields = {
        "name": "Helena Brandt",
        "email": "helena@guest.example",
        "phone": "+49 40 5550 1832",
        "city": "Hamburg",
        "subject": subject,
        "message": message,
    }
    for name, value in fields.items():
        await page.fill(f"[name={name}]", value)
    await page.get_by_role("button", name="Send to the desk").click()
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
