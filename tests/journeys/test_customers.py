"""A customer's page: a colleague's note appears as it is saved, and an administrator hands out and erases all data."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form


async def test_a_note_reaches_the_colleague_and_an_erased_customer_leaves_every_window(seat):
    guest, anna = await seat(), await seat("anna")
    number = await customer_writes_by_form(guest)
    page = await anna.open(f"/tickets/{number}")
    await page.get_by_role("link", name="Customer page").click()
    await expect(page.get_by_role("heading", name="Helena Brandt")).to_be_visible()

    ada = await seat("ada")
    theirs = await ada.open("/customers?q=brandt")
    await theirs.get_by_role("link", name="Helena Brandt").click()
    await theirs.wait_for_selector("customer-page:defined")
    await page.get_by_role("textbox", name="Note").fill("Prefers the quiet side")
    await page.get_by_role("button", name="Save").click()
    await expect(theirs.get_by_role("textbox", name="Note")).to_have_value("Prefers the quiet side")  # not loaded again

    async with theirs.expect_download() as download:
        await theirs.get_by_role("button", name="Download all data").click()
    assert (await download.value).suggested_filename.endswith(".zip")

    await anna.open(f"/tickets/{number}")
    await theirs.set_viewport_size({"width": 390, "height": 844})
    await theirs.emulate_media(color_scheme="dark")
    await theirs.get_by_role("link", name="Erase…").click()
    await expect(theirs.get_by_text("This cannot be undone.")).to_be_visible()
    await theirs.get_by_label("To confirm").fill("helena@guest.example")
    await theirs.get_by_role("button", name="Erase everything").click()
    await expect(theirs.locator(".customers__none")).to_be_visible()
    assert await theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await expect(page.get_by_text("We arrive at 00:45.")).to_have_count(0)  # her open ticket is closed,
    await expect(page.locator(".ticket-list__item.is-gone")).to_have_count(1)  # and its row leaves


async def test_two_customers_who_are_one_are_merged_and_separated_again(seat):
    guest, anna = await seat(), await seat("anna")
    await customer_writes_by_form(guest)
    await customer_writes_by_form(guest, "Invoice", "Please send it again.", email="helena@work.example")
    page = await anna.open("/customers/1")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.emulate_media(color_scheme="dark")

    await page.get_by_role("link", name="Merge with another customer").click()
    await page.get_by_role("link", name="helena@work.example").click()
    await expect(page.get_by_text("Not every address is verified.")).to_be_visible()
    await page.get_by_label("I know that they are the same person").check()
    await page.get_by_role("button", name="Merge").click()
    await expect(page.get_by_role("link", name="Invoice")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Separated again.")).to_be_visible()
    await expect(page.get_by_role("link", name="Late arrival")).to_have_count(0)
