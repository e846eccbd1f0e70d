"""An administrator changes a person beside the list; their open windows follow at once."""

from playwright.async_api import expect


async def test_a_person_is_changed_beside_the_list_and_what_is_typed_stays_when_another_changes_them(seat):
    ada, anna = await seat("ada"), await seat("anna")
    page = await ada.open("/people")
    panel = page.locator("person-panel")
    await page.get_by_role("link", name="Anna Lind").click()
    await page.get_by_label("Time zone").fill("Asia/Tokyo")
    await expect(panel.locator(".person-panel__changes")).to_have_text("1 change")
    await expect(panel.locator(".device")).to_have_count(1)

    second = await seat("ada")
    await second.open("/people")
    theirs = second.page.locator("person-panel")
    for name in ("Boris Weber", "Anna Lind"):
        await second.page.get_by_role("link", name=name).click()
        await expect(theirs.get_by_role("heading", level=2)).to_have_text(name)
    await theirs.get_by_text("Administrator", exact=True).click()
    await second.page.get_by_role("button", name="Save").click()
    await expect(page.locator("tr.is-open .role")).to_have_text("Administrator")
    desk_links = anna.page.locator(".rail__desk .rail-link")
    await expect(desk_links.filter(has_text="Activity log")).to_be_visible()  # her window was not loaded again
    assert await desk_links.count() == await page.locator(".rail__desk .rail-link").count()
    await expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    await page.get_by_role("button", name="Save").click()
    await expect(panel.locator(".person-panel__changes")).to_be_empty()

    await panel.get_by_role("button", name="Sign out", exact=False).first.click()
    await anna.page.wait_for_url("**/sign-in?*")
    await expect(panel).to_contain_text("Not signed in anywhere")

    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator(".people__pane")).to_be_hidden()
    await panel.get_by_role("link", name="Close").click()
    await expect(page.get_by_role("link", name="Anna Lind")).to_be_focused()
