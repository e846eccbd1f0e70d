"""While somebody reads, nothing moves: the browser's own layout-shift entries are counted while live events arrive."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import customer_writes_by_form

# Every shift that the browser notes from now on, with what moved; those within half a second of a key or a click count too.
WATCH = """() => {
  globalThis.shifts = [];
  const told = ({previousRect: a, currentRect: b, node}) =>
    `${node?.nodeName} .${node?.className ?? node?.parentNode?.className} ${a.x},${a.y} ${a.width}x${a.height} -> ${b.x},${b.y} ${b.width}x${b.height}`;
  const moved = ({sources}) => !sources.length || sources.some(({previousRect: {width, height}}) => width && height);  // what was out of sight only comes
  const note = (list) => shifts.push(...list.getEntries().filter(moved).map((entry) => entry.sources.map(told).join("; ")));
  new PerformanceObserver(note).observe({type: "layout-shift"});
}"""
LINES = "\n\n".join(f"Line {number} of a long letter about a long journey." for number in range(60))
ACT = """async ([path, fields]) => (await fetch(path, {method: "POST", body: new URLSearchParams(fields),
  headers: {Accept: "application/json"}})).status"""


async def shifts_of(page: Page) -> list[str]:
    await page.wait_for_timeout(400)  # entries are told with the next frames
    return await page.evaluate("shifts")


async def test_a_shift_would_be_noted(seat):
    page = await (await seat()).open("/new")
    await page.evaluate(WATCH)

    await page.evaluate(
        "document.querySelector('main').prepend(Object.assign(document.createElement('p'), {innerText: 'News'}))"
    )

    assert await shifts_of(page) != []


@pytest.mark.parametrize("hand", ["ticket-list", ".thread"])
async def test_nothing_moves_under_the_eye_while_live_events_arrive(seat, hand):
    """With the hand over the list its news waits; without, rows slide in, which is a movement but never a jump."""
    anna, boris, helena = await seat("anna"), await seat("boris"), await seat()
    others = [await customer_writes_by_form(helena, f"Ticket {number}") for number in range(3)]
    number = await customer_writes_by_form(helena, "Read slowly", LINES)
    page = await anna.open(f"/tickets/{number}?view=all")
    await boris.open("/tickets?view=all")
    await page.locator("[data-act=take]").click()
    await expect(page.locator(".banner--mine")).to_be_visible()
    await page.locator(".composer__text[data-kind=answer]").click()
    await page.keyboard.type("Half a sentence")
    await page.locator(".thread").hover()
    await page.mouse.wheel(0, -600)
    await page.locator(hand).hover()
    await expect(page.locator(".composer__saved")).not_to_be_empty()
    await page.wait_for_timeout(600)
    await page.evaluate(WATCH)

    fresh = await customer_writes_by_form(helena, "Something new")
    for path, fields in (
        (f"/tickets/{others[0]}/take", {}),
        (f"/tickets/{others[0]}/status", {"status": "waiting_for_operator"}),
        (f"/tickets/{number}/note", {"html": "<p>Ask for the cot.</p>", "request_key": "a note"}),
        (f"/tickets/{number}/ask", {}),
        (f"/tickets/{others[1]}/take", {}),
        (f"/tickets/{others[0]}/drop", {}),
    ):
        assert await boris.page.evaluate(ACT, [path, fields]) < 400, path
    await helena.open(f"/t/{number}")
    await helena.page.fill("#message", "And one thing more.")
    await helena.page.get_by_role("button", name="Send reply").click()

    await expect(page.locator(".thread-pill")).to_be_visible()
    await expect(page.locator(".message--note")).to_have_count(1)
    await expect(page.locator(".banner--mine")).to_contain_text("would like this ticket")
    await expect(anna.row(others[1])).to_contain_text("assigned to Boris Weber")
    await expect(anna.row(fresh)).to_have_count(0 if hand == "ticket-list" else 1)
    await expect(page.locator(".news-pill__count")).to_have_text("1 new" if hand == "ticket-list" else "")
    assert await shifts_of(page) == []
