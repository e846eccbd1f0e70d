"""Settings, with hands: found on a phone in the dark, refused with the fix, seen by everybody at once, undone."""

import re

from playwright.async_api import expect

from tests.journeys.axe import SOURCE, Look
from tests.plugins.pictures import png

PHONE = {"width": 390, "height": 844}
BLUE, ITS_BRIGHT_TONE = "rgb(26, 82, 118)", re.compile(r"rgb\((?!26, 82, 118)")


async def test_the_desks_look_is_found_refused_set_seen_by_all_and_undone(seat):
    ada = await seat("ada", viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    anna, guest = await seat("anna"), await seat(reduced_motion="reduce")
    await ada.context.add_init_script(SOURCE)
    page, look = await ada.open("/settings"), Look()

    await page.get_by_label("Find a setting").fill("color")
    await expect(page.locator(".setting:visible")).to_have_count(1)
    await page.get_by_label("Colour", exact=True).fill("#f0c040")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#fault-colour")).to_contain_text("a contrast of 1.7; 4.5 is needed")
    await look.at(page, "settings with a fault")
    await page.set_viewport_size(PHONE)

    await page.get_by_label("Colour", exact=True).fill("#1a5276")
    await page.get_by_label("Name", exact=True).fill("Casa do Largo")
    await page.get_by_label("Postal address").fill("Rua Nova 1\nLisboa")
    await page.set_input_files("#logo", {"name": "logo.png", "mimeType": "image/png", "buffer": png(120, 40)})
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".notice--done")).to_contain_text("Saved.")
    await expect(anna.page.locator(".rail__top strong")).to_have_text("Casa do Largo")
    await expect(anna.page).to_have_title(re.compile("· Casa do Largo$"))
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    await guest.context.add_init_script(SOURCE)
    form = await guest.open("/new")
    await expect(form.locator(".lobby__logo")).to_have_js_property("complete", True)
    assert await form.locator(".lobby__logo").evaluate("picture => picture.naturalWidth") == 120
    await expect(form.locator(".lobby")).to_have_css("background-color", BLUE)
    await expect(form.locator(".public-foot")).to_contain_text("Lisboa")
    await look.at(form, "public form in the desk's colour")
    await form.emulate_media(color_scheme="dark")
    await expect(form.locator(".button--primary").first).to_have_css("background-color", ITS_BRIGHT_TONE)
    await look.at(form, "public form in the desk's colour, dark")

    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".notice--done")).to_contain_text("Undone.")
    await expect(anna.page.locator(".rail__top strong")).to_have_text("Deskbell")
    await form.reload()
    await expect(form.locator(".public-foot")).to_have_count(0)
    assert not look.faults, "\n".join(look.faults)


async def test_two_administrators_see_each_others_changes_and_lose_nothing_typed(seat):
    one, other = await seat("ada"), await seat("ada")
    here, there = await one.open("/settings"), await other.open("/settings")
    await there.get_by_label("Name", exact=True).fill("Half typed")

    await here.get_by_label("A sent answer can be undone for").fill("25")
    await here.get_by_role("button", name="Save").click()

    await expect(there.get_by_label("A sent answer can be undone for")).to_have_value("25")
    await expect(there.get_by_label("Name", exact=True)).to_have_value("Half typed")
