"""What an operator waits for in a browser: the console ready to type in, a ticket opened from the list, a preview, a key.

python -m tests.bench console                 10,000 and 100,000 tickets, on both databases
DESKBELL_BENCH_TICKETS=10000 python -m …      one size
"""

import os
import sys
from pathlib import Path
from statistics import median

import httpx2
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.bench.desks import demo_password, seeded_desk, signed_in
from tests.bench.first_load import READY, first_load
from tests.bench.pages import FRAGMENT, JSON, times_of
from tests.bench.tables import spread, table
from tests.bench.threads import SHORT, SHORT_COUNT, lengthen, typing
from tests.servers.chromium import launch_options
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk

SIZES = (10_000, 100_000)
ROUNDS = 40
LOADS = 12
FIRST_LOADS = 5
WIDE = {"width": 1440, "height": 900}
# From the click until the ticket stands there with a text that takes the caret, and is painted.
OPEN = """async (ticket) => {
  const begun = performance.now();
  document.querySelector(`a.ticket-row[data-ticket="${ticket}"]`).click();
  const there = () => document.querySelector("ticket-pane .ticket")?.dataset.ticket === ticket
    && document.querySelector("answer-composer [contenteditable=true]");
  while (!there()) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""
# From the key until the preview stands there, and is painted.
PEEK = """async (ticket) => {
  const row = document.querySelector(`a.ticket-row[data-ticket="${ticket}"]`);
  row.focus();
  const begun = performance.now();
  row.dispatchEvent(new KeyboardEvent("keydown", {key: " ", bubbles: true}));
  while (document.querySelector("ticket-peek .peek")?.dataset.ticket !== ticket) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const took = performance.now() - begun;
  row.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
  return took;
}"""


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both databases at each size and print one table."""
    rows: list[list[object]] = []
    loads: list[list[object]] = []
    for tickets in _sizes():
        for name, url in (("SQLite", f"sqlite:///{folder}/desk{tickets}.db"), ("MariaDB", mariadb.create_database())):
            desk = seeded_desk(folder / f"{name}{tickets}", url, tickets)
            try:
                rows += [[tickets, name, *row] for row in await _measure(desk)]
                if name == "SQLite":
                    loads += [[tickets, *row] for row in await _first_loads(desk)]
                    rows.append([tickets, name, *await _typed(desk, lengthen(url, 10, SHORT_COUNT, SHORT)[0])])
            finally:
                desk.stop()
    head = ("tickets", "database", "what", "p50 ms", "p95 ms", "worst ms")
    sys.stdout.write(table("The console in a browser (a new browser for each 'ready'; cold: nothing kept)", head, rows))
    head = ("tickets", "line", "typable s", "ready s", "requests", "KB until ready", "requests", "KB in the end")
    sys.stdout.write(table(f"A ticket's first load, {FIRST_LOADS} times (medians)", head, loads))


def _sizes() -> tuple[int, ...]:
    only = os.environ.get("DESKBELL_BENCH_TICKETS")
    return (int(only),) if only else SIZES


async def _measure(desk: ServedDesk) -> list[list[object]]:
    async with signed_in(desk) as client:
        ids, free = await _ids(client)
        rows: list[list[object]] = [
            [
                "server: ticket",
                *spread(await times_of(lambda one: client.get(f"/tickets/{one}", headers=FRAGMENT), ids)),
            ],
            ["server: preview", *spread(await times_of(lambda one: client.get(f"/tickets/{one}/preview"), ids))],
        ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        rows += await _in_browser(browser, desk, [str(one) for one in ids], str(free))
        await browser.close()
    return rows


async def _first_loads(desk: ServedDesk) -> list[list[object]]:
    async with signed_in(desk) as client:
        _listed, free = await _ids(client)
    rows: list[list[object]] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        context = await browser.new_context(base_url=desk.url, viewport=WIDE)
        await _sign_in(context, desk)
        for line, slow in (("fast", False), ("slow 3G", True)):
            pairs = [
                await first_load(browser, context, f"/tickets/{free}?view=all", slow=slow)
                for _time in range(FIRST_LOADS)
            ]
            ready, end = ([pair[place] for pair in pairs] for place in (0, 1))
            seconds = [f"{median(getattr(one, name) for one in ready):.2f}" for name in ("typable", "ready")]
            counts = [
                [round(median(one.requests for one in loads)), f"{median(one.size_bytes for one in loads) / 1000:.0f}"]
                for loads in (ready, end)
            ]
            rows.append([line, *seconds, *counts[0], *counts[1]])
        await browser.close()
    return rows


async def _typed(desk: ServedDesk, ticket: int) -> list[object]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        times = await typing(browser, desk, ticket)
        await browser.close()
    return [f"browser: a key at {SHORT_COUNT:,} messages", *spread(times)]


async def _ids(client: httpx2.AsyncClient) -> tuple[list[int], int]:
    """The first tickets of the list, and one that nobody holds: it can be answered."""
    listed = (await client.get("/tickets", params={"view": "all"}, headers=JSON)).json()["tickets"]
    return [row["id"] for row in listed][:ROUNDS], next(row["id"] for row in listed if row["holder"] is None)


async def _in_browser(browser: Browser, desk: ServedDesk, ids: list[str], free: str) -> list[list[object]]:
    context = await browser.new_context(base_url=desk.url, viewport=WIDE)
    page = await _sign_in(context, desk)
    cold = [await _ready(browser, context, free) for _load in range(LOADS)]
    warm = [await _ready(None, context, free) for _load in range(LOADS)]
    await page.goto("/tickets?view=all")
    opened = [await page.evaluate(OPEN, one) for one in ids]
    await page.goto("/tickets?view=all")
    peeked = [await page.evaluate(PEEK, one) for one in ids]
    timed = {"ready to type, cold": cold, "ready to type, warm": warm, "ticket opened": opened, "preview": peeked}
    return [[f"browser: {what}", *spread([one / 1000 for one in times[2:]])] for what, times in timed.items()]


async def _sign_in(context: BrowserContext, desk: ServedDesk) -> Page:
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.fill("[name=email]", "anna@aurora.example")
    await page.fill("[name=password]", demo_password(desk))
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/tickets**")
    return page


async def _ready(browser: Browser | None, signed: BrowserContext, ticket: str) -> float:
    """One navigation to a ticket; with a browser given, in a context that has kept no file."""
    state = await signed.storage_state()
    base = signed.pages[0].url.split("/tickets")[0]
    context = await browser.new_context(base_url=base, viewport=WIDE, storage_state=state) if browser else signed
    page = await context.new_page()
    await page.goto(f"/tickets/{ticket}?view=all", wait_until="commit")
    took: float = await page.evaluate(READY)
    await page.close()
    if browser:
        await context.close()
    return took
