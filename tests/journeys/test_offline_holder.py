"""An operator goes offline with a ticket in hand: everybody sees the time run, and then the ticket is free."""

import sqlite3
from contextlib import closing

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

EDITOR = ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"


async def test_an_offline_holders_ticket_is_released_in_sight_of_all_and_the_draft_is_kept(seat, hotel_desk, tmp_path):
    ada, boris, helena = await seat("ada"), await seat("boris"), await seat()
    await ada.open("/settings")
    await ada.page.fill("#release_after_min", "30")
    await ada.page.get_by_role("button", name="Save").click()
    await expect(ada.page.get_by_text("All open windows update")).to_be_visible()
    number = await customer_writes_by_form(helena)

    anna = await seat("anna")
    await anna.open(f"/tickets/{number}")
    await anna.page.locator("button[data-act=take]").click()
    await anna.page.locator(EDITOR).first.click()
    await anna.page.keyboard.type("Reception is staffed")
    await expect(anna.page.get_by_text("Draft saved")).to_be_visible()
    await boris.open(f"/tickets/{number}")
    await expect(boris.page.locator(".banner--other")).to_contain_text("Anna has this ticket")
    await expect(boris.page.locator(".release--banner")).to_be_hidden()

    await leave(anna, boris)
    minutes_pass(tmp_path / "hotel.db", 2)
    await expect(boris.page.locator(".release--banner")).to_have_text("Anna is offline. Will be released in 30 min.")
    await expect(boris.row(number).locator(".release")).to_have_text("released in 30 min")

    await anna.open(f"/tickets/{number}")
    await expect(boris.page.locator(".release--banner")).to_be_hidden()
    await expect(boris.row(number).locator(".release")).to_be_hidden()

    await leave(anna, boris)
    minutes_pass(tmp_path / "hotel.db", 31)
    await expect(boris.page.locator(".banner--free")).to_be_visible()
    await expect(boris.page.locator(".thread")).to_contain_text("Released, because Anna Lind was offline")
    await expect(boris.row(number).locator(".release")).to_be_hidden()

    await anna.open(f"/tickets/{number}")
    await expect(anna.page.locator(EDITOR).first).to_have_text("Reception is staffed")


async def leave(anna, boris) -> None:
    """Anna's console is gone, and the others know it."""
    await anna.page.goto("about:blank")
    await expect(boris.page.locator(".crew__faces .face[title='Anna Lind']")).to_have_count(0)


def minutes_pass(path, minutes: int) -> None:
    """For the desk all of it was so much earlier: the rule, the taking, and when Anna was last seen.

    A page that was drawn before still counts from the taking as it knew it.
    """
    with closing(sqlite3.connect(path, timeout=10)) as database, database:
        ago = (minutes * 60_000,)
        database.execute("UPDATE settings SET changed_ms = changed_ms - ? WHERE name = 'release_after_min'", ago)
        database.execute("UPDATE tickets SET held_since_ms = held_since_ms - ? WHERE held_since_ms IS NOT NULL", ago)
        database.execute("UPDATE operators SET seen_ms = seen_ms - ? WHERE email LIKE 'anna@%'", ago)
