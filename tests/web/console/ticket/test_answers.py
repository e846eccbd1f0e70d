"""Answers, notes, drafts and uploads over HTTP."""

import json
import re
from html import unescape

from sqlalchemy import update

from app.actions.message.drafts import draft_of
from app.actions.message.writing import CustomerMessage, customer_writes
from app.nouns.message import MessageKind
from app.queries.ticket.messages import messages_of
from sql.tables import messages, outbox
from tests.web.console.conftest import JSON, NOW, copied_in

ANSWER = {"html": "<p>The <b>lift</b> is wide enough.</p>", "status": "waiting_for_customer", "take": "1"}


async def test_an_answer_can_take_the_ticket_in_the_same_act(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/answer", data={**ANSWER, "request_key": "k1"}, headers=JSON)

    assert answer.status_code == 200, answer.text
    assert answer.json()["ticket"]["holder"]["id"] == maria.id
    assert answer.json()["message"]["delivery"]["state"] == "held"


async def test_the_same_request_key_gives_the_first_answer_again(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    form = {**ANSWER, "request_key": "once"}

    first = await browser.post(f"/tickets/{ticket.id}/answer", data=form, headers=JSON)
    second = await browser.post(f"/tickets/{ticket.id}/answer", data=form, headers=JSON)

    assert first.json()["message"]["id"] == second.json()["message"]["id"]
    written = [message for message in await messages_of(web_desk, ticket.id) if message.kind == MessageKind.ANSWER]
    assert len(written) == 1


async def test_another_answer_under_the_same_key_is_refused_and_names_the_first(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    form = {**ANSWER, "request_key": "once"}
    first = await browser.post(f"/tickets/{ticket.id}/answer", data=form, headers=JSON)

    other = {**form, "html": "<p>The lift is closed.</p>"}
    second = await browser.post(f"/tickets/{ticket.id}/answer", data=other, headers=JSON)

    stored = {"ticket": ticket.id, "message": first.json()["message"]["id"]}
    assert (second.status_code, second.json()["stored"]) == (409, stored)
    assert "“The lift is wide enough.”" in second.json()["detail"]
    assert "The lift is closed." in (await draft_of(web_desk, maria, ticket.id, MessageKind.ANSWER)).html


async def test_a_send_stops_when_the_customer_wrote_since_and_passes_with_the_number_it_was_given(
    sign, web_desk, maria, ticket
):
    browser = await sign(maria)
    seen = (await browser.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "ticket"})).text
    before = seen.partition('data-seen="')[2].partition('"')[0]
    message = CustomerMessage("Forget it, we sleep elsewhere.", source="web", client_ip="198.51.100.4")
    await customer_writes(web_desk, ticket.id, message, NOW)

    stopped = await browser.post(f"/tickets/{ticket.id}/answer", data={**ANSWER, "seen": before}, headers=JSON)
    sent = await browser.post(
        f"/tickets/{ticket.id}/answer", data={**ANSWER, "seen": str(stopped.json()["seen"])}, headers=JSON
    )

    assert stopped.status_code == 409
    assert stopped.json()["newer"] == 1
    assert sent.status_code == 200


async def test_who_does_not_hold_the_ticket_cannot_answer_but_can_note(sign, maria, jonas, ticket):
    holder, other = await sign(maria), await sign(jonas)
    await holder.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await other.post(f"/tickets/{ticket.id}/answer", data=ANSWER, headers=JSON)
    note = await other.post(f"/tickets/{ticket.id}/note", data={"html": "<p>Rang them.</p>"}, headers=JSON)

    assert answer.status_code == 409
    assert answer.json()["holder"]["name"] == "Maria Conti"
    assert note.json()["message"]["kind"] == "note"
    assert note.json()["message"]["shared"] is False


async def test_an_empty_answer_names_the_field(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/answer", data={"html": " ", "take": "1"}, headers=JSON)

    assert [error["field"] for error in answer.json()["errors"]] == ["html"]


async def test_an_answer_taken_back_is_a_draft_again(sign, maria, ticket):
    browser = await sign(maria)
    sent = await browser.post(f"/tickets/{ticket.id}/answer", data=ANSWER, headers=JSON)
    number = sent.json()["message"]["id"]

    undone = await browser.post(f"/tickets/{ticket.id}/messages/{number}/undo", headers=JSON)
    gone = await browser.get(f"/tickets/{ticket.id}/messages/{number}")

    assert "lift" in undone.json()["draft"]["html"]
    assert gone.status_code == 404


async def test_a_draft_is_kept_for_its_operator_alone_and_forgotten_when_emptied(sign, web_desk, maria, jonas, ticket):
    browser = await sign(maria)
    path = f"/tickets/{ticket.id}/draft"

    await browser.post(path, data={"kind": "answer", "html": "<p>Dear He</p>", "status": "solved"}, headers=JSON)
    kept = await draft_of(web_desk, maria, ticket.id, MessageKind.ANSWER)
    others = await draft_of(web_desk, jonas, ticket.id, MessageKind.ANSWER)
    page = await browser.get(f"/tickets/{ticket.id}")
    await browser.post(path, data={"kind": "answer", "html": ""}, headers=JSON)

    assert "Dear He" in kept.html
    assert others is None
    assert "Dear He" in page.text
    assert 'data-status="solved"' in page.text
    assert await draft_of(web_desk, maria, ticket.id, MessageKind.ANSWER) is None


async def test_what_an_answer_had_done_to_its_ticket_leaves_the_story_when_it_is_taken_back(sign, maria, ticket):
    browser = await sign(maria)
    answer = await browser.post(f"/tickets/{ticket.id}/answer", data=ANSWER, headers=JSON)
    assert "You</b> set it to" in (await browser.get(f"/tickets/{ticket.id}")).text

    await browser.post(f"/tickets/{ticket.id}/messages/{answer.json()['message']['id']}/undo", headers=JSON)

    page = (await browser.get(f"/tickets/{ticket.id}")).text
    assert "set it to" not in page
    assert "You</b> took the ticket" in page  # that stands


async def test_whoever_was_taken_out_of_copy_stays_out_in_the_draft(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/answer", data={**ANSWER, "cc": "son@guest.example"}, headers=JSON)
    assert copied_in((await browser.get(f"/tickets/{ticket.id}")).text) == "son@guest.example"

    await browser.post(
        f"/tickets/{ticket.id}/draft", data={"kind": "answer", "html": "<p>And</p>", "cc": ""}, headers=JSON
    )

    assert copied_in((await browser.get(f"/tickets/{ticket.id}")).text) == ""


async def test_an_older_page_gets_the_newer_draft_instead_of_replacing_it(sign, maria, jonas, ticket):
    browser, other = await sign(maria), await sign(jonas)
    path = f"/tickets/{ticket.id}/draft"

    await browser.post(
        path, data={"html": "<p>Newer</p>", "save_key": "phone", "save_base": "", "cc": ""}, headers=JSON
    )
    refused = await browser.post(
        path, data={"html": "<p>Old</p>", "save_key": "pc", "save_base": ",older"}, headers=JSON
    )
    shown = (await browser.get(path, params={"kind": "answer"}, headers=JSON)).json()["draft"]
    page = await browser.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "news"})

    assert (refused.status_code, refused.json()["draft"]["html"]) == (409, "<p>Newer</p>")
    assert (shown["html"], shown["save_key"], shown["files"], shown["cc"]) == ("<p>Newer</p>", "phone", [], "")
    keys = json.loads(unescape(re.search(r'data-drafts="([^"]*)"', page.text)[1]))
    assert keys == {"answer": "phone", "note": "", "to_third_party": ""}
    assert (await other.get(path, headers=JSON)).json() == {"draft": None}


async def test_a_draft_of_another_kind_is_refused(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/draft", data={"kind": "customer", "html": "x"}, headers=JSON)

    assert answer.status_code == 422


async def test_an_upload_goes_out_with_the_answer(sign, maria, ticket):
    browser = await sign(maria)

    upload = await browser.post(
        "/uploads", files={"file": ("map.txt", b"left, then right", "text/plain")}, headers=JSON
    )
    key = upload.json()["attachment"]["key"]
    answer = await browser.post(f"/tickets/{ticket.id}/answer", data={**ANSWER, "attachments": key}, headers=JSON)
    page = await browser.get(f"/tickets/{ticket.id}")

    assert upload.status_code == 201
    assert [file["name"] for file in answer.json()["message"]["attachments"]] == ["map.txt"]
    assert f"/attachments/{key}" in page.text


async def test_another_operators_upload_cannot_be_sent(sign, maria, jonas, ticket):
    mine, theirs = await sign(maria), await sign(jonas)
    upload = await theirs.post("/uploads", files={"file": ("map.txt", b"left", "text/plain")}, headers=JSON)
    key = upload.json()["attachment"]["key"]

    answer = await mine.post(f"/tickets/{ticket.id}/answer", data={**ANSWER, "attachments": key}, headers=JSON)

    assert [error["field"] for error in answer.json()["errors"]] == ["attachments"]


async def test_an_upload_without_a_file_is_named(sign, maria):
    browser = await sign(maria)

    answer = await browser.post("/uploads", headers=JSON)

    assert answer.status_code == 422


async def test_a_ticket_is_unread_until_its_view_has_shown_it(sign, maria, ticket):
    browser = await sign(maria)
    before = (await browser.get("/tickets?view=all")).text
    seen = (await browser.get(f"/tickets/rows?ids={ticket.id}")).json()["rows"][str(ticket.id)]["seen"]

    await browser.post(f"/tickets/{ticket.id}/read", data={"event": "9"}, headers=JSON)

    assert "is-unread" in before
    assert seen == 0
    assert "is-unread" not in (await browser.get("/tickets?view=all")).text


async def test_an_answer_is_shown_with_its_undo_only_to_its_author(sign, maria, jonas, ticket):
    author, other = await sign(maria), await sign(jonas)
    sent = await author.post(f"/tickets/{ticket.id}/answer", data=ANSWER, headers=JSON)
    path = f"/tickets/{ticket.id}/messages/{sent.json()['message']['id']}"

    own, others = await author.get(path), await other.get(path)

    assert "Sends at" in own.text
    assert "data-undo-message" in own.text
    assert "data-undo-message" not in others.text


async def test_what_an_operator_typed_reaches_the_page_only_cleaned(sign, maria, ticket):
    browser = await sign(maria)
    hostile = '<p onclick="x()">Hello<script>steal()</script><img src=x onerror=steal()></p>'

    await browser.post(f"/tickets/{ticket.id}/answer", data={**ANSWER, "html": hostile}, headers=JSON)
    page = (await browser.get(f"/tickets/{ticket.id}")).text

    assert "Hello" in page
    assert "steal()" not in page
    assert "onclick" not in page


async def test_a_mail_that_failed_is_sent_again_by_who_may_answer(sign, web_desk, maria, jonas, ticket):
    browser, other = await sign(maria), await sign(jonas)
    sent = await browser.post(f"/tickets/{ticket.id}/answer", data=ANSWER, headers=JSON)
    path = f"/tickets/{ticket.id}/messages/{sent.json()['message']['id']}"
    await web_desk.db.execute(update(outbox).values(state="failed", server_said="550 no such user"))
    await web_desk.db.execute(update(messages).values(released_ms=NOW + 20_000, held_until_ms=None))

    drawn = await browser.get(path)
    refused = await other.post(f"{path}/send-again", headers=JSON)
    again = await browser.post(f"{path}/send-again", headers=JSON)

    assert "Not sent: 550 no such user" in drawn.text
    assert refused.status_code == 409
    assert again.json()["message"]["delivery"]["state"] == "queued"
