"""An administrator changes words in the console: others see them without a restart, in every process."""

from playwright.async_api import expect

from tests.journeys.axe import SOURCE, Look
from tests.journeys.conftest import WIDE

PHONE = {"width": 390, "height": 844}


async def test_a_word_changed_in_the_console_is_seen_by_a_colleague_and_a_customer(seat):
    ada = await seat("ada", viewport=WIDE, reduced_motion="reduce")
    anna, guest = await seat("anna"), await seat()
    await ada.context.add_init_script(SOURCE)
    look = Look()
    page = await ada.open("/new")
    await page.get_by_role("link", name="Translate this page").click()

    row = page.locator(".text-row", has=page.get_by_text("public/new.html")).first
    await row.locator("[data-open-text]").click()
    field = page.locator(".chip-field, .text-form textarea:not([hidden])").first
    await expect(field).to_be_focused()
    await field.fill("Ask us anything.")
    await expect(page.locator(".text-form output").first).to_have_text("Ask us anything.")
    await look.at(page, "a text that is changed")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("desk-toast")).to_contain_text("Saved")

    form = await guest.open("/new")
    await expect(form.locator("body")).to_contain_text("Ask us anything.")

    await page.goto(f"{ada.url}/languages/en?q=Mine")
    await page.locator("[data-open-text]", has_text="Mine").first.click()
    await page.locator(".chip-field").fill("My own")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("desk-toast")).to_contain_text("Saved")
    await anna.page.reload()
    await expect(anna.page.locator(".rail-link[data-view=mine]")).to_contain_text("My own")
    await page.locator("desk-toast button").click()
    await expect(page.locator("[data-open-text]", has_text="My own")).to_have_count(0)
    assert not look.faults, "\n".join(look.faults)


async def test_a_placeholder_is_a_chip_that_cannot_be_typed_wrong(seat):
    ada = await seat("ada", viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    await ada.context.add_init_script(SOURCE)
    look = Look()
    page = await ada.open("/languages/en?q=is+typing")

    await page.locator("[data-open-text]").first.click()
    field = page.locator(".chip-field")
    await field.fill("writes 100%")
    await expect(page.locator("[data-state]")).to_have_text("Still to put in: name")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".field__fault:visible")).to_have_text("The placeholder “%(name)s” is missing.")
    await look.at(page, "a text with a fault, dark and narrow")
    await page.set_viewport_size(PHONE)
    await page.locator(".mark--offered").click()
    await expect(page.locator(".text-form output")).to_have_text("writes 100%Anna")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("desk-toast")).to_contain_text("Saved")
    await expect(page.locator("[data-open-text]").first).to_contain_text("name")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert not look.faults, "\n".join(look.faults)
