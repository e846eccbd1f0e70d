"""Nothing that a customer types is lost: not to a page's right, a line or a browser's Stop, nor to a file that does not fit."""

from playwright.async_api import Page, expect

from tests.journeys.conftest import customer_writes_by_form

KEPT = "() => Object.values(sessionStorage).join()"


SMALL = "() => Object.assign(document.querySelector('file-drop').dataset, { maxFile: 1048576, maxTotal: 2097152 })"


def file(name: str, size: int = 5) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": b"x" * size}


async def access_code(page: Page) -> str:
    return await page.locator("code").first.inner_text()


async def send(page: Page) -> None:
    await page.get_by_role("button", name="Send reply").click()


async def test_a_reply_whose_page_was_closed_is_sent_with_the_code_files_and_all(seat):
    helena = await seat()
    number = await customer_writes_by_form(helena)
    code = await access_code(helena.page)
    page = await helena.open(f"/t/{number}")
    await page.fill("#message", "We come by car.")
    await page.set_input_files("#files", [file("car.txt")])
    other = await helena.context.new_page()
    await other.goto(page.url)
    await other.get_by_role("button", name="Close ticket on this device").click()
    await expect(other.get_by_role("heading", name="Open your ticket")).to_be_visible()
    await page.bring_to_front()

    await send(page)
    await expect(page.locator("[name=code]")).to_be_focused()
    await expect(page.locator("#message")).to_have_value("We come by car.")
    await expect(page.locator(".file")).to_contain_text("car.txt")
    assert await page.evaluate(KEPT) == ""  # somebody left: what they wrote is on the page alone
    await page.fill("[name=code]", "AAAA-AAAA-AAAA")
    await page.get_by_role("button", name="Open and send").click()
    await expect(page.locator("#code-fault")).to_contain_text("do not match")
    await page.fill("[name=code]", f" {code.lower().replace('-', ' ')}.")
    await page.get_by_role("button", name="Open and send").click()

    last = page.locator(".entry").last
    await expect(last).to_contain_text("We come by car.")
    await expect(last.locator(".file")).to_contain_text("car.txt")
    await expect(page.locator(".entry")).to_have_count(2)
    await expect(page.locator("#message")).to_have_value("")

    await page.emulate_media(media="print")  # on paper: what was written, not what opens it
    await expect(last).to_be_visible()
    for on_screen in (page.locator("#reply"), page.locator(".access-code")):
        await expect(on_screen).to_be_hidden()


async def test_what_is_typed_outlives_a_cut_line_and_a_reload_and_is_gone_once_it_is_sent_or_cleared(seat):
    helena = await seat()
    page = await helena.open("/new")
    typed = {"name": "Helena Brandt", "email": "helena@guest.example", "phone": "+49 40 5550 1832", "city": "Hamburg"}
    for name, value in {**typed, "subject": "Late arrival"}.items():
        await page.fill(f"#{name}", value)
    button = page.get_by_role("button", name="Send message")
    await button.click()
    await expect(page.locator("#faults")).to_contain_text("1 thing is needed")
    await page.fill("#message", "We arrive at 00:45.")

    await helena.context.set_offline(True)
    await expect(page.locator("[data-offline]")).to_be_visible()
    await button.click()
    await expect(page.locator("[data-trouble]")).to_contain_text("Not sent: you are offline.")
    await helena.context.set_offline(False)
    await expect(page.locator("[data-offline]")).to_be_hidden()
    await page.reload()
    await expect(page.locator("#message")).to_have_value("We arrive at 00:45.")
    await expect(page.locator("#city")).to_have_value("Hamburg")
    other = await helena.context.new_page()  # a tab is its writer's alone
    await other.goto(page.url)
    await expect(other.locator("#city")).to_have_value("")
    await expect(other.get_by_role("button", name="Clear the form")).to_be_hidden()
    await other.close()
    await button.click()
    await page.wait_for_url("**/new/done/1")
    assert await page.evaluate(KEPT) == ""

    await page.goto(f"{helena.url}/new")
    await page.fill("#message", "Nor this")
    await page.reload()
    await page.get_by_role("button", name="Clear the form").click()
    await expect(page.locator("#message")).to_have_value("")
    assert await page.evaluate(KEPT) == ""


async def test_a_stopped_reply_is_sent_again_once_and_is_gone_when_its_writer_leaves(seat):
    helena = await seat()
    await customer_writes_by_form(helena)
    page = await helena.open("/t/1")
    await page.fill("#message", "Is there a lift?")
    stalled = []

    async def hold(route) -> None:
        """The line is slow: the first reply never arrives, of the second the browser never hears that it did."""
        if route.request.method != "POST" or len(stalled) == 2:
            await route.continue_()
        else:
            stalled.append(await route.fetch() if stalled else route)

    await page.route("**/t/1", hold)
    await send(page)
    await expect(page.locator("#message")).not_to_be_editable()
    await page.evaluate("stop()")
    await expect(page.locator("[data-trouble]")).to_contain_text("Your text is kept here")
    await expect(page.locator("#message")).to_be_editable()
    await send(page)
    await expect(page.locator("#thread")).to_contain_text("Is there a lift?")
    async with page.expect_navigation():
        await page.keyboard.press("Escape")  # the page has heard that the desk has it, and begins anew
    await expect(page.locator("#message")).to_have_value("")
    await expect(page.locator(".entry")).to_have_count(2)
    assert await page.evaluate(KEPT) == ""

    await page.fill("#message", "Not for the next guest")
    await page.get_by_role("button", name="Close ticket on this device").click()
    await page.wait_for_url("**/t")
    assert await page.evaluate(KEPT) == ""


async def test_files_are_weighed_before_they_are_sent_and_what_does_not_fit_keeps_no_text_back(seat):
    helena = await seat()
    number = await customer_writes_by_form(helena)
    page = await helena.open(f"/t/{number}")
    await expect(page.locator(".file-drop__limits")).to_have_text("Up to 10 files of 20 MB, 25 MB together")
    await page.evaluate(SMALL)
    await page.fill("#message", "The plans.")
    large = 900 * 1024
    await page.set_input_files("#files", [file("a.pdf", large), file("b.pdf", large), file("c.pdf", large)])
    await page.set_input_files("#files", [file("none.txt", 0), file("huge.mov", 1100 * 1024), file("d.txt")])

    await expect(page.locator(".file-drop__limits")).to_have_text("3 of 10 files, 1.8 MB of 2 MB")
    faults = page.locator(".file-drop__faults")
    await expect(faults).to_contain_text("none.txt is empty.")
    await expect(faults).to_contain_text("huge.mov is 1.1 MB. The limit is 1 MB per file")
    await send(page)
    await expect(page.locator(".entry").last.locator(".file")).to_have_count(3)
    await expect(page.locator(".entry").last).to_contain_text("The plans.")

    await page.set_input_files("#files", [file(f"{number}.txt") for number in range(11)])
    await expect(page.locator(".file")).to_have_count(13)
    await expect(page.locator(".file-drop__faults")).to_contain_text("10.txt: You can send up to 10 files at once.")


async def test_without_scripts_text_and_code_and_files_go_the_same_way(seat):
    helena = await seat(java_script_enabled=False)
    number = await customer_writes_by_form(helena)
    code = await access_code(helena.page)
    page = await helena.open(f"/t/{number}")
    await page.fill("#message", "We come by train.")
    await page.set_input_files("#files", [file(f"{one}.txt") for one in range(11)])
    await send(page)
    await expect(page.locator("#message-fault")).to_contain_text("up to 10 files at once")
    await expect(page.locator("#message")).to_have_value("We come by train.")

    await page.set_input_files("#files", [file("train.txt")])
    await helena.context.clear_cookies()
    await send(page)
    await expect(page.locator("form .notice").first).to_contain_text("Choose your files again: train.txt.")
    await expect(page.locator("#message")).to_have_value("We come by train.")
    await page.fill("[name=code]", code.lower())
    await page.set_input_files("#files", [file("train.txt")])
    await page.get_by_role("button", name="Open and send").click()

    await expect(page.locator(".entry").last).to_contain_text("We come by train.")
    await expect(page.locator(".entry").last.locator(".file")).to_contain_text("train.txt")
    await helena.context.clear_cookies()
    await page.goto(f"{helena.url}/t/{number}/{code}%3E).")
    await expect(page.locator(".entry")).to_have_count(2)
