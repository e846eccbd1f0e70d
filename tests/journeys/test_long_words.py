"""With texts 40 % longer than English ones, from the left and from the right, nothing is cut and nothing sticks out."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.journeys.axe import WIDE, context_options
from tests.journeys.cut import cut_texts
from tests.made_languages import made_po

LETTER = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "subject": "A cot, please",
    "message": "We arrive at 00:45.",
}
MAIN = ("/tickets?view=all", "/tickets?q=hotel", "/customers", "/live", "/settings", "/statistics")
OTHER = ("/tickets?q=zzzz", "/tickets/new", "/log", "/mail/out", "/people/2", "/languages/en")
# Dutch and Urdu have two plural forms as English; Urdu runs from the right, where widths are those of the left.
PAGES = {"nl": MAIN + OTHER, "ur": MAIN}
TICKETS = "(view) => fetch(`/tickets?view=${view}`, {headers: {Accept: 'application/json'}}).then((it) => it.json())"

pytestmark = pytest.mark.timeout(300)


@pytest_asyncio.fixture(loop_scope="session")
async def demo(make_served_desk, tmp_path):
    """The demo desk, and the password of its people."""
    served = make_served_desk(f"sqlite:///{tmp_path}/demo.db", mail_in_web="0")
    password = re.search(r"password\s+(\S+)", served.run("demo").stdout)[1]
    return served.start(), password


async def test_a_text_that_is_cut_is_found_and_one_that_is_left_out_is_not(browser):
    page = await browser.new_page()
    await page.set_content("""<style>div { inline-size: 60px; block-size: 1.2em; overflow: hidden; line-height: 1.2 }</style>
      <div style="white-space: nowrap">Åll öpéñ tîçkétš</div><div>Öpéñ <p style="inline-size: 60px">Åll öf ît</p></div>""")

    found = await cut_texts(page, "blank")

    assert all("Åll öpéñ tîçkétš" in fault for fault in found)
    assert len(found) == len(("desk", "phone"))


async def test_long_words_from_either_side_are_neither_cut_nor_stick_out(demo, browser):
    served, password = demo
    found = []
    for language, paths in PAGES.items():
        context = await browser.new_context(base_url=served.url, **context_options(service_workers="block"))
        page = await context.new_page()
        await sign_in(page, password)
        await speak(page, language)
        found += [f"{language} {fault}" for path in paths for fault in await seen(page, path)]
        for number in await two_tickets(page):
            found += [f"{language} {fault}" for fault in await seen(page, f"/tickets/{number}")]
        await page.goto("about:blank")  # the console would lead to the sign-in
        await context.clear_cookies(name=re.compile("session"))
        found += [f"{language} {fault}" for fault in await on_customers_pages(page)]

    assert not found, "\n".join(found)


async def sign_in(page: Page, password: str) -> None:
    await page.goto("/sign-in")
    await page.fill("[name=email]", "anna@aurora.example")
    await page.fill("[name=password]", password)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url("**/tickets**")


async def speak(page: Page, language: str) -> None:
    """Add the language with a file of made texts, and read the desk in it."""
    told = {"headers": {"Accept": "application/json", "Origin": page.url.partition("/tickets")[0]}}
    await page.request.post("/languages", form={"language": language}, **told)
    file = {"name": "made.po", "mimeType": "text/plain", "buffer": made_po(language).encode()}
    answer = await page.request.post(f"/languages/{language}/import", multipart={"file": file}, **told)
    assert (await answer.json())["refused"] == []
    await page.goto("/new")
    await page.select_option("#language", language)
    await page.wait_for_function("language => document.documentElement.lang === language", arg=language)


async def seen(page: Page, path: str) -> list[str]:
    """What is wrong with the page."""
    await page.set_viewport_size(WIDE)
    await page.goto(path)
    return await cut_texts(page, path)


async def two_tickets(page: Page) -> tuple[int, int]:
    """One with its composer, and one that a colleague has."""
    mine, others = [(await page.evaluate(TICKETS, view))["tickets"] for view in ("mine", "all")]
    return mine[0]["id"], next(one["id"] for one in others if one["holder"] and one["holder"]["name"].startswith("P"))


async def on_customers_pages(page: Page) -> list[str]:
    """Someone writes in, and follows it."""
    found = await seen(page, "/new")
    await page.set_viewport_size(WIDE)
    await page.locator("form.letter [type=submit]").last.click()
    await page.locator("#faults").wait_for()
    found += await cut_texts(page, "/new with faults")
    for name, typed in LETTER.items():
        await page.fill(f"[name={name}]", typed)
    await page.locator("form.letter [type=submit]").last.click()
    await page.wait_for_url("**/new/done/*")
    found += await cut_texts(page, "/new/done")
    found += await seen(page, f"/t/{page.url.rsplit('/', 1)[1]}")
    return found + await seen(page, "/t") + await seen(page, "/sign-in")
