"""A letter to a hotel, with hands: written from the ticket, and no answer to the customer."""

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form


async def test_a_letter_to_a_hotel_leaves_from_the_ticket_and_a_refused_address_is_named(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    await anna.open(f"/tickets/{number}")
    await anna.page.locator("[popovertarget=more-menu]").click()
    await anna.page.get_by_role("menuitem", name="Write to a third party…").click()
    dialog = anna.page.locator("dialog[open]")

    await dialog.get_by_label("To", exact=True).fill("reception")
    await dialog.locator(".composer__text").click()
    await anna.page.keyboard.type("Is a cot free on 16 February?")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.locator("#third-party-to-fault")).not_to_be_empty()

    await dialog.get_by_label("To", exact=True).fill("reception@hotel.example")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_have_count(0)
    await expect(anna.page.locator(".thread")).to_contain_text("Is a cot free on 16 February?")
