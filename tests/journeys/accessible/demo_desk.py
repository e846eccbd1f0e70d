"""The demo desk as its pages are looked at, for who cannot see, point or read small."""

import re
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Page

from tests.journeys.axe import SOURCE, Look, context_options
from tests.journeys.conftest import PATIENCE_MS
from tests.servers.served_desk import ServedDesk
from tests.web.addresses import address

# What a page holds over itself, by id: menus and dialogs, also those that nobody has opened yet.
MENUS = """[...document.querySelectorAll("[popovertarget]")].filter((it) => it.checkVisibility())
  .map((it) => it.getAttribute("popovertarget"))"""
DIALOGS = "[...document.querySelectorAll('dialog[id]')].map((it) => it.id)"
CALL = "([id, method]) => document.getElementById(id)[method]()"


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

    async def visit_and_look_over(self, page: Page, *routes: str) -> None:
        """Look at each of these pages, and at what it holds over itself."""
        for route in routes:
            await self.visit(page, route)
            await self.look_over(page)

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
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(SOURCE)
        return context
