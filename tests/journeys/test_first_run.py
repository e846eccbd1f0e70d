"""A migrated desk without people is set up in a browser, with the link that the terminal shows."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.axe import SOURCE, Look
from tests.journeys.test_mail_servers import delivering


@pytest.fixture
def empty_desk(make_served_desk, tmp_path):
    desk = make_served_desk(f"sqlite:///{tmp_path}/empty.db", mail_networks="127.0.0.0/8")
    desk.run("migrate")
    return desk.start()


async def test_a_new_desk_is_set_up_without_a_shell_after_serve(browser, empty_desk):
    link = re.search(r"http://\S+/setup/\S+", empty_desk.log())[0]
    context = await browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    await context.add_init_script(SOURCE)
    page, look = await context.new_page(), Look()

    await page.goto(link)
    await page.get_by_role("button", name="Open the desk").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await look.at(page, "set-up with faults")
    await page.get_by_label("Your name").fill("Ada Stone")
    await page.get_by_label("Your email").fill("ada@desk.example")
    await page.locator("#password").fill("a bell rings thrice")
    await page.get_by_label("Desk name").fill("Aurora Travel")
    await page.get_by_label("First group").fill("Reservations")
    await page.get_by_role("button", name="Open the desk").click()

    await page.wait_for_url("**/settings")
    await expect(page.locator("main")).to_contain_text("Still to set up: a second person")
    await expect(page.locator(".rail__top")).to_contain_text("Aurora Travel")
    again = await page.goto(link)
    assert again.status == 404
    assert not look.faults, "\n".join(look.faults)
    await context.close()


async def test_mail_is_sent_and_received_before_the_desk_is_opened(browser, empty_desk, smtp_sink, dovecot, mail_user):
    link = re.search(r"http://\S+/setup/\S+", empty_desk.log())[0]
    page = await (await browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")).new_page()
    await page.goto(link)
    await page.get_by_label("Your name").fill("Ada Stone")
    await page.get_by_label("Your email").fill("ada@desk.example")
    await page.get_by_text("Mail servers").click()
    outgoing, mailbox = page.locator("fieldset").nth(0), page.locator("fieldset").nth(1)
    for part, port in ((outgoing, smtp_sink.port), (mailbox, dovecot.ports["imap"])):
        await part.get_by_label("Server", exact=True).fill("127.0.0.1")
        await part.get_by_label("Encryption").select_option("none")
        await part.get_by_label("Port").fill(str(port))
    await outgoing.get_by_label("Sender address").fill("desk@aurora.example")
    await mailbox.get_by_label("User", exact=True).fill(mail_user.name)
    await mailbox.get_by_label("Password").fill(mail_user.password)

    async with delivering(smtp_sink, dovecot, mail_user, "desk@aurora.example"):
        await page.get_by_role("button", name="Test mail").click()
        await expect(page.locator(".mail-trial__result")).to_contain_text("arrived after")
    await page.locator("#password").fill("a bell rings thrice")
    await page.get_by_role("button", name="Open the desk").click()

    await page.wait_for_url("**/settings")
    await expect(page.locator("main")).to_contain_text("Still to set up")
    await expect(page.locator("main")).not_to_contain_text("a mailbox")
    assert "ada@desk.example" in {address for letter in smtp_sink.letters for address in letter.rcpt_tos}
    await page.context.close()
