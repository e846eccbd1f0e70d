"""An administrator sets up outgoing mail and a mailbox in the console, tests both, and mail comes in: no shell, no restart."""

import asyncio
import contextlib

import pytest
from playwright.async_api import expect

from tests.journeys.axe import SOURCE, Look
from tests.mail.intake.fake_mailbox import mail


@pytest.fixture
def desk_settings():
    return {"mail_networks": "127.0.0.0/8", "mail_interval": "2"}


@contextlib.asynccontextmanager
async def delivering(sink, dovecot, user, address):
    """What is sent to the address lands in the mailbox, as a mail provider does it."""

    async def deliver():
        seen = 0
        while True:
            for letter in sink.letters[seen:]:
                seen += 1
                if address in letter.rcpt_tos:
                    dovecot.deliver(user, letter.content)
            await asyncio.sleep(0.05)

    task = asyncio.create_task(deliver())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def fill_account(page, host, port, user="", password=""):
    await page.get_by_label("Server", exact=True).fill(host)
    await page.get_by_label("Encryption").select_option("none")
    await page.get_by_label("Port").fill(str(port))
    await page.get_by_label("User", exact=True).fill(user)
    await page.get_by_label("Password").fill(password)


async def test_mail_is_set_up_and_tried_out_on_a_phone(seat, smtp_sink, dovecot, mail_user):
    ada = await seat("ada", viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce")
    page, look = ada.page, Look()
    await page.add_init_script(SOURCE)

    await ada.open("/groups?edit=new")
    await page.get_by_label("Name", exact=True).fill("Reservations")
    await page.get_by_role("button", name="Create group").click()
    await page.wait_for_url("**/groups?edit=*&saved=1")
    await ada.open("/settings/mail")
    await look.at(page, "no mail servers")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("link", name="Change outgoing mail").click()
    await fill_account(page, "127.0.0.1", smtp_sink.port)
    await page.get_by_label("Sender address").fill("desk@aurora.example")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Send a test email").click()
    await expect(page.locator(".mail-trial__result")).to_contain_text("A test email to ada@desk.example was sent")
    [test] = await smtp_sink.wait_for(1)
    assert "desk@aurora.example" in test.message["From"]

    await page.get_by_role("link", name="Close").click()
    await page.get_by_role("link", name="Add mailbox").click()
    await fill_account(page, "127.0.0.1", dovecot.ports["imap"], mail_user.name, "not it")
    await page.get_by_label("New tickets go to").select_option("Reservations")
    await page.get_by_label("Sender address").fill("bookings@aurora.example")
    await page.get_by_role("button", name="Add mailbox").click()
    await page.get_by_role("button", name="Test this mailbox").click()
    await expect(page.locator(".mail-trial__result")).to_contain_text("Check the user name and password.")
    await look.at(page, "a mailbox with a wrong password")

    await page.get_by_label("Password").fill(mail_user.password)
    await page.get_by_role("button", name="Save").click()
    await page.get_by_text("Saved. Now test it below.").wait_for()
    async with delivering(smtp_sink, dovecot, mail_user, "bookings@aurora.example"):
        await page.get_by_role("button", name="Test this mailbox").click()
        await expect(page.locator(".mail-trial__result")).to_contain_text("arrived after")
    assert mail_user.password not in await page.content()

    await page.get_by_role("link", name="Close").click()
    await expect(page.locator(".mailbox-row")).to_contain_text("Last successful check")
    dovecot.deliver(mail_user, mail(subject="A cot for the baby"))
    await ada.open("/tickets?view=all")
    await expect(page.locator(".ticket-row", has_text="A cot for the baby")).to_contain_text("Reservations")
    assert not look.faults, "\n".join(look.faults)
