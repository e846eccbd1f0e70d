"""A contact form on another site, at another origin, in a real browser: as it was copied, and with the desk's script."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.browser
TYPED = {
    "name": "Helena Brandt",
    "email": "helena@guest.example",
    "phone": "+49 40 5550 1832",
    "city": "Hamburg",
    "arrival": "Michaelmas",
    "subject": "Late arrival",
    "message": "We arrive at 00:45.\n\nIs somebody there?",
}
VOUCHER = {"name": "voucher.txt", "mimeType": "text/plain", "buffer": b"hello"}
LINKS = "See http://a.example and http://b.example and http://c.example"


class Site:
    """The other site: pages by path."""

    def __init__(self) -> None:
        self.pages = {"/thanks": "<h1>The shop thanks you</h1>"}
        pages = self.pages

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = pages.get(self.path.partition("?")[0])
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(f"<!doctype html><html lang=en><title>Shop</title>{body}".encode())

            def log_message(self, *_facts: object) -> None:
                """It is no test's business."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    thread = threading.Thread(target=found.server.serve_forever)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


@pytest.fixture
def put_form(hotel_desk, site):
    """Makes a form at the desk and puts its HTML, as it is copied, on a page of the site."""

    def put(path: str, name: str, *given: str, script: bool = False) -> str:
        adding = ("form", "add", name, "--thanks", f"{site.url}/thanks", "--field", "arrival=Date of arrival", *given)
        line = f'<script src="{hotel_desk.url}/forms/deskbell-form.js" defer></script>' if script else ""
        site.pages[path] = hotel_desk.served.run(*adding).stdout + line
        return site.url + path

    return put


def tickets_of(hotel_desk) -> dict[str, int]:
    """How many tickets each form has brought."""
    lines = hotel_desk.served.run("form", "list").stdout.splitlines()
    return {line.split("\t")[1]: int(line.split("\t")[3]) for line in lines}


async def fill(page: Page, **other: str) -> None:
    for name, text in (TYPED | other).items():
        await page.fill(f"[name={name}]", text)


async def press_send(page: Page) -> None:
    await page.get_by_role("button", name="Send message").click()


async def test_the_copied_html_works_without_scripts(seat, hotel_desk, site, put_form):
    contact, booking = put_form("/contact", "Contact", "--origins", site.url), put_form("/booking", "Booking")
    visitor = await seat(java_script_enabled=False)
    page = visitor.page

    await page.goto(contact)
    await fill(page)
    await page.set_input_files("[name=files]", VOUCHER)
    await page.get_by_role("button", name="Send message").dblclick()
    await page.wait_for_url("**/thanks")
    await page.go_back()
    await fill(page)
    await page.set_input_files("[name=files]", VOUCHER)
    await press_send(page)
    await page.wait_for_url("**/thanks")
    assert tickets_of(hotel_desk) == {"Contact": 1, "Booking": 0}

    await page.goto(booking)
    await fill(page, phone="1")
    await press_send(page)
    await expect(page.get_by_role("heading", name="Check your message")).to_be_visible()
    await expect(page.locator("#phone-fault")).to_contain_text("Enter a phone number")
    await expect(page.locator("[name=arrival]")).to_have_value("Michaelmas")
    await expect(page.locator("[name=message]")).to_have_value(TYPED["message"])
    await page.fill("[name=phone]", TYPED["phone"])
    await page.fill("[name=message]", LINKS)
    await page.set_input_files("[name=files]", VOUCHER)
    await press_send(page)
    await expect(page.get_by_role("heading", name="Send this?")).to_be_visible()
    await expect(page.locator(".form-ask__message")).to_have_text(LINKS)
    await expect(page.locator(".form-ask__facts")).to_contain_text("voucher.txt")
    assert tickets_of(hotel_desk)["Booking"] == 0
    await press_send(page)
    await page.wait_for_url("**/thanks")
    assert tickets_of(hotel_desk) == {"Contact": 1, "Booking": 1}
    assert await visitor.context.cookies() == []

    anna = await seat("anna")
    pane = await anna.open("/tickets/1")
    panel = pane.locator(".side-panel")
    await expect(panel).to_contain_text("Date of arrival")
    await expect(panel).to_contain_text("Michaelmas")
    for number in (1, 2):
        await expect((await anna.open(f"/tickets/{number}")).locator(".thread")).to_contain_text("voucher.txt")


async def test_with_the_script_faults_stand_beside_the_fields_and_the_page_stays(seat, hotel_desk, site, put_form):
    contact = put_form("/contact", "Contact", "--origins", site.url, script=True)
    unlisted = put_form("/unlisted", "Unlisted", script=True)
    visitor = await seat()
    page = visitor.page

    await page.goto(contact)
    await page.focus("[name=name]")
    focused = []
    while (name := await page.evaluate("document.activeElement.name || document.activeElement.type")) not in focused:
        focused.append(name)
        await page.keyboard.press("Tab")
    assert focused[: len(TYPED) + 1] == ["name", "email", "phone", "city", "arrival", "subject", "message", "files"]
    assert "website" not in focused

    await fill(page, phone="1")
    await page.set_input_files("[name=files]", VOUCHER)
    await press_send(page)
    await expect(page.locator("#deskbell-phone-fault")).to_contain_text("Enter a phone number")
    await expect(page.locator("[name=phone]")).to_be_focused()
    assert page.url == contact
    await page.fill("[name=phone]", TYPED["phone"])
    await page.evaluate(
        "addEventListener('deskbell:sent', (event) => { event.preventDefault(); window.told = event.detail; })"
    )
    await press_send(page)
    await expect(page.locator(".deskbell-status")).to_have_text("Thank you, we have your message")
    assert await page.evaluate("window.told.id") == 1
    await expect(page.locator("[name=message]")).to_have_value("")
    assert page.url == contact

    await page.reload()
    await fill(page, message=LINKS)
    await press_send(page)
    await expect(page.locator(".deskbell-status")).to_contain_text("This was not sent yet")
    assert tickets_of(hotel_desk)["Contact"] == 1
    await press_send(page)
    await page.wait_for_url("**/thanks")

    await page.goto(unlisted)  # its script may not ask the desk for anything: the browser sends the form itself
    await fill(page)
    await press_send(page)
    await page.wait_for_url("**/thanks")
    assert tickets_of(hotel_desk) == {"Contact": 2, "Unlisted": 1}
    assert await visitor.context.cookies() == []

    ada = await seat("ada")
    listed = await ada.open("/forms")
    await listed.get_by_role("link", name=re.compile("^Contact")).click()
    figures = listed.locator(".form-figures")
    await expect(figures.locator("div").filter(has_text="With the script's proof")).to_contain_text("2")
    await expect(figures.locator("div").filter(has_text="Without it")).to_contain_text("0")
