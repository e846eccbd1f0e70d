"""Groups, with hands: made on a phone in the dark, closed, merged; every open window follows."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

PHONE = {"width": 390, "height": 844}


def rail(seat):
    return seat.page.locator(".rail__groups .rail-link")


async def test_a_group_is_made_closed_and_merged_and_an_open_window_follows(seat):
    ada, anna = await seat("ada", viewport=PHONE, color_scheme="dark"), await seat("anna")
    page = await ada.open("/groups?edit=new")

    await page.fill("#group-name", "Events")
    await page.get_by_role("button", name="Create group").click()
    await expect(page.locator(".group-editor h2")).to_have_text("Events")
    await expect(rail(anna)).to_have_text(["Events"])
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    number = await customer_writes_by_form(await seat())
    await expect(anna.row(number)).to_contain_text("Events")
    await page.fill("#group-name", "Board")
    await page.fill("#group-sender-email", "nobody")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#group-sender_email-fault")).to_be_visible()
    await expect(page.locator("#group-name")).to_have_value("Board")

    await page.fill("#group-sender-email", "board@desk.example")
    await page.get_by_text("Members only", exact=True).last.click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".notice--done")).to_be_visible()
    await expect(rail(anna)).to_have_count(0)
    await expect(anna.row(number)).to_have_count(0)

    await ada.open("/groups?edit=new")
    await page.fill("#group-name", "Reception")
    await page.get_by_role("button", name="Create group").click()
    await page.get_by_role("link", name="Close").click()
    await page.get_by_role("button", name="Move Reception up").click()
    await expect(page.locator(".group-row").first).to_contain_text("Reception")
    await page.get_by_role("link", name="Board").click()
    await page.get_by_role("link", name="Merge or remove…").click()
    await page.select_option("#group-into", label="Reception")
    await page.get_by_role("button", name="Remove group").click()
    await expect(page.locator(".group-row")).to_have_count(1)
    await expect(rail(anna)).to_have_text([re.compile(r"Reception\s+1")])
    await expect(anna.row(number)).to_contain_text("Reception")


async def test_hours_are_tried_out_set_and_count_for_what_waits(seat, hotel_desk):
    ada = await seat("ada", viewport=PHONE, color_scheme="dark")
    page = await ada.open("/groups?edit=new")
    await page.fill("#group-name", "Reception")
    await page.get_by_role("button", name="Create group").click()
    await page.fill("#group-target", "2")
    await page.get_by_role("button", name="Save").click()
    number = await customer_writes_by_form(await seat())

    await page.get_by_role("link", name="Change hours…").click()
    await page.get_by_label("At these hours").check()
    await page.fill("#hours-timezone", "Europe/London")
    await page.fill("#day2", "9 to 5")
    await page.get_by_role("button", name="Save").last.click()
    await expect(page.locator("#group-day2-fault")).to_contain_text("is not an interval")
    await page.fill("#day2", "09:00-17:00")
    await page.select_option("#hours-country", "GB")
    await page.get_by_role("button", name="Add three years").click()
    await expect(page.locator("#special_days")).to_have_value(re.compile("Christmas Day"))

    await page.fill("#hours-at", "2026-12-24T16:00")  # a Thursday; Friday and Monday are holidays
    await page.get_by_role("button", name="When is it due?").click()
    await expect(page.locator(".hours-form__answer")).to_contain_text("Tue, Dec 29, 2026, 10:00")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    await page.fill("#day0", "")
    await page.locator("#day0").press("Enter")  # saves, and presses none of the other buttons
    await expect(page.locator(".notice--done")).to_contain_text("due at another time")
    await expect(page.locator(".hours-form__history")).to_contain_text("Always open")
    await ada.open("/tickets?view=all&sort=late")
    await expect(ada.row(number)).to_be_visible()
