"""A slow line: the ticket can be read and answered before the page's scripts are there, and nothing typed is lost."""

import asyncio

from playwright.async_api import Page, expect

from tests.journeys.conftest import customer_writes_by_form


async def held_back(page: Page) -> asyncio.Event:
    """The scripts of this page come when the event is set."""
    come = asyncio.Event()

    async def hold(route) -> None:
        await come.wait()
        await route.continue_()

    await page.route("**/static/**/console-*.js", hold)
    return come


async def test_what_is_typed_before_the_scripts_are_there_is_in_the_answer_and_in_its_draft(seat):
    anna, helena = await seat("anna"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    page = anna.page
    text, saved = page.locator(".composer__text[data-kind=answer]"), page.locator(".composer__saved")

    come = await held_back(page)
    await page.goto(f"{anna.url}{path}", wait_until="commit")
    await text.click()
    await page.keyboard.type("Dear Helena,\n\nwe expect you!")
    await page.keyboard.press("ArrowLeft")
    await expect(text).to_have_attribute("contenteditable", "plaintext-only")
    await expect(saved).to_be_empty()
    come.set()
    await expect(text).to_have_attribute("contenteditable", "true")
    await expect(text).to_be_focused()
    await page.keyboard.type(" at 00:45")
    await expect(saved).to_contain_text("Draft saved")
    assert (await text.inner_text()).split() == ["Dear", "Helena,", "we", "expect", "you", "at", "00:45!"]
    assert "Dear Helena,\n" in await text.inner_text()

    come = await held_back(page)  # what the desk has as a draft goes on
    await page.goto(f"{anna.url}{path}", wait_until="commit")
    await text.click()
    await page.keyboard.press("ControlOrMeta+End")
    await page.keyboard.type(" A cot is there.")
    come.set()
    await expect(text).to_have_attribute("contenteditable", "true")
    await expect(saved).to_contain_text("Draft saved")
    await page.unroute_all()
    await page.reload()
    await expect(text).to_contain_text("we expect you at 00:45! A cot is there.")
    await expect(text).not_to_contain_text("Dear Helena,Dear Helena,")
