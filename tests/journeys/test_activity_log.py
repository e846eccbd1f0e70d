"""The activity log, with hands: searched on a phone in the dark by everything at once, handed out, and a day of one operator."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

PHONE = {"width": 390, "height": 844}


async def test_who_changed_what_is_found_by_customer_and_words_and_told_as_a_day(seat):
    number = await customer_writes_by_form(await seat())
    anna = await seat("anna")
    page = await anna.open(f"/tickets/{number}")
    await page.keyboard.press("e")
    await page.get_by_label("City").fill("Bremen")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".customer")).to_contain_text("Bremen")

    ada = await seat("ada", viewport=PHONE, color_scheme="dark")
    page = await ada.open("/log")
    await page.fill("[name=customer]", "brandt")
    await page.fill("[name=words]", "late arrival")
    await page.select_option("[name=action]", "ticket.changed")
    await page.wait_for_url(re.compile("action=ticket.changed&customer=brandt&words=late"))  # without a button

    row = page.locator(".log__row")
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text("Hamburg → Bremen")
    await expect(row).to_contain_text(f"#{number} Late arrival")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    async with page.expect_download() as started:
        await page.get_by_role("link", name="Download CSV").click()
    path = await (await started.value).path()
    assert "City: Hamburg → Bremen" in path.read_text("utf-8-sig")

    await page.select_option("[name=operator]", label="Anna Lind")
    await page.wait_for_url(re.compile(r"operator=\d"))
    await page.get_by_role("link", name="Day of an operator").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Anna Lind")
    await expect(page.locator(".log-day__line").first).to_contain_text("signed in")
    await expect(page.locator(".log-day__line").last).to_contain_text("Hamburg → Bremen")
    await page.get_by_role("link", name="Day before").click()
    await expect(page.get_by_text("No activity on this day.")).to_be_visible()
