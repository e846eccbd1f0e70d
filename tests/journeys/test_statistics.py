"""Statistics, with hands: a figure, a bar and a row open a list of as many; files say what the screen says; on a phone, printed, without scripts."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import customer_writes_by_form
from tests.web.console.figures.conftest import csv_rows, xlsx_rows

PHONE = {"width": 390, "height": 844}
TABLE = ".as-table[data-table=in-and-out]"


@pytest.fixture
def desk_settings() -> dict[str, str]:
    return {"DESKBELL_UNDO_SECONDS": "0"}


def around_today() -> str:
    """From yesterday to tomorrow: what happens while a test runs, whichever day it is then."""
    today = datetime.now(UTC).date()
    return f"from={today - timedelta(days=1)}&to={today + timedelta(days=1)}"


def figure(page: Page, name: str):
    """The link of a figure on top."""
    return page.locator(".figure", has=page.locator("dt", has_text=re.compile(rf"^\s*{name}\b(?! that)"))).locator(
        ".figure__value a"
    )


async def counted(page: Page, path: str, name: str, value: str) -> None:
    """Ask for the page until what was done has been counted."""
    async with asyncio.timeout(30):
        await page.goto(path)
        while await figure(page, name).inner_text() != value:
            await page.reload()


async def opens_a_list_of(page: Page, count: int) -> None:
    """The page is a list that says it has so many lines, and has them."""
    await expect(page.locator(".behind__count")).to_have_attribute("data-count", str(count))
    await expect(page.locator(".behind__line")).to_have_count(count)


async def answered(seat, number: int) -> None:
    """Take the ticket, answer and solve it."""
    form = {"html": "<p>Yes.</p>", "take": "1", "status": "solved", "request_key": f"k{number}", "seen": "999999"}
    headers = {"Accept": "application/json", "Origin": seat.url}
    answer = await seat.context.request.post(f"{seat.url}/tickets/{number}/answer", form=form, headers=headers)
    assert answer.ok, await answer.text()


async def test_figures_bars_and_rows_open_lists_of_as_many(seat):
    guest, anna, ada = await seat(), await seat("anna"), await seat("ada")
    numbers = [await customer_writes_by_form(guest, subject) for subject in ("A cot", "Late arrival")]
    await answered(anna, numbers[0])
    page, path = ada.page, f"{ada.url}/statistics?{around_today()}"
    await counted(page, path, "Finished", "1")

    for name, count in (("Opened", 2), ("Open now", 1)):
        await expect(figure(page, name)).to_have_text(str(count))
        await figure(page, name).click()
        await opens_a_list_of(page, count)
        await page.goto(path)
    row = page.locator("tr", has=page.locator("th", has_text="Anna Lind"))
    await row.locator("td a").first.click()
    await opens_a_list_of(page, 1)

    await page.goto(path)
    bars = page.locator("svg[aria-labelledby=chart-flow] a")
    await expect(bars.nth(1)).to_have_attribute("tabindex", "-1")  # one stop: the script is there
    labels = await bars.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    place = next(number for number, label in enumerate(labels) if not label.endswith(": 0"))
    await bars.first.focus()
    for number in range(1, place + 1):
        await page.keyboard.press("ArrowRight")
        await expect(bars.nth(number)).to_be_focused()
    await expect(bars.nth(place).locator(".chart__tip")).to_have_css("opacity", "1")
    await page.keyboard.press("Enter")
    await opens_a_list_of(page, int(labels[place].rsplit(" ", 1)[1]))


async def test_csv_and_xlsx_say_what_the_table_on_the_screen_says(seat):
    await customer_writes_by_form(await seat(), "=1+1")
    ada = await seat("ada")
    page = ada.page
    await counted(page, f"{ada.url}/statistics?{around_today()}", "Opened", "1")

    await page.locator(f"{TABLE} summary").click()
    await expect(page.locator(f"{TABLE} tbody")).to_be_visible()
    cells = "all => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    shown = await page.locator(f"{TABLE} tbody tr").evaluate_all(cells)
    files = []
    for form in ("csv", "xlsx"):
        await page.get_by_role("button", name="Export").click()
        async with page.expect_download() as started:
            await page.locator(f"a[href*='table=in-and-out&form={form}']").click()
        files.append((await (await started.value).path()).read_bytes())
    by_csv, by_xlsx = csv_rows(files[0]), xlsx_rows(files[1])
    assert by_csv[by_csv.index([]) + 2 :] == shown
    assert [[row[0], *(str(int(one)) for one in row[1:])] for row in by_xlsx[by_csv.index([]) + 1 :]] == shown


async def test_an_operator_reads_their_own_figures_on_a_phone_on_paper_and_without_scripts(seat):
    guest, anna, boris = await seat(), await seat("anna"), await seat("boris")
    number = await customer_writes_by_form(guest)
    await answered(anna, number)
    phone = await seat("anna", viewport=PHONE, color_scheme="dark")
    page, path = phone.page, f"/statistics?{around_today()}"
    await counted(page, phone.url + path, "Answers", "1")

    for kind in ("Overview", "Tickets", "You"):
        await page.get_by_role("link", name=kind, exact=True).click()
        await expect(page.locator(".statistics__kind[aria-current]")).to_have_text(kind)
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await expect(page.locator("tr[data-person]")).to_have_count(1)
    await page.emulate_media(media="print")
    await expect(page.locator(".statistics__choices")).to_be_hidden()
    await expect(page.locator(".tab-bar")).to_be_hidden()
    await expect(page.locator("tr[data-person] th")).to_have_text(re.compile("Anna Lind"))
    await expect(page.locator("tr[data-person]")).to_be_visible()

    theirs = await boris.open(path)
    await expect(figure(theirs, "Answers")).to_have_text("0")
    plain = await seat("anna", java_script_enabled=False)
    bare = await plain.open(path)
    await expect(bare.locator(".chart__link").first).to_be_visible()
    await figure(bare, "Answers").click()
    await bare.wait_for_url(re.compile(r"/statistics/list\?measure=answered"))
    await expect(bare.locator(".behind__line")).to_have_count(1)
