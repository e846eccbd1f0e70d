"""Whom a mail speaks for, against a real mailbox, a real SMTP server and a real resolver."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import until
from tests.mail.authenticity.zone import DnsServer
from tests.mail.intake.fake_mailbox import mail
from tests.mail.intake.test_gestures import calendar
from tests.mail.outgoing.test_relayed_ids import SES

ZONE = {
    ("_dmarc.portal.example", "TXT"): ["v=DMARC1; p=reject"],
    ("portal.example", "TXT"): ["v=spf1 ip4:203.0.113.9 -all"],
}
CAME = (
    b"Return-Path: <noreply@portal.example>\r\n"
    b"Received: from out.portal.example (out.portal.example [203.0.113.9]) by mx.aurora.example with ESMTPS; x\r\n"
)
PORTAL = "Booking portal <noreply@portal.example>"


@pytest.fixture
def dns():
    with DnsServer(ZONE) as server:
        yield server


@pytest.fixture
def desk_settings(mail_user, smtp_sink, dns):
    return {
        "mailbox_url": mail_user.url("imap"),
        "smtp_url": smtp_sink.url,
        "mail_from": "Aurora Travel <desk@aurora.example>",
        "mail_interval": "1",
        "undo_seconds": "1",
        "dns": dns.where,
    }


async def test_a_portals_mail_is_answered_at_its_reply_to_and_the_reply_comes_back_through_a_relay(
    seat, smtp_sink, dovecot, mail_user
):
    anna = await seat("anna")
    smtp_sink.always("DOT", f"250 Ok {SES}")
    reply_to = "Helena Brandt <helena@guest.example>"
    dovecot.deliver(mail_user, CAME + mail(PORTAL, "Booking 17", "Is reception open?", Reply_To=reply_to))
    await anna.open("/tickets")
    await expect(anna.page.get_by_text("Booking 17").first).to_be_visible()

    await anna.open("/tickets/1")
    message = anna.page.locator(".message--customer").first
    await expect(message.locator(".proof--pass")).to_be_attached()
    await expect(message.locator(".message__warning")).to_contain_text("helena@guest.example (Reply-To)")
    await message.get_by_role("button", name="Use helena@guest.example").click()
    await expect(anna.page.locator(".message--customer .message__warning")).to_have_count(0)

    editor = anna.page.locator(
        ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"
    ).first
    await editor.click()
    await anna.page.keyboard.type("It is, all night.")
    await anna.page.locator(".composer__send").click()
    answer = await until(lambda: to_helena(smtp_sink))
    assert "It is, all night." in answer.get_body(("plain",)).get_content()
    await expect(anna.page.locator(".delivery--sent")).to_be_visible()

    dovecot.deliver(mail_user, calendar("REPLY"))
    relayed = f"<{SES}@eu-west-1.amazonses.com>"
    dovecot.deliver(mail_user, mail(reply_to, "Re: Booking 17", "See you then.", In_Reply_To=relayed))

    await expect(anna.page.locator(".message--customer").last).to_contain_text("See you then.")
    await until(lambda: not dovecot.messages(mail_user))
    await anna.open("/tickets/2")
    await expect(anna.page.locator("body")).to_contain_text("404")
    assert not [
        one
        for one in smtp_sink.letters
        if "We have your" in (one.message["Subject"] or "") and "helena@guest.example" in one.rcpt_tos
    ]


def to_helena(sink):
    """The newest mail to Helena."""
    found = [letter.message for letter in sink.letters if "helena@guest.example" in letter.rcpt_tos]
    return found[-1] if found else None
