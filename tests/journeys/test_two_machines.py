"""One operator at two machines, and on a line that loses answers: no text takes another's place, none is offered twice."""

import asyncio

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

SAVED = "Draft saved"
EDITOR = ".composer__text[data-kind={kind}]"


def text(page, kind="answer"):
    return page.locator(EDITOR.format(kind=kind))


async def type_into(page, words, kind="answer"):
    await text(page, kind).click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(words)


async def test_what_two_machines_write_is_offered_on_both_and_what_one_sends_is_gone_from_the_other(seat):
    pc, phone, helena = await seat("anna"), await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    path = f"/tickets/{number}"
    await pc.open(path)
    await phone.open(path)
    marks = [one.row(number).locator(".ticket-row__marks .ticket-row__draft") for one in (pc, phone)]
    counts = [one.page.locator("[data-count=drafts]") for one in (pc, phone)]
    pc_offer, phone_offer = (one.page.locator("draft-offer") for one in (pc, phone))

    await type_into(phone.page, "From the phone")
    await expect(phone.page.locator(".composer__saved")).to_contain_text(SAVED)
    await type_into(pc.page, "From the PC")
    await pc_offer.get_by_role("button", name="Another draft").click()
    await expect(pc_offer.locator(".draft-offer__text")).to_have_text("From the phone")
    await expect(text(pc.page)).to_have_text("From the PC")
    await pc.page.get_by_role("button", name="Add below mine").click()
    await expect(text(pc.page)).to_have_text("From the PCFrom the phone")
    await expect(pc_offer).to_be_hidden()
    await expect(text(pc.page)).to_be_focused()
    await expect(pc.page.locator(".composer__saved")).to_contain_text(SAVED)
    for mark, count in zip(marks, counts, strict=True):
        await expect(mark).to_be_visible()
        await expect(count).to_have_text("1")

    await type_into(phone.page, ", and on")
    await phone_offer.get_by_role("button", name="Another draft").click()
    await expect(phone.page.get_by_role("button", name="Add below mine")).to_be_focused()
    await phone.page.get_by_role("button", name="Swap with mine").click()
    await expect(text(phone.page)).to_have_text("From the PCFrom the phone")
    await phone.page.reload()
    await expect(text(phone.page)).to_have_text("From the PCFrom the phone")
    await phone_offer.get_by_role("button", name="Another draft").click()
    await expect(phone_offer.locator(".draft-offer__text")).to_have_text("From the phone, and on")
    await phone.page.get_by_role("button", name="Discard it").click()
    await expect(phone_offer).to_be_hidden()

    await phone.page.locator(".composer__send").click()
    await expect(pc.page.locator(".message--answer")).to_be_visible()
    await expect(text(pc.page)).to_have_text("")
    await expect(pc.page.locator(".composer__saved")).to_have_text("Draft sent or cleared elsewhere")
    for mark, count in zip(marks, counts, strict=True):
        await expect(mark).to_be_hidden()
        await expect(count).to_be_hidden()
    await pc.page.reload()
    await expect(pc.page.locator(".message--answer")).to_be_visible()
    await expect(text(pc.page)).to_have_text("")
    await expect(pc_offer).to_be_hidden()

    await type_into(phone.page, "A second answer")
    await expect(phone.page.locator(".composer__saved")).to_contain_text(SAVED)
    await type_into(pc.page, "Another thought")
    await pc_offer.get_by_role("button", name="Another draft").click()
    await phone.page.locator(".composer__send").click()
    await expect(pc_offer).to_be_hidden()
    await expect(text(pc.page)).to_have_text("Another thought")
    await expect(text(pc.page)).to_be_focused()


async def test_an_older_page_that_sends_leaves_the_newer_draft_and_a_copy_that_was_sent_elsewhere_stays_away(seat):
    pc, phone, helena = await seat("anna"), await seat("anna"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    await pc.open(path)
    await type_into(pc.page, "Reception is staffed")
    await expect(pc.page.locator(".composer__saved")).to_contain_text(SAVED)
    await phone.open(path)
    await type_into(phone.page, " all night")
    await expect(phone.page.locator(".composer__saved")).to_contain_text(SAVED)

    await pc.page.locator(".composer__send").click()
    await expect(phone.page.locator(".message--answer")).to_be_visible()
    await expect(text(phone.page)).to_have_text("Reception is staffed all night")
    await pc.page.reload()
    await expect(text(pc.page)).to_have_text("Reception is staffed all night")

    await type_into(pc.page, ", also")
    await lose_replies(pc.page, "**/draft")
    await pc.page.close()  # the desk has it, and this browser never hears so
    await phone.page.reload()
    await expect(text(phone.page)).to_have_text("Reception is staffed all night, also")
    await phone.page.locator(".composer__send").click()
    await expect(phone.page.locator(".message--answer")).to_have_count(2)
    page = pc.page = await pc.context.new_page()
    await pc.open(path)
    await expect(page.locator(".message--answer")).to_have_count(2)
    await expect(text(page)).to_have_text("")
    await expect(page.locator("draft-offer")).to_be_hidden()


async def test_a_message_whose_reply_is_lost_is_known_when_it_comes_and_what_was_changed_since_stays(seat):
    anna, helena = await seat("anna"), await seat()
    path = f"/tickets/{await customer_writes_by_form(helena)}"
    page = await anna.open(path)
    fault = page.locator(".composer__fault")

    await lose_replies(page, "**/answer")
    await type_into(page, "The lift is wide enough.")
    await page.locator(".composer__send").click()
    await expect(page.locator(".message--answer")).to_be_visible()
    await expect(text(page)).to_have_text("")
    await expect(page.locator("desk-toast")).to_contain_text("Answer to Helena Brandt")
    await expect(fault).to_be_hidden()

    await lose_replies(page, "**/third-party")
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Email the hotel or someone else…").click()
    await page.locator("[name=to]").fill("desk@hotel.example")
    await type_into(page, "Is a cot free?", "to_third_party")
    await page.locator(".composer__send").click()
    await expect(page.locator(".message--to_third_party")).to_be_visible()
    await expect(text(page, "to_third_party")).to_have_text("")
    await expect(page.locator("desk-toast")).to_contain_text("Email to desk@hotel.example")

    stored, lost = await lose_replies(page, "**/note", waits=True)
    await page.locator("[role=tab][data-kind=note]").click()
    await type_into(page, "Allergic to feathers", "note")
    await page.locator(".composer__send").click()
    await stored.wait()
    await type_into(page, " and dust", "note")
    await expect(page.locator(".message--note")).to_be_visible()
    lost.set()
    await expect(fault).to_contain_text("Already sent: “Allergic to feathers”.")
    await expect(text(page, "note")).to_have_text("Allergic to feathers and dust")
    await page.unroute("**/note")
    await page.locator(".composer__send").click()
    await expect(page.locator(".message--note")).to_have_count(2)

    await page.reload()
    await expect(page.locator(".message--note")).to_have_count(2)
    await expect(text(page)).to_have_text("")


async def lose_replies(page, path, *, waits=False):
    """The desk does what is asked here, and nobody hears of it: until `lost` is set, if it `waits`."""
    stored, lost = asyncio.Event(), asyncio.Event()

    async def lose(route):
        if route.request.method != "POST":
            await route.fallback()
            return
        await route.fetch()
        stored.set()
        if waits:
            await lost.wait()
        await route.abort()

    await page.route(path, lose)
    return stored, lost
