"""Click to paste, with hands: search, click, Ctrl+Z, send; and a plug-in that hangs beside it."""

import re
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from app.plugins.hotels.demo import make_demo_hotels
from tests.journeys.conftest import customer_writes_by_form

HANGING = """
import time
from app.plugins import Insert, Panel, hookimpl

class Hanging(Panel):
    name = "hanging"
    async def search(self, query, ticket, language):
        time.sleep(60)
    async def insert(self, card_id, form, language):
        return Insert("")

@hookimpl
def deskbell_panels():
    return [Hanging()]
"""


@pytest.fixture
def desk_settings(tmp_path) -> dict[str, str]:
    make_demo_hotels(tmp_path / "hotels.db")
    (tmp_path / "hanging.py").write_text(HANGING)
    return {"hotels_url": f"sqlite:///{quote(str(tmp_path))}/hotels.db", "plugins": str(tmp_path / "hanging.py")}


@pytest.fixture
async def anna(seat):
    """Anna with a ticket of hers open, and its number."""
    one, helena = await seat("anna"), await seat()
    one.ticket = await customer_writes_by_form(helena)
    await one.open(f"/tickets/{one.ticket}")
    await one.page.locator("button[data-act=take]").click()
    await expect(one.page.locator(".banner--mine")).to_be_visible()
    return one


def panel(seat, name="hotels"):
    return seat.page.locator(f"insert-panel[data-name={name}]")


def answer(seat):
    return seat.page.locator(".composer__text[data-kind=answer]")


async def test_a_click_pastes_at_the_caret_and_one_undo_takes_it_back(anna):
    await answer(anna).click()
    await anna.page.keyboard.type("Dear Helena, this house can. Shall I?")
    await anna.page.keyboard.press("Enter")
    await panel(anna).locator("input").fill("lisbon graca cot")
    await expect(panel(anna).locator(".insert-card")).to_have_count(4)
    before = await answer(anna).inner_text()

    await panel(anna).get_by_role("button", name="Casa do Largo").click()
    await expect(answer(anna)).to_contain_text("€118 a night")
    picture = answer(anna).locator("img[alt='Casa do Largo']")
    await expect(picture).to_have_attribute("src", re.compile("^/attachments/"))
    await expect(panel(anna).locator(".insert-card.is-in b")).to_have_text("Casa do Largo")
    assert await picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 192

    await anna.page.keyboard.press("Control+z")
    await expect(answer(anna)).not_to_contain_text("Casa do Largo")
    assert (await answer(anna).inner_text()).strip() == before.strip()
    await expect(panel(anna).locator(".insert-card.is-in")).to_have_count(0)


async def test_what_is_selected_is_not_replaced_and_writing_goes_on_below_the_card(anna):
    await answer(anna).click()
    await anna.page.keyboard.type("Keep me.")
    await anna.page.keyboard.press("Shift+Home")
    await panel(anna).locator("input").fill("casa do largo")
    await expect(panel(anna).locator(".insert-card")).to_have_count(1)

    await panel(anna).locator("input").press("ArrowDown")
    await anna.page.keyboard.press("Enter")
    await expect(answer(anna).locator("table table")).to_contain_text("Casa do Largo")
    await anna.page.keyboard.type("Shall I move you?")

    await expect(answer(anna)).to_contain_text("Keep me.")
    await expect(answer(anna).locator("table").first).not_to_contain_text("Shall I")
    assert (await answer(anna).inner_text()).strip().endswith("Shall I move you?")

    written = await anna.page.evaluate("document.querySelector('answer-composer').box.html")
    for key in ("a", "x", "v"):  # what is cut here and pasted here stays as it was
        await anna.page.keyboard.press(f"Control+{key}")
    await expect(answer(anna).locator("table table")).to_contain_text("Casa do Largo")
    assert await anna.page.evaluate("document.querySelector('answer-composer').box.html") == written


async def test_the_customer_sees_the_card_with_its_picture(anna, seat):
    await panel(anna).locator("input").fill("casa do largo")
    await expect(panel(anna).locator(".insert-card")).to_have_count(1)
    await panel(anna).locator(".insert-card").click()
    await expect(answer(anna)).to_contain_text("Casa do Largo")

    await anna.page.locator(".composer__send").click()

    await expect(anna.page.locator(".message--answer")).to_contain_text("Casa do Largo")
    await expect(anna.page.locator(".message--answer img")).to_be_visible()


async def test_several_are_chosen_and_pasted_as_a_table(anna):
    await panel(anna).locator("input").fill("graca lisbon")
    await expect(panel(anna).get_by_role("button", name="Albergo del Sole")).to_have_count(0)
    await panel(anna).locator("select").select_option("table")
    for name in ("Casa do Largo", "Mirante Suites"):
        await panel(anna).get_by_role("button", name=name).click()

    await panel(anna).get_by_role("button", name="Paste the chosen as a table").click()

    await expect(answer(anna).locator("table tbody tr")).to_have_count(2)


async def test_a_plugin_that_hangs_says_so_and_the_answer_still_works(anna):
    await panel(anna, "hanging").scroll_into_view_if_needed()
    await expect(panel(anna, "hanging")).to_contain_text("Hanging does not answer. Deskbell works without it.")

    await answer(anna).click()
    await anna.page.keyboard.type("Still here.")
    await anna.page.locator(".composer__send").click()

    await expect(anna.page.locator(".message--answer")).to_contain_text("Still here.")


async def test_the_key_h_goes_to_the_search_and_who_cannot_answer_pastes_into_a_note(anna, seat):
    boris = await seat("boris")
    await boris.open(f"/tickets/{anna.ticket}")
    await expect(boris.page.locator(".banner--other")).to_be_visible()
    await expect(panel(boris).locator("input")).to_be_visible()
    await boris.page.locator(".thread").focus()

    await boris.page.keyboard.press("h")
    await expect(panel(boris).locator("input")).to_be_focused()
    await boris.page.keyboard.type("casa do largo")
    await expect(panel(boris).locator(".insert-card")).to_have_count(1)
    await panel(boris).locator(".insert-card").click()

    await expect(boris.page.locator(".composer__text[data-kind=note]")).to_contain_text("Casa do Largo")
    assert not (await answer(boris).inner_text()).strip()
