"""The list of mail that came is true while somebody looks at it, and does not move under their hand."""

import pytest
from playwright.async_api import expect


@pytest.fixture
def desk_settings():
    return {"demo": "1"}


async def customer_mails(seat, subject):
    """A customer's mail, as the page of a demo desk makes one."""
    page = await seat.open("/mail/simulate")
    fields = {"name": "Helena Brandt", "email": "helena@guest.example", "subject": subject, "text": "At nine?"}
    for name, value in fields.items():
        await page.fill(f"main [name={name}]", value)
    await page.get_by_role("button", name="Send email").click()
    await page.wait_for_url("**/tickets/*")


async def test_a_mail_that_comes_in_appears_in_the_open_list_and_waits_while_a_hand_is_on_it(seat):
    ada, anna = await seat("ada"), await seat("anna")
    page = await ada.open("/mail/in")
    rows, pill = page.locator(".mail__row"), page.locator(".mail .news-pill")
    await expect(page.locator(".health")).to_contain_text("Live")
    await expect(page.locator("mail-ledger .empty")).to_be_visible()

    await customer_mails(anna, "Breakfast")
    await expect(rows).to_have_count(1)
    await expect(rows.first).to_contain_text("Breakfast")
    await expect(page.locator("mail-ledger .empty")).to_be_hidden()
    await expect(rows.first).not_to_have_attribute("data-moving", "")  # read, and beside it the ticket that it opened
    await expect(rows.first.get_by_role("link", name="#1")).to_be_visible()

    await rows.first.hover()
    await customer_mails(anna, "Parking")
    await expect(pill).to_contain_text("1")
    await expect(rows).to_have_count(1)

    await pill.click()
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("Parking")
    await expect(pill).to_be_hidden()
