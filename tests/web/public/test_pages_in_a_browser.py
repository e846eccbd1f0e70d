import asyncio
import dataclasses
import re

import pytest
import uvicorn
from playwright.async_api import expect
from starlette.routing import Mount

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.releasing import release_due
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import take
from app.core.clock import now_ms
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.operator import Role
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.ticket.tickets import ticket_by_id
from tests.plugins.desk import person
from tests.servers.process import HOST, free_port
from web.serving.asgi import create_app
from web.serving.assembly import live_desk

HELENA = Customer("Helena Brandt", "helena@guest.example", "+49 40 5550 1832", "", "Hamburg", "DE")
FIELDS = {
    "name": "Marek",
    "email": "marek@guest.example",
    "city": "Kraków",
    "subject": "Cot",
    "message": "A cot, please.",
}
SLOW = """
<p>Somebody waits.</p><img src="https://tracker.example/x.png"><p style="text-align: center">In the middle.</p>
"""
# The frame has loaded, and is as high as the message in it.
FITS = """(id) => {
  const frame = document.querySelector(`#message-${id} iframe`);
  const body = frame.contentDocument?.body;
  return body?.childElementCount && Math.abs(frame.clientHeight - body.offsetHeight) < 4;
}"""

pytestmark = pytest.mark.browser


@pytest.fixture
async def served(web_desk, group):
    """The desk with its live part, served on a port of its own; its address."""
    port = free_port()
    settings = dataclasses.replace(web_desk.settings, base_url=f"http://{HOST}:{port}")
    desk = Desk(web_desk.db, settings, web_desk.storage, web_desk.bell)
    live = live_desk(settings, lambda *row: app.state.draw_row(*row), lambda *piece: app.state.draw_piece(*piece))  # noqa: PLW0108  the app comes later
    app = create_app(settings, mounts=[Mount("/socket.io", live.asgi_app)])
    app.state.desk = desk
    options = {"lifespan": "off", "ws": "websockets-sansio", "log_config": None, "access_log": False}
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, **options))
    tasks = [asyncio.create_task(server.serve()), asyncio.create_task(live.run(desk))]
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield settings.base_url
    server.should_exit = True
    await tasks[0]
    tasks[1].cancel()
    await asyncio.gather(tasks[1], return_exceptions=True)


@pytest.fixture
async def page(browser, served):
    """A page that keeps what its browser complains of in `page.faults`."""
    context = await browser.new_context(base_url=served, reduced_motion="reduce")
    opened = await context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.on("console", lambda line: opened.faults.append(line.text) if "Content Security" in line.text else None)
    return opened


async def opened_ticket(desk, text="We arrive at 00:45."):
    new = NewTicket(HELENA, "Late arrival", text, source="web", client_ip="203.0.113.84")
    return await open_ticket(desk, new, Actor("customer", HELENA.name), now_ms())


async def answered(desk, anna, html="<p>Somebody waits.</p>", key="key"):
    form = AnswerForm(html=html, status=None, taking=True, request_key=key, seen=None, attachment_keys=(), cc=())
    message_id = await send_answer(desk, anna, 1, form, now_ms())
    await release_due(desk, now_ms() + 60_000)
    return message_id


async def test_without_scripts_a_customer_writes_follows_and_writes_again(browser, served, web_desk):
    phone = {"width": 390, "height": 844}
    context = await browser.new_context(base_url=served, java_script_enabled=False, viewport=phone)
    page = await context.new_page()

    await page.goto("/new")
    for name, typed in FIELDS.items():
        await page.fill(f"#{name}", typed)
    await page.set_input_files("#files", [{"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}])
    await page.click("text=Send message")
    faults = await page.text_content("#faults")
    await page.fill("#phone", "+48 12 555 01 20")
    await page.click("text=Send message")
    await page.click("text=Open your ticket")
    await page.fill("#message", "One more thing.")
    send = await page.get_by_role("button", name="Send reply").bounding_box()
    await page.click("text=Send reply")
    await page.click("text=This is solved")

    await expect(page.locator("#status-place")).to_have_text("Solved")
    thread = await page.inner_text("#thread")
    assert send["x"] + send["width"] <= phone["width"]
    assert "1 thing is needed" in " ".join(faults.split())
    assert "A cot, please." in thread
    assert "One more thing." in thread
    await context.close()


async def test_an_answer_appears_while_the_customer_writes_and_nothing_moves(page, web_desk, anna):
    ticket = await opened_ticket(web_desk, "Line after line.\n\n" * 60)
    await page.goto(f"/t/1/{ticket.access_code}")
    await page.fill("#message", "Half a sent")
    before = await page.locator("#message").bounding_box()

    message_id = await answered(web_desk, anna, SLOW)
    await page.wait_for_selector(f"#message-{message_id}")
    frame = page.frame_locator(f"#message-{message_id} iframe")
    await page.wait_for_function(FITS, arg=message_id)

    assert "Somebody waits." in await frame.locator("body").inner_text()
    assert await page.input_value("#message") == "Half a sent"
    after = await page.locator("#message").bounding_box()
    assert abs(after["y"] - before["y"]) < 2
    await expect(page.locator("#status-place")).to_have_text("Waiting for you")
    assert page.faults == []


async def test_details_that_needed_the_code_stay_until_they_are_sent(page, web_desk):
    new = NewTicket(Customer("Marek", "marek@guest.example"), "Mail", "Hi.", source="mail", client_ip="203.0.113.84")
    ticket = await open_ticket(web_desk, new, Actor("customer", "Marek"), now_ms())
    await page.goto(f"/t/1/{ticket.access_code}")
    await page.fill("#phone", "+48 12 555 01 20")
    await page.fill("#city", "Kraków")
    await page.context.clear_cookies()

    await page.get_by_role("button", name="Save").click()
    await page.wait_for_selector("[name=code]")
    await page.goto(f"/t/1/{ticket.access_code}")  # the mail's link instead of the code

    await expect(page.locator("#phone")).to_have_value("+48 12 555 01 20")
    await expect(page.locator("#city")).to_have_value("Kraków")
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_selector("#city", state="detached")
    await page.wait_for_function("() => Object.values(sessionStorage).join() === ''")


async def test_what_came_twice_is_shown_once(page, web_desk, anna):
    ticket = await opened_ticket(web_desk)
    await page.goto(f"/t/1/{ticket.access_code}")

    message_id = await answered(web_desk, anna)
    for _ring in range(5):
        await page.wait_for_selector(f"#message-{message_id}")
    await answered(web_desk, anna, key="second")
    await page.wait_for_function("() => document.querySelectorAll('.entry').length === 3")

    ids = await page.evaluate("[...document.querySelectorAll('.entry')].map((entry) => entry.id)")
    assert len(ids) == len(set(ids)) == 3


async def test_an_open_page_follows_whose_it_is_its_subject_its_status_and_its_end(page, web_desk, anna):
    ticket = await opened_ticket(web_desk)
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    await page.goto(f"/t/1/{ticket.access_code}")

    await take(web_desk, anna, 1, now_ms())
    await expect(page.locator("#live-lead")).to_contain_text("Anna is looking after it.")
    await expect(page.get_by_placeholder("Write to Anna")).to_be_visible()
    await edit_ticket(web_desk, anna, 1, {"subject": "Very late arrival", "city": "Lübeck"}, now_ms())
    await expect(page.get_by_role("heading", name="Very late arrival")).to_be_visible()
    await expect(page).to_have_title(re.compile("Very late arrival"))
    await expect(page.locator("#live-facts")).to_contain_text("Lübeck")

    await page.click("text=This is solved")
    await expect(page.locator(".toast")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/t/1$"))
    await page.click("text=Undo")
    await expect(page.locator("#status-place")).to_have_text("Received")
    await set_status(web_desk, ada, 1, Status.SOLVED, now_ms())
    await expect(page.get_by_text("This is solved")).to_have_count(0)

    await page.fill("#message", "One more thing")
    await delete(web_desk, ada, 1, None, now_ms())
    await expect(page.get_by_role("heading", name="This ticket has been deleted.")).to_be_visible()
    await expect(page.get_by_label("What you were writing")).to_have_value("One more thing")
    assert "We arrive at 00:45." not in await page.content()
    assert page.faults == []


async def test_a_frame_is_as_high_as_its_message(page, web_desk, anna):
    ticket = await opened_ticket(web_desk)
    message_id = await answered(web_desk, anna, "<p>Line</p>" * 40)
    await page.goto(f"/t/1/{ticket.access_code}")

    await page.wait_for_function(FITS, arg=message_id)

    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_file_that_does_not_fit_is_said_before_it_is_sent(page):
    await page.goto("/new")
    await page.evaluate("document.querySelector('file-drop').dataset.maxFile = 1000")

    files = [
        {"name": "ok.txt", "mimeType": "text/plain", "buffer": b"x"},
        {"name": "big.bin", "mimeType": "x/y", "buffer": b"x" * 2000},
    ]
    await page.set_input_files("#files", files)

    await expect(page.locator(".file-drop__faults")).to_contain_text("big.bin is 2 KB. The limit is 1,000 B per file")
    await expect(page.locator("file-drop")).to_contain_text("ok.txt")
    paperclip = await page.locator(".file-drop__choose use").get_attribute("href")
    assert (await page.request.get(paperclip.partition("#")[0])).ok
    assert await page.evaluate("document.querySelector('#files').files.length") == 1


async def test_an_address_that_looks_like_a_slip_is_offered_another_and_never_changed(page, web_desk):
    await page.goto("/new")
    for name, typed in FIELDS.items():
        await page.fill(f"#{name}", typed)
    await page.fill("#phone", "+48 12 555 01 20")
    await page.fill("#email", "marek@gmial.com")
    await page.locator("#subject").focus()
    await page.get_by_role("button", name="marek@gmail.com").click()
    await expect(page.locator("#email")).to_have_value("marek@gmail.com")
    await expect(page.locator("#email-meant")).to_be_hidden()

    await page.fill("#email", "marek@hotmial.com")
    await page.locator("#subject").focus()
    await expect(page.get_by_role("button", name="marek@hotmail.com")).to_be_visible()
    await page.get_by_role("button", name="Send message").click()
    await page.wait_for_url("**/new/done/*")

    assert (await ticket_by_id(web_desk, 1)).customer.email == "marek@hotmial.com"
    assert page.faults == []


PASTE = """text => {
  const clipboardData = new DataTransfer();
  if (text) clipboardData.setData("text/plain", text);
  clipboardData.items.add(new File(["x"], "cells.png"));
  const pasted = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  return document.querySelector("#message").dispatchEvent(pasted);
}"""


async def test_a_pasted_picture_is_a_file_and_the_picture_of_a_pasted_text_is_not(page):
    await page.goto("/new")

    assert await page.evaluate(PASTE, "Room 204") is True  # the browser pastes the text
    assert await page.locator("file-drop .file").count() == 0
    assert await page.evaluate(PASTE, "") is False
    await expect(page.locator("file-drop")).to_contain_text("cells.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1024])
async def test_public_pages_never_scroll_sideways(browser, served, web_desk, anna, width, scheme):
    ticket = await opened_ticket(web_desk)
    context = await browser.new_context(
        base_url=served, viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    page = await context.new_page()

    for path in ("/new", "/t", "/t/lost", "/sign-in", "/nowhere", f"/t/1/{ticket.access_code}"):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    await context.close()
