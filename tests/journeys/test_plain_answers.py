"""Answers in a row, without a template: a text and one key each. docs/keystrokes.md says the same."""

from playwright.async_api import expect

from tests.journeys.counted import Counted, answers_of, table_after, written
from tests.journeys.test_catching_up import by_hand

ROUNDS = 10
ANSWER = ".composer__text[data-kind=answer]"


async def test_plain_answers_in_a_row_take_two_keys_each(seat):
    anna = await seat("anna")
    numbers = [await by_hand(anna, f"A question {number}") for number in range(ROUNDS + 1)]
    page, loaded = anna.page, []
    page.on("request", lambda one: loaded.append(one.url) if one.headers.get("deskbell-part") == "ticket" else None)
    async with page.expect_response(f"**/tickets/{numbers[1]}"):  # who waits longest behind it, before anybody asks
        await anna.open(f"/tickets/{numbers[0]}?view=unassigned")
    await page.locator(".composer__ways button").first.click()
    await page.get_by_role("menuitemcheckbox", name="Then answer the next ticket").click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("r")

    rounds = []
    for number in range(ROUNDS):
        keyboard = Counted(page)
        await keyboard.type(f"zero for {number}, just so")
        await keyboard.press("Control+Enter")
        rounds.append(keyboard)

    await expect(page.locator(f"article.ticket[data-ticket='{numbers[ROUNDS]}']")).to_be_visible()
    assert {keyboard.texts + len(keyboard.keys) for keyboard in rounds} == {2}
    assert written(rounds[0].keys) == table_after("## Plain answers in a row")[1:]
    for place, number in enumerate(numbers[:ROUNDS]):
        [text], _status = await answers_of(anna, number)
        assert f"zero for {place}, just so" in text
    await expect(page.locator("desk-toast")).to_contain_text("1 left")
    assert loaded.count(f"{anna.url}/tickets/{numbers[1]}") == 1

    await expect(page.locator(f"{ANSWER}:focus")).to_have_text("")
    await page.keyboard.press("Control+z")  # nothing is written here yet: what was sent comes back
    await expect(page.locator(f"article.ticket[data-ticket='{numbers[ROUNDS - 1]}']")).to_be_visible()
    await expect(page.locator(f"{ANSWER}:focus")).to_contain_text("just so")
