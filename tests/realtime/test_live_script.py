"""`live.js` in a browser, against the live desk."""

import json

import pytest
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from app.actions.people.signing import sign_out
from app.actions.ticket.taking import drop, take
from app.core.clock import now_ms
from app.queries.desk.events import events_after, last_event_id
from app.queries.live.catching_up import all_told, missed_since
from tests.plugins.desk import NOW
from tests.realtime.conftest import Live
from tests.realtime.window import PATIENCE_S, until
from tests.servers.process import free_port
from web.pages.assets import FOLDER
from web.pages.vendor import vendor_path

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><script type="importmap">{"imports": {"socket.io-client": "/socket.io.js"}}</script>
<script type="application/json" id="page-facts">%s</script>
<script type="module">
  import { live } from "/static/js/live/live.js";
  window.live = live;
  window.told = [];
  for (const name of ["ticket.taken", "ticket.dropped", "connected", "disconnected", "resync", "signed-out"]) {
    live.addEventListener(name, ({ detail }) => window.told.push([name, detail]));
  }
</script>"""

BURST = """async () => {
  const { Telling } = await import("/static/js/live/telling.js");
  window.burst = [];
  const telling = new Telling(0, (name, detail) => name === "event" && window.burst.push(detail.id));
  for (let id = 1; id <= 10; id += 1) telling.heard("ticket.taken", { id });
}"""


class Browsed(Live):
    """The live desk with a page that Anna has open."""

    def __init__(self, desk, anna) -> None:
        self.port = free_port()
        super().__init__(desk, [f"http://127.0.0.1:{self.port}"])
        self.anna = anna
        self.first = 0

    async def begin(self, browser) -> None:
        self.first = await last_event_id(self.desk)
        self.token = await self.session(self.anna)
        static = StaticFiles(directory=FOLDER)
        script = Route("/socket.io.js", lambda _request: FileResponse(vendor_path("socket.io.js")))
        routes = [Route("/", self.page_of), Route("/events", self.events), script, Mount("/static", static)]
        await self.start(routes, self.port)
        address = f"http://127.0.0.1:{self.port}"
        context = await browser.new_context()
        await context.add_cookies([{"name": "session", "value": self.token, "url": address}])
        self.tab = await context.new_page()
        await self.tab.goto(address)
        await self.until("window.live")

    async def page_of(self, _request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE % json.dumps({"me": {"id": self.anna.id}, "lastEvent": self.first}))

    async def events(self, request: Request) -> JSONResponse:
        missed = await missed_since(self.desk, int(request.query_params["after"]))
        return JSONResponse(all_told(self.anna, missed, lambda row: self.draw_row(row, "en")))

    async def until(self, condition: str, polling: float | None = None) -> None:
        await self.tab.wait_for_function(condition, timeout=PATIENCE_S * 1000, polling=polling)

    async def told(self, *names: str) -> list[dict]:
        heard = await self.tab.evaluate("window.told")
        return [detail for name, detail in heard if name in names]

    def cut(self) -> None:
        """What a train in a tunnel does."""
        for window in self.realtime._console._windows:
            window.line.drop("tunnel")


@pytest.fixture
def engine_name() -> str:
    """The script knows no database: one engine is enough."""
    return "sqlite"


@pytest.fixture
async def browsed(desk, anna, ticket, browser):
    served = Browsed(desk, anna)
    await served.begin(browser)
    yield served
    await served.stop()


async def test_the_page_tells_each_event_once_and_in_order_also_over_a_break(browsed, desk, anna, boris, ticket):
    await browsed.until("live.state === 'online'")
    await take(desk, boris, ticket.id, NOW)
    await browsed.until("told.some(([name]) => name === 'ticket.taken')")

    browsed.cut()
    await browsed.until("live.state === 'offline'")
    await drop(desk, boris, ticket.id, NOW)
    await take(desk, boris, ticket.id, NOW)
    await browsed.tab.evaluate("live.retry()")
    await browsed.until("live.state === 'online'")
    await drop(desk, boris, ticket.id, NOW)
    await browsed.until(f"live.last === {await last_event_id(desk)}")

    log = [event for event in await events_after(desk, browsed.first) if event.ticket_id]
    told = await browsed.told("ticket.taken", "ticket.dropped")
    assert [(event["id"], event["kind"]) for event in told] == [(event.id, event.kind) for event in log]
    assert await browsed.told("resync") == []


async def test_the_page_comes_back_by_itself(browsed):
    await browsed.until("live.state === 'online'")

    browsed.cut()
    await browsed.until("live.state === 'offline'")

    await browsed.until("live.state === 'online'")
    assert len(await browsed.told("connected")) == 2
    assert len(await browsed.told("disconnected")) == 1


async def test_what_the_page_shows_is_told_again_after_a_break(browsed, anna, ticket):
    presence = browsed.realtime.presence
    await browsed.until("live.state === 'online'")
    await browsed.tab.evaluate(f"live.send('watch', {{ ticket: {ticket.id} }})")
    await until(lambda: presence.snapshot(anna)["viewing"] == {ticket.id: [anna.id]})

    browsed.cut()
    await until(lambda: presence.snapshot(anna)["viewing"] == {})

    await until(lambda: presence.snapshot(anna)["viewing"] == {ticket.id: [anna.id]})


async def test_leafing_through_many_tickets_does_not_look_like_an_attack(browsed, anna, ticket):
    await browsed.until("live.state === 'online'")

    await browsed.tab.evaluate(
        "for (let t = 100; t < 200; t++) { live.send('watch', { ticket: t }); live.send('unwatch', { ticket: t }); }"
        f"live.send('watch', {{ ticket: {ticket.id} }})"
    )

    await until(lambda: browsed.realtime.presence.snapshot(anna)["viewing"] == {ticket.id: [anna.id]})
    assert await browsed.told("disconnected") == []


async def test_where_websockets_do_not_pass_the_page_asks_every_few_seconds_and_leaves_that_when_they_do(
    browsed, desk, anna, ticket
):
    await browsed.until("live.state === 'online'")
    browsed.realtime._gate.is_open = False
    browsed.cut()
    await browsed.until("live.state === 'offline'")
    await take(desk, anna, ticket.id, NOW)

    await browsed.tab.evaluate("window.hurry = setInterval(() => live.retry(), 50)")
    await browsed.until("live.state === 'polling'")
    await browsed.until(f"live.last === {await last_event_id(desk)}")
    browsed.realtime._gate.is_open = True
    await browsed.until("live.state === 'online'")

    assert [event["ticket"] for event in await browsed.told("ticket.taken")] == [ticket.id]
    assert "Anna" in (await browsed.told("ticket.taken"))[0]["row"]


async def test_a_burst_is_told_all_together_and_its_first_event_at_once(browsed):
    await browsed.tab.clock.install()
    await browsed.tab.clock.pause_at(2e9)

    await browsed.tab.evaluate(BURST)
    assert await browsed.tab.evaluate("burst") == [1]
    await browsed.tab.clock.run_for(100)

    assert await browsed.tab.evaluate("burst") == list(range(1, 11))


async def test_the_page_says_when_its_session_is_over(browsed, desk):
    await browsed.until("live.state === 'online'")

    await sign_out(desk, browsed.token, now_ms())

    await browsed.until("told.some(([name]) => name === 'signed-out')")
