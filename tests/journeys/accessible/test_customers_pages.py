"""No page that customers see has a serious or critical fault for axe-core, and nothing sticks out."""

import re

from tests.journeys.axe import SOURCE, Look
from tests.web.addresses import PUBLIC_PAGES

LETTER = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "A cot, please",
    "message": "We arrive at 00:45.",
}


async def test_axe_would_tell_of_a_grave_fault_and_of_what_sticks_out(browser):
    page = await browser.new_page()
    await page.add_init_script(SOURCE)
    await page.goto("about:blank")
    await page.set_content("<main><p style='color: #999'>Faint<button></button><div style='width: 20px'>Unbreakable")
    look = Look()

    await look.here(page, "blank")

    told = " ".join(look.faults)
    assert "color-contrast" in told
    assert "button-name" in told
    assert "sticks out" in told


async def test_customers_pages_have_no_grave_fault_for_who_cannot_see_or_point(demo):
    page = await demo.customer()

    await demo.visit(page, "/sign-in")
    await page.fill("[name=email]", "anna@aurora.example")
    await page.fill("[name=password]", "wrong")
    await page.keyboard.press("Enter")
    await page.locator(".notice--fault").wait_for()
    await demo.look.here(page, "sign-in, refused")
    await demo.visit(page, "/setup/{token}")  # not found on a desk with people; test_first_run.py looks at the form
    await demo.visit(page, "/sign-in/code")  # leads back to the first step; the second is looked at below
    await demo.visit(page, "/api/docs")
    await demo.visit(page, "/api/problems/{slug}", slug="lock-held")
    await demo.visit(page, "/new")
    await page.get_by_role("button", name="Send message").click()
    await page.locator("#faults").wait_for()
    await demo.look.at(page, "/new with faults")
    for name, typed in LETTER.items():
        await page.fill(f"[name={name}]", typed)
    await page.set_input_files("#files", [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}])
    await demo.look.here(page, "/new with a file")
    await page.get_by_role("button", name="Send message").click()
    await page.wait_for_url("**/new/done/*")
    number = int(page.url.rsplit("/", 1)[1])
    await demo.visit(page, "/new/done/{id:int}", id=number)
    await demo.visit(page, "/t/{id:int}", id=number)
    await demo.visit(page, "/t")
    await demo.visit(page, "/t/lost")
    await demo.visit(page, "/offline")
    await demo.visit(page, "/password/{token}", token="over")
    await demo.visit(page, "/password/lost")
    await page.fill("[name=email]", "anna@aurora.example")
    await page.keyboard.press("Enter")
    await page.locator(".notice--done").wait_for()
    await demo.look.here(page, "/password/lost, sent")
    await page.goto("/nowhere")
    await demo.look.at(page, "an address that is nowhere")
    await pages_of_a_form(demo, page)

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == PUBLIC_PAGES


async def pages_of_a_form(demo, page):
    """Where a form on another site leads: something is missing, it looks doubtful, thanks."""
    html = demo.served.run("form", "add", "Contact page", "--field", "arrival=Arrival").stdout
    await page.set_content(html)
    for name, typed in (LETTER | {"phone": "1", "message": "www.a.example www.b.example www.c.example"}).items():
        await page.fill(f"[name={name}]", typed)
    await page.get_by_role("button", name="Send message").click()
    await page.get_by_role("heading", name="Check your message").wait_for()
    await demo.look.at(page, "a form of another site with faults")
    await page.fill("[name=phone]", LETTER["phone"])
    await page.get_by_role("button", name="Send message").click()
    await page.get_by_role("heading", name="Send this?").wait_for()
    await demo.look.at(page, "send this?")
    await demo.visit(page, "/forms/{key}/done", key=re.search(r"f_\w{22}", html)[0])
