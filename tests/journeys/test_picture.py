"""The picture in the README is of the console as it is: `make picture` takes it anew."""

import os
import re
from pathlib import Path

from playwright.async_api import expect

from tests.journeys.conftest import WIDE

README_PICTURE = Path(__file__).parents[2] / "docs" / "console.png"

# Every picture in sight is there.
LOADED = """() => [...document.images].every(one =>
  one.complete && one.naturalWidth || one.getBoundingClientRect().top > innerHeight || !one.checkVisibility())"""


async def test_the_demo_console_can_be_photographed(browser, make_served_desk, tmp_path):
    served = make_served_desk(f"sqlite:///{tmp_path}/demo.db")
    password = re.search(r"password\s+(\S+)", served.run("demo").stdout)[1]
    served.start()
    page = await browser.new_page(viewport=WIDE, device_scale_factor=1, color_scheme="light")

    await page.goto(f"{served.url}/sign-in")
    await page.fill("[name=email]", "anna@aurora.example")
    await page.fill("[name=password]", password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/tickets**")
    await page.goto(f"{served.url}/tickets?view=mine")
    await page.locator("a.ticket-row").first.click()
    await expect(page.locator(".banner--mine")).to_be_visible()
    await expect(page.locator(".insert-card").first).to_be_visible()
    await page.wait_for_function(LOADED)
    picture = await page.screenshot(path=README_PICTURE if os.environ.get("DESKBELL_TAKE_PICTURE") else None)

    assert len(picture) > 50_000
    assert README_PICTURE.is_file()
