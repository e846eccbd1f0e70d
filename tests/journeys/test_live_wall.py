"""The live wall, with hands: three operators work at once and an administrator watches; and a display that nobody touches."""

import re
from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.journeys.axe import PHONE, SOURCE, Look
from tests.journeys.conftest import PASSWORD, Seat, customer_writes_by_form
from tests.journeys.test_catching_up import act, by_hand

EVENTS = "() => [...document.querySelectorAll('.wall__line')].map((line) => Number(line.dataset.event))"

# The browser's way to keep a screen awake, with a list of what was asked of it.
WAKE_LOCK = """() => {
  window.awake = [];
  const lock = () => ({released: false, async release() { this.released = true; }});
  const request = async (kind) => { window.awake.push(Object.assign(lock(), {kind})); return window.awake.at(-1); };
  Object.defineProperty(navigator, "wakeLock", {value: {request}});
}"""
AWAKE = "awake.filter((lock) => lock.kind === 'screen' && !lock.released).length"


def tile(page, name):
    return page.get_by_role("region", name=name, exact=True)


async def shows_wall(seat, path="/live"):
    """Open the wall; it is told what changes from here on."""
    page = await seat.open(path)
    await expect(page.locator("live-wall.is-told")).to_be_visible()
    return page


async def writes_until_seen(seat, wall, name):
    """Write in the open ticket until the wall says so: the desk hears of it once it knows that the ticket is open there."""
    await seat.page.locator(".composer__text[data-kind=answer][contenteditable=true]").click()
    for _try in range(20):
        await seat.page.keyboard.type("Reception is staffed. ")
        try:
            await expect(tile(wall, name).locator(".wall__ticket.is-typing")).to_be_visible(timeout=2_000)
        except AssertionError:
            continue
        return
    raise AssertionError("nobody saw it")


@dataclass
class AtWork:
    """Three operators at their consoles, an administrator at the wall, and three tickets that wait."""

    anna: Seat
    boris: Seat
    carla: Seat
    ada: Seat
    wall: Page
    tickets: list[int]

    @property
    def feed(self) -> Locator:
        return self.wall.locator(".wall__line")

    @property
    def waiting(self) -> Locator:
        return self.wall.locator(".wall__waiting")

    def tile(self, name: str) -> Locator:
        return tile(self.wall, name)


@pytest_asyncio.fixture(loop_scope="session")
async def at_work(seat, hotel_desk) -> AtWork:
    carlas = ("carla@desk.example", "--name", "Carla Rossi", "--role", "operator", "--password-stdin")
    hotel_desk.served.run("user", "add", *carlas, stdin=f"{PASSWORD}\n")
    people = [await seat(one) for one in ("anna", "boris", "carla", "ada")]
    tickets = [await by_hand(people[0], subject) for subject in ("Late arrival", "A cot", "An invoice")]
    wall = await shows_wall(people[-1])
    return AtWork(*people, wall, tickets)


async def test_three_work_at_once_and_the_wall_shows_who_reads_writes_answers_and_drops(at_work, seat):
    anna, boris, carla, page = at_work.anna, at_work.boris, at_work.carla, at_work.wall
    first, second, third = at_work.tickets
    await expect(at_work.waiting).to_have_count(3)
    await expect(at_work.tile("Carla Rossi")).to_contain_text("No ticket open")

    await anna.open(f"/tickets/{first}")
    await anna.page.locator("button[data-act=take]").click()
    await boris.open(f"/tickets/{first}")
    await act(carla, f"/tickets/{third}/take")
    await act(carla, f"/tickets/{third}/drop")
    reading = at_work.tile("Boris Weber").get_by_role("link", name=f"Late arrival #{first}, reading; Anna has it")
    await expect(reading).to_be_visible()
    await expect(at_work.tile("Carla Rossi")).to_contain_text("1 dropped")
    await expect(at_work.tile("Carla Rossi")).to_contain_text(f"Dropped #{third}")
    await expect(at_work.tile("Anna Lind")).to_contain_text("1 assigned")
    await expect(at_work.waiting).to_have_count(2)
    await writes_until_seen(anna, page, "Anna Lind")
    await expect(at_work.tile("Anna Lind")).to_contain_text("Late arrival")

    await anna.page.locator(".composer__send").click()
    await expect(at_work.feed.first).to_contain_text("Anna Lind sent an answer")
    new = await customer_writes_by_form(await seat(), "A late checkout")
    await expect(at_work.feed.first).to_contain_text(f"#{new} A late checkout")
    await expect(page.locator(f".wall__waiting[data-ticket='{new}']")).to_be_visible()
    await expect(at_work.tile("Anna Lind")).to_contain_text("1 answered")  # after its undo time

    await page.locator(f"[data-assign='{second}']").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(f"Assign #{second} to")
    await dialog.get_by_role("button", name=re.compile("Carla Rossi")).press("Enter")
    await expect(at_work.tile("Carla Rossi")).to_contain_text("1 assigned")
    await expect(page.locator(f".wall__waiting[data-ticket='{second}']")).to_have_count(0)


async def test_what_was_missed_comes_after_a_cut_and_nothing_moves_under_a_pointer(at_work):
    boris, carla, page, feed = at_work.boris, at_work.carla, at_work.wall, at_work.feed
    first, second, _third = at_work.tickets

    await at_work.ada.context.set_offline(True)
    await expect(page.locator("offline-banner")).to_be_visible()
    await act(carla, f"/tickets/{first}/take")
    await act(carla, f"/tickets/{first}/drop")
    await act(boris, f"/tickets/{second}/take")
    await at_work.ada.context.set_offline(False)
    await expect(feed.first).to_contain_text("Boris Weber took the ticket")
    await expect(at_work.tile("Carla Rossi")).to_contain_text("1 dropped")
    events = await page.evaluate(EVENTS)
    assert events == sorted(set(events), reverse=True)

    await feed.nth(1).hover()
    await act(boris, f"/tickets/{second}/drop")
    await expect(page.locator(".news-pill")).to_have_text(re.compile("1 new"))
    await expect(feed.first).to_contain_text("Boris Weber took the ticket")
    await page.locator(".news-pill").click()
    await expect(feed.first).to_contain_text("Boris Weber dropped it")

    await page.locator(".wall__feed summary").click()
    await page.get_by_label("Person").select_option("Carla Rossi")
    await expect(feed.first).to_contain_text("Carla Rossi dropped it")
    await expect(page).to_have_url(re.compile(r"[?&]person=\d+"))
    await act(boris, f"/tickets/{second}/take")
    await expect(at_work.tile("Boris Weber")).to_contain_text("1 assigned")
    await expect(feed.first).to_contain_text("Carla Rossi dropped it")

    await at_work.tile("Carla Rossi").get_by_role("link", name="Carla Rossi", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Carla Rossi")
    await expect(page.locator(".log-day__line").last).to_contain_text("Carla Rossi dropped it")


async def test_a_display_is_dark_in_its_hours_and_comes_back_by_itself_after_a_restart(seat, hotel_desk):
    ada, anna = await seat("ada", reduced_motion="reduce"), await seat("anna")
    number = await by_hand(anna, "Late arrival")
    page = ada.page
    await page.keyboard.press("g")
    await page.keyboard.press("l")
    await expect(page.locator("live-wall.is-told")).to_be_visible()
    await page.get_by_role("link", name="Full screen", exact=True).click()
    await expect(page.locator(".rail")).to_be_hidden()
    await expect(page).to_have_url(re.compile(r"/live\?full=1$"))

    hour = await page.evaluate("new Date().getHours()")
    await page.locator(".wall__dark summary").click()
    await page.get_by_label("Dark from").select_option(str(hour))
    await page.get_by_label("until").select_option(str((hour + 2) % 24))
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator(".rail")).to_be_hidden()
    await expect(page.locator("live-wall.is-told")).to_be_visible()

    await page.evaluate(SOURCE)
    look = Look()
    await look.here(page, "display")
    await page.set_viewport_size(PHONE)
    await look.here(page, "display on a phone")
    assert look.faults == []

    hotel_desk.served.kill()
    hotel_desk.served.restart()
    await act(anna, f"/tickets/{number}/take")
    await expect(page.locator(".wall__line").first).to_contain_text("Anna Lind took the ticket")
    await expect(tile(page, "Anna Lind")).to_contain_text("1 assigned")
    await page.get_by_role("link", name="Exit full screen").click()
    await expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


async def test_a_display_does_not_sleep_until_somebody_leaves_it(seat):
    ada = await seat("ada")
    await ada.context.add_init_script(f"({WAKE_LOCK})()")
    page = await shows_wall(ada)
    assert await page.evaluate(AWAKE) == 0

    await page.get_by_role("link", name="Full screen", exact=True).click()
    await page.wait_for_function(f"{AWAKE} === 1")
    await page.evaluate("awake[0].release().then(() => document.dispatchEvent(new Event('visibilitychange')))")
    await page.wait_for_function(f"awake.length === 2 && {AWAKE} === 1")
    await page.reload()
    await page.wait_for_function(f"{AWAKE} === 1")
    await page.get_by_role("link", name="Exit full screen").click()

    await page.wait_for_function(f"{AWAKE} === 0")


async def test_where_websockets_do_not_pass_the_wall_asks_every_few_seconds(seat):
    ada, anna = await seat("ada"), await seat("anna")
    number = await by_hand(anna, "Late arrival")
    await ada.context.add_init_script("window.WebSocket = class { constructor() { throw new Error('blocked'); } }")
    page = await ada.open("/live")
    await expect(page.locator(".health__words")).to_contain_text("Checked every 5 seconds")

    await act(anna, f"/tickets/{number}/take")

    await expect(page.locator(".wall__line").first).to_contain_text("Anna Lind took the ticket")
    await expect(tile(page, "Anna Lind")).to_contain_text("1 assigned")
