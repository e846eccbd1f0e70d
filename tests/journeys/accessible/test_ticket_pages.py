"""No page of a ticket has a serious or critical fault for axe-core, and nothing sticks out, with all that it opens."""

from tests.journeys.axe import WIDE
from tests.web.addresses import TICKET_PAGES

FETCHED_DIALOGS = "[...document.querySelectorAll('[data-fetch-dialog]')].map((it) => it.dataset.fetchDialog)"
SHOW = "(selector) => { for (const it of document.querySelectorAll(selector)) it.hidden = false; }"
MOSTLY_HIDDEN = (
    ".banner--lost, .composer__link, .composer__cc, .customer__form, offline-banner, mail-alarm, .thread-pill"
)
PANES_END = (
    "['.rail', 'ticket-list', 'ticket-pane'].map((it) => document.querySelector(it).getBoundingClientRect().bottom)"
)
TICKETS = "(view) => fetch(`/tickets?view=${view}`, {headers: {Accept: 'application/json'}}).then((it) => it.json())"


async def test_tickets_have_no_grave_fault_for_who_cannot_see_or_point(demo):
    page = await demo.operator()
    held_by = {(it["holder"] or {}).get("name"): it["id"] for it in (await page.evaluate(TICKETS, "all"))["tickets"]}
    mine = (await page.evaluate(TICKETS, "mine"))["tickets"][0]["id"]

    for ticket in (held_by[None], held_by["Maria Conti"], mine):
        await demo.visit(page, "/tickets/{id:int}", id=ticket)
        await demo.look_over(page)
        demo.look.without = ".ticket-list__rows"  # beside each ticket, the same rows
    for width in (1440, 1280, 1024):
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate(PANES_END) == [900, 900, 900], width
    await page.set_viewport_size(WIDE)
    await page.locator("[data-templates]").click()
    await page.locator("template-picker").wait_for()
    await demo.look.at(page, "the templates to choose from", "template-picker")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.evaluate(SHOW, MOSTLY_HIDDEN)
    await demo.look.at(page, "a ticket with all that is mostly hidden, and a note begun")
    await page.goto(f"/tickets/{mine}")
    await page.get_by_role("tab", name="Email a hotel").click()
    await page.locator(".letter__forward summary").click()
    await demo.look.at(page, "a ticket with an email to a hotel begun")
    for dialog in demo.new(await page.evaluate(FETCHED_DIALOGS)):
        await page.goto(f"/tickets/{mine}")
        await page.evaluate("(to) => document.querySelector(`[data-fetch-dialog='${to}']`).click()", dialog)
        await page.locator("dialog[open]").wait_for()
        await demo.look.at(page, f"dialog of {dialog}", "dialog[open]")
    await demo.visit(page, "/tickets/{id:int}/third-party", id=mine)
    await demo.visit(page, "/tickets/{id:int}/print", id=mine)
    await page.goto(f"/tickets/{held_by['Maria Conti']}")
    await page.locator("[data-act=ask]").click()
    await page.locator(".banner--asked").wait_for()
    await demo.look.here(page, "a ticket that was asked for")
    await page.goto("/tickets/999999")
    await demo.look.at(page, "a ticket that is not there")

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == TICKET_PAGES
