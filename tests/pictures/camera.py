"""Takes the pictures of one place: every width, both themes, and what sticks out of its box."""

import contextlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Error, Page

from tests.journeys.axe import STICKS_OUT
from tests.pictures.desks import PicturedDesk
from tests.pictures.places import Place

WIDTHS = {1440: 900, 1024: 768, 768: 1024, 390: 844, 320: 640}
THEMES = ("light", "dark")
TALLEST = 3600
STEP_MS = 10_000
# Nothing is still loading: pictures in sight, frames of mails, and two frames drawn.
SETTLED = """async () => {
  const waiting = () => [...document.images].some((one) => !one.complete && one.checkVisibility() && one.loading !== "lazy");
  for (let i = 0; i < 60 && waiting(); i++) await new Promise((done) => setTimeout(done, 50));
  await document.fonts.ready;
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
}"""
HIDDEN_BELOW = """() => Math.max(0, ...[document.documentElement, ...document.querySelectorAll("body *")]
  .filter((it) => it === document.documentElement || /auto|scroll/.test(getComputedStyle(it).overflowY) && it.checkVisibility())
  .map((it) => it.scrollHeight - it.clientHeight))"""
FETCH = """(end) => [...document.querySelectorAll("[data-fetch-dialog]")]
  .find((it) => it.dataset.fetchDialog.split("?")[0].endsWith(end)).click()"""


@dataclass
class Picture:
    """One file, and what it shows."""

    file: str
    place: str
    width: int
    theme: str
    faults: list[str] = field(default_factory=list)


@dataclass
class Camera:
    """Writes pictures into its folder."""

    folder: Path
    pictures: list[Picture] = field(default_factory=list)

    async def take(self, desk: PicturedDesk, place: Place) -> None:
        """All pictures of a place. A width in which its steps cannot be done has none."""
        page = await desk.page_of(place.who)
        for number, (width, height) in enumerate(WIDTHS.items()):
            await page.set_viewport_size({"width": width, "height": height})
            if number == 0 or place.steps:
                await page.goto(place.path(desk.numbers))
            await page.wait_for_timeout(150)  # scripts upgrade what has come, and follow the new width
            with contextlib.suppress(Error):
                for step in place.steps:
                    await _do(page, step)
                await self.both_themes(page, place.words, width, tall=not place.is_of_tickets)
        await page.close()

    async def both_themes(self, page: Page, words: str, width: int, *, tall: bool) -> None:
        """What the page shows now."""
        await page.evaluate(SETTLED)
        if tall and (below := await page.evaluate(HIDDEN_BELOW)):
            await page.set_viewport_size({"width": width, "height": min(TALLEST, WIDTHS[width] + below)})
        faults = await page.evaluate(STICKS_OUT, None)
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            name = f"{_slug(words)}-{width}-{theme}.png"
            await page.screenshot(path=self.folder / name, animations="disabled", caret="hide")
            self.pictures.append(Picture(name, words, width, theme, faults))
        await page.emulate_media(color_scheme="light")


async def _do(page: Page, step: str) -> None:
    act, _blank, what = step.partition(" ")
    if act == "click":
        await page.locator(what).first.click(timeout=STEP_MS)
    elif act == "press":
        await page.keyboard.press(what)
    elif act == "type":
        where, _blank, words = what.rpartition(" ")
        await page.locator(where).first.fill(words, timeout=STEP_MS)
    elif act == "wait":
        await page.locator(what).first.wait_for(timeout=STEP_MS)
    elif act == "show":
        await page.evaluate("(of) => document.querySelector(of).showModal()", what)
    else:
        await page.evaluate(FETCH, what)


def _slug(words: str) -> str:
    return re.sub(r"[^\w.]+", "-", words).strip("-") or "start"
