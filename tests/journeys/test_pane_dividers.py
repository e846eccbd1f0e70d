"""The panes have the width that an operator gave them: by dragging, by keyboard, and after a reload."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

OWN = {"list": 384, "side": 304}  # the desk's, in pixels


def divider(page, pane):
    return page.locator(f"pane-divider[data-pane={pane}]")


async def drag(page, pane, by_px):
    box = await divider(page, pane).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 200
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + by_px, y, steps=4)
    await page.mouse.up()


async def has_width(page, pane, width_px):
    await expect(divider(page, pane)).to_have_attribute("aria-valuenow", str(width_px))


async def test_a_pane_keeps_the_width_that_it_was_given_by_mouse_and_by_keyboard(seat):
    anna, helena = await seat("anna"), await seat()
    page = await anna.open(f"/tickets/{await customer_writes_by_form(helena)}")
    for pane, width in OWN.items():
        await has_width(page, pane, width)

    await drag(page, "list", 40)
    await has_width(page, "list", 424)
    await divider(page, "side").focus()
    await page.keyboard.press("ArrowLeft")
    await has_width(page, "side", 320)
    await divider(page, "list").focus()
    await page.keyboard.press("ArrowLeft")
    await has_width(page, "list", 408)

    await page.reload()
    await has_width(page, "list", 408)
    await has_width(page, "side", 320)

    await drag(page, "list", -2000)
    await has_width(page, "list", 280)  # never so narrow that nothing can be read
    await divider(page, "list").dblclick()
    await divider(page, "side").press("Enter")
    for pane, width in OWN.items():
        await has_width(page, pane, width)
    await page.reload()
    for pane, width in OWN.items():
        await has_width(page, pane, width)
