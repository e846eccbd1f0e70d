"""A guest, her mother in copy, a stranger and Anna: who gets what, whose reply is whose, and what it opens."""

import email.message
import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form, until

HELENA, MOTHER, AUNT = "helena@guest.example", "mother@guest.example", "aunt@guest.example"


@pytest.fixture
def desk_settings(mail_user, smtp_sink):
    return {
        "mailbox_url": mail_user.url("pop3"),
        "smtp_url": smtp_sink.url,
        "mail_from": "Aurora Travel <desk@aurora.example>",
        "mail_interval": "1",
        "undo_seconds": "1",
    }


def to(sink, address):
    return [letter.message for letter in sink.letters if letter.rcpt_tos == [address]]


def words_of(mail):
    return mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()


def reply(sender, to, text, **headers):
    """What a mail program sends."""
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, "Re: Late arrival (#1)"
    made["Message-ID"] = f"<{abs(hash((sender, text)))}@guest.example>"
    made["Date"] = "Sun, 22 Nov 2026 10:12:00 +0100"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


async def test_s49_a_copy_opens_nothing_and_its_readers_reply_is_theirs(seat, smtp_sink, dovecot, mail_user):
    anna, helena, mother = await seat("anna"), await seat(), await seat()
    number = await customer_writes_by_form(helena)
    [confirmation] = await until(lambda: to(smtp_sink, HELENA))
    smtp_sink.reply_about(AUNT, "550 5.1.1 No such user")
    await answer_with_copies(anna, number)

    # Each has a mail of their own; the refused one is said beside the answer, which left, and alone goes again.
    thread = anna.page.locator(".thread")
    await expect(thread.locator(".delivery--failed")).to_contain_text(f"Copy to {AUNT}")
    await expect(thread.locator(".delivery--sent")).to_have_count(2)
    before = len(smtp_sink.letters)
    await thread.get_by_role("button", name="Send again").click()
    await expect(thread.locator(".delivery--sent")).to_have_count(3)
    assert [letter.rcpt_tos for letter in smtp_sink.letters[before:] if letter.rcpt_tos != ["anna@desk.example"]] == [
        [AUNT]
    ]

    # What her mother got opens nothing.
    [copy] = to(smtp_sink, MOTHER)
    assert (copy["To"], copy["Cc"]) == (f"Helena Brandt <{HELENA}>", f"{MOTHER}, {AUNT}")
    assert "/t/" not in copy.as_string() + words_of(copy)
    assert confirmation["Message-ID"] not in copy.as_string()
    await mother.open(f"/t/{number}")
    await expect(mother.page.locator("body")).not_to_contain_text("Reception is staffed")

    # Her reply stays with the operators; a stranger's mail with the ticket's number is on another ticket.
    dovecot.deliver(mail_user, reply(MOTHER, copy["Reply-To"], "And breakfast?", In_Reply_To=copy["Message-ID"]))
    await expect(thread.locator(".message--third_party")).to_contain_text("And breakfast?")
    await expect(thread.locator(".message--third_party")).to_contain_text("not shown to the customer")
    dovecot.deliver(mail_user, reply("thief@elsewhere.example", "desk@aurora.example", f"Cancel #{number}"))
    await until(lambda: not dovecot.messages(mail_user))

    await helena.open(re.search(rf"/t/{number}/[^\s\"<>]+", words_of(confirmation))[0])
    entries = helena.page.locator(".entry")
    await expect(entries).to_have_count(2)  # hers and the answer
    answer = helena.page.frame_locator(".entry iframe").first.locator("body")
    await expect(answer).to_contain_text("Reception is staffed all night.")
    await expect(thread).not_to_contain_text("Cancel #")


async def answer_with_copies(anna, number):
    await anna.open(f"/tickets/{number}")
    await anna.page.get_by_role("button", name="Cc", exact=True).click()
    await anna.page.fill("#composer-cc", f"{MOTHER}, {AUNT}")
    editor = anna.page.locator(
        ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"
    ).first
    await editor.click()
    await anna.page.keyboard.type("Reception is staffed all night.")
    await anna.page.locator(".composer__send").click()
    await expect(
        anna.page.get_by_text("Press Send again to send anyway.")
    ).to_be_visible()  # nobody got a copy of this ticket yet
    await anna.page.locator(".composer__send").click()
