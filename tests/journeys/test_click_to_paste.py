"""Click to paste, with hands: search, click, Ctrl+Z, send; and a plug-in that hangs beside it."""

import re
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import expect

from app.plugins.hotels.demo import make_demo_hotels
from tests.journeys.conftest import customer_writes_by_form
from tests.journeys.test_pasting import PASTE_HTML

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

SHAPE = (
    """text => [...text.children].map(one => one.tagName === "TABLE" ? "TABLE" : `${one.tagName} ${one.textContent}`)"""
)
STEP_AND_LEAVE = """search => { getSelection().modify("move", "backward", "character"); search.focus(); }"""
COLOURS = """card => {
  const papers = [card, ...card.querySelectorAll("table, table td")].map(one => getComputedStyle(one).backgroundColor);
  const style = getComputedStyle(card.querySelector("table td"));
  return {words: style.color, paper: papers.slice(0, 3), line: getComputedStyle(card).borderTopWidth};
}"""


@pytest.fixture
def desk_settings(tmp_path) -> dict[str, str]:
    make_demo_hotels(tmp_path / "hotels.db")
    (tmp_path / "hanging.py").write_text(HANGING)
    return {"hotels_url": f"sqlite:///{quote(str(tmp_path))}/hotels.db", "plugins": str(tmp_path / "hanging.py")}


@pytest_asyncio.fixture(loop_scope="session")
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

    await panel(anna).locator(".insert-card", has_text="Casa do Largo").click()
    await expect(answer(anna)).to_contain_text("€118 per night")
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


async def test_a_card_follows_the_paragraph_whose_placeholder_takes_its_name_and_its_reader_sees_it_in_the_dark(
    anna, seat
):
    page = anna.page
    await answer(anna).click()
    await page.keyboard.type("{{hotel}} has a cot from {{date}}, free of charge.")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Shall I book it?")
    await panel(anna).locator("input").fill("casa do largo")
    await expect(panel(anna).locator(".insert-card")).to_have_count(1)
    await panel(anna).locator(".insert-card").click()
    await expect(answer(anna).locator("> *")).to_have_count(3)
    assert await answer(anna).evaluate(SHAPE) == [
        "P Casa do Largo has a cot from {{date}}, free of charge.",
        "TABLE",
        "P Shall I book it?",
    ]
    await page.keyboard.press("Control+z")
    await expect(answer(anna).locator("p").first).to_have_text("{{hotel}} has a cot from {{date}}, free of charge.")
    await page.keyboard.press("Control+Shift+z")
    await page.evaluate(
        "document.querySelector('answer-composer').box.fill(document.querySelector('answer-composer').box.unfilled[0])"
    )
    await page.keyboard.type("5 May")
    price = answer(anna).locator("table table td[align=right]")
    drawn = await price.evaluate("(td) => [getComputedStyle(td).textAlign, getComputedStyle(td).borderTopWidth]")
    assert drawn == ["-webkit-right", "0px"]  # as in the mail: on its side, and no lines within the card
    await page.locator(".composer__send").click()

    await expect(page.locator(".message--answer img")).to_be_visible()
    await expect(page.locator(".message--answer")).to_contain_text(
        "Casa do Largo has a cot from 5 May, free of charge."
    )
    await expect(anna.row(anna.ticket).get_by_title("Has attachments")).to_have_count(
        0
    )  # a picture in the text is no file
    paper = await page.request.get(f"{anna.url}/tickets/{anna.ticket}/print")
    assert (await paper.text()).count("<img") == 1
    assert "Files:" not in await paper.text()

    helena = await seat(color_scheme="dark")
    await helena.page.set_content(await shown_to_the_customer(anna))
    card = helena.page.locator("table").first
    assert await card.evaluate(COLOURS) == {
        "words": "rgb(230, 237, 233)",
        "paper": ["rgba(0, 0, 0, 0)"] * 3,
        "line": "1px",
    }


async def shown_to_the_customer(anna):
    """The document of the message's frame: the customer's page has the same."""
    number = await anna.page.locator(".message--answer").get_attribute("id")
    framed = await anna.page.request.get(f"{anna.url}/messages/{number.removeprefix('message-')}/frame")
    return await framed.text()


async def test_who_writes_within_a_sentence_goes_on_there_and_a_table_has_a_line_below(anna):
    page = anna.page
    await answer(anna).click()
    await page.keyboard.type("I suggest this one because it is near.")
    for _letter in range(len(" because it is near.") - 1):
        await page.keyboard.press("ArrowLeft")
    await panel(anna).locator("input").evaluate(STEP_AND_LEAVE)  # the last step and the way out in one moment
    await panel(anna).locator("input").fill("casa do largo")
    await expect(panel(anna).locator(".insert-card")).to_have_count(1)
    await panel(anna).locator(".insert-card").click()
    await expect(answer(anna).locator("table table")).to_be_visible()
    await page.keyboard.type(" house")
    assert await answer(anna).evaluate(SHAPE) == ["P I suggest this one house because it is near.", "TABLE", "P "]

    await page.keyboard.press("Control+End")
    for table in (
        "<table border=1><tr><td>May</td><td>95</td></tr></table>",
        "<p>June:</p><table border=1><tr><td>a</td><td>b</td></tr></table>",
    ):
        await page.evaluate(PASTE_HTML, table)
        await page.keyboard.type("Below")
    assert (await answer(anna).evaluate(SHAPE))[2:] == ["TABLE", "P BelowJune:", "TABLE", "P Below"]


async def test_several_are_chosen_and_pasted_as_a_table(anna):
    await panel(anna).locator("input").fill("graca lisbon")
    await expect(panel(anna).get_by_role("button", name="Albergo del Sole")).to_have_count(0)
    await panel(anna).locator("select").select_option("table")
    for name in ("Casa do Largo", "Mirante Suites"):
        await panel(anna).locator(".insert-card", has_text=name).click()

    await panel(anna).get_by_role("button", name="Paste selected as a table").click()

    await expect(answer(anna).locator("table tbody tr")).to_have_count(2)


async def test_a_plugin_that_hangs_says_so_and_the_answer_still_works(anna):
    await panel(anna, "hanging").scroll_into_view_if_needed()
    await expect(panel(anna, "hanging")).to_contain_text("Hanging is not responding. Everything else still works.")

    await answer(anna).click()
    await anna.page.keyboard.type("Still here.")
    await anna.page.locator(".composer__send").click()

    await expect(anna.page.locator(".message--answer")).to_contain_text("Still here.")


async def test_the_key_h_goes_to_the_search_and_who_cannot_answer_pastes_into_a_note(anna, seat):
    boris = await seat("boris")
    await boris.page.route("**/panels", lambda route: route.abort())
    await boris.open(f"/tickets/{anna.ticket}")
    await expect(boris.page.locator(".banner--other")).to_be_visible()
    await expect(panel(boris)).to_have_count(0)
    await boris.page.unroute("**/panels")
    await boris.context.set_offline(True)
    await expect(boris.page.locator(".rail")).to_contain_text("Not connected")
    await boris.context.set_offline(False)  # what was missing comes with the line
    await expect(panel(boris).locator("input")).to_be_visible()
    await boris.page.locator(".thread").focus()

    await boris.page.keyboard.press("h")
    await expect(panel(boris).locator("input")).to_be_focused()
    await boris.page.keyboard.type("casa do largo")
    await expect(panel(boris).locator(".insert-card")).to_have_count(1)
    await panel(boris).locator(".insert-card").click()

    await expect(boris.page.locator(".composer__text[data-kind=note]")).to_contain_text("Casa do Largo")
    assert not (await answer(boris).inner_text()).strip()

    await boris.page.keyboard.press("Escape")
    await expect(boris.page.locator(".thread")).to_be_focused()
    await boris.page.keyboard.press("Escape")  # the panels stand beside the ticket here: there is no drawer to close
    await expect(boris.page.locator(".ticket-none")).to_be_visible()
