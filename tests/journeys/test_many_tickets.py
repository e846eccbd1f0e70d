"""Many tickets at once: chosen with the keyboard, acted on together, and a list that never jumps under a hand."""

import sqlalchemy as sa
from playwright.async_api import expect

from app.core.clock import now_ms
from app.seeding.history import Crew
from app.seeding.stories import stories
from app.seeding.writing import seed_tickets
from sql.tables import groups, operators
from tests.journeys.test_catching_up import act, by_hand
from tests.plugins.databases import engine

PLACES = """() => [...document.querySelectorAll('.ticket-list__item')].map(
    (item) => [item.dataset.ticket, Math.round(item.getBoundingClientRect().top)])"""
IN_LIST = """() => {
    const list = document.querySelector('ticket-list'), edge = list.rows.getBoundingClientRect().top;
    const seen = list.items.find((item) => item.getBoundingClientRect().bottom > edge);
    return { rows: list.items.length, first: list.pages.first, pages: list.pages.pages.length, seen: seen?.dataset.ticket };
}"""
SHIFTS = """() => { window.shifts = []; new PerformanceObserver((list) => window.shifts.push(
    ...list.getEntries().filter((entry) => !entry.hadRecentInput).map((entry) => entry.value)
    )).observe({ type: 'layout-shift', buffered: false }); }"""


async def test_many_are_taken_with_the_keyboard_alone_and_what_did_not_go_says_why(seat):
    anna, boris = await seat("anna"), await seat("boris")
    numbers = [await by_hand(anna, f"Question {number}") for number in range(6)]
    newest = numbers[::-1]
    await anna.open("/tickets?view=all")
    await boris.open("/tickets?view=all")
    await act(boris, f"/tickets/{newest[1]}/take")
    bar, keys = anna.page.locator("bulk-bar"), anna.page.keyboard
    await expect(anna.page.locator(f"li[data-ticket='{newest[1]}'].is-locked")).to_be_visible()

    await anna.row(newest[0]).focus()
    await keys.press("x")
    for _step in range(4):
        await keys.press("Shift+J")
    await keys.press("Shift+K")
    await expect(bar.locator(".bulk-bar__count")).to_have_text("4 selected")
    await expect(anna.page.locator("#selection-said")).to_have_text("4 selected")

    # What another operator does meanwhile changes rows in place and lets nothing go.
    await act(boris, f"/tickets/{newest[2]}/note", html="<p>Seen</p>", request_key="n")
    await by_hand(boris, "Another one")
    await expect(anna.page.locator(".news-pill__count").first).to_have_text("1 new")
    await expect(bar.locator(".bulk-bar__count")).to_have_text("4 selected")

    await keys.press("t")
    report = anna.page.locator("#bulk-report")
    await expect(report.locator("h2")).to_have_text("3 of 4 tickets taken")
    refused = report.locator("[data-refused] .bulk-line")
    await expect(refused).to_contain_text("Boris has it.")
    await expect(refused.locator("a")).to_have_attribute("href", f"/tickets/{newest[1]}")
    await expect(report.locator("[data-went] .bulk-line")).to_have_count(3)
    await keys.press("Enter")  # Close has the focus
    await expect(bar.locator(".bulk-bar__count")).to_have_text("1 selected")  # what did not go stays chosen
    for number in (newest[0], newest[2], newest[3]):
        await expect(boris.page.locator(f"li[data-ticket='{number}'].is-locked")).to_be_visible()

    await keys.press("z")  # what the report offered, for some seconds after it was closed
    for number in (newest[0], newest[2], newest[3]):
        await expect(boris.page.locator(f"li[data-ticket='{number}'].is-locked")).to_have_count(0)
    await act(anna, f"/tickets/{newest[0]}/take")

    await keys.press("Escape")
    await expect(bar).to_be_hidden()

    # All that went: one line, and back with z.
    await anna.row(newest[0]).focus()
    await keys.press("x")
    await keys.press("s")
    await anna.page.get_by_role("menuitem", name="Waiting for customer").press("Enter")
    await expect(anna.page.locator("desk-toast")).to_contain_text("1 ticket set to Waiting for customer")
    await expect(boris.row(newest[0])).to_have_attribute("data-status", "waiting_for_customer")
    await keys.press("z")
    await expect(boris.row(newest[0])).to_have_attribute("data-status", "open")


async def test_duplicates_are_merged_into_the_chosen_original_on_a_phone(seat):
    phone = await seat("ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    numbers = [await by_hand(phone, f"Again {number}") for number in range(3)]
    await phone.open("/tickets?view=all")

    await phone.page.locator("[popovertarget=order-menu]").tap()
    await phone.page.locator("[data-pick-tickets]").tap()
    for number in numbers:
        await phone.row(number).tap()
    await expect(phone.page.locator(".bulk-bar__count")).to_have_text("3 selected")
    assert "/tickets?view=all" in phone.page.url  # a tap chose them, and opened none

    await phone.page.locator("[popovertarget=bulk-more]").tap()
    await phone.page.locator("[data-bulk-merge]").tap()
    original = phone.page.locator("#bulk-merge-dialog .bulk-original").nth(0)
    await expect(original.locator("input")).to_be_checked()
    await phone.page.get_by_role("button", name="Mark as duplicates").tap()

    for number in numbers[1:]:
        await expect(phone.row(number)).to_have_count(0)  # no finger rests on the list: they leave the view
    await expect(phone.row(numbers[0])).to_have_attribute("data-status", "open")
    await expect(phone.page.locator("bulk-bar")).to_be_hidden()
    await phone.page.get_by_role("button", name="Undo").tap()
    await expect(phone.row(numbers[1])).to_have_attribute("data-status", "open")


async def test_the_list_never_jumps_while_another_operator_changes_twenty_tickets(seat):
    anna, boris = await seat("anna"), await seat("boris")
    numbers = [await by_hand(anna, f"Question {number}") for number in range(24)]
    page = await anna.open("/tickets?view=unassigned&sort=activity")
    await expect(anna.row(numbers[-1])).to_be_visible()
    await anna.row(numbers[-3]).hover()
    before = await page.evaluate(PLACES)
    await page.evaluate(SHIFTS)

    for number in numbers[:10]:
        await act(boris, f"/tickets/{number}/take")  # leaves the view
    for number in numbers[10:20]:
        await act(boris, f"/tickets/{number}/note", html="<p>Looked</p>", request_key=f"n{number}")  # moves up
    late = await by_hand(boris, "The last one")

    await expect(page.locator(".news-pill__count").first).to_contain_text("new")
    await expect(page.locator(f"li[data-ticket='{numbers[0]}'].is-leaving")).to_have_count(1)
    assert await page.evaluate(PLACES) == before
    assert await page.evaluate("window.shifts") == []

    await page.keyboard.press(".")
    await expect(anna.row(late)).to_be_visible()
    await expect(anna.row(numbers[0])).to_have_count(0)
    kept = [ticket for ticket, _top in await page.evaluate(PLACES)]
    await page.reload()
    assert [ticket for ticket, _top in await page.evaluate(PLACES)] == kept


def add_tickets(hotel_desk, count):
    """Seed them for the desk's people, in a group of their own."""
    with engine(hotel_desk.served.env["DESKBELL_DATABASE_URL"]) as connected:
        with connected.begin() as connection:
            connection.execute(sa.insert(groups).values(name="Reservations", created_ms=now_ms()))
            group_id = connection.scalar(sa.select(groups.c.id))
            people = tuple(map(tuple, connection.execute(sa.select(operators.c.id, operators.c.name))))
        crew = Crew(people, dict.fromkeys((story.group for story in stories()), group_id))
        seed_tickets(connected, crew, count, 1, now_ms())


async def test_far_scrolling_keeps_the_page_small_and_going_back_finds_the_place(seat, hotel_desk):
    add_tickets(hotel_desk, 900)
    anna = await seat("anna")
    page = await anna.open("/tickets?view=finished")

    while (shown := await page.evaluate(IN_LIST))["first"] < 3:
        await page.locator(".ticket-list__more").scroll_into_view_if_needed()
        await page.wait_for_function(f"(pages) => ({IN_LIST})().pages > pages", arg=shown["pages"])
    assert shown["rows"] == 400

    await page.locator(".ticket-list__item").nth(200).scroll_into_view_if_needed()
    there = (await page.evaluate(IN_LIST))["seen"]
    await page.wait_for_function("(ticket) => history.state?.place?.ticket === ticket", arg=there)
    await page.reload()
    await page.wait_for_function(f"(ticket) => ({IN_LIST})().seen === ticket", arg=there)
    await page.locator(".rail a[data-view=mine]").click()
    await expect(page.locator("ticket-list[data-view=mine]")).to_be_visible()
    await page.go_back()
    await page.wait_for_function(f"(ticket) => ({IN_LIST})().seen === ticket", arg=there)

    await page.locator(".ticket-list__rows").evaluate("(rows) => rows.scrollTo({ top: 0 })")
    await page.wait_for_function(f"() => ({IN_LIST})().first === 0 && !history.state?.place")
    newest = await page.locator(".ticket-list__item").first.get_attribute("data-ticket")
    await page.reload()
    await expect(page.locator(".ticket-list__item").first).to_have_attribute("data-ticket", newest)
