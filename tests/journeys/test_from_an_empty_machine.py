"""`migrate`, `serve`, and then a browser alone: two groups, three colleagues, own mail and a first answered ticket.

docs/first-desk.md tells the same way; `make picture` takes its pictures anew.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import PASSWORD, WIDE, until
from tests.journeys.test_mail_servers import delivering

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DESK_ADDRESS = "desk@aurora.example"
COLLEAGUES = (("Anna Lind", "Reservations"), ("Boris Weber", "Reservations"), ("Clara Voss", "Events"))
LETTER = f"""From: Helena Brandt <helena@guest.example>
To: {DESK_ADDRESS}
Subject: Late arrival
Message-ID: <late-arrival@guest.example>
Date: Sun, 22 Nov 2026 10:12:00 +0100
Content-Type: text/plain; charset=utf-8

Hello,

our train is late and we arrive at 00:45. Will anyone be at reception to let us in?

Kind regards
Helena Brandt
""".replace("\n", "\r\n").encode()


@pytest.fixture
def empty_machine(make_served_desk, tmp_path):
    """A migrated desk with neither people nor mail; it may dial the mail servers of this machine, and waits for little."""
    desk = make_served_desk(
        f"sqlite:///{tmp_path}/empty.db",
        mail_networks="127.0.0.0/8",
        mail_interval="2",
        undo_seconds="1",
    )
    desk.run("migrate")
    return desk.start()


async def test_a_first_ticket_is_answered_without_a_shell_after_serve(
    browser, empty_machine, smtp_sink, dovecot, mail_user
):
    ada = await window(browser)

    await set_up(ada, re.search(r"http://\S+/setup/\S+", empty_machine.log())[0])
    await add_a_second_group(ada)
    async with delivering(smtp_sink, dovecot, mail_user, DESK_ADDRESS):
        await connect_mail(ada, smtp_sink, dovecot, mail_user)
        await invite_colleagues(ada)
        anna, boris, _clara = [await join(browser, smtp_sink, name) for name, _group in COLLEAGUES]
        await expect(ada.locator(".person__seen", has_text="now")).to_have_count(4)
        await picture(ada, "4-people")

        dovecot.deliver(mail_user, LETTER)
        await answer(anna, boris)
    sent = [one.message for one in smtp_sink.letters if "helena@guest.example" in one.rcpt_tos][-1]

    assert DESK_ADDRESS in sent["From"]
    assert "Reception is staffed all night." in sent.get_body(("plain",)).get_content()


async def window(browser):
    """A page of somebody's own browser."""
    context = await browser.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    return await context.new_page()


async def set_up(page, link):
    await page.goto(link)
    await page.get_by_label("Your name").fill("Ada Stone")
    await page.get_by_label("Your email").fill("ada@desk.example")
    await page.locator("#password").fill(PASSWORD)
    await page.get_by_label("Desk name").fill("Aurora Travel")
    await page.get_by_label("Time zone").fill("Europe/Berlin")
    await page.get_by_label("First group").fill("Reservations")
    await picture(page, "1-set-up")
    await page.get_by_role("button", name="Open the desk").click()
    await page.wait_for_url("**/settings")
    await expect(page.locator("main")).to_contain_text("Still to set up")


async def add_a_second_group(page):
    await page.locator(".rail").get_by_role("link", name="Groups").click()
    await page.get_by_role("link", name="New group").click()
    await page.get_by_label("Name", exact=True).fill("Events")
    await page.get_by_role("button", name="Create group").click()
    await expect(page.locator(".group-editor h2")).to_have_text("Events")
    await expect(page.locator(".rail__groups .rail-link")).to_have_text(["Reservations", "Events"])
    await picture(page, "2-groups")


async def connect_mail(page, smtp_sink, dovecot, mail_user):
    await page.locator(".rail").get_by_role("link", name="Settings").click()
    await page.get_by_role("link", name="Mail servers").first.click()
    await page.get_by_role("link", name="Change outgoing mail").click()
    await fill_server(page, smtp_sink.port)
    await page.get_by_label("Sender address").fill(DESK_ADDRESS)
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Send a test email").click()
    await expect(page.locator(".mail-trial__result")).to_contain_text("was sent")

    await page.get_by_role("link", name="Add mailbox").click()
    await fill_server(page, dovecot.ports["imap"])
    await page.get_by_label("User", exact=True).fill(mail_user.name)
    await page.get_by_label("Password").fill(mail_user.password)
    await page.get_by_label("New tickets go to").select_option("Reservations")
    await page.get_by_role("button", name="Add mailbox").click()
    await page.get_by_role("button", name="Test this mailbox").click()
    await expect(page.locator(".mail-trial__result")).to_contain_text("arrived after")
    await expect(page.locator(".mailbox-row")).to_contain_text("Last successful check")
    await page.locator(".mail-trial__result").scroll_into_view_if_needed()
    await picture(page, "3-mail")


async def fill_server(page, port):
    await page.get_by_label("Server", exact=True).fill("127.0.0.1")
    await page.get_by_label("Encryption").select_option("none")
    await page.get_by_label("Port").fill(str(port))


async def invite_colleagues(page):
    await page.locator(".rail").get_by_role("link", name="People").click()
    for name, group in COLLEAGUES:
        await page.get_by_role("link", name="Invite a person").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill(name)
        await dialog.get_by_label("Email").fill(address(name))
        await dialog.get_by_role("switch", name=group).check()
        await dialog.get_by_role("button", name="Send invitation").click()
        await expect(page.locator(".people__table")).to_contain_text(address(name))
        await expect(dialog).to_be_hidden()


async def join(browser, smtp_sink, name):
    """Follow the link of the invitation, set a password and sign in: their page."""
    invitation = await until(lambda: letter_to(smtp_sink, address(name)), within_s=60)
    link = re.search(r"http://\S+", invitation.get_body(("plain",)).get_content())[0]
    page = await window(browser)
    await page.goto(link)
    await expect(page.locator("h1")).to_contain_text(f"Welcome, {name.split()[0]}")
    await page.locator("#password").fill(PASSWORD)
    await page.get_by_role("button", name="Set password").click()
    await expect(page.locator("main")).to_contain_text("Your password is set.")
    await page.get_by_label("Email").fill(address(name))
    await page.locator("#password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/tickets**")
    return page


async def answer(anna, boris):
    """The letter appears in both windows; Anna takes it, and Boris sees that; hers is the answer."""
    row, his = (page.locator(".ticket-row", has_text="Late arrival") for page in (anna, boris))
    await expect(his).to_be_visible()
    await row.click()
    await expect(anna.locator(".message--customer")).to_contain_text("Will anyone be at reception")
    await picture(anna, "5-new-ticket")
    await anna.locator(".banner [data-act=take]").click()
    await expect(anna.locator(".banner--mine")).to_be_visible()
    await expect(his).to_contain_text("Anna")

    await (
        anna.locator(".composer__text[data-kind=answer]")
        .locator("css=[contenteditable]")
        .or_(anna.locator(".composer__text[data-kind=answer][contenteditable]"))
        .first.click()
    )
    await anna.keyboard.type("Reception is staffed all night. Have a good trip!")
    await anna.locator(".composer__send").click()
    await expect(anna.locator(".delivery--sent")).to_be_visible()
    await picture(anna, "6-answered")


def address(name):
    return f"{name.split()[0].lower()}@desk.example"


def letter_to(sink, receiver):
    return next((letter.message for letter in sink.letters if receiver in letter.rcpt_tos), None)


async def picture(page, name):
    """Take it if asked to; either way, docs/first-desk.md has one of that name."""
    path = PICTURES / f"{name}.png"
    if os.environ.get("DESKBELL_TAKE_PICTURE"):
        await page.screenshot(path=path)
    assert path.is_file()
