"""What an operator typed is there again, whatever happens to window, browser, session, lock or server."""

import asyncio

from playwright.async_api import expect

from tests.journeys.conftest import PASSWORD, customer_writes_by_form

SAVED = "Draft saved"


def text(page, kind="answer"):
    return page.locator(f".composer__text[data-kind={kind}]")


async def type_into(page, key, words):
    """Reply (r) or note (n), typed, and with the desk."""
    await expect(text(page)).to_have_attribute("contenteditable", "true")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press(key)
    await page.keyboard.type(words)
    await expect(page.locator(".composer__saved")).to_contain_text(SAVED)


async def test_answer_and_note_are_kept_apart_through_a_closed_tab_a_killed_browser_and_a_restart(seat, hotel_desk):
    anna, helena = await seat("anna"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    page = await anna.open(path)
    await type_into(page, "r", "An answer")
    await page.locator("[data-files]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    await expect(page.locator("file-shelf[data-kind=answer] [data-key]")).to_have_count(1)
    await type_into(page, "n", "A note")
    await page.keyboard.type(" with its last words")
    await page.close()  # at once: nothing was saved since

    page = anna.page = await anna.context.new_page()
    await anna.open(path)
    await expect(text(page)).to_have_text("An answer")
    await expect(page.locator("file-shelf[data-kind=answer] [data-key]")).to_have_count(1)
    await page.locator("[role=tab][data-kind=note]").click()
    await expect(text(page, "note")).to_have_text("A note with its last words")
    await expect(page.locator("file-shelf[data-kind=note]")).to_be_hidden()

    await type_into(page, "r", " that goes on")
    hotel_desk.served.kill()
    await page.keyboard.type(", and on while the desk is down")
    await page.close(run_before_unload=False)
    hotel_desk.served.restart()
    page = anna.page = await anna.context.new_page()
    await anna.open(path)
    await expect(text(page)).to_have_text("An answer that goes on, and on while the desk is down")
    await expect(page.locator(".composer__saved")).to_contain_text(SAVED)

    other = await seat("anna")  # a browser that died leaves what the desk has
    await other.open(path)
    await expect(text(other.page)).to_have_text("An answer that goes on, and on while the desk is down")


async def test_signing_out_hands_over_what_was_typed_and_leaves_nothing_in_the_browser(seat):
    anna, helena = await seat("anna"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    page = await anna.open(path)
    sign_out = page.get_by_role("menuitem", name="Sign out")
    await page.keyboard.press("c")
    await page.fill("#new-message", "A cot, please")
    await page.keyboard.press("Escape")
    await type_into(page, "r", "An answer")
    await page.keyboard.type(" with its last words")

    await page.locator(".self").click()
    await sign_out.click()
    await expect(page.locator("desk-toast")).to_contain_text("Only in this browser: New ticket.")
    await page.locator(".self").click()
    await sign_out.click()
    await page.wait_for_url("**/sign-in**")
    kept = "Object.keys({...localStorage, ...sessionStorage}).filter((name) => /^(draft|new-ticket):/.test(name))"
    assert await page.evaluate(kept) == []

    other = await seat("anna")
    await other.open(path)
    await expect(text(other.page)).to_have_text("An answer with its last words")


async def test_a_save_whose_answer_is_never_heard_does_not_put_an_older_text_before_a_newer_one(seat):
    anna, helena = await seat("anna"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    page = await anna.open(path)
    await type_into(page, "r", "The desk has this")
    unheard = asyncio.Event()

    async def lose_the_answer(route):
        await route.fetch()
        await route.abort()
        unheard.set()

    await page.route("**/draft", lose_the_answer)
    await page.keyboard.type(", has this unheard")
    await unheard.wait()
    await page.unroute("**/draft")
    await page.route("**/draft", lambda route: route.abort())
    await page.keyboard.type(", and never had this")
    await page.close()

    page = anna.page = await anna.context.new_page()
    await anna.open(path)
    await expect(text(page)).to_have_text("The desk has this, has this unheard, and never had this")


async def test_a_session_that_ends_and_a_lock_that_is_lost_keep_the_text_and_say_who_and_why(seat):
    anna, ada, helena = await seat("anna"), await seat("ada"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}")
    await page.locator("button[data-act=take]").click()
    await expect(page.locator(".banner--mine")).to_be_visible()
    await type_into(page, "r", "Half a sentence")

    await anna.context.clear_cookies()
    await page.keyboard.type(" more")
    await page.wait_for_url("**/sign-in**")  # the next save finds the session ended
    await page.fill("[name=email]", "anna@desk.example")
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"**/tickets/{number}**")
    await expect(text(page)).to_have_text("Half a sentence more")

    await type_into(page, "r", ", and")
    await ada.open(f"/tickets/{number}")
    await ada.page.locator("button[data-act=take]").first.click()
    await expect(page.locator(".banner--lost")).to_contain_text("Ada took this ticket from you. Your draft is kept.")
    await expect(page.locator(".composer__send")).to_be_disabled()
    await page.keyboard.type(" the rest")
    await expect(text(page)).to_have_text("Half a sentence more, and the rest")
    await expect(page.locator(".composer__saved")).to_contain_text(SAVED)

    await page.reload()
    await expect(page.locator(".banner--other")).to_be_visible()
    await ada.page.locator("button[data-act=drop]").click()
    await expect(page.locator(".banner--free")).to_be_visible()
    await expect(text(page)).to_have_text("Half a sentence more, and the rest")
