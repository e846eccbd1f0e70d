"""@name in a note, with hands: whoever is named hears it at once, finds the note, and is marked until then."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

NOTE = ".composer__text[data-kind=note]"


async def test_a_name_is_chosen_with_keys_and_its_bearer_is_told_where_they_are(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}")
    there = await boris.open("/tickets?view=all")
    counted = there.locator(".rail [data-count=mentions]")
    mark = boris.row(number).locator(".ticket-row__marks .ticket-row__mention")
    await expect(boris.row(number)).to_be_visible()
    await expect(mark).to_be_hidden()

    await page.keyboard.press("n")
    await page.keyboard.type("Ask @bo")
    field = page.get_by_role("combobox", name="Find a colleague")
    await expect(field).to_have_value("bo")
    await expect(page.get_by_role("option", name="Boris Weber")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await page.keyboard.type("about the cot @ 9.")
    await expect(page.locator(NOTE)).to_have_text("Ask @Boris Weber about the cot @ 9.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message--note [data-mention]")).to_have_text("@Boris Weber")

    toast = there.locator("desk-toast")
    await expect(toast).to_contain_text(f"Anna mentioned you on #{number}")
    await expect(counted).to_have_text("1")
    await expect(mark).to_be_visible()
    await toast.get_by_role("button", name="Open").click()
    await expect(there.locator(".message--note")).to_contain_text("Ask @Boris Weber about the cot @ 9.")
    await expect(counted).to_be_hidden()
    await expect(mark).to_be_hidden()
