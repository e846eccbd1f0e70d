"""What comes from other programs' clipboards and folders, through the real editor: its sense stays, its looks go."""

import json
import re
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from app.html_safety import clean_answer_html, html_to_text
from tests.journeys.conftest import customer_writes_by_form, until

SAMPLES = Path(__file__).parent / "clipboard"
WITH_PICTURES = {"word", "google-docs"}
LOST = "Pictures that could not be pasted: 1. Copy them one by one, or drop their files here."
PASTE_HTML = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
PASTE_EACH = """pastes => {
  const composer = document.querySelector("answer-composer");
  return pastes.map(({html, plain}) => {
    composer.box.html = "";
    composer.box.focusEnd();
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", plain);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    return composer.box.html;
  });
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
def desk_settings(smtp_sink) -> dict[str, str]:
    mail = {"smtp_url": smtp_sink.url, "mail_from": "Aurora Travel <desk@aurora.example>", "undo_seconds": "1"}
    return {"max_file_mb": "1", "max_message_mb": "2", **mail}


@pytest_asyncio.fixture(loop_scope="session")
async def anna(seat):
    """Anna with the caret in an answer to a customer who wrote three lines."""
    one, helena = await seat("anna"), await seat()
    number = await customer_writes_by_form(helena, message="We stay at\nVia Roma 7\n00184 Roma")
    await one.open(f"/tickets/{number}")
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


async def test_lines_that_are_pasted_stay_lines_up_to_both_parts_of_the_mail(anna, smtp_sink):
    page = anna.page
    pastes = json.loads((SAMPLES / "lines.json").read_text("utf-8"))  # HTML null: the words alone were copied
    stored = await page.evaluate(PASTE_EACH, pastes)
    read = [html_to_text(clean_answer_html(html)).strip() for html in stored]
    assert dict(zip([one["from"] for one in pastes], read, strict=True)) == {
        one["from"]: one["reads"] for one in pastes
    }

    await page.keyboard.press("Control+a")
    await page.keyboard.press("Backspace")
    await page.keyboard.type("You wrote: ")
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.message--customer .message__text'))")
    await page.keyboard.press("Control+c")
    await page.evaluate("document.querySelector('answer-composer').box.focusEnd()")
    await page.keyboard.press("Control+v")
    await expect(anna.text).to_contain_text("00184 Roma")
    await page.keyboard.press("Control+Enter")

    await expect(page.locator(".message--answer .message__text").first).to_have_text(
        re.compile("We stay at.*Via Roma 7.*00184 Roma", re.DOTALL), use_inner_text=True
    )
    answer = await until(
        lambda: next((one.message for one in smtp_sink.letters if "You wrote" in words_of(one.message)), None)
    )
    assert "You wrote: We stay at\nVia Roma 7\n00184 Roma\n" in words_of(answer)
    assert "We stay at<br>Via Roma 7<br>00184 Roma" in answer.get_body(("html",)).get_content()


def words_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n").replace("\u00a0", " ")


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
    await expect(anna.shelf).to_contain_text(
        "holiday.mov is 1.4 MB. The limit is 1 MB per file. Share larger files as a link."
    )
    await anna.shelf.get_by_role("button", name="Remove holiday.mov").click()
    await expect(anna.shelf).to_be_hidden()
    assert sent == []

    for name in ("one.bin", "two.bin", "three.bin"):
        await field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": bytes(900_000)})
    await expect(anna.shelf).to_contain_text("three.bin is 879 KB. The limit is 2 MB for all files of a message")
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
