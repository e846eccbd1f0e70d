"""The signature with hands: from the start, with a picture put into it, and where it is seen afterwards."""

import base64
import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form, until
from tests.journeys.test_copies import to

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def desk_settings(smtp_sink):
    return {"smtp_url": smtp_sink.url, "mail_from": "Aurora Travel <desk@aurora.example>", "undo_seconds": "1"}


async def answer(anna, number, words):
    await anna.open(f"/tickets/{number}")
    editor = anna.page.locator(
        ".composer__text[data-kind=answer] [contenteditable], .composer__text[data-kind=answer][contenteditable]"
    ).first
    await editor.click()
    await anna.page.keyboard.type(words)
    await anna.page.locator(".composer__send").click()


async def test_a_signature_is_at_the_end_of_the_answer_in_the_thread_the_mail_and_on_the_ticket_page(seat, smtp_sink):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await expect(anna.row(number)).to_be_visible()  # her page has come to rest: it goes elsewhere undisturbed
    await anna.open("/me")
    await expect(anna.page.locator(".preferences__signature")).to_contain_text("Aurora Travel")  # nobody has set it

    await anna.page.locator(".preferences__signature").click()
    async with anna.page.expect_response(lambda answer: answer.request.method == "POST" and answer.status < 300):
        await anna.page.set_input_files(
            "my-preferences [data-pictures]", {"name": "logo.png", "mimeType": "image/png", "buffer": PIXEL}
        )
    picture = anna.page.locator(".preferences__signature img")
    await expect(picture).to_be_visible()
    async with anna.page.expect_response(lambda answer: answer.url.endswith("/me") and answer.status == 200) as saved:
        await anna.page.get_by_role("button", name="Save", exact=True).click()
    await (await saved.value).finished()
    await anna.page.wait_for_load_state("networkidle")  # saving brings the page anew, which must not meet the next one
    await anna.open("/me")
    await expect(picture).to_have_attribute("src", re.compile("^data:image/png;base64,"))
    await answer(anna, number, "Reception is staffed all night.")

    in_thread = anna.page.locator(".thread .message--answer .message__signature")
    await expect(in_thread).to_contain_text("Anna Lind")
    await expect(in_thread.locator("img")).to_be_visible()
    mail = await until(
        lambda: next((one for one in to(smtp_sink, "helena@guest.example") if "Re:" in one["Subject"]), None)
    )
    assert "-- \nAnna Lind\nAurora Travel" in mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    pictures = {part["Content-ID"].strip("<>") for part in mail.walk() if part["Content-ID"]}
    assert pictures
    assert all(f"cid:{one}" in html.get_content() for one in pictures)
    link = re.search(rf"/t/{number}/[^\s\"<>]+", mail.get_body(("plain",)).get_content())[0]
    await helena.open(link)
    page = helena.page.frame_locator(".entry iframe").first.locator("body")
    await expect(page).to_contain_text("Reception is staffed all night.")
    await expect(page).to_contain_text("Aurora Travel")
    await expect(page.locator("img")).to_be_visible()
