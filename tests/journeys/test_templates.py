"""Saved answers, with hands: written by the administrator, found with / by the operator, asked for what nobody knows."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

PHONE = {"width": 390, "height": 844}


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
    await ada.page.get_by_role("button", name="Customer first name").click()
    await ada.page.keyboard.type(", {{arrival time}} is noted with {{hotel}}.")
    await expect(ada.page.locator(".template-editor__shown")).to_contain_text("Dear Helena, {{arrival time}}")
    await ada.page.keyboard.press("Control+s")
    await expect(ada.page.locator(".templates__table tr[aria-current]")).to_contain_text("asks for arrival time, hotel")
    await write_template(ada, "Cot confirmed", "The cot is confirmed.")
    await ada.page.get_by_role("button", name="Save").click()
    rows = ada.page.locator(".templates__table tbody tr")
    await expect(rows).to_have_count(2)
    await ada.page.get_by_role("button", name="Move Late arrival up").click()
    await expect(rows.first).to_contain_text("Late arrival")

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
    await expect(page.locator("reply-guard")).to_contain_text("Still to fill in: {{arrival time}} and {{hotel}}.")
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


async def test_a_template_brings_its_file_stands_in_its_folder_and_comes_back_when_deleted(seat):
    ada, anna, helena = await seat("ada", viewport=PHONE, color_scheme="dark"), await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await write_template(ada, "Cot confirmed", "The cot is confirmed.")
    page = ada.page
    await page.fill("#template-folder", "Extras")
    chosen = {"name": "map.txt", "mimeType": "text/plain", "buffer": b"left"}
    await page.locator("template-editor [data-files]").set_input_files(chosen)
    await expect(page.locator("template-editor [data-key]")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**/templates?edit=1")
    await page.get_by_role("button", name="Delete").click()
    await expect(page.locator("template-editor")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("template-editor [data-key]")).to_have_count(1)
    await ada.open("/templates")
    await expect(page.locator(".templates__folder")).to_contain_text("Extras")
    await expect(page.locator(".templates__files")).to_have_text("1")

    await anna.open(f"/tickets/{number}")
    await expect(editor(anna)).to_have_attribute("contenteditable", "true")
    await anna.page.keyboard.press("r")
    await anna.page.keyboard.type("/cot")
    await expect(anna.page.locator(".template-choice__folder")).to_have_text("Extras")
    await anna.page.keyboard.press("Enter")
    await expect(editor(anna)).to_contain_text("The cot is confirmed.")
    await expect(anna.page.locator("file-shelf[data-kind=answer] [data-key]")).to_contain_text("map.txt")


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


async def test_what_is_being_written_is_kept_for_oneself_with_the_keyboard_alone(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena)
    await anna.open(f"/tickets/{number}")
    page = anna.page
    await expect(editor(anna)).to_have_attribute("contenteditable", "true")
    await page.keyboard.press("r")
    await page.keyboard.type("Kind regards from the north ")
    await page.keyboard.type("/")
    await expect(page.locator("template-picker")).to_contain_text("There are no templates yet.")
    await page.keyboard.press("Tab")  # to the list's link, and on
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Save this text as a template…")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog", name="Save as template").get_by_label("Name").fill("From the north")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("Template “From the north” saved")

    await page.reload()
    await expect(editor(anna)).to_have_attribute("contenteditable", "true")
    await page.keyboard.press("r")
    await page.keyboard.type("/north")
    await expect(page.locator(".template-picker__text")).to_contain_text("Kind regards from the north")

    await boris.open("/templates")
    await expect(boris.page.get_by_text("No templates yet.")).to_be_visible()
    await anna.open("/templates")
    await page.get_by_role("link", name="From the north").click()
    await expect(page.locator("template-editor")).to_contain_text("Only you can see and use it.")


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
    await expect(guard).to_contain_text("You mention “attached”, but no file is attached.")
    await expect(guard).to_contain_text("stranger@else.example is new to this ticket.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message--answer")).to_have_count(0)

    await guard.get_by_role("button", name="Remove").click()
    await page.locator("[data-files]").set_input_files({"name": "map.txt", "mimeType": "text/plain", "buffer": b"left"})
    await expect(page.locator("file-shelf[data-kind=answer] [data-key]")).to_have_count(1)
    await page.locator(".composer__send").click()
    await expect(page.locator(".message--answer")).to_contain_text("The map is attached.")
    await expect(page.locator(".message--answer .file")).to_contain_text("map.txt")

    await editor(anna).click()
    await page.keyboard.type("Once more, see the attachment.")
    await page.keyboard.press("Control+Enter")
    await expect(guard).to_contain_text("Press Send again to send anyway.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message--answer")).to_have_count(2)
