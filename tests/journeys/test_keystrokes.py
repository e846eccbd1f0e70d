"""Next ticket, template, hotel, send: counted for real. docs/keystrokes.md says the same."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from app.plugins.hotels.demo import make_demo_hotels
from tests.journeys.conftest import customer_writes_by_form

PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
MOST = 8


@pytest.fixture
def desk_settings(tmp_path) -> dict[str, str]:
    make_demo_hotels(tmp_path / "hotels.db")
    return {"hotels_url": f"sqlite:///{quote(str(tmp_path))}/hotels.db"}


class Counted:
    """A keyboard that counts: keys besides the text. Each combination is one."""

    def __init__(self, page):
        self.page, self.keys = page, []

    async def press(self, key):
        self.keys.append(key)
        await self.page.keyboard.press(key)

    async def type(self, text):
        await self.page.keyboard.type(text)


async def test_next_ticket_template_hotel_and_send_take_at_most_eight_keys(seat):
    ada, anna, helena = await seat("ada"), await seat("anna"), await seat()
    first, second = [await customer_writes_by_form(helena, subject) for subject in ("A cot", "Late arrival")]
    form = {"name": "Another house", "html": "<p>Dear {{customer.first_name}}, this one can:</p>"}
    made = await ada.page.request.post(f"{ada.url}/templates", form=form, headers={"Origin": ada.url})
    assert made.ok
    page = await anna.open(f"/tickets/{second}?view=all")
    await expect(page.locator(".insert-card").first).to_be_visible()
    keyboard, text = Counted(page), page.locator(".composer__text[data-kind=answer]")

    await keyboard.press("j")
    await expect(page.locator(f"article.ticket[data-ticket='{first}']")).to_be_visible()
    await expect(page.locator(".insert-card").first).to_be_visible()
    await keyboard.press("r")
    await keyboard.press("/")
    await keyboard.type("house")
    await keyboard.press("Enter")
    await expect(text).to_contain_text("Dear Helena, this one can:")
    await keyboard.press("Control+Shift+h")
    await keyboard.type("casa do largo")
    await keyboard.press("Enter")
    await expect(text.locator("table table")).to_contain_text("Casa do Largo")
    await keyboard.press("Control+Enter")
    await expect(page.locator(".message--answer")).to_contain_text("Casa do Largo")

    assert len(keyboard.keys) <= MOST
    shown = [
        key.replace("Control+Shift+h", "Ctrl Shift H").replace("Control+Enter", "Ctrl Enter") for key in keyboard.keys
    ]
    assert re.findall(r"^\| [^|]+ \| `([^`]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE) == shown


async def test_send_and_close_goes_on_to_the_next_ticket_where_somebody_likes_that(seat):
    anna, helena = await seat("anna"), await seat()
    first, second = [await customer_writes_by_form(helena, subject) for subject in ("A cot", "Late arrival")]
    page = await anna.open(f"/tickets/{second}?view=all")
    await page.locator(".composer__ways button").first.click()
    await page.get_by_role("menuitemcheckbox", name="Then open the next ticket").click()

    await page.keyboard.press("Escape")
    await page.keyboard.press("r")
    await page.keyboard.type("All is set.")
    await page.keyboard.press("Control+Shift+Enter")

    await expect(page.locator(f"article.ticket[data-ticket='{first}']")).to_be_visible()
    closed = await page.request.get(f"{anna.url}/tickets/{second}", headers={"Accept": "application/json"})
    assert (await closed.json())["ticket"]["status"] == "closed"  # its row may have left the view of what is open
    await expect(page.locator(".composer__send-label")).to_have_text("Send and set waiting for customer")
    await page.locator(".composer__text[data-kind=answer]").blur()
    await page.keyboard.press("z")
    await expect(page.locator(f"article.ticket[data-ticket='{second}']")).to_be_visible()
    await expect(page.locator(".composer__text[data-kind=answer]")).to_have_text("All is set.")
