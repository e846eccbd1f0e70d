"""The desk on someone's device: it can be installed, and says so in its own words when it cannot be reached."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const {url} of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  }
  return found;
}"""


async def test_while_the_desk_is_away_its_own_page_is_shown_and_nothing_else_was_kept(seat, hotel_desk):
    anna, helena = await seat("anna", service_workers="allow"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    page = await anna.open(path)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.reload()  # through the worker
    await expect(page.locator("ticket-pane .ticket")).to_be_visible()
    assert all(name == "/offline" or name.startswith("/static/bundle/") for name in await page.evaluate(KEPT))
    device = await page.context.new_cdp_session(page)
    assert (await device.send("Page.getInstallabilityErrors"))["installabilityErrors"] == []

    hotel_desk.served.kill()
    await page.goto(f"{anna.url}{path}")
    await expect(page.get_by_role("heading", name="Can't reach the desk")).to_be_visible()
    assert page.url.endswith(path)
    await expect(page.get_by_role("link", name="Try again")).to_be_visible()

    hotel_desk.served.restart()
    await expect(page.locator("ticket-pane .ticket")).to_be_visible()  # it tries again by itself
