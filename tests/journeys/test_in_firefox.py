"""What browsers do each in their own way, in Firefox too: a journey is written as for Chromium, and `browser` is another."""

import json

import pytest
from playwright.async_api import expect

from app.html_safety import clean_answer_html, html_to_text
from tests.journeys.conftest import customer_writes_by_form
from tests.journeys.test_pasting import SAMPLES
from tests.journeys.test_two_machines import text, type_into

# Of a request that it holds Firefox shows no body, so `route.fetch` cannot send it on and lose its reply.
LOSE_REPLY = """path => {
  const {fetch} = window;
  window.fetch = async (...asked) => {
    const reply = await fetch(...asked);
    if (!String(asked[0]).endsWith(path)) return reply;
    await new Promise((lost) => Object.assign(window, {fetch, lost}));
    throw new TypeError("NetworkError when attempting to fetch resource.");
  };
}"""
# A paste that a script makes has an empty clipboard in Firefox: what is pasted has to be copied first.
COPIED = """flavours => document.addEventListener("copy", (event) => {
  for (const [type, content] of Object.entries(flavours)) event.clipboardData.setData(type, content);
  event.preventDefault();
  event.stopImmediatePropagation();
}, {capture: true, once: true})"""
EMPTY = """() => {
  const {box} = document.querySelector("answer-composer");
  box.html = "";
  box.focusEnd();
}"""
CHAT = """<style>p { white-space: pre-line }</style><p>Quirinale
Via Roma 7
00184 Roma</p><p>Ciao</p>"""  # of its style Firefox copies nothing


@pytest.fixture
def browser(firefox):
    """Everybody sits at a Firefox."""
    return firefox


async def test_lines_that_are_copied_stay_lines_from_other_programs_other_pages_and_the_thread(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena, message="Quirinale\nVia Roma 7\n00184 Roma")
    chat = await helena.context.new_page()
    await chat.set_content(CHAT)
    page = await anna.open(f"/tickets/{number}")
    await text(page).click()

    pasted, pastes = {}, json.loads((SAMPLES / "lines.json").read_text("utf-8"))
    for one in pastes:
        flavours = {"text/plain": one["plain"]} | ({"text/html": one["html"]} if one["html"] else {})
        await page.evaluate(COPIED, flavours)
        await page.keyboard.press("Control+c")
        pasted[one["from"]] = await paste(page)
    assert pasted == {one["from"]: one["reads"] for one in pastes}

    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.message--customer .message__text'))")
    await page.keyboard.press("Control+c")
    assert await paste(page) == "Quirinale\nVia Roma 7\n00184 Roma"

    await chat.bring_to_front()
    await chat.keyboard.press("Control+a")
    await chat.keyboard.press("Control+c")
    await page.bring_to_front()
    assert await paste(page) == "Quirinale\nVia Roma 7\n00184 Roma\n\nCiao"

    await page.evaluate("document.querySelector('answer-composer').box.html = '<table><tr><td>Largo</td></tr></table>'")
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Backspace")
    await page.keyboard.type("Via Roma 7")
    await expect(text(page).locator("p")).to_have_text("Via Roma 7")  # not beside it, where the table was


async def paste(page):
    """Into an empty answer; what the plain part of its mail says then."""
    await page.evaluate(EMPTY)
    await page.keyboard.press("Control+v")
    html = await page.evaluate("document.querySelector('answer-composer').box.html")
    return html_to_text(clean_answer_html(html)).strip()


async def test_an_answer_whose_reply_was_lost_is_sent_once_and_then_single_keys_act_on_tickets(seat):
    anna, helena = await seat("anna"), await seat()
    first, second = [await customer_writes_by_form(helena, subject) for subject in ("A cot", "Late arrival")]
    page = await anna.open(f"/tickets/{second}?view=all")
    said, answers = page.locator(".composer__fault"), page.locator(".message--answer")
    await page.evaluate(LOSE_REPLY, "/answer")
    await type_into(page, "The bar has the key")
    await page.keyboard.press("Control+Enter")
    await expect(answers).to_have_count(1)
    await type_into(page, " until 23:00")
    await page.evaluate("window.lost()")
    await expect(said).to_contain_text("Already sent: “The bar has the key”.")
    await expect(text(page)).to_have_text("The bar has the key until 23:00")

    await page.keyboard.press("Control+Enter")
    await expect(answers).to_have_count(2)
    await expect(text(page)).to_have_text("")
    await page.keyboard.press("z")
    await expect(text(page)).to_have_text("The bar has the key until 23:00")
    await expect(answers).to_have_count(1)
    await text(page).click()
    await page.keyboard.press("Control+Enter")
    await expect(answers).to_have_count(2)
    await page.keyboard.press("j")
    await expect(page.locator(f"article.ticket[data-ticket='{first}']")).to_be_visible()


async def test_a_customers_reply_outlives_an_outage_a_reload_a_lost_reply_and_a_page_that_was_closed(seat):
    helena = await seat()
    number = await customer_writes_by_form(helena)
    code = await helena.page.locator("code").first.inner_text()
    page = await helena.open(f"/t/{number}")
    reply, said = page.locator("#message"), page.locator("[data-trouble]")
    send = page.get_by_role("button", name="Send reply")

    await reply.fill("Is there a lift?")
    await helena.context.set_offline(True)
    await expect(page.locator("[data-offline]")).to_be_visible()
    await send.click()
    await expect(said).to_contain_text("Not sent: you are offline.")
    await helena.context.set_offline(False)
    await expect(page.locator("[data-offline]")).to_be_hidden()
    await page.reload()
    await expect(reply).to_have_value("Is there a lift?")

    await page.evaluate(LOSE_REPLY, f"/t/{number}")
    await send.click()
    await page.wait_for_function("() => Boolean(window.lost)")
    await expect(page.locator(".entry").last).to_contain_text("Is there a lift?")
    async with page.expect_navigation():
        await page.evaluate("window.lost()")  # the page has heard that the desk has it, and begins anew
    await expect(reply).to_have_value("")
    await reply.fill("For two, please.")

    await helena.context.clear_cookies()
    await send.click()
    await page.fill("[name=code]", code)
    await page.get_by_role("button", name="Open and send").click()
    await expect(page.locator(".entry").last).to_contain_text("For two, please.")
    await expect(page.locator(".entry")).to_have_count(3)
    await expect(reply).to_have_value("")
