"""Form, confirmation, answer, the customer's reply by mail, the open view: against a real mailbox and a real SMTP server."""

import email.message

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form, until


@pytest.fixture
def desk_settings(mail_user, smtp_sink):
    return {
        "mailbox_url": mail_user.url("pop3"),
        "smtp_url": smtp_sink.url,
        "mail_from": "Aurora Travel <desk@aurora.example>",
        "mail_interval": "1",
        "undo_seconds": "1",
    }


def reply_to(letter, text):
    """What the customer's mail program sends back."""
    reply = email.message.EmailMessage()
    reply["From"] = "Helena Brandt <helena@guest.example>"
    reply["To"] = "desk@aurora.example"
    reply["Subject"] = f"Re: {letter['Subject']}"
    reply["Message-ID"] = "<reply-1@guest.example>"
    reply["Date"] = "Sun, 22 Nov 2026 10:12:00 +0100"
    reply["In-Reply-To"] = letter["Message-ID"]
    reply["References"] = letter["Message-ID"]
    reply.set_content(f"{text}\n\nOn Sun, 22 Nov 2026, Aurora Travel wrote:\n> Reception is staffed all night.\n")
    return reply.as_bytes()


async def test_a_ticket_goes_out_and_comes_back_by_mail(seat, smtp_sink, dovecot, mail_user):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)

    confirmation = await until(lambda: mail_to(smtp_sink, "helena@guest.example"))
    assert f"(#{number})" in confirmation["Subject"]
    assert confirmation["Auto-Submitted"]

    await anna.open(f"/tickets/{number}")
    editor = anna.page.locator(
        ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"
    ).first
    await editor.click()
    await anna.page.keyboard.type("Reception is staffed all night.")
    await anna.page.locator(".composer__send").click()
    answer = await until(lambda: mail_to(smtp_sink, "helena@guest.example", besides=confirmation["Message-ID"]))
    assert "Reception is staffed all night." in answer.get_body(("plain",)).get_content()
    assert "Reception is staffed all night." in answer.get_body(("html",)).get_content()
    await expect(anna.page.locator(".delivery--sent")).to_be_visible()

    dovecot.deliver(mail_user, reply_to(answer, "Thank you. Voucher attached."))

    await expect(anna.page.locator(".message--customer").last).to_contain_text("by email")
    frame = anna.page.locator(".message--customer").last
    await expect(frame).to_contain_text("Voucher attached")
    notice = await until(lambda: mail_to(smtp_sink, "anna@desk.example"))
    assert f"#{number}" in notice["Subject"]
    assert await until(lambda: not dovecot.messages(mail_user))


def mail_to(sink, address, besides=None):
    """The newest mail to this address."""
    found = [letter.message for letter in sink.letters if address in letter.rcpt_tos]
    found = [message for message in found if message["Message-ID"] != besides]
    return found[-1] if found else None
