"""Two strangers, a victim and an operator: who types the victim's address learns nothing by it (C11)."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import until
from tests.journeys.test_mail_round_trip import mail_to

VICTIM = "helena@guest.example"
SECRET = "The safe of room 12 opens with nightingale."  # a word: digits may stand in any key or moment of a page


@pytest.fixture
def desk_settings(mail_user, smtp_sink):
    return {
        "mailbox_url": mail_user.url("pop3"),
        "smtp_url": smtp_sink.url,
        "mail_from": "Aurora Travel <desk@aurora.example>",
        "mail_interval": "1",
        "undo_seconds": "1",
    }


async def writes_in(somebody, email, subject, message):
    page = await somebody.open("/new")
    told = {"name": "Helena Brandt", "email": email, "phone": "+49 40 5550", "city": "Hamburg"}
    for name, value in (told | {"subject": subject, "message": message}).items():
        await page.fill(f"[name={name}]", value)
    await page.get_by_role("button", name="Send message").click()
    await page.wait_for_url("**/new/done/*")
    return int(page.url.rsplit("/", 1)[1])


async def marks_as_duplicate(operator, number, original):
    """In the console; returns what the dialog warned of."""
    page = await operator.open(f"/tickets/{number}")
    await page.locator("button[data-act=take]").click()
    await expect(page.locator(".banner--mine")).to_be_visible()
    await page.locator("[popovertarget=more-menu]").click()
    await page.get_by_role("menuitem", name="Mark as duplicate…").click()
    dialog = page.locator("dialog[open]")
    await dialog.locator(f"input[name=into][value='{original}']").check()
    warned = await dialog.inner_text()
    await dialog.get_by_role("button", name="Mark as duplicate").click()
    await expect(page.locator(".banner--state")).to_contain_text(f"#{original}")
    return warned


def link_in(letter):
    return re.search(r"http://\S+/t/\S+", letter.get_body(("plain",)).get_content())[0]


async def test_c11_two_strangers_in_a_victims_name_see_and_change_nothing(seat, smtp_sink):
    victim, eve, mallory, anna = await seat(), await seat(), await seat(), await seat("anna")
    original = await writes_in(victim, VICTIM, "Lost key", SECRET)
    first = await until(lambda: mail_to(smtp_sink, VICTIM))
    eves = await writes_in(eve, "HELENA@guest.example", "It is me", "Please send everything here.")
    mallorys = await writes_in(mallory, "mallory@evil.example", "Me too", "And to me.")
    warned = await marks_as_duplicate(anna, eves, original)
    assert f"Address not verified on #{eves}" in warned

    page = await eve.open(f"/t/{eves}")
    await page.fill("[name=message]", "What was the number of the safe again?")
    await page.get_by_role("button", name="Send reply").click()
    await expect(page.get_by_text("We have your message.")).to_be_visible()
    for stranger, number in ((eve, eves), (mallory, mallorys)):
        for path in (f"/t/{number}", f"/t/{original}"):
            await stranger.open(path)
            assert "nightingale" not in await stranger.page.content()
            assert f"/t/{original}/" not in await stranger.page.content()
        assert (await stranger.context.request.get(f"{stranger.url}/t/{original}/events?after=0")).status == 404

    console = await anna.open(f"/tickets/{original}")
    words = console.locator(".message", has_text="number of the safe")
    await expect(words).to_contain_text("Sender not verified")
    await expect(words).to_contain_text("not shown to the customer")

    page = await victim.open(link_in(first).removeprefix(victim.url))
    assert "number of the safe" not in await page.content()
    assert page.url == f"{victim.url}/t/{original}"
    second = await until(lambda: mail_to(smtp_sink, "HELENA@guest.example"))
    page = await victim.open(link_in(second).removeprefix(victim.url))
    await expect(page).to_have_url(f"{victim.url}/t/{original}")  # both pages are hers in this browser

    home = await seat(java_script_enabled=False)
    page = await home.open(link_in(second).removeprefix(home.url))
    assert "nightingale" not in await page.content()
    await page.get_by_role("button", name="Confirm my address").click()
    await expect(page).to_have_url(f"{home.url}/t/{original}")
    await expect(page.get_by_text(SECRET)).to_be_visible()
    await eve.open(f"/t/{eves}")
    assert "nightingale" not in await eve.page.content()
