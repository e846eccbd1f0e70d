"""A colleague takes the ticket that one reads: nothing moves, the focus is never lost, and a note can still be written and undone."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form
from tests.journeys.test_nothing_moves import ACT, LINES, WATCH, shifts_of

END = ".message--customer"
FOCUS = "document.activeElement.localName"


async def test_nothing_moves_when_a_colleague_takes_it_and_a_note_is_undone(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena, "Read slowly", LINES)
    page = await anna.open(f"/tickets/{number}?view=all")
    await boris.open("/tickets?view=all")
    await expect(page.locator(".banner--free")).to_be_visible()
    await expect(anna.row(number)).to_be_visible()
    await expect(page.locator(".crew__count")).to_have_text("2")  # else who takes it is offline first, in other words
    assert await page.evaluate(FOCUS) != "body"
    before = await page.locator(END).bounding_box()
    await page.evaluate(WATCH)

    assert await boris.page.evaluate(ACT, [f"/tickets/{number}/take", {}]) < 400
    await expect(page.locator(".banner--other")).to_contain_text("Boris has this ticket")
    await expect(page.locator(".read-only")).to_be_visible()
    await expect(page.locator(".story", has_text="Boris Weber took the ticket")).to_be_attached()
    assert await shifts_of(page) == []
    after = await page.locator(END).bounding_box()
    assert abs(after["y"] - before["y"]) < 1

    await page.keyboard.press("n")
    await expect(page.locator(".composer__text[data-kind=note]")).to_be_focused()
    await page.keyboard.type("They pay late.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message--note")).to_contain_text("They pay late.")
    assert await page.evaluate(FOCUS) != "body"
    await page.keyboard.press("z")
    await expect(page.locator(".message--note")).to_have_count(0)
    await expect(page.locator(".composer__text[data-kind=note]")).to_contain_text("They pay late.")

    await page.keyboard.press("Escape")
    for _pane in range(6):
        await page.keyboard.press("F6")
        if await page.evaluate("document.activeElement.closest('.rail') !== null"):
            break
    await expect(page.locator(".rail [aria-current]")).to_be_focused()
