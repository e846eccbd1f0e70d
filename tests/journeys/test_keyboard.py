"""The console with the keyboard alone: every key does what the sheet says, and an entire ticket is worked without a pointer."""

from playwright.async_api import Page, expect

from tests.journeys.conftest import MODULES_ALONE, customer_writes_by_form
from tests.journeys.test_catching_up import by_hand

# What listens: single keys and the second keys of jumps; written as the sheet writes them.
LISTENING = r"""async () => {
  const {known} = await import(document.querySelector("script[type=module]").src.replace(/[\w-]+\.js$/, "keys/keyboard.js"));
  const written = (key) => key === " " ? "Space" : key.replace("Shift ", "Shift+");
  return [...known.acts.map(written), ...known.jumps.map((key) => `g>${key}`)].sort();
}"""
HOLD = r"""async () => {
  const {holdKeys} = await import(document.querySelector("script[type=module]").src.replace(/[\w-]+\.js$/, "keys/type-ahead.js"));
  window.arrive = holdKeys();
}"""
ON_THE_SHEET = (
    "[...document.querySelectorAll('#keys-dialog [data-keys]')].flatMap((it) => it.dataset.keys.split(' ')).sort()"
)
SHORTCUTS = "[...document.querySelectorAll('[data-key]')].map((it) => it.dataset.key)"
# With a modifier, or inside of a text: other scripts listen to those.
ELSEWHERE = ("Mod+", "Alt+", "Tab")
FOCUS = """() => {
  const it = document.activeElement;
  return it.closest(".rail, .ticket-list__rows, .thread, answer-composer, .side-panel")?.className?.split(" ")[0] || it.localName;
}"""
WHERE = {"rail": "rail", "ticket-list__rows": "list", "thread": "thread", "": "composer", "side-panel": "panel"}
ANSWER = ".composer__text[data-kind=answer]"


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


@MODULES_ALONE
async def test_the_sheet_and_the_scripts_know_the_same_keys(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}")

    listening = await page.evaluate(LISTENING)
    sheet = await page.evaluate(ON_THE_SHEET)

    assert sorted({keys for keys in sheet if not keys.startswith(ELSEWHERE)}) == listening
    assert {key.replace("shift-", "Shift+") for key in await page.evaluate(SHORTCUTS)} <= set(sheet)


async def test_a_ticket_is_found_taken_answered_and_set_aside_without_a_pointer(seat):
    anna, helena = await seat("anna"), await seat()
    first = await customer_writes_by_form(helena, "Late arrival")
    second = await customer_writes_by_form(helena, "A cot, please")
    page = await anna.open("/tickets?view=mine")
    await expect(page.locator(".ticket-list__empty")).to_be_visible()

    await press(page, "g", "u")
    await expect(anna.row(second)).to_be_visible()
    await press(page, " ")
    await expect(page.locator(".peek")).to_contain_text("Late arrival")  # who waits longest comes first
    await press(page, "j")
    await expect(page.locator(".peek")).to_contain_text("A cot, please")
    await expect(page.locator(".ticket-none")).to_be_visible()  # a look opens nothing
    await press(page, "Escape")
    await expect(page.locator("ticket-peek")).to_be_hidden()
    await press(page, "k")
    await expect(page.locator(".ticket__subject")).to_have_text("Late arrival")
    await expect(anna.row(first)).to_be_focused()  # the ring goes along

    await press(page, "t")
    await expect(page.locator(".banner--mine")).to_be_visible()
    await press(page, "r")
    await expect(page.locator(f"{ANSWER}:focus")).to_be_visible()
    await page.keyboard.type("td? Reception is staffed all night.")  # letters are letters here
    await press(page, "Control+Enter")
    await expect(page.locator(".message--answer")).to_contain_text("td? Reception is staffed")
    await press(page, "z")
    await expect(page.locator(".message--answer")).to_have_count(0)
    await expect(page.locator(ANSWER)).to_contain_text("Reception is staffed")
    await press(page, "Control+Enter")
    await expect(page.locator(".message--answer")).to_be_visible()

    await _set_aside(page)


async def _set_aside(page: Page) -> None:
    await press(page, "n")
    await page.keyboard.type("Rang the hotel.")
    await press(page, "Control+Enter", "j")
    await expect(page.locator(".ticket__subject")).to_have_text("A cot, please")
    await press(page, "g", "m")
    await expect(page.locator("ticket-list h1")).to_have_text("Mine")
    await press(page, "j")
    await expect(page.locator(".message--note")).to_contain_text("Rang the hotel.")
    await press(page, "b")
    await expect(page.locator("#snooze-dialog")).to_be_visible()
    await press(page, "Escape", "s")
    await expect(page.locator("#status-menu")).to_be_visible()
    await press(page, "d")  # jumps to "Duplicate", and does not drop the ticket
    await press(page, "End", "Escape")
    await expect(page.locator("#status-menu")).to_be_hidden()
    await press(page, "e")
    await expect(page.locator("#customer-name")).to_be_focused()
    await press(page, "Escape")
    await expect(page.locator("[data-edit]")).to_be_focused()
    await press(page, "d")
    await expect(page.locator(".banner--free")).to_be_visible()
    await press(page, "Escape")
    await expect(page.locator(".ticket-none")).to_be_attached()
    await press(page, "g", "a")
    await expect(page.locator("ticket-list h1")).to_have_text("All open")


async def test_keys_act_on_the_row_that_has_the_ring_whatever_else_is_open(seat):
    anna = await seat("anna")
    first, second, third = [await by_hand(anna, f"Question {number}") for number in range(3)]
    page = await anna.open("/tickets?view=all&sort=waiting")
    opened = page.locator("article.ticket")

    await press(page, "t", "r", "s")  # no row has the ring
    await expect(page.locator(".ticket-none")).to_be_visible()
    await press(page, "j", "Escape")
    await expect(page.locator(".ticket-none")).to_be_visible()
    await expect(anna.row(first)).to_be_focused()
    await press(page, "ArrowDown", "t")
    await expect(opened).to_have_attribute("data-ticket", str(second))
    await expect(page.locator(".banner--mine")).to_be_visible()
    await press(page, "ArrowDown", "r")
    await page.keyboard.type("For the third one.")
    await expect(opened).to_have_attribute("data-ticket", str(third))
    await expect(page.locator(f"{ANSWER}:focus")).to_have_text("For the third one.")

    await press(page, "Escape")
    await anna.row(third).focus()
    await press(page, "ArrowUp", "s")  # nobody's status can be set on the third one: it is not held
    await expect(opened).to_have_attribute("data-ticket", str(second))
    await expect(page.locator("#status-menu")).to_be_visible()
    await press(page, "Escape")
    await anna.row(first).focus()
    await page.evaluate(f"document.querySelector('[data-ticket-link], a.ticket-row[data-ticket=\"{third}\"]').click()")
    await expect(opened).to_have_attribute("data-ticket", str(third))
    await expect(anna.row(third)).to_be_focused()  # no ring stays behind on another row
    await press(page, "t")
    await expect(page.locator(".banner--mine")).to_be_visible()
    await expect(page.locator(f"li[data-ticket='{first}'].is-mine")).to_have_count(0)


async def test_keys_rest_where_somebody_writes_and_where_they_are_switched_off(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}?view=all")

    await press(page, "g", "t")  # a jump that is none takes nothing
    await press(page, "/")
    await page.keyboard.type("t")
    await press(page, "Escape")  # out of the field, whatever is offered
    await expect(page.locator(".banner--free")).to_be_visible()
    await press(page, "?")
    await expect(page.locator("#keys-dialog")).to_be_visible()
    await press(page, "t")  # a dialog is open
    await page.locator("#keys-dialog [data-prefer=single_keys]").focus()
    async with page.expect_response("**/me/preferences"):
        await press(page, " ")
    await press(page, "Escape")
    await expect(page.locator("#keys-dialog")).to_be_hidden()
    await press(page, "t", "g", "m", "c")
    await page.wait_for_timeout(200)
    await expect(page.locator(".banner--free")).to_be_visible()
    await expect(page.locator("dialog[open]")).to_have_count(0)

    await page.reload()
    await press(page, "t", "Control+k")
    await expect(page.locator("dialog.palette")).to_be_visible()  # with a modifier it is no single key
    await expect(page.locator(".banner--free")).to_be_visible()


async def test_f6_goes_round_the_panes_and_dialogs_keep_and_give_back_the_focus(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}?view=all")

    visited = []
    for _pane in range(6):
        await press(page, "F6")
        visited.append(WHERE.get(await page.evaluate(FOCUS), "composer"))
    await press(page, "Shift+F6")
    back = WHERE.get(await page.evaluate(FOCUS), "composer")

    assert visited == ["rail", "list", "thread", "composer", "panel", "rail"]
    assert back == "panel"

    await page.locator("[popovertarget=more-menu]").focus()
    await press(page, "?")
    for _control in range(4):
        await press(page, "Tab")
        assert await page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    await press(page, "Escape")
    await expect(page.locator("[popovertarget=more-menu]")).to_be_focused()

    await page.locator("[data-act=take]").focus()
    await press(page, "Enter")
    await expect(page.locator(".banner--mine")).to_be_visible()
    await expect(page.locator(".thread")).to_be_focused()  # what was pressed is gone

    await page.reload()
    await press(page, "Tab")
    await expect(page.locator(".skip-link")).to_be_focused()
    await expect(page.locator(".skip-link")).to_be_in_viewport()
    await press(page, "Enter", "Tab")
    assert await page.evaluate("!!document.activeElement.closest('ticket-list')")


async def test_who_cannot_see_hears_who_else_looks_what_was_done_and_no_countdown(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}?view=all")
    name = await page.locator("a.ticket-row .unseen").first.text_content()
    assert " ".join(name.split()).startswith(f"Ticket {number}, Late arrival, Open")
    await expect(page.locator("a.ticket-row[tabindex='0']")).to_have_count(1)

    await boris.open(f"/tickets/{number}?view=all")
    await expect(page.locator("#said")).to_have_text("Boris is viewing this ticket too")
    await press(page, "t")
    await expect(boris.page.locator("a.ticket-row .unseen").first).to_contain_text("assigned to Anna Lind")
    await press(page, "r")
    await page.keyboard.type("Of course.")
    await press(page, "Control+Enter")
    await expect(page.locator("#said")).to_have_text("Answer to Helena Brandt. Undo Z")
    await expect(page.locator("desk-toast")).to_have_attribute("aria-live", "off")  # its seconds are not read out

    await anna.context.set_offline(True)
    await page.evaluate("dispatchEvent(new Event('offline'))")
    await expect(page.locator("offline-banner [role=alert]")).to_contain_text("No connection since")
    await expect(page.locator("offline-banner [role=alert]")).not_to_contain_text("try")


@MODULES_ALONE
async def test_what_is_typed_ahead_outlives_a_press_on_nothing_and_not_a_choice(seat):
    anna = await seat("anna")
    page = await anna.open("/me")
    field = page.get_by_label("Name", exact=True)
    await field.fill("")

    await page.evaluate(HOLD)
    await page.keyboard.type("cot")
    await page.locator(".pane-head").click()
    await field.focus()
    await page.evaluate("arrive()")
    await expect(field).to_have_value("cot")

    await page.evaluate(HOLD)
    await page.keyboard.type("bed")
    await field.click()
    await page.evaluate("arrive()")
    await page.keyboard.press("End")
    await page.keyboard.type("s")
    await expect(field).to_have_value("cots")
