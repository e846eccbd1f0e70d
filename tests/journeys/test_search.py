"""Finding, keeping and jumping with the keyboard alone."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form


async def test_an_operator_finds_a_ticket_keeps_the_search_and_jumps_by_palette(seat):
    guest = await seat()
    cot = await customer_writes_by_form(guest, "Family room", "Is there a cot for our daughter?")
    other = await customer_writes_by_form(guest, "Sauna", "When is the sauna open?")
    anna = await seat("anna")
    page = await anna.open("/tickets?view=all")
    field = page.get_by_role("combobox", name="Search tickets")

    await page.keyboard.press("/")
    await page.keyboard.type("cot")
    await expect(page.locator(".ticket-list__found mark")).to_have_text("cot")
    await expect(anna.row(cot)).to_be_visible()
    await expect(anna.row(other)).to_have_count(0)

    await field.press("End")
    await page.keyboard.type(" city:ham")
    await expect(page.get_by_role("option", name="Hamburg")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".token")).to_contain_text("Hamburg")
    await expect(page).to_have_url(f"{anna.url}/tickets?q=city%3AHamburg+cot")

    await page.get_by_role("button", name="Save search").click()
    await page.keyboard.type("Cots in Hamburg")
    await page.keyboard.press("Enter")
    saved = page.locator("[data-saved-link]")
    await expect(saved).to_contain_text("Cots in Hamburg")
    await expect(saved.locator(".rail-link__count")).to_have_text("1")

    await customer_writes_by_form(guest, "Second room", "And one more cot, please.")
    await expect(saved.locator(".rail-link__count")).to_have_text("2")

    await field.click()
    await field.press("Home")
    await page.keyboard.press("Backspace")
    await expect(page.locator(".token.is-selected")).to_have_count(1)
    await page.keyboard.press("Backspace")
    await expect(page.locator(".token")).to_have_count(0)
    await expect(page).to_have_url(f"{anna.url}/tickets?q=cot")

    await page.keyboard.press("Control+k")
    await page.keyboard.type("sauna")
    await expect(page.get_by_role("option", name=f"#{other}")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("article.ticket")).to_have_attribute("data-ticket", str(other))

    await page.keyboard.press("Control+k")
    await expect(page.locator(".palette__context")).to_contain_text(f"#{other}")
    await page.keyboard.type("take")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.ticket")).to_have_attribute("data-lock", "mine")

    await page.keyboard.press("Control+k")
    await page.keyboard.press("Backspace")
    await expect(page.locator(".palette__context")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.palette")).to_be_hidden()


async def test_enter_goes_to_the_first_result_and_esc_leads_back(seat):
    guest = await seat()
    older = await customer_writes_by_form(guest, "Family room", "When is breakfast?")
    cot = await customer_writes_by_form(guest, "Cot", "Is there a cot for our daughter?")
    anna = await seat("anna")
    page = await anna.open("/tickets?view=unassigned")
    field = page.get_by_role("combobox", name="Search tickets")
    fault = page.locator("#search-fault")

    await page.keyboard.press("/")
    async with page.expect_response(lambda response: "q=country" in response.url):
        await page.keyboard.type("country:germ")
    await expect(page.get_by_role("option", name="Germany")).to_be_visible()
    await expect(anna.row(cot)).to_be_visible()  # half a country is no fault: what was there stays
    await expect(fault).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(page.locator(".token")).to_contain_text("Germany")
    await expect(page).to_have_url(f"{anna.url}/tickets?q=country%3ADE")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Backspace")

    await page.keyboard.type("country:narnia")
    await page.keyboard.press("Enter")
    await expect(fault).to_contain_text("narnia")
    await page.get_by_role("button", name="Clear").click()
    await page.keyboard.type("brekfast")
    await expect(fault).to_be_hidden()
    await page.get_by_role("link", name="Did you mean “breakfast”? 1").click()
    await expect(field).to_have_value("breakfast")
    await field.focus()
    await page.keyboard.press("Enter")
    await expect(anna.row(older)).to_be_focused()

    await page.keyboard.press("/")
    await page.keyboard.type("daughter")
    await page.keyboard.press("Enter")
    await expect(anna.row(cot)).to_be_focused()
    await page.keyboard.press("/")
    await page.keyboard.press("Escape")
    await expect(anna.row(cot)).to_be_focused()


async def test_esc_in_the_results_leaves_the_search_for_the_view_before(seat):
    guest = await seat()
    await customer_writes_by_form(guest, "Cot", "Is there a cot for our daughter?")
    anna = await seat("anna")
    page = await anna.open("/tickets?view=mine")

    await page.keyboard.press("/")
    await page.keyboard.type("cot")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{anna.url}/tickets?q=cot")
    await expect(page.locator("a.ticket-row:focus")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page).to_have_url(f"{anna.url}/tickets?view=mine")
    await expect(page.locator("search-field")).to_be_hidden()


async def test_the_field_works_without_scripts(seat):
    guest = await seat()
    cot = await customer_writes_by_form(guest, "Family room", "Is there a cot for our daughter?")
    anna = await seat("anna", java_script_enabled=False)

    page = await anna.open("/tickets?view=all")
    await page.locator(".rail-search").click()
    await page.fill("input[name=q]", "cot city:Hamburg")
    await page.get_by_role("button", name="Search", exact=True).click()

    await expect(anna.row(cot)).to_be_visible()
    assert await page.input_value("input[name=q]") == "cot city:Hamburg"
