"""What comes from other programs' clipboards and folders, through the real editor: its sense stays, its looks go."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import customer_writes_by_form

SAMPLES = Path(__file__).parent / "clipboard"
WITH_PICTURES = {"word", "google-docs"}
LOST = "Pictures that did not come along: 1. Copy them one by one, or drop their files here."
PASTE_HTML = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
PASTE_PICTURE = """async size => {
  const canvas = Object.assign(document.createElement("canvas"), {width: size, height: size / 2});
  const data = new DataTransfer();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  data.items.add(new File([blob], "map.png", {type: "image/png"}));
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
DROP = """([target, name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, {type}));
  const at = document.querySelector(target).getBoundingClientRect();
  const where = {bubbles: true, cancelable: true, dataTransfer: data, clientX: at.left + 30, clientY: at.top + 20};
  document.querySelector(target).dispatchEvent(new DragEvent("drop", where));
}"""


@pytest.fixture
def desk_settings() -> dict[str, str]:
    return {"max_file_mb": "1", "max_message_mb": "2"}


@pytest.fixture
async def anna(seat):
    """Anna with the caret in an answer."""
    one, helena = await seat("anna"), await seat()
    await one.open(f"/tickets/{await customer_writes_by_form(helena)}")
    one.text = one.page.locator(".composer__text[data-kind=answer]")
    one.shelf = one.page.locator("file-shelf[data-kind=answer]")
    await expect(one.text).to_have_attribute("contenteditable", "true")
    await one.page.keyboard.press("r")
    return one


async def test_a_paste_keeps_its_sense_and_one_undo_takes_it_back(anna):
    page = anna.page
    for becomes in sorted(SAMPLES.glob("*.becomes.html")):
        name = becomes.name.removesuffix(".becomes.html")
        await page.evaluate(PASTE_HTML, (SAMPLES / f"{name}.html").read_text("utf-8"))
        pasted = await page.evaluate("document.querySelector('answer-composer').box.html")
        said = await page.locator(".composer__fault").text_content()
        await page.keyboard.press("Control+z")
        undone = await anna.text.inner_text()

        assert pasted.removesuffix("<p><br></p>") == one_line(becomes), name
        assert said == (LOST if name in WITH_PICTURES else ""), name
        assert undone.strip() == "", name

        await page.keyboard.press("Control+Shift+z")
        await page.keyboard.press("Control+a")
        await page.keyboard.press("Backspace")
        await expect(anna.text).to_have_class(re.compile("is-empty"))


def one_line(path):
    """What stands in the file, whose line ends are for its readers."""
    return path.read_text("utf-8").replace("\n", "")


async def test_pictures_stand_in_the_text_at_once_and_arrive_in_the_mail_with_their_size(anna):
    page = anna.page
    await page.keyboard.type("The way: ")
    await page.evaluate(PASTE_PICTURE, 1200)
    picture = anna.text.locator("img")
    await expect(picture).to_have_attribute("width", "536")
    await expect(picture).to_have_attribute("height", "268")
    await expect(picture).to_have_attribute("src", re.compile("^/attachments/"))
    await expect(page.locator(".composer__saved")).to_contain_text("Draft saved")

    await page.evaluate(DROP, [".composer__text[data-kind=answer]", "notes.txt", "text/plain", [104, 105]])
    await expect(anna.shelf.locator("[data-key]")).to_have_count(1)
    await page.locator(".composer__send").click()

    shown = page.locator(".message--answer")
    await expect(shown.locator("img")).to_have_attribute("width", "536")
    await expect(shown.locator(".file")).to_have_count(1)


async def test_a_limit_is_said_before_a_byte_is_sent(anna):
    page, sent = anna.page, []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/uploads") else None)
    field = page.locator("[data-files]")

    await field.set_input_files({"name": "holiday.mov", "mimeType": "video/quicktime", "buffer": bytes(1_500_000)})
    await expect(anna.shelf).to_contain_text("holiday.mov is 1.4 MB. Files up to 1 MB fit; a link works too.")
    await anna.shelf.get_by_role("button", name="Remove holiday.mov").click()
    await expect(anna.shelf).to_be_hidden()
    assert sent == []

    for name in ("one.bin", "two.bin", "three.bin"):
        await field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": bytes(900_000)})
    await expect(anna.shelf).to_contain_text("three.bin is 879 KB. All files of one message fit up to 2 MB")
    await expect(anna.shelf.locator("[data-key]")).to_have_count(2)
    assert len(sent) == 2


async def test_links_are_made_changed_and_taken_away_with_the_keyboard(anna):
    page, form = anna.page, anna.page.locator("answer-composer .link-form")
    await page.keyboard.type("See the map")
    for _letter in range(3):
        await page.keyboard.press("Shift+ArrowLeft")
    await page.keyboard.press("Control+Shift+k")
    await page.keyboard.type("not an address")
    await page.keyboard.press("Enter")
    await expect(form.locator(".field__fault")).to_be_visible()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("maps.example/largo")
    await page.keyboard.press("Enter")
    link = anna.text.locator("a")
    await expect(link).to_have_attribute("href", "https://maps.example/largo")
    await expect(link).to_have_text("map")

    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowRight")  # into it
    await page.keyboard.press("Control+Shift+k")
    await expect(form.locator("[data-link-address]")).to_have_value("https://maps.example/largo")
    await form.locator("[data-link-words]").fill("way")
    await page.keyboard.press("Enter")
    await expect(link).to_have_text("way")

    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Control+Shift+k")
    await form.get_by_role("button", name="Remove link").click()
    await expect(link).to_have_count(0)
    await expect(anna.text).to_have_text("See the way")
