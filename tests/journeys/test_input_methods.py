# ruff: noqa: RUF001 - letters of many scripts look like Latin ones
"""Keyboards of the world: an input method's Enter and Escape are its own, and shortcuts work in every script."""

from playwright.async_api import Page, expect

from tests.journeys.conftest import MODULES_ALONE, customer_writes_by_form

CONTROL = 2
SCRIPTS = [
    ("л", "к", "и", "."),
    ("κ", "ρ", "β", "/"),
    ("ל", "ר", "נ", "."),
    ("ن", "ق", "\u0644\u0627", "ظ"),
]  # K, R, B, the key of "/"
ANSWER = ".composer__text[data-kind=answer]"
# Safari's order: the composition has ended when its key comes, which 229 alone tells.
SAFARI = """(key) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", {key, keyCode: 229, ctrlKey: true, bubbles: true, cancelable: true, composed: true}))"""
MEANING = """async (pressed) => {
  const console_ = document.querySelector("script[src*='js/console.js']").src;
  const {latinKey} = await import(console_.replace("console.js", "keys/layouts.js"));
  return pressed.map(([key, code]) => latinKey({key, code, shiftKey: false}));
}"""


class InputMethod:
    """Converts text in the focused field, as a system's input method does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def compose(self, text: str) -> None:
        self.cdp = await self.page.context.new_cdp_session(self.page)
        await self.cdp.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    async def key(self, key: str, code: str = "", number: int = 229, modifiers: int = 0) -> None:
        """One key as the system tells it: its name, its place, and its number (229: taken by the input method)."""
        self.cdp = await self.page.context.new_cdp_session(self.page)
        about = {"key": key, "code": code or key, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        await self.cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **about})
        await self.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **about})

    async def commit(self, text: str) -> None:
        await self.cdp.send("Input.insertText", {"text": text})


async def test_enter_and_escape_that_end_a_conversion_do_nothing_else(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open("/tickets?view=all")
    ime = InputMethod(page)

    await page.keyboard.press("/")
    await ime.compose("にほん")
    await page.keyboard.press("Enter")  # with its character: the worst that an input method lets through
    await ime.key("Escape")
    await ime.commit("日本")
    field = page.get_by_role("combobox", name="Search tickets")
    await expect(field).to_have_value("日本")
    await expect(field).to_be_focused()

    await page.keyboard.press("Control+k")
    await ime.compose("さいん")
    await ime.key("Enter")
    await ime.key("Escape")
    await expect(page.locator("dialog.palette")).to_be_visible()
    await ime.commit("x")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.palette")).to_be_hidden()

    page = await anna.open(f"/tickets/{number}")
    ime = InputMethod(page)
    await page.keyboard.press("t")
    await expect(page.locator(".banner--mine")).to_be_visible()
    await page.keyboard.press("r")
    await ime.compose("ありがとう")
    await ime.key("Enter", modifiers=CONTROL)
    await ime.key("Escape")
    await ime.commit("ありがとうございます")
    await page.evaluate(SAFARI, "Enter")
    await page.evaluate(SAFARI, "Escape")
    await expect(page.locator(f"{ANSWER}:focus")).to_have_text("ありがとうございます")
    await expect(page.locator(".message--answer")).to_have_count(0)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message--answer")).to_contain_text("ありがとうございます")


@MODULES_ALONE
async def test_shortcuts_work_on_keyboards_of_every_script(seat):
    anna, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena)
    page = await anna.open(f"/tickets/{number}")
    keys = InputMethod(page)
    palette = page.locator("dialog.palette")
    await keys.key("е", "KeyT", 84)
    await expect(page.locator(".banner--mine")).to_be_visible()

    await keys.key("к", "KeyR", 82)
    await expect(page.locator(f"{ANSWER}:focus")).to_be_visible()
    await page.keyboard.type("привет")
    await page.keyboard.press("Control+a")
    await keys.key("и", "KeyB", 66, modifiers=CONTROL)
    await expect(page.locator(f"{ANSWER} b")).to_have_text("привет")
    await page.keyboard.press("Escape")

    for k, r, b, slash in SCRIPTS:
        await keys.key(k, "KeyK", 75, modifiers=CONTROL)
        await expect(palette).to_be_visible()
        await keys.key(k, "KeyK", 75, modifiers=CONTROL)
        await expect(palette).to_be_hidden()
        pressed = [[r, "KeyR"], [b, "KeyB"], [slash, "Slash"], ["k", "KeyV"], ["Enter", "Enter"]]
        assert await page.evaluate(MEANING, pressed) == ["r", "b", "/", "k", "Enter"]

    await keys.key(".", "Slash", 191)
    await expect(page.get_by_role("combobox", name="Search tickets")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.evaluate("document.activeElement.blur()")
    await keys.key("t", "KeyK", 75, modifiers=CONTROL)  # Dvorak: a Latin letter counts, wherever its key is
    await expect(palette).to_be_hidden()
    await keys.key("k", "KeyV", 75, modifiers=CONTROL)
    await expect(palette).to_be_visible()
