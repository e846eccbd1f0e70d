"""Somebody lets their phone notify them, works, leaves, and is told there what the desk has for them.

No browser without a screen shows notifications or reaches a push service. Its subscription is the test's own, with real keys;
what comes for it is handed to the desk's service worker, which shows it to the test.
"""

import asyncio
import shutil
import sqlite3
import stat
import sys

import pytest
import pytest_asyncio
from playwright.async_api import expect

from app.config.push_keys import make_push_keys
from tests.journeys.conftest import HotelDesk, customer_writes_by_form, until
from tests.servers.certificates import Certificates
from tests.servers.push_service import Device, PushService
from tests.servers.served_desk import ServedDesk

SERVICE = "push.example"
ACTIVE_MS = 5000
PROGRAM = f"""#!{sys.executable}
import os, sys
from ipaddress import ip_address
import realtime.console
import realtime.push.loops
from realtime.push import courier
from web.cli import main

async def at_home(_courier, _host, _port):
    return ip_address("127.0.0.1")

courier.HTTPS_PORT = int(os.environ["PUSH_SERVICE_PORT"])
courier.PushCourier._address_of = at_home
realtime.push.loops.ACTIVE_MS = {ACTIVE_MS}
realtime.console.SEEN_EVERY_MS = 0
sys.exit(main(sys.argv[1:]))
"""
SUBSCRIBING = """([endpoint, p256dh, auth]) => {
  const own = {
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
    unsubscribe: async () => { localStorage.removeItem("asked"); return true; },
  };
  Object.defineProperty(Notification, "permission", { get: () => "granted" }); // as the context was granted
  Notification.requestPermission = async () => "granted";
  PushManager.prototype.subscribe = async (asked) => { localStorage.setItem("asked", JSON.stringify(asked)); return own; };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("asked") ? own : null);
  setInterval(() => document.dispatchEvent(new Event("visibilitychange")), 500); // a console in view says so more often
}"""
SHOWING = """() => {
  self.shown = new Promise((tell) => {
    registration.showNotification = async (title, { body, data }) => tell({ title, body, data });
  });
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def service(tmp_path):
    certificates = Certificates(tmp_path / "push", SERVICE)
    service = PushService()
    await service.start(certificates.server_context())
    service.authority = certificates.authority_path
    yield service
    await service.stop()


@pytest.fixture
def hotel_desk(tmp_path, sqlite_template, make_served_desk, service) -> HotelDesk:
    """Served with push keys, by a program for which every push service is the test's."""
    desk = HotelDesk(
        make_served_desk(
            f"sqlite:///{tmp_path}/hotel.db",
            kind=ServedDesk,
            push_key_file=str(tmp_path / "push.pem"),
            push_contact="it@desk.example",
        )
    )
    make_push_keys(tmp_path / "push.pem")
    shutil.copyfile(sqlite_template, tmp_path / "hotel.db")
    desk.add_people()
    program = tmp_path / "deskbell"
    program.write_text(PROGRAM)
    program.chmod(stat.S_IRWXU)
    desk.served.program = program
    desk.served.env |= {"SSL_CERT_FILE": str(service.authority), "PUSH_SERVICE_PORT": str(service.port)}
    desk.served.start()
    return desk


@pytest.fixture
def in_database(hotel_desk, tmp_path):
    """One figure of the served desk's database."""

    def ask(query: str) -> int:
        with sqlite3.connect(f"file:{tmp_path}/hotel.db?mode=ro", uri=True) as database:
            return database.execute(query).fetchone()[0]

    return ask


def all_is_read(in_database) -> bool:
    """Whether the log was read to its end, and nothing waits to be sent."""
    behind = """SELECT (SELECT value FROM counters WHERE name = 'events')
        - coalesce((SELECT json_extract(details, '$.after') FROM leases WHERE name = 'push'), -1)"""
    return in_database(behind) == 0 and in_database("SELECT count(*) FROM push_notices") == 0


async def replies(helena, words: str) -> None:
    """The customer writes on their ticket's page."""
    await helena.page.fill("#message", words)
    await helena.page.get_by_role("button", name="Send reply").click()
    await expect(helena.page.locator("#message")).to_have_value("")


async def hand_over(page, url: str, content: bytes) -> None:
    """Give the device's browser what has come for it, as the browser's own push service would."""
    line = await page.context.new_cdp_session(page)
    found = asyncio.get_running_loop().create_future()

    def heard(facts) -> None:
        for one in facts["registrations"]:
            if not found.done() and not one["isDeleted"]:
                found.set_result(one["registrationId"])

    line.on("ServiceWorker.workerRegistrationUpdated", heard)
    await line.send("ServiceWorker.enable")
    told = {"origin": url, "registrationId": await found, "data": content.decode()}
    await line.send("ServiceWorker.deliverPushMessage", told)


async def test_a_phone_tells_its_owner_what_comes_while_no_console_is_open_and_nothing_before(
    seat, hotel_desk, service, in_database
):
    device = Device(f"https://{SERVICE}/send/of-anna")
    own = device.subscription
    anna, helena = await seat("anna", service_workers="allow"), await seat()
    await anna.context.grant_permissions(["notifications"], origin=anna.url)
    await anna.context.add_init_script(f"({SUBSCRIBING})({[own.endpoint, own.p256dh, own.auth]})")
    page = await anna.open("/me")
    switch = page.get_by_role("switch", name="On this device, also while the console is closed")
    without = page.get_by_role("switch", name="Without names and subject")
    await expect(switch).to_be_enabled()
    await expect(switch).not_to_be_checked()
    await expect(without).to_be_hidden()

    await switch.click()
    await expect(switch).to_be_checked()
    await expect(without).to_be_visible()
    await page.reload()
    await expect(switch).to_be_checked()

    ticket = await customer_writes_by_form(helena)
    await helena.open(f"/t/{ticket}")
    page = await anna.open(f"/tickets/{ticket}")
    await page.locator("button[data-act=take]").click()
    await expect(page.locator(".banner--mine")).to_be_visible()
    await replies(helena, "Is there a cot?")
    await until(lambda: all_is_read(in_database))
    assert service.got == []

    await page.goto("about:blank")
    await replies(helena, "And a parking place?")
    await until(lambda: service.got)
    [(path, _headers, body)] = service.got
    assert path == "/send/of-anna"
    assert b"Helena" not in body
    content = device.opened(body)

    await page.goto(f"{anna.url}/offline")
    worker = anna.context.service_workers[-1]
    await worker.evaluate(SHOWING)
    await hand_over(page, anna.url, content)
    shown = {"title": f"Helena Brandt wrote on #{ticket}", "body": "Late arrival", "data": f"/tickets/{ticket}"}
    assert await worker.evaluate("self.shown") == shown

    service.status = 410
    await replies(helena, "Hello?")
    await until(lambda: in_database("SELECT count(*) FROM push_devices") == 0)
    page = await anna.open("/me")
    await expect(switch).to_be_enabled()
    await expect(switch).not_to_be_checked()
