"""What a long thread costs: its pages, what others wait for meanwhile, a search that finds it, and two browsers.

Threads of 60, 240 and 700 messages of 100 KB, and one of 1,000 short ones, every other an answer.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa
from playwright.async_api import Browser, Page, async_playwright

from app.core.clock import now_ms
from sql.tables import messages, search_documents, tickets
from tests.bench.desks import demo_password, seeded_desk, signed_in
from tests.bench.pages import JSON
from tests.bench.tables import ms, spread, table
from tests.plugins.databases import engine
from tests.servers.chromium import launch_options
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk

LONG_BYTES = 100_000
SHORT, SHORT_COUNT = "We arrive at 00:45, and would like a cot. ", 1000
SIZES = (60, 240, 700)
WORD = "bathysphere"
KEYS = 40
WIDE = {"width": 1440, "height": 900}
# From a key's press until what it changed is painted.
TYPED = """async () => {
  const begun = performance.now();
  document.execCommand("insertText", false, "a");
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both databases and print two tables."""
    rows: list[list[object]] = []
    seen: list[list[object]] = []
    for name, url in (("SQLite", f"sqlite:///{folder}/desk.db"), ("MariaDB", mariadb.create_database())):
        desk = seeded_desk(folder / name, url, 50)
        try:
            rows += [[name, *row] for row in await _requests(desk, url)]
            if name == "SQLite":
                seen += await _in_browser(desk, lengthen(url, 10, SHORT_COUNT, SHORT))
        finally:
            desk.stop()
    head = ("database", "messages of 100 KB", "request", "ms", "MB", "others waited ms, at most")
    sys.stdout.write(table("A long thread", head, rows))
    sys.stdout.write(
        table(f"A thread of {SHORT_COUNT} short messages in a browser", ("what", "p50", "p95", "worst"), seen)
    )


def lengthen(url: str, place: int, count: int, text: str) -> tuple[int, str]:
    """Write so many messages to the ticket at this place from the newest; return its number and access code."""
    with engine(url) as connected, connected.begin() as connection:
        query = sa.select(tickets.c.id, tickets.c.access_code).where(tickets.c.shelf == "active")
        number, code = connection.execute(query.order_by(tickets.c.id.desc()).offset(place).limit(1)).one()
        connection.execute(sa.insert(messages), [_message(number, at, text) for at in range(count)])
        own = search_documents.c.ticket_id == number
        words = connection.scalar(sa.select(search_documents.c.body).where(own))
        connection.execute(sa.update(search_documents).where(own).values(body=f"{words} xx{WORD}"))
    return number, code


def _message(ticket: int, at: int, text: str) -> dict[str, Any]:
    now, answers = now_ms(), at % 2 == 1
    body = f"{WORD if at == 0 else 'Good evening.'} {text}"
    return {
        "ticket_id": ticket,
        "kind": "answer" if answers else "customer",
        "source": "operator" if answers else "web",
        "operator_id": 1 if answers else None,
        "author_name": "Anna Lind" if answers else "Helena Brandt",
        "text": body,
        "html": f"<p>{body}</p>" if answers else None,
        "shared": True,
        "created_ms": now + at,
        "released_ms": now + at,
        **({"size_bytes": len(body) * 2} if "size_bytes" in messages.c else {}),
    }


async def _requests(desk: ServedDesk, url: str) -> list[list[object]]:
    rows: list[list[object]] = []
    async with signed_in(desk) as console, httpx2.AsyncClient(base_url=desk.url, timeout=60) as guest:
        for place, count in enumerate(SIZES):
            number, code = lengthen(url, place, count, ("lorem ipsum dolor " * (LONG_BYTES // 18)))
            await guest.get(f"/t/{number}/{code}")
            asked: dict[str, Callable[[], Awaitable[httpx2.Response]]] = {
                "customer's page": lambda number=number: guest.get(f"/t/{number}"),
                "console's pane": lambda number=number: console.get(
                    f"/tickets/{number}", headers={"Deskbell-Part": "ticket"}
                ),
                "news of the pane": lambda number=number: console.get(
                    f"/tickets/{number}?after_event=99999999&after_message=99999999", headers={"Deskbell-Part": "news"}
                ),
                "search that finds it": lambda: console.get("/tickets", params={"q": WORD}, headers=JSON),
                "search in messages": lambda: console.get("/tickets", params={"q": f"customer:{WORD}"}, headers=JSON),
            }
            for what, request in asked.items():
                rows.append([count, what, *await _watched(console, request)])
    return rows


async def _watched(others: httpx2.AsyncClient, request: Callable[[], Awaitable[httpx2.Response]]) -> list[object]:
    """How long the request took, how much it answered, and the longest that a look at `/healthz` waited meanwhile."""
    waits = []
    begun = time.perf_counter()
    asking = asyncio.ensure_future(request())
    while not asking.done():
        looked = time.perf_counter()
        await others.get("/healthz")
        waits.append(time.perf_counter() - looked)
        await asyncio.sleep(0.005)
    took, answer = time.perf_counter() - begun, await asking
    if answer.status_code >= 400:
        raise AssertionError(f"{answer.request.url} answered {answer.status_code}: {answer.text[:200]}")
    return [ms(took), f"{len(answer.content) / 1e6:.2f}", ms(max(waits))]


async def _in_browser(desk: ServedDesk, ticket: tuple[int, str]) -> list[list[object]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        loaded = [await _customer_waits(browser, desk, ticket) for _load in range(3)]
        typed = await typing(browser, desk, ticket[0])
        await browser.close()
    return [["customer's page, loaded", *spread(loaded)], ["console, a key", *spread(typed)]]


async def _customer_waits(browser: Browser, desk: ServedDesk, ticket: tuple[int, str]) -> float:
    context = await browser.new_context(base_url=desk.url, viewport=WIDE)
    page = await context.new_page()
    begun = time.perf_counter()
    await page.goto(f"/t/{ticket[0]}/{ticket[1]}", wait_until="load", timeout=120_000)
    took = time.perf_counter() - begun
    await context.close()
    return took


async def typing(browser: Browser, desk: ServedDesk, ticket: int) -> list[float]:
    """How long each of forty keys takes in an answer to this ticket, in seconds."""
    page: Page = await browser.new_page(base_url=desk.url, viewport=WIDE)
    await page.goto("/sign-in")
    await page.fill("[name=email]", "anna@aurora.example")
    await page.fill("[name=password]", demo_password(desk))
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/tickets**")
    await page.goto(f"/tickets/{ticket}?view=all", timeout=120_000)
    await page.keyboard.press("r")
    await page.locator(".composer__text[contenteditable=true]:not([hidden])").first.click()
    times = [await page.evaluate(TYPED) / 1000 for _key in range(KEYS)]
    await page.close()
    return times[3:]
