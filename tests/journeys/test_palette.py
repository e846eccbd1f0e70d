"""The palette: what is called exactly so comes first, by any of its names, and runs by Enter."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

FIRST = [
    ("settings", "Settings"), ("mail", "Mail"), ("log", "Activity log"), ("audit", "Activity log"), ("theme", "Theme: dark"),
    ("light mode", "Theme: light"), ("sign out", "Sign out"), ("Logout", "Sign out"), ("away", "Away from the desk"),
    ("compact", "Compact rows"), ("merge", "Mark as duplicate…"), ("templates", "Templates"), ("canned answers", "Templates"),
    ("people", "People"), ("users", "People"), ("profile", "Preferences…"), ("my password", "Change password"), ("2fa", "Second factor"), ("colors", "Theme: dark"), ("outbox", "Sent mail"),
    ("mine", "Mine"), ("shortcuts", "Keyboard shortcuts"), ("claim", "Take"), ("close", "Set status: Closed"), ("solve", "Set status: Solved"), ("comment", "Internal note"), ("preferen", "Preferences…"), ("drafts", "My drafts"), ("keys", "Keyboard shortcuts"),
]  # fmt: skip

FIRST_FOR = """(all) => all.map((typed) => {
  const field = document.querySelector(".palette__input");
  field.value = typed;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return document.querySelector("dialog.palette [role=option] .palette__words").textContent;
})"""


async def test_commands_come_first_by_every_name_and_run(seat):
    guest = await seat()
    everything = "settings mail log audit theme light mode sign out logout away compact merge templates"
    number = await customer_writes_by_form(
        guest, everything, "people users profile password outbox mine shortcuts comment"
    )
    ada = await seat("ada")
    page = await ada.open(f"/tickets/{number}")
    options = page.locator("dialog.palette [role=option]")

    async def choose(typed: str) -> None:
        await page.keyboard.press("Control+k")
        await page.keyboard.type(typed)
        await page.keyboard.press("Enter")

    await page.keyboard.press("Control+k")
    field = page.locator(".palette__input")
    assert await page.evaluate(FIRST_FOR, [typed for typed, _words in FIRST]) == [words for _typed, words in FIRST]
    await field.fill("!")
    await expect(options).to_have_count(1)  # to search for it
    await field.fill("settings")
    await expect(options.filter(has_text=f"#{number}")).to_be_visible()  # found, and still second
    await expect(options.first.locator(".palette__words")).to_have_text("Settings")
    await page.keyboard.press("Escape")

    await choose("take")
    await expect(page.locator(".banner--mine")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("assign")
    await expect(options.filter(has_text=re.compile("^Assign"))).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("[popover]:popover-open [data-act=assign]").first).to_be_visible()
    await page.keyboard.press("Escape")
    await choose("assign boris")
    await expect(page.locator("article.ticket")).to_have_attribute("data-lock", "other")

    await choose("dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await choose("compact")
    await expect(page.locator(".desk.compact")).to_be_visible()
    await choose("away")
    await expect(page.locator(".self.is-away")).to_be_visible()
    await choose("back")
    await expect(page.locator(".self.is-away")).to_have_count(0)
    await choose("settings")
    await page.wait_for_url("**/settings")
    await choose("sign out")
    await page.wait_for_url("**/sign-in**")
