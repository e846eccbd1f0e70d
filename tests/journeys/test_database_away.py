"""The database goes while people work: the console says so, keeps what was written, and goes on by itself."""

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.conftest import HotelDesk, until
from tests.journeys.test_catching_up import by_hand

pytestmark = [pytest.mark.browser, pytest.mark.mariadb]
WORDS = "The night porter lets you in."


@pytest_asyncio.fixture(loop_scope="session")
async def hotel_desk(mariadb_alone, make_served_desk):
    """On a database server that the test may end."""
    desk = HotelDesk(make_served_desk(mariadb_alone.create_database()))
    await asyncio.to_thread(desk.served.run, "migrate")
    await asyncio.to_thread(desk.add_people)
    await asyncio.to_thread(desk.served.start)
    return desk


def database_of(hotel_desk) -> str:
    return hotel_desk.served.env["DESKBELL_DATABASE_URL"].rsplit("/", 1)[1]


async def test_i10_an_answer_that_meets_an_outage_stays_and_leaves_when_the_database_is_back(
    seat, hotel_desk, mariadb_alone
):
    anna = await seat("anna")
    number = await by_hand(anna, "Late arrival")
    page = await anna.open(f"/tickets/{number}")
    banner, text = page.locator("offline-banner"), page.locator("answer-composer .composer__text[contenteditable=true]")
    await expect(page.locator(".health__words")).to_contain_text("Live")
    await text.first.click()
    await page.keyboard.type(WORDS)

    await asyncio.to_thread(mariadb_alone.stop)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".composer__fault")).to_have_text("It will be sent as soon as you are back online.")
    await expect(banner).to_be_visible()
    await expect(banner).to_contain_text("The database has been unreachable since")
    await expect(page.locator(".health__words")).to_contain_text("Not connected")
    await expect(text.first).to_contain_text(WORDS)
    await asyncio.to_thread(mariadb_alone.restart)

    await expect(banner).to_contain_text("Back online.")
    await expect(page.locator(".health__words")).to_contain_text("Live")
    await expect(text.first).not_to_contain_text(WORDS)
    kept = mariadb_alone.execute(f"SELECT text FROM {database_of(hotel_desk)}.messages WHERE kind = 'answer'")
    assert kept == [(WORDS,)]


async def test_i10_a_page_that_is_asked_for_in_an_outage_comes_by_itself_afterwards(seat, hotel_desk, mariadb_alone):
    anna = await seat("anna")
    number = await by_hand(anna, "Late arrival")

    await asyncio.to_thread(mariadb_alone.kill)
    page = await anna.open(f"/tickets/{number}")
    await expect(page.get_by_role("link", name="Try again")).to_be_visible()
    await asyncio.to_thread(mariadb_alone.restart)

    await expect(page.locator("answer-composer")).to_be_attached()
    assert await until(lambda: hotel_desk.served.log().count("the database answers again") == 1)
