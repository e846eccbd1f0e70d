"""The administrator's pages of forms on other sites."""

import html
import re

from tests.web.conftest import PROGRAM


async def test_a_form_is_made_copied_changed_and_revoked(sign, chief, group):
    client = await sign(chief)
    typed = {
        "name": "Contact page",
        "group": str(group),
        "language": "en",
        "origins": "https://shop.example\nhttp://a.example",
    }

    made = await client.post("/forms", data={**typed, "extra": 'room = Room "1" & <2>'})
    page = await client.get(made.headers["location"])
    saved = await client.post("/forms/1", data={**typed, "name": "Contact", "enforces": "1"})
    listed = (await client.get("/forms", headers=PROGRAM)).json()["forms"]
    revoked = await client.post("/forms/1/revoke")
    ended = await client.get("/forms/1")

    copied = html.unescape(re.search(r'id="form-html"[^>]*>(.*?)</textarea>', page.text, re.DOTALL)[1])
    assert (made.status_code, saved.headers["location"]) == (303, "/forms/1?saved=1")
    assert f"/forms/{listed[0]['key']}" in copied
    assert "Room &quot;1&quot; &amp; &lt;2&gt;<br>" in copied
    assert "<script" not in copied
    assert re.search(r'aria-hidden="true".*name="website" tabindex="-1" autocomplete="off"', copied, re.DOTALL)
    assert (listed[0]["name"], listed[0]["enforces"], listed[0]["extra"]) == ("Contact", True, [])
    assert listed[0]["origins"] == ["https://shop.example", "http://a.example"]
    assert revoked.headers["location"] == "/forms?revoked=1"
    assert "Revoked. The form takes no more messages." in ended.text
    assert 'action="/forms/1"' not in ended.text


async def test_what_is_at_fault_is_named_and_nothing_typed_is_lost(sign, chief):
    client = await sign(chief)
    typed = {"name": "", "origins": "nowhere", "extra": "room = Room", "thanks_url": "https://a.example"}

    answers = [await client.post("/forms", data=typed)]
    await client.post("/forms", data={"name": "Contact"})
    answers.append(await client.post("/forms/1", data=typed))

    for answer in answers:
        assert answer.status_code == 422
        assert {'id="fault-name"', 'id="fault-origins"'} <= set(re.findall(r'id="fault-\w+"', answer.text))
        assert all(text in answer.text for text in ("nowhere", "room = Room", "https://a.example"))


async def test_a_form_that_is_not_there_is_not_found(sign, chief):
    client = await sign(chief)

    assert (await client.get("/forms/7")).status_code == 404
    assert (await client.post("/forms/7", data={"name": "Contact"})).status_code == 404


async def test_the_log_says_in_words_what_was_done_to_a_form(sign, chief):
    client = await sign(chief)
    await client.post("/forms", data={"name": "Contact"})
    await client.post("/forms/1", data={"name": "Contact", "thanks_url": "https://a.example/thanks"})
    await client.post("/forms/1/revoke")

    page = re.sub(r"<[^>]+>", "", (await client.get("/log")).text)

    for words in ("added the form Contact", "changed the form Contact", "Thank-you page", "revoked the form Contact"):
        assert words in page
