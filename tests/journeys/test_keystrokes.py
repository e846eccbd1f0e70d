"""Template, placeholders, hotel, send, next: counted for real, many in a row. docs/keystrokes.md says the same.

Nobody helps the hands here: no key waits for what the one before it did, and none is pressed by a script inside the page.
"""

from urllib.parse import quote

import pytest
from playwright.async_api import expect

from app.plugins.hotels.demo import make_demo_hotels
from tests.journeys.counted import Counted, answers_of, table_after, written
from tests.journeys.test_catching_up import act, by_hand

MOST = 7
ROUNDS = 10
TEMPLATE = "<p>Dear {{customer.first_name}}, from {{day}} to {{other day}} this one has a room:</p>"
ANSWER = ".composer__text[data-kind=answer]"


@pytest.fixture
def desk_settings(tmp_path) -> dict[str, str]:
    make_demo_hotels(tmp_path / "hotels.db")
    return {"hotels_url": f"sqlite:///{quote(str(tmp_path))}/hotels.db"}


async def test_ten_in_a_row_with_template_placeholders_and_hotel_take_seven_keys_each(seat):
    ada, anna = await seat("ada"), await seat("anna")
    numbers = [await by_hand(anna, f"A room {number}") for number in range(ROUNDS + 2)]
    await act(ada, "/templates", name="Another house", html=TEMPLATE)
    page = await anna.open("/tickets?view=unassigned")
    await expect(anna.row(numbers[-1])).to_be_visible()
    await page.keyboard.press("j")

    rounds = []
    for _number in range(ROUNDS):
        keyboard = Counted(page)
        await keyboard.press("r", "/")
        await keyboard.type("house")
        await keyboard.press("Enter")
        await keyboard.type("Friday")
        await keyboard.press("Tab")
        await keyboard.type("Sunday")
        await keyboard.press("Control+Shift+h")
        await keyboard.type("casa do largo")
        await keyboard.press("Enter", "Alt+Enter")
        rounds.append(keyboard.keys)

    await expect(page.locator(f"article.ticket[data-ticket='{numbers[ROUNDS]}']")).to_be_visible()
    assert {tuple(keys) for keys in rounds} == {tuple(rounds[0])}
    assert written(rounds[0]) == table_after("# An answer in keystrokes")
    assert len(rounds[0]) <= MOST
    for number in numbers[:ROUNDS]:
        [text], status = await answers_of(anna, number)
        assert "from Friday to Sunday" in text
        assert "Casa do Largo" in text
        assert status == "waiting_for_customer"
    await expect(page.locator("desk-toast")).to_contain_text("2 left")

    await page.keyboard.press("z")  # the focus is in no text: the newest answer comes back
    await expect(page.locator(f"article.ticket[data-ticket='{numbers[ROUNDS - 1]}']")).to_be_visible()
    await expect(page.locator(f"{ANSWER}:focus")).to_contain_text("from Friday to Sunday")
