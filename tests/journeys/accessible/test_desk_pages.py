"""No page of the desk has a serious or critical fault for axe-core, and nothing sticks out, with all that it opens.

Which pages there are is known to the router; which of the tests below looks at one, to the sets at its head.
"""

import re

import pyotp

from tests.journeys.axe import TABLET, WIDE
from tests.web.addresses import DESK_PAGES

STATISTICS = frozenset(page for page in DESK_PAGES if page.startswith("/statistics"))
MAIL_AND_SETTINGS = frozenset(
    page for page in DESK_PAGES if page.startswith(("/mail", "/settings", "/forms", "/api-keys"))
)
CUSTOMERS = frozenset(page for page in DESK_PAGES if page.startswith("/customers"))
PEOPLE = frozenset(page for page in DESK_PAGES if page.startswith(("/people", "/me", "/groups")))
THE_REST = DESK_PAGES - STATISTICS - MAIL_AND_SETTINGS - CUSTOMERS - PEOPLE


async def test_lists_of_tickets_and_what_is_beside_them_have_no_grave_fault(demo):
    page = await demo.operator()

    await page.goto("/")
    demo.seen.add("/")  # leads to a list
    await demo.visit(page, "/tickets", "?view=all")
    await demo.look_over(page)
    await page.set_viewport_size(TABLET)
    await demo.look.here(page, "/tickets, tablet")
    await page.set_viewport_size(WIDE)
    await page.keyboard.press("j")
    await page.keyboard.press(" ")
    await page.locator(".peek").wait_for()
    await demo.look.here(page, "peek", "ticket-peek")
    for query in ("?view=spam", "?q=zzzz", "?q=date:never", "?q=cot"):
        await page.goto(f"/tickets{query}")
        await demo.look.here(page, f"/tickets{query}")
    await page.locator(".search-box__input").fill("sta")
    await page.locator(".search-field__offers").wait_for()
    await demo.look.at(page, "what the search offers", ".search-field")
    await page.keyboard.press("Control+k")
    await page.locator("dialog.palette[open]").wait_for()
    await demo.look.at(page, "palette", "dialog.palette")
    await demo.visit_and_look_over(page, "/languages", "/live", "/log", "/log/day", "/templates", "/tickets/new")
    await page.goto("/templates?edit=new")
    await demo.look.at(page, "a new template")
    await page.goto("/tickets/new")
    await page.get_by_role("button", name="Create ticket").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await demo.look.at(page, "/tickets/new with faults")
    await demo.visit(page, "/languages/{code}", "?q=Mine", code="de")
    await demo.visit(page, "/deleted")

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == THE_REST


async def test_statistics_have_no_grave_fault(demo):
    page = await demo.operator()

    await demo.visit_and_look_over(page, "/statistics", "/statistics/operators", "/statistics/tickets")
    await demo.visit(page, "/statistics/list", "?measure=opened&from=2000-01-01&to=2099-12-31")

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == STATISTICS


async def test_mail_and_settings_have_no_grave_fault(demo):
    page = await demo.operator()

    await demo.visit_and_look_over(
        page, "/mail/in", "/mail/out", "/mail/simulate", "/api-keys", "/forms", "/settings", "/settings/mail"
    )
    await demo.visit(page, "/mail/out/{id:int}", id=1)
    await demo.visit(page, "/mail/in/{id:int}", id=1)
    demo.served.run("form", "add", "Contact page")
    await demo.visit(page, "/forms/{id:int}", id=1)

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == MAIL_AND_SETTINGS


async def test_customers_in_the_console_have_no_grave_fault(demo):
    page = await demo.operator()

    await demo.visit(page, "/customers")
    await page.goto("/customers?q=nobody+at+all")
    await demo.look.at(page, "no customer found")
    await demo.visit(page, "/customers/{id:int}", id=1)
    await page.fill("[name=note]", "A quiet room, please")
    await page.get_by_role("button", name="Save").click()
    await page.locator(".notice--done").wait_for()
    await demo.look.at(page, "a customer with a note")
    await demo.visit(page, "/customers/{id:int}/merge", id=1)
    await page.goto("/customers/1/merge?other=2")
    await page.get_by_role("button", name="Merge").click()
    await page.locator("[aria-invalid]").wait_for()
    await demo.look.at(page, "a merge that is not confirmed")
    await demo.visit(page, "/customers/{id:int}/erase", id=1)
    await page.get_by_role("button", name="Erase everything").click()
    await page.locator("[aria-invalid]").wait_for()
    await demo.look.at(page, "an erasure that is not confirmed")

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == CUSTOMERS


async def test_people_groups_and_ones_own_pages_have_no_grave_fault(demo):
    page = await demo.operator()

    await demo.visit_and_look_over(page, "/groups", "/me")
    for query in ("?edit=new", "?edit=1", "?remove=1"):
        await page.goto(f"/groups{query}")
        await demo.look.at(page, f"/groups{query}")
    await demo.visit(page, "/groups/{id:int}/hours", id=1)
    await page.get_by_label("At these hours").check()
    await page.fill("#day0", "9 to 5")
    await page.get_by_role("button", name="Save").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await demo.look.at(page, "opening hours with a fault")
    await somebody_is_invited(demo, page)
    await second_factor_pages(demo, page)
    await somebody_leaves(demo, page)
    await demo.visit(page, "/me/password")

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == PEOPLE


async def somebody_is_invited(demo, page):
    """They set the password with the link in the mail; what is wrong on the way is looked at too."""
    await demo.visit(page, "/people/new")
    await page.locator("[type=submit]", has_text="Send invitation").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await demo.look.at(page, "/people/new with faults")
    await page.fill("[name=name]", "Inês Carvalho")
    await page.fill("[name=email]", "ines@aurora.example")
    await page.evaluate("() => document.querySelector('.person-form').submit()")
    await page.wait_for_url("**/people")
    await demo.visit(page, "/people")
    await demo.visit(page, "/people/import")
    await demo.visit(page, "/me/sessions")
    await page.goto("/mail/out")
    await page.get_by_role("link", name="invitation").first.click()
    link = re.search(r"http://\S+/password/\S+", await page.locator(".mail__text").inner_text())[0]
    guest = await demo.customer()
    await guest.goto(link)
    await guest.fill("#password", "password1234")
    await guest.keyboard.press("Enter")
    await guest.locator("[aria-invalid]").wait_for()
    await demo.look.at(guest, "a link that sets a password, refused")
    await guest.fill("#password", "a lamp in the hall")
    await guest.keyboard.press("Enter")
    await guest.locator(".notice--done").wait_for()
    await demo.look.here(guest, "sign-in, with the password set")


async def somebody_leaves(demo, page):
    """For a while, or for good: what each would do is looked at, and not done."""
    await demo.visit(page, "/people/{id:int}", id=2)
    for act in ("deactivate", "delete"):
        await page.goto("/people/2")
        await page.locator(f"[data-fetch-dialog$={act}]").click()
        await page.locator("dialog[open]").wait_for()
        await demo.look.at(page, f"dialog to {act}", "dialog[open]")


async def second_factor_pages(demo, page):
    """It is set up with the picture, asked for in another browser, and removed."""
    await demo.visit(page, "/me/second-factor")
    await page.fill("[name=current]", demo.password)
    await page.get_by_role("button", name="Set up").click()
    secret = "".join((await page.locator(".second-factor__secret").text_content()).split())
    await demo.look.at(page, "a second factor is set up")
    codes = pyotp.TOTP(secret)
    await page.fill("[name=code]", codes.now())
    await page.get_by_role("button", name="Turn on").click()
    await page.locator(".second-factor__codes").wait_for()
    await demo.look.at(page, "recovery codes")
    code = await page.locator(".second-factor__codes li").first.inner_text()
    guest = await demo.at_the_door()
    await guest.wait_for_url("**/sign-in/code*")
    await demo.look.at(guest, "/sign-in/code")
    await guest.fill("[name=code]", code)
    await guest.get_by_role("button", name="Sign in").click()
    await guest.wait_for_url("**/tickets*")
    await page.goto("/me/second-factor")
    await demo.look.at(page, "a second factor that is on")
    await page.fill("[name=current]", demo.password)
    await page.get_by_role("button", name="Remove").click()
    await page.get_by_role("button", name="Set up").wait_for()
