"""The line is cut: what is loaded stays readable, what is not says so, what was sent waits; a form left half-filled is there again."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

OFFLINE_WHILE_CONNECTING = """() => {
  let tries = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where);
      tries += 1;
      if (tries === 1) queueMicrotask(() => dispatchEvent(new Event("offline")));
    }
  };
}"""


async def test_a_line_that_is_lost_while_it_is_made_is_made_anew(seat):
    anna, helena = await seat("anna"), await seat()
    await anna.context.add_init_script(f"({OFFLINE_WHILE_CONNECTING})()")
    await anna.open("/tickets?view=all")

    number = await customer_writes_by_form(helena)

    await expect(anna.row(number)).to_be_visible()


async def test_without_a_connection_the_keys_go_on_and_what_waits_is_counted_and_sent_once_it_is_back(seat):
    anna, helena = await seat("anna"), await seat()
    loaded = await customer_writes_by_form(helena, "Waits longest, and so is loaded ahead")
    second = await customer_writes_by_form(helena, "A cot")
    first = await customer_writes_by_form(helena, "Late arrival")
    page = await anna.open("/tickets?view=all")
    await anna.row(first).click()
    editor = page.locator(".composer__text[data-kind=answer]")
    cut_off = page.locator(".cut-off")
    banner = page.locator("offline-banner")

    await anna.context.set_offline(True)
    await editor.click()
    await page.keyboard.type("Reception is staffed.")
    await page.locator(".composer__send").click()
    await expect(page.locator(".composer__fault")).to_have_text("It will be sent as soon as you are back online.")
    await expect(banner).to_contain_text("1 message is waiting to be sent.")

    await page.locator(".thread").focus()
    await page.keyboard.press("j")
    await expect(cut_off).to_contain_text(f"#{second} needs a connection")
    await expect(editor).to_be_hidden()
    await expect(anna.row(second)).to_have_attribute("aria-current", "true")
    await expect(anna.row(second).locator(".ticket-row__subject")).to_have_text("A cot")
    await page.keyboard.press("k")
    await expect(editor).to_have_text("Reception is staffed.")
    await expect(cut_off).to_be_hidden()

    await page.keyboard.press("/")
    await page.keyboard.type("arrival")
    await page.keyboard.press("Enter")
    await expect(page.locator("desk-toast")).to_contain_text("Not loaded: you need a connection.")
    await expect(page.locator(".search-box__input")).to_be_focused()  # the rows that stand there are not what it found
    await page.keyboard.press("Escape")
    await anna.row(loaded).click()
    await expect(page.locator("[data-act=take]")).to_have_attribute("aria-disabled", "true")
    await anna.row(second).click()
    await expect(cut_off).to_be_visible()

    await anna.context.set_offline(False)
    await expect(page.locator(".ticket__subject")).to_have_text("A cot")
    await expect(cut_off).to_be_hidden()
    await expect(anna.row(first).locator(".status--waiting_for_customer")).to_be_visible()
    await anna.row(first).click()
    await expect(page.locator(".message--answer")).to_have_count(1)
    await expect(editor).to_have_text("")


async def close_and_ring_again(page):
    """No hand is as fast as the test: until the dialog is gone, `c` is a letter in it."""
    await page.keyboard.press("Escape")
    await expect(page.locator("new-ticket-draft")).to_have_count(0)
    await page.keyboard.press("c")


async def test_a_new_ticket_that_is_not_made_yet_outlives_escape_reload_and_back(seat):
    anna = await seat("anna")
    page = await anna.open("/tickets?view=all")
    name, message, again = (page.locator(f"#new-{field}") for field in ("name", "message", "phone"))
    kept = page.locator("new-ticket-draft")

    await page.keyboard.press("c")
    await expect(kept).to_be_hidden()
    await name.fill("Helena Brandt")
    await message.fill("A room with a cot, please.")
    await page.keyboard.press("Escape")
    await expect(name).to_have_count(0)

    await page.reload()
    await page.keyboard.press("c")
    await expect(message).to_have_value("A room with a cot, please.")
    await expect(name).to_be_focused()
    await expect(kept).to_contain_text("Your earlier text was restored.")
    await again.fill("+49 40 5550 1832")

    await page.goto(f"{anna.url}/tickets/new")
    await expect(again).to_have_value("+49 40 5550 1832")
    await page.fill("#new-city", "Hamburg")
    await page.goto(f"{anna.url}/me")
    await page.go_back()
    await expect(page.locator("#new-city")).to_have_value("Hamburg")
    await page.fill("#new-email", "helena@guest.example")
    await page.fill("#new-subject", "A cot")
    await page.get_by_role("button", name="Create ticket").click()
    await page.wait_for_url("**/tickets/1")

    await page.keyboard.press("c")
    await expect(name).to_have_value("")
    await name.fill("Somebody else")
    await close_and_ring_again(page)
    await page.get_by_role("button", name="Start over").click()
    await expect(name).to_have_value("")
    await close_and_ring_again(page)
    await expect(name).to_have_value("")
    await expect(kept).to_be_hidden()
