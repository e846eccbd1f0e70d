"""Saved answers, with hands: written by the administrator, found with / by the operator, asked for what nobody knows."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form


def editor(seat, kind="answer"):
    return seat.page.locator(f".composer__text[data-kind={kind}]")


async def write_template(ada, name, text):
    await ada.open("/templates?edit=new")
    await ada.page.fill("#template-name", name)
    await ada.page.locator("template-editor .composer__text").click()
    await ada.page.keyboard.type(text)


async def test_from_the_administrators_page_into_an_answer_with_the_keyboard_alone(seat):
    ada, anna, helena = await seat("ada"), await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)

    await write_template(ada, "Late arrival", "Dear ")
    await ada.page.get_by_role("button", name="First name of the customer").click()
    await ada.page.keyboard.type(", {{arrival time}} is noted with {{hotel}}.")
    await expect(ada.page.locator(".template-editor__shown")).to_contain_text("Dear Helena, {{arrival time}}")
    await ada.page.keyboard.press("Control+s")
    await expect(ada.page.locator(".templates__table tr[aria-current]")).to_contain_text("asks for arrival time, hotel")
    await write_template(ada, "Cot confirmed", "The cot is confirmed.")
    await ada.page.get_by_role("button", name="Save").click()
    await expect(ada.page.locator(".templates__table tbody tr")).to_have_count(2)

    await anna.open(f"/tickets/{number}")
    page = anna.page
    await expect(editor(anna)).to_have_attribute("contenteditable", "true")
    await page.keyboard.press("r")
    await page.keyboard.type("either/or /")
    await expect(page.locator("template-picker")).to_be_visible()
    await expect(page.locator(".template-choice")).to_have_count(2)
    await page.keyboard.type("late")
    await expect(page.locator(".template-picker__text")).to_contain_text("Dear Helena")
    await page.keyboard.press("Enter")
    await expect(editor(anna)).to_contain_text("Dear Helena, {{arrival time}} is noted with {{hotel}}.")
    assert await page.evaluate("getSelection().toString()") == "{{arrival time}}"

    await page.keyboard.press("Control+z")  # one undo step
    await expect(editor(anna)).to_have_text(re.compile(r"^either/or\s*$"))
    await page.keyboard.press("Control+Shift+z")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("reply-guard")).to_contain_text("Not filled in yet: {{arrival time}}, {{hotel}}.")
    await page.keyboard.press("Control+Enter")  # a second press does not send that
    await expect(page.locator(".message--answer")).to_have_count(0)

    await page.locator("reply-guard").get_by_role("button", name="Fill in").click()
    await expect(page.locator("reply-guard")).to_be_hidden()
    await page.keyboard.type("00:45")
    await page.keyboard.press("Tab")
    assert await page.evaluate("getSelection().toString()") == "{{hotel}}"
    await page.keyboard.type("Casa do Largo")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message--answer")).to_contain_text("00:45 is noted with Casa do Largo.")


async def test_a_slash_that_finds_nothing_to_do_stays_a_slash(seat):
    anna, helena = await seat("anna"), await seat()
    await anna.open(f"/tickets/{await customer_writes_by_form(helena)}")
    await anna.page.keyboard.press("n")

    await anna.page.keyboard.type("Yes / no, or /usr")
    await anna.page.keyboard.press("Escape")
    await anna.page.keyboard.type("/bin")
    await expect(editor(anna, "note")).to_have_text("Yes / no, or /usr/bin")

    await anna.page.locator("[data-templates]").click()
    await expect(anna.page.locator("template-picker")).to_contain_text("There are no templates yet.")
    await anna.page.keyboard.press("Escape")
    await expect(editor(anna, "note")).to_be_focused()


async def test_what_would_be_regretted_is_said_first_and_sent_by_a_second_press(seat):
    anna, helena = await seat("anna"), await seat()
    await anna.open(f"/tickets/{await customer_writes_by_form(helena)}")
    page, guard = anna.page, anna.page.locator("reply-guard")
    await page.keyboard.press("r")
    await page.keyboard.type("The map is attached.")
    await page.locator("[data-cc]").click()
    await page.keyboard.type("stranger@else.example")

    await editor(anna).click()
    await page.keyboard.press("Control+Enter")
    await expect(guard).to_contain_text("You write “attached”, and no file is attached.")
    await expect(guard).to_contain_text("stranger@else.example has not been on this ticket before.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message--answer")).to_have_count(0)

    await guard.get_by_role("button", name="Take out").click()
    await page.locator("[data-files]").set_input_files({"name": "map.txt", "mimeType": "text/plain", "buffer": b"left"})
    await expect(page.locator("file-shelf[data-kind=answer] [data-key]")).to_have_count(1)
    await page.locator(".composer__send").click()
    await expect(page.locator(".message--answer")).to_contain_text("The map is attached.")
    await expect(page.locator(".message--answer .file")).to_contain_text("map.txt")

    await editor(anna).click()
    await page.keyboard.type("Once more, see the attachment.")
    await page.keyboard.press("Control+Enter")
    await expect(guard).to_contain_text("Press send once more to send it as it is.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message--answer")).to_have_count(2)
