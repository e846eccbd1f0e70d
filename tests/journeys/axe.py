"""What is wrong with a page for who cannot see, point or read small: axe-core's findings, and what sticks out of its box."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

import web

SOURCE = (Path(web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
WIDE = {"width": 1440, "height": 900}
TABLET = {"width": 800, "height": 1024}  # where the rail is a row of signs
PHONE = {"width": 390, "height": 844}
# `within` is an element's selector, or null for the page but for what matches `without`; `only` are the rules to run,
# or null for all: but for those whose every finding axe-core calls minor or moderate, which nobody would hear of.
GRAVE = """async ([within, without, only]) => {
  const slight = axe._audit.rules.filter(({impact}) => ["minor", "moderate"].includes(impact));
  const rules = {"target-size": {enabled: true}, ...Object.fromEntries(slight.map(({id}) => [id, {enabled: false}]))};
  const options = only ? {runOnly: {type: "rule", values: only}} : {rules};
  const place = within ?? (without ? {exclude: [[without]]} : document);
  const found = await axe.run(place, {iframes: false, resultTypes: ["violations"], ...options});
  const grave = found.violations.filter(({impact}) => ["serious", "critical"].includes(impact));
  return grave.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""
# Rings and the small lock on a face reach a few pixels out of theirs.
STICKS_OUT = """(within) => {
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) found.push(`the page scrolls sideways by ${page.scrollWidth - innerWidth} px`);
  for (const it of (within ? document.querySelector(within) : document.body).querySelectorAll("*")) {
    if (!it.clientWidth || it.scrollWidth <= it.clientWidth + 6 || it.closest("svg, .unseen") || !it.checkVisibility()) continue;
    const {overflowX, display} = getComputedStyle(it);
    if (overflowX === "visible" && !display.startsWith("inline"))
      found.push(`sticks out by ${it.scrollWidth - it.clientWidth} px: ${it.cloneNode().outerHTML.slice(0, 160)}`);
  }
  return found;
}"""


class Look:
    """Looks at pages, and keeps what it found in `faults`, each with the place where it was seen.

    What matches `without` was looked at before, and is the same on the pages to come.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.without: str | None = None

    async def at(self, page: Page, place: str, within: str | None = None) -> None:
        """Look at the page (or one element of it) at a desk and on a phone, light and dark."""
        for size, name in ((WIDE, "desk"), (PHONE, "phone")):
            await page.set_viewport_size(size)
            await self.here(page, f"{place}, {name}", within)
        await page.set_viewport_size(WIDE)

    async def here(self, page: Page, place: str, within: str | None = None) -> None:
        """Look in the size that the page has, light and dark."""
        if within and not await page.locator(within).first.is_visible():
            return  # a menu of the wide console, on a phone
        found = await page.evaluate(STICKS_OUT, within) + await page.evaluate(GRAVE, [within, self.without, None])
        await page.emulate_media(color_scheme="dark")
        found += await page.evaluate(GRAVE, [within, self.without, ["color-contrast"]])
        await page.emulate_media(color_scheme="light")
        self.faults += [f"{place}: {' '.join(fault.split())[:600]}" for fault in found]


def context_options(**more: Any) -> dict[str, Any]:
    """What a browser's context needs to be looked at: nothing moves."""
    return {"viewport": WIDE, "reduced_motion": "reduce", **more}
