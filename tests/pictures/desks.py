"""The two desks that are pictured: the demo, and one that has nothing yet; and who sits in front of them."""

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page

from app.seeding.scenes import scenes
from tests.servers.served_desk import ServedDesk

PATIENCE_MS = 120_000  # of a busy machine
PASSWORD = "a bell rings thrice"
LONG = {
    "name": "Maximiliane von Hohenlohe-Langenburg-Schillingsfürst",
    "email": "maximiliane.von.hohenlohe-langenburg-schillingsfuerst@reisebuero-donaudampfschifffahrt.example",
    "phone": "+49 30 5550 1832",
    "city": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "subject": "Umbuchungsbestätigung der Donaudampfschifffahrtsgesellschaftskapitänskajüte https://example.org/" + "a" * 120,
    "message": "https://example.org/" + "wohin/" * 40 + "\n\nVielen Dank im Voraus für Ihre Unterstützung.",
}  # fmt: skip


@dataclass
class PicturedDesk:
    """A served desk, and a browser for each who looks at it."""

    served: ServedDesk
    browser: Browser
    numbers: dict[str, int | str] = field(default_factory=dict)  # what places name: tickets by scene, keys, tokens
    password: str = PASSWORD
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    async def page_of(self, who: str) -> Page:
        """A new window of theirs; the first time they sign in, or come through the customer's link."""
        if who not in self.contexts:
            self.contexts[who] = await self.browser.new_context(
                base_url=self.served.url, reduced_motion="reduce", service_workers="block", locale="en-GB"
            )
            self.contexts[who].set_default_timeout(PATIENCE_MS)
            await self._come_in(who)
        return await self.contexts[who].new_page()

    async def _come_in(self, who: str) -> None:
        if who in ("stranger", "nobody"):
            return
        page = await self.contexts[who].new_page()
        if who.startswith("customer of "):
            number = self.numbers[who.removeprefix("customer of ")]
            await page.goto(f"/t/{number}/{self.read('SELECT access_code FROM tickets WHERE id = ?', number)[0][0]}")
        elif who == "guest":
            await self._write_to_the_desk(page)
        else:
            await page.goto("/sign-in")
            await page.fill("[name=email]", f"{who}@aurora.example")
            await page.fill("[name=password]", self.password)
            await page.get_by_role("button", name="Sign in").click()
            await page.wait_for_url("**/tickets**")
        await page.close()

    async def _write_to_the_desk(self, page: Page) -> None:
        """A guest with long words opens a ticket."""
        await page.goto("/new")
        for name, typed in LONG.items():
            await page.fill(f"[name={name}]", typed)
        await page.locator(".letter [type=submit]").click()
        await page.wait_for_url("**/new/done/*")
        self.numbers["new"] = int(page.url.rsplit("/", 1)[1])

    def read(self, statement: str, *values: object) -> list[tuple]:
        """Rows of its database."""
        path = self.served.env["DESKBELL_DATABASE_URL"].removeprefix("sqlite:///")
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as rows:
            return rows.execute(statement, values).fetchall()

    def raw_mails(self) -> list[tuple[str, bytes]]:
        """One mail of each kind that has left, by its kind."""
        newest = "SELECT max(id) FROM outbox WHERE mime IS NOT NULL GROUP BY kind"
        return self.read(f"SELECT kind, mime FROM outbox WHERE id IN ({newest}) ORDER BY kind")


def demo_desk(folder: Path, browser: Browser) -> PicturedDesk:
    """The demo as `deskbell demo` makes it, served; its mails leave for nowhere."""
    served = ServedDesk(folder / "demo", f"sqlite:///{folder}/demo.db")
    told = served.run("demo").stdout
    form = served.run("form", "add", "Contact page").stdout
    desk = PicturedDesk(served.start(), browser, password=re.search(r"password\s+(\S+)", told)[1])
    for scene in scenes():
        desk.numbers[scene.name] = desk.read("SELECT max(id) FROM tickets WHERE subject = ?", scene.subject)[0][0]
    desk.numbers["form key"] = re.search(r"f_\w{22}", form)[0]
    return desk


def empty_desk(folder: Path, browser: Browser) -> PicturedDesk:
    """A desk nobody has set up."""
    served = ServedDesk(folder / "empty", f"sqlite:///{folder}/empty.db")
    served.run("migrate")
    desk = PicturedDesk(served.start(), browser)
    desk.numbers["set-up token"] = re.search(r"/setup/(\S+)", served.log())[1].strip('",}')
    return desk


def add_first(desk: PicturedDesk) -> None:
    """Its administrator; from then on the set-up page is gone."""
    adding = (
        "user",
        "add",
        "first@aurora.example",
        "--name",
        "Ada Stone",
        "--role",
        "administrator",
        "--password-stdin",
    )
    desk.served.run(*adding, stdin=f"{desk.password}\n")
