"""Every fragment of the collection of hostile HTML, as mail on a ticket, looked at in a real browser (S-01)."""

from dataclasses import dataclass, field

import pytest

from app.actions.message.writing import CustomerMessage, customer_writes
from app.core.clock import now_ms
from app.html_safety import clean_mail_html, stored_html
from tests.app.html_safety.corpus import CORPUS
from tests.web.conftest import PASSWORD
from tests.web.public.test_pages_in_a_browser import opened_ticket, served

__all__ = ["served"]  # the fixture
IN_ONE = 60  # fragments of a message: each was cleaned by itself, as its own mail would be

pytestmark = pytest.mark.browser


@dataclass
class Seen:
    """What happened in a browser that must not."""

    ran: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)  # scripts that only the policy has stopped


def watched(page, home):
    """Note down from here on what the page does."""
    seen = Seen()
    page.on("dialog", lambda dialog: seen.dialogs.append(dialog.message))
    page.on("request", lambda asked: None if is_own(asked.url, home) else seen.elsewhere.append(asked.url))
    page.on("console", lambda said: seen.stopped.append(said.text) if "script" in said.text.lower() else None)
    return seen


def is_own(url, home):
    return url.startswith((f"{home}/", home.replace("http", "ws", 1), "data:", "about:"))


async def look_at_every_frame(page, seen):
    """Bring each into view, as a reader would; return how many there are."""
    frames = await page.locator("iframe").element_handles()
    for handle in frames:
        await handle.scroll_into_view_if_needed()
        frame = await handle.content_frame()
        await frame.wait_for_selector("hr", state="attached")
        seen.ran += [frame.url] if await frame.evaluate("window.__pwned") else []
    seen.ran += [page.url] if await page.evaluate("window.__pwned") else []
    return len(frames)


@pytest.fixture
async def ticket(web_desk, group):
    opened = await opened_ticket(web_desk)
    for start in range(0, len(CORPUS), IN_ONE):
        cleaned = [clean_mail_html(fragment) for fragment in CORPUS[start : start + IN_ONE]]
        html = stored_html("<hr>".join(cleaned))
        message = CustomerMessage("Look.", source="mail", html=html, author_email=opened.customer.email)
        await customer_writes(web_desk, opened.id, message, now_ms())
    return opened


async def test_s01_no_fragment_runs_or_asks_another_host_on_the_customers_page(browser, served, ticket):
    page = await (await browser.new_context(base_url=served)).new_page()
    seen = watched(page, served)

    await page.goto(f"/t/{ticket.id}/{ticket.access_code}")
    frames = await look_at_every_frame(page, seen)

    assert seen == Seen()
    assert frames == -(-len(CORPUS) // IN_ONE)


async def test_s01_no_fragment_runs_or_asks_another_host_in_the_console(browser, served, ticket, anna):
    page = await (await browser.new_context(base_url=served)).new_page()
    await page.goto("/sign-in")
    await page.fill("[name=email]", anna.email)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/tickets**")
    seen = watched(page, served)

    await page.goto(f"/tickets/{ticket.id}")
    frames = await look_at_every_frame(page, seen)

    assert seen == Seen()
    assert frames == -(-len(CORPUS) // IN_ONE)
