"""An email to a hotel, with hands: the third tab of the composer, and no answer to the customer."""

from urllib.parse import quote

import pytest
from playwright.async_api import expect

from app.plugins.hotels.demo import make_demo_hotels
from tests.journeys.conftest import customer_writes_by_form

TEXT = ".composer__text[data-kind=to_third_party]"


@pytest.fixture
def desk_settings(tmp_path):
    make_demo_hotels(tmp_path / "hotels.db")
    return {"hotels_url": f"sqlite:///{quote(str(tmp_path))}/hotels.db"}


async def test_an_email_to_a_hotel_is_written_in_the_third_tab_and_undone(seat):
    """A refused address is named beside its field; hotels are offered; the draft outlives a reload; undo brings all of it back."""
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena, "A cot", "Is there a cot at Casa do Largo?")
    page = await anna.open(f"/tickets/{number}")
    to, text = page.get_by_label("To", exact=True), page.locator(TEXT)
    mentioned = page.locator(".letter__offer", has_text="Casa do Largo")
    await expect(page.locator(".insert-card").first).to_be_visible()

    await page.keyboard.press("m")
    await expect(to).to_be_focused()
    await page.keyboard.type("reception")
    await text.click()
    await page.keyboard.type("Is a cot free on 16 February?")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#letter-to-fault")).not_to_be_empty()
    await expect(to).to_be_focused()

    await to.fill("")
    await mentioned.click()
    await expect(to).to_have_value("reception@casa-do-largo.example")
    await expect(text).to_be_focused()
    await page.locator(".letter__forward summary").click()
    await page.locator(".letter__choice input").first.check()
    await expect(page.locator(".composer__saved")).to_contain_text("Draft saved")
    await anna.open(f"/tickets/{number}")
    await page.get_by_role("tab", name="Email a hotel").click()
    await expect(to).to_have_value("reception@casa-do-largo.example")
    await expect(text).to_have_text("Is a cot free on 16 February?")
    await expect(page.locator(".letter__choice input").first).to_be_checked()

    await page.locator(".composer__send").click()
    letter = page.locator(".message--to_third_party")
    await expect(letter).to_contain_text("Is a cot free on 16 February?")
    await expect(page.locator(".banner--mine")).to_be_visible()  # it took the ticket, as an answer does
    await expect(text).to_have_text("")
    await page.locator("desk-toast button").click()
    await expect(letter).to_have_count(0)
    await expect(text).to_have_text("Is a cot free on 16 February?")
    await expect(to).to_have_value("reception@casa-do-largo.example")

    await to.fill("")
    await text.fill("")
    await page.locator(".insert-card", has_text="Carmen del Agua").focus()
    await page.keyboard.press("m")
    await expect(to).to_have_value("reception@carmen-del-agua.example")
    await expect(text).to_be_focused()
