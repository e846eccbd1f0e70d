"""No page has a serious or critical fault for axe-core, and nothing sticks out: every page of the router, with all it opens."""

import re
from dataclasses import dataclass, field

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from tests.journeys.axe import SOURCE, WIDE, Look, context_options
from tests.servers.served_desk import ServedDesk
from tests.web.addresses import DESK_PAGES, PUBLIC_PAGES, TICKET_PAGES, address

LETTER = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "A cot, please",
    "message": "We arrive at 00:45.",
}
# What a page holds over itself, by id: menus and dialogs, also those that nobody has opened yet.
MENUS = """[...document.querySelectorAll("[popovertarget]")].filter((it) => it.checkVisibility())
  .map((it) => it.getAttribute("popovertarget"))"""
DIALOGS = "[...document.querySelectorAll('dialog[id]')].map((it) => it.id)"
FETCHED_DIALOGS = "[...document.querySelectorAll('[data-fetch-dialog]')].map((it) => it.dataset.fetchDialog)"
CALL = "([id, method]) => document.getElementById(id)[method]()"
SHOW = "(selector) => { for (const it of document.querySelectorAll(selector)) it.hidden = false; }"
MOSTLY_HIDDEN = (
    ".banner--lost, .composer__link, .composer__cc, .customer__form, offline-banner, mail-alarm, .thread-pill"
)
PANES_END = (
    "['.rail', 'ticket-list', 'ticket-pane'].map((it) => document.querySelector(it).getBoundingClientRect().bottom)"
)
TICKETS = "(view) => fetch(`/tickets?view=${view}`, {headers: {Accept: 'application/json'}}).then((it) => it.json())"


@dataclass
class DemoDesk:
    """A served demo desk, its browser, and what was looked at."""

    served: ServedDesk
    browser: Browser
    password: str
    look: Look = field(default_factory=Look)
    seen: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)  # kinds of dialogs and menus that were looked at

    async def customer(self) -> Page:
        """A customer's browser."""
        return await (await self._context()).new_page()

    async def operator(self) -> Page:
        """Anna's, who is an administrator."""
        page = await self.at_the_door()
        await page.wait_for_url("**/tickets**")
        return page

    async def at_the_door(self) -> Page:
        """The same, where her password has been sent."""
        page = await (await self._context()).new_page()
        await page.goto("/sign-in")
        await page.fill("[name=email]", "anna@aurora.example")
        await page.fill("[name=password]", self.password)
        await page.get_by_role("button", name="Sign in").click()
        return page

    async def visit(self, page: Page, route: str, query: str = "", **numbers: int | str) -> None:
        """Go to a page of the router, and look at it."""
        await page.goto(address(route, **numbers) + query)
        self.seen.add(route)
        await self.look.at(page, f"{route} {query}".strip())

    async def look_over(self, page: Page) -> None:
        """Look at every menu and dialog of this page, once in the whole run."""
        for name in self.new(await page.evaluate(MENUS)):
            await page.evaluate(CALL, [name, "showPopover"])
            await self.look.here(page, f"menu {name}", f"#{name}")
            await page.evaluate(CALL, [name, "hidePopover"])
        for name in self.new(await page.evaluate(DIALOGS)):
            await page.evaluate(CALL, [name, "showModal"])
            await self.look.at(page, f"dialog {name}", f"#{name}")
            await page.evaluate(CALL, [name, "close"])

    def new(self, names: list[str]) -> list[str]:
        """One of each kind that was not looked at yet: those that differ by a number only are of one kind."""
        found = {re.sub(r"\d+", "N", name): name for name in names}
        fresh = [name for kind, name in found.items() if kind not in self.over]
        self.over |= set(found)
        return fresh

    async def _context(self) -> BrowserContext:
        context = await self.browser.new_context(base_url=self.served.url, **context_options(service_workers="block"))
        await context.add_init_script(SOURCE)
        return context


pytestmark = pytest.mark.timeout(300)  # many looks at one desk: a desk for each page would cost more


@pytest_asyncio.fixture(loop_scope="session")
async def demo(browser, make_served_desk, tmp_path) -> DemoDesk:
    """The demo desk as `deskbell demo` makes it, served."""
    served = make_served_desk(f"sqlite:///{tmp_path}/demo.db", mail_in_web="0")
    password = re.search(r"password\s+(\S+)", served.run("demo").stdout)[1]
    return DemoDesk(served.start(), browser, password)


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


async def test_the_desks_lists_and_pages_have_no_grave_fault_for_who_cannot_see_or_point(demo):
    page = await demo.operator()

    await page.goto("/")
    demo.seen.add("/")  # leads to a list
    await demo.visit(page, "/tickets", "?view=all")
    await demo.look_over(page)
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
    for route in (
        "/groups",
        "/languages",
        "/live",
        "/log",
        "/log/day",
        "/me",
        "/mail/in",
        "/mail/out",
        "/mail/simulate",
        "/api-keys",
        "/forms",
        "/settings",
        "/settings/mail",
        "/statistics",
        "/statistics/operators",
        "/statistics/tickets",
        "/templates",
        "/tickets/new",
    ):
        await demo.visit(page, route)
        await demo.look_over(page)
    await demo.visit(page, "/statistics/list", "?measure=opened&from=2000-01-01&to=2099-12-31")
    await page.goto("/templates?edit=new")
    await demo.look.at(page, "a new template")
    for query in ("?edit=new", "?edit=1", "?remove=1"):
        await page.goto(f"/groups{query}")
        await demo.look.at(page, f"/groups{query}")
    await demo.visit(page, "/groups/{id:int}/hours", id=1)
    await page.get_by_label("At these hours").check()
    await page.fill("#day0", "9 to 5")
    await page.get_by_role("button", name="Save").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await demo.look.at(page, "opening hours with a fault")
    await page.goto("/tickets/new")
    await page.get_by_role("button", name="Create ticket").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await demo.look.at(page, "/tickets/new with faults")
    await demo.visit(page, "/mail/out/{id:int}", id=1)
    await demo.visit(page, "/mail/in/{id:int}", id=1)
    demo.served.run("form", "add", "Contact page")
    await demo.visit(page, "/forms/{id:int}", id=1)
    await demo.visit(page, "/languages/{code}", "?q=Mine", code="de")
    await customer_pages(demo, page)
    await people_pages(demo, page)

    assert not demo.look.faults, "\n".join(demo.look.faults)
    assert demo.seen == DESK_PAGES


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


async def customer_pages(demo, page):
    """The list with nobody in it, and a customer with a note."""
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
    await demo.visit(page, "/deleted")


async def people_pages(demo, page):
    """Somebody is invited, and sets the password with the link in the mail; what is wrong on the way is looked at too."""
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
    await second_factor_pages(demo, page)
    await demo.visit(page, "/people/{id:int}", id=2)
    for act in ("deactivate", "delete"):
        await page.goto("/people/2")
        await page.locator(f"[data-fetch-dialog$={act}]").click()
        await page.locator("dialog[open]").wait_for()
        await demo.look.at(page, f"dialog to {act}", "dialog[open]")
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
    await demo.visit(page, "/me/password")


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
