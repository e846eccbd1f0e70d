"""Two operators and a customer at once: who holds a ticket is seen by everybody, at once."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form


async def test_a_new_ticket_appears_in_the_open_list_and_taking_it_locks_it_for_the_other(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    await anna.open("/tickets?view=all")
    await boris.open("/tickets?view=all")

    number = await customer_writes_by_form(helena)
    await expect(anna.row(number)).to_be_visible()
    await expect(boris.row(number)).to_be_visible()

    await anna.row(number).click()
    await boris.row(number).click()
    await expect(boris.page.locator(".banner--free")).to_be_visible()
    await anna.page.locator("button[data-act=take]").click()

    await expect(anna.page.locator(".banner--mine")).to_contain_text("Assigned to you")
    await expect(boris.page.locator(".banner--other")).to_contain_text("Anna has this ticket")
    await expect(boris.page.get_by_role("button", name="Add a note")).to_be_visible()
    await expect(boris.page.locator(".read-only")).to_contain_text("You can still add a note.")

    refused = await boris.page.request.post(
        f"{boris.url}/tickets/{number}/answer",
        form={"html": "<p>Mine</p>", "request_key": "k", "take": "1"},
        headers={"Accept": "application/json", "Origin": boris.url},
    )
    assert refused.status == 409
    assert (await refused.json())["holder"]["name"] == "Anna Lind"

    await anna.page.locator("button[data-act=drop]").click()
    await expect(boris.page.locator(".banner--free")).to_be_visible()


async def test_the_answer_reaches_the_customers_open_page_after_its_undo_time(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await helena.open(f"/t/{number}")
    await anna.open(f"/tickets/{number}")

    editor = anna.page.locator(
        ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"
    ).first
    written = helena.page.get_by_text("Someone is writing an answer")
    await editor.click()
    await anna.page.keyboard.type("Reception is staffed all night.")
    while not await written.is_visible():  # it lasts four seconds, and her page may not have been connected yet
        await anna.page.keyboard.type(" ")
        await anna.page.wait_for_timeout(100)
    await expect(written).to_be_hidden()
    await anna.page.locator(".composer__send").click()

    await expect(anna.page.locator(".message--answer")).to_contain_text("Reception is staffed all night.")
    await expect(anna.page.locator(".delivery--held")).to_be_visible()
    await expect(helena.page.locator("#thread iframe")).to_have_count(0)
    shown = helena.page.frame_locator("#thread iframe").locator("body")
    await expect(shown).to_contain_text("Reception is staffed all night.")

    await helena.page.fill("#message", "Thank you, and a cot please.")
    await helena.page.get_by_role("button", name="Send reply").click()
    await expect(anna.page.locator(".message--customer").last).to_contain_text("a cot please")


async def test_an_answer_taken_back_never_reaches_the_customer_and_is_a_draft_again(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await helena.open(f"/t/{number}")
    await anna.open(f"/tickets/{number}")

    editor = anna.page.locator(
        ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"
    ).first
    await editor.click()
    await anna.page.keyboard.type("Too early")
    await anna.page.locator(".composer__send").click()
    await expect(anna.page.locator(".message--answer")).to_be_visible()
    await anna.page.locator("[data-undo-message]").click()

    await expect(anna.page.locator(".message--answer")).to_have_count(0)
    await expect(editor).to_contain_text("Too early")
    await expect(helena.page.locator("#thread")).not_to_contain_text("Too early")


async def test_who_hands_a_ticket_over_is_told_so_calmly_and_who_gets_it_can_answer_at_once(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena)
    await anna.open(f"/tickets/{number}")
    await anna.page.locator("button[data-act=take]").click()
    await expect(anna.page.locator(".banner--mine")).to_be_visible()
    await anna.page.keyboard.press("r")
    await anna.page.keyboard.type("Dear Helena,")

    await boris.open(f"/tickets/{number}")
    await boris.page.locator("button[data-act=ask]").click()
    await anna.page.get_by_role("button", name="Hand over").click()

    await expect(anna.page.locator(".banner--lost")).to_contain_text("You assigned this to Boris. Your draft is kept.")
    await expect(anna.page.locator(".story", has_text="You assigned it to Boris Weber")).to_be_visible()
    await expect(boris.page.locator(".banner--mine")).to_be_visible()
    await expect(boris.page.locator(".composer__text[data-kind=answer]")).to_be_visible()
