"""The open ticket: messages that belong elsewhere, files, snooze, and one person's several windows."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import MODULES_ALONE, customer_writes_by_form
from tests.journeys.test_catching_up import act

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005050201"
    "5fcd9a4c0000000049454e44ae426082"
)
NOT_FOCUSED = "document.hasFocus = () => false"  # here every page believes that it has the focus
TOLD = """
window.told = [];
window.Notification = class extends EventTarget {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title) { super(); window.told.push(title); }
  close() {}
};
"""


async def choose(page, message, item):
    """An entry of a message's own menu."""
    await page.locator(f"#message-{message} .message__menu button").first.click()
    await page.get_by_role("menuitem", name=item).click()


async def editor_of(page):
    return page.locator(".composer__text[data-kind=answer]").first


async def test_a_message_that_belongs_elsewhere_is_split_off_moved_and_taken_back_before_everybodys_eyes(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    other = await customer_writes_by_form(helena, "Booking in Graça")
    number = await customer_writes_by_form(helena)
    await helena.open(f"/t/{number}")
    await helena.page.fill("#message", "And a cot for the other booking.")
    await helena.page.get_by_role("button", name="Send reply").click()
    await anna.open(f"/tickets/{number}")
    await anna.page.locator("button[data-act=take]").click()
    await expect(anna.page.locator(".banner--mine")).to_be_visible()
    await boris.open(f"/tickets/{number}")
    stray = anna.page.locator(".message--customer", has_text="a cot for the other")
    message = (await stray.get_attribute("id")).removeprefix("message-")
    seen = [boris.page.locator(f"#message-{message}"), helena.page.locator(f"#message-{message}")]
    for copy in seen:
        await expect(copy).to_be_visible()

    await choose(anna.page, message, "Split off as a new ticket")
    await anna.page.fill("#split-subject", "A cot in Graça")
    await anna.page.get_by_role("button", name="Split off", exact=True).click()
    await expect(stray).to_have_count(0)
    for copy in seen:
        await expect(copy).to_have_count(0)
    await expect(boris.page.locator(".story", has_text="split a message off")).to_be_visible()

    await anna.page.locator("desk-toast").get_by_text("Undo").click()
    for copy in [stray, *seen]:
        await expect(copy).to_be_visible()

    await choose(anna.page, message, "Move to another ticket")
    await anna.page.fill("#picker-search", "graca")
    await expect(anna.page.locator(f".choice:has(:checked) input[value='{other}']")).to_be_visible()
    await anna.page.keyboard.press("Enter")
    await expect(stray).to_have_count(0)
    await anna.page.locator(f".story a[data-ticket-link='{other}']").first.click()
    await expect(anna.page.locator(f"#message-{message}")).to_contain_text("a cot for the other")
    await expect(anna.page.locator(".ticket__facts .status")).to_contain_text("Waiting for operator")


async def test_a_duplicate_says_of_what_and_a_snooze_ends_when_the_customer_writes(seat):
    anna, helena = await seat("anna"), await seat()
    first = await customer_writes_by_form(helena)
    number = await customer_writes_by_form(helena, "Late arrival, again")
    await anna.open(f"/tickets/{number}")
    await anna.page.locator("button[data-act=take]").click()
    await expect(anna.page.locator(".banner--mine")).to_be_visible()

    await anna.page.get_by_role("button", name="More actions").click()
    await anna.page.get_by_role("menuitem", name="Mark as duplicate").click()
    await anna.page.locator(f".choice input[value='{first}']").check()
    await anna.page.get_by_role("button", name="Mark as duplicate").click()
    banner = anna.page.locator(".banner--state")
    await expect(banner).to_contain_text(f"Duplicate of #{first}.")
    await banner.get_by_role("button", name="Not a duplicate").click()
    await expect(banner).to_have_count(0)

    await anna.page.get_by_role("button", name="More actions").click()
    await anna.page.get_by_role("menuitem", name="Snooze").click()
    await anna.page.get_by_role("button", name="Until the customer writes").click()
    await expect(banner).to_contain_text("Snoozed until the customer writes.")
    await helena.open(f"/t/{number}")
    await helena.page.fill("#message", "Any news?")
    await helena.page.get_by_role("button", name="Send reply").click()
    await expect(banner).to_have_count(0)


OFFERS = """async (script) => {
  const { momentsFrom } = await import(script);
  const wrong = [];
  for (let moment = Date.UTC(2011, 10, 1), end = Date.UTC(2013, 0, 15); moment < end; moment += 30 * 60_000) {
    const offers = Object.values(momentsFrom(new Date(moment))).filter(Boolean).map(Number);
    const grows = offers.every((offer, at) => offer > (offers[at - 1] ?? moment));
    if (!grows || offers.length < 1) wrong.push(new Date(moment).toString());
  }
  return wrong;
}"""
# A night without a midnight, a day that never was, a half hour of summer, no summer at all.
ZONES = ("America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "Europe/Berlin", "UTC")


@MODULES_ALONE
async def test_no_moment_is_offered_twice_for_a_snooze_whatever_the_day_the_hour_and_the_zone(seat):
    anna = await seat("anna")
    script = await anna.page.evaluate("document.querySelector('script[src*=\"js/console.js\"]').src")
    for zone in ZONES:
        somewhere = await seat(timezone_id=zone)
        await somewhere.open("/sign-in")
        assert await somewhere.page.evaluate(OFFERS, script.replace("console.js", "elements/snooze-choices.js")) == []


async def test_files_open_large_one_after_the_other_and_a_pdf_in_a_document_without_origin(seat):
    anna, helena = await seat("anna"), await seat()
    page = await helena.open("/new")
    for name, value in {
        "name": "Helena Brandt",
        "email": "helena@guest.example",
        "phone": "+49 40 5550 1832",
        "city": "Hamburg",
        "subject": "Lamp",
        "message": "See the pictures.",
    }.items():
        await page.fill(f"[name={name}]", value)
    files = [
        ("lamp.png", "image/png", PICTURE),
        ("door.png", "image/png", PICTURE),
        ("bill.pdf", "application/pdf", b"%PDF-1.4"),
    ]
    await page.set_input_files("input[type=file]", [{"name": n, "mimeType": t, "buffer": b} for n, t, b in files])
    await page.get_by_role("button", name="Send message").click()
    await page.wait_for_url("**/new/done/*")
    await anna.open(f"/tickets/{page.url.rsplit('/', 1)[1]}")

    await anna.page.locator("a[data-preview]", has_text="lamp.png").click()
    name = anna.page.locator(".viewer__name")
    await expect(name).to_have_text("lamp.png")
    await expect(anna.page.locator(".viewer__stage img")).to_be_visible()
    await anna.page.keyboard.press("+")
    await expect(anna.page.locator(".viewer__stage")).to_have_class(re.compile("is-zoomed"))
    await anna.page.keyboard.press("ArrowRight")
    await expect(name).to_have_text("door.png")
    await anna.page.keyboard.press("End")
    await expect(name).to_have_text("bill.pdf")
    await expect(anna.page.locator(".viewer__stage iframe")).to_have_attribute(
        "src", re.compile(r"/attachments/\w+/preview$")
    )
    await anna.page.keyboard.press("Escape")
    await expect(anna.page.locator(".viewer")).to_be_hidden()
    await expect(anna.page.get_by_role("link", name="Download all")).to_be_visible()


async def test_two_windows_of_one_person_agree_and_one_of_them_tells(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await anna.context.add_init_script(TOLD)
    await anna.open("/me")
    await anna.page.locator("[data-prefer=desktop]").click()
    first, second = anna.page, await anna.context.new_page()
    await first.goto(f"{anna.url}/tickets/{number}")
    await second.goto(f"{anna.url}/tickets/{number}")
    await second.evaluate(NOT_FOCUSED)

    await first.locator("button[data-act=take]").click()
    await expect(second.locator(".banner--mine")).to_contain_text("Assigned to you")
    await first.keyboard.press("Shift+C")
    await expect(second.locator(".desk")).to_have_class(re.compile("compact"))
    await (await editor_of(first)).click()
    await first.keyboard.type("Dear Helena, reception is open.")
    await expect(await editor_of(second)).to_contain_text("reception is open.")

    await first.goto(f"{anna.url}/tickets?view=mine")
    await second.goto(f"{anna.url}/tickets?view=mine")
    for window in (first, second):
        await window.evaluate(NOT_FOCUSED)
        await expect(window.locator(f".ticket-row[data-ticket='{number}']")).to_be_visible()
    await helena.open(f"/t/{number}")
    await helena.page.fill("#message", "Thank you.")
    await helena.page.get_by_role("button", name="Send reply").click()

    for window in (first, second):
        await expect(window.locator(".ticket-list__item.is-unread")).to_have_count(1)
        await expect(window).to_have_title(re.compile(r"^\(1\) "))
    titles = []
    while not titles:  # a moment after the list shows it
        titles = [title for window in (first, second) for title in await window.evaluate("window.told")]
    assert titles == [f"Helena Brandt wrote on #{number}"]

    await first.locator(f".ticket-row[data-ticket='{number}']").click()
    await expect(second.locator(".ticket-list__item.is-unread")).to_have_count(0)
    await expect(second).to_have_title(re.compile(r"^[^(]"))


async def test_a_resting_pointer_looks_at_a_ticket_and_takes_and_marks_nothing(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    other, number = [await customer_writes_by_form(helena, subject) for subject in ("A cot", "Late arrival")]
    page = await anna.open("/tickets?view=all")
    await boris.open("/tickets?view=all")
    peek = page.locator("ticket-peek")

    await anna.row(number).hover()
    await expect(peek.locator(".peek")).to_contain_text("Late arrival")
    assert await page.evaluate("document.activeElement.closest('ticket-peek')") is None  # nor does it take the focus
    await peek.hover()
    await page.wait_for_timeout(600)
    await expect(peek).to_be_visible()  # it can be read and scrolled
    await page.locator(".rail").hover()
    await expect(peek).to_be_hidden()
    await expect(page.locator(f".ticket-list__item[data-ticket='{number}']")).to_have_class(re.compile("is-unread"))
    await expect(boris.row(number)).to_have_accessible_name(re.compile("Late arrival, Open$"))

    await anna.row(number).hover()
    await expect(peek).to_be_visible()
    await anna.row(number).click()
    await expect(page.locator(".ticket__subject")).to_have_text("Late arrival")
    await expect(peek).to_be_hidden()
    await anna.row(other).hover()
    await page.wait_for_timeout(900)
    await expect(peek).to_be_hidden()  # nothing lies over a ticket that is open
    await page.keyboard.press("Escape")

    await anna.open("/me")
    async with page.expect_response("**/me/preferences"):
        await page.get_by_role("switch", name="Preview on hover").uncheck()
    await anna.open("/tickets?view=all")
    await anna.row(number).hover()
    await page.wait_for_timeout(900)
    await expect(peek).to_be_hidden()


async def test_the_customers_country_is_chosen_among_all_and_cancelling_brings_the_old_one_back(seat):
    anna, helena = await seat("anna"), await seat()
    page = await anna.open(f"/tickets/{await customer_writes_by_form(helena)}")
    country = page.locator("customer-card [name=country]")
    shown = page.locator("customer-card .customer__facts")

    await page.locator("customer-card [data-edit]").click()
    await country.select_option("IT")
    await page.locator("customer-card [type=submit]").click()
    await expect(shown).to_contain_text("Italy")

    await page.locator("customer-card [data-edit]").click()
    await expect(country).to_have_value("IT")
    await expect(country.locator("option[value=IT]")).to_have_count(1)
    await country.select_option("PT")
    await page.locator("customer-card [data-keep]").click()
    await page.locator("customer-card [data-edit]").click()
    await expect(country).to_have_value("IT")


async def test_news_that_the_desk_cannot_draw_is_said(seat):
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}")
    await expect(page.locator(".ticket__head")).to_be_visible()
    fault = {"status": 500, "json": {"detail": "The ticket could not be drawn."}}
    await page.route("**/tickets/*?after_event=*", lambda route: route.fulfill(**fault))

    await act(boris, f"/tickets/{number}/take")

    await expect(page.locator("desk-toast")).to_contain_text("The ticket could not be drawn.")
