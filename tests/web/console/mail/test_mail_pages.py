"""The administrator's mail pages: what came, what leaves, one of each, another try; a customer's mail on a demo."""

import dataclasses

import pytest
from sqlalchemy import select, update

from app.actions.desk.leasing import note_on_lease
from app.actions.mail.attempts import set_aside
from app.actions.mail.claiming import claim_mail, freeze
from app.actions.mail.delivering import mark_failed
from app.actions.mail.polling import note_failed_poll, note_good_poll
from app.actions.mail.receiving import keep_raw, note_unfetchable
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.people.password_links import send_reset_link
from app.core.clock import now_ms
from app.credentials.mail_links import mail_proof
from app.nouns.outbound_mail import OutboundMail
from app.nouns.reasons import reason
from app.queries.desk.events import events_after, last_event_id
from app.queries.mail.health import asked_for_poll_ms
from app.queries.ticket.messages import messages_of
from mail.composing import compose
from mail.intake.processing import process
from sql.tables import inbound, outbox
from tests.mail.intake.fake_mailbox import mail
from tests.web.console.conftest import JSON, NOW
from web.serving.assembly import mail_door

BOX = "pop3://desk@mail.example:110"


@pytest.fixture(autouse=True)
def mail_room(web_app):
    web_app.state.mail_door = mail_door()


@pytest.fixture
def demo(web_app, web_desk):
    web_app.state.desk = dataclasses.replace(web_desk, settings=dataclasses.replace(web_desk.settings, demo=True))
    return web_app.state.desk


async def came(desk, raw: bytes, uid: str = "u1") -> int:
    number = await keep_raw(desk, BOX, uid, raw, NOW)
    await process(desk, number, NOW)
    return number


async def row_of(desk, kind):
    return await desk.db.fetch_one(select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id.desc()))


@pytest.mark.parametrize("path", ["/mail/in", "/mail/out", "/mail/in/1", "/mail/out/1", "/mail/in/1/raw"])
async def test_the_mail_pages_are_for_administrators(sign, maria, guest, web_desk, group, path):
    await came(web_desk, mail())
    browser = await sign(maria)

    assert (await browser.get(path, headers=JSON)).status_code == 403
    assert (await guest.get(path, headers=JSON)).status_code == 401


async def test_the_ledger_lists_what_came_newest_first_with_what_became_of_it(sign, chief, web_desk, group):
    await came(web_desk, mail(subject="One <b>bold</b>"))
    await came(web_desk, b"", "u2")
    browser = await sign(chief)

    page = (await browser.get("/mail/in")).text
    rows = (await browser.get("/mail/in", headers=JSON)).json()["mails"]
    aside = (await browser.get("/mail/in?outcome=set_aside", headers=JSON)).json()["mails"]

    assert [(row["outcome"], row["subject"]) for row in rows] == [("set_aside", ""), ("opened", "One <b>bold</b>")]
    assert [row["id"] for row in aside] == [2]
    assert "One &lt;b&gt;bold&lt;/b&gt;" in page
    assert f'href="/tickets/{rows[1]["ticket"]}"' in page
    assert "style=" not in page


async def test_the_list_goes_on_where_it_ended(sign, chief, web_desk, group):
    for number in range(62):
        await note_unfetchable(web_desk, BOX, f"u{number}", 10, "no", NOW, lasting=True)
    browser = await sign(chief)

    first = (await browser.get("/mail/in", headers=JSON)).json()
    second = (await browser.get(f"/mail/in?before={first['before']}", headers=JSON)).json()

    assert [row["id"] for row in first["mails"] + second["mails"]] == list(range(62, 0, -1))
    assert second["before"] is None


async def test_one_mail_is_shown_as_it_was_read_and_handed_out_as_it_came(sign, chief, web_desk, group):
    raw = mail(subject="Hello", text="Is <i>it</i> open?", html="<p>Is it <b>open</b>?</p><script>x()</script>")
    number = await came(web_desk, raw)
    browser = await sign(chief)

    page = await browser.get(f"/mail/in/{number}")
    frame = await browser.get(f"/mail/in/{number}/frame")
    file = await browser.get(f"/mail/in/{number}/raw")

    assert "Is &lt;i&gt;it&lt;/i&gt; open?" in page.text
    assert "<th>Message-ID</th>" in page.text
    assert "<b>open</b>" not in page.text
    assert "<b>open</b>" in frame.text
    assert "script" not in frame.text
    assert "sandbox" in frame.headers["content-security-policy"]
    assert "default-src 'none'" in frame.headers["content-security-policy"]
    assert file.content == raw
    assert file.headers["content-type"] == "message/rfc822"
    assert file.headers["content-disposition"].startswith("attachment")


async def test_a_mail_that_was_never_fetched_says_so_and_can_be_asked_for_again(sign, chief, web_desk, group):
    await note_unfetchable(web_desk, BOX, "u1", 10, "the server says no", NOW, lasting=True)
    browser = await sign(chief)

    page = await browser.get("/mail/in/1")
    again = await browser.post("/mail/in/1/again", headers=JSON)

    assert "the server says no" in page.text
    assert again.status_code == 200
    assert await web_desk.db.fetch_val(select(inbound.c.tries)) == 0
    assert await asked_for_poll_ms(web_desk) > 0
    assert (await browser.get("/mail/in/1/raw", headers=JSON)).status_code == 404


async def test_a_mail_that_was_set_aside_is_read_again_and_a_settled_one_is_not(sign, chief, web_desk, group):
    number = await keep_raw(web_desk, BOX, "u1", mail(), NOW)
    await set_aside(web_desk, number, "it took too long", NOW)
    browser = await sign(chief)

    again = await browser.post(f"/mail/in/{number}/again", headers=JSON)
    await process(web_desk, number, now_ms())
    late = await browser.post(f"/mail/in/{number}/again", headers=JSON)

    assert again.json()["mail"]["outcome"] == "pending"
    assert await web_desk.db.fetch_val(select(inbound.c.outcome)) == "opened"
    assert late.status_code == 409


async def test_the_outbox_shows_what_waits_as_it_would_be_written_and_what_the_server_said(
    sign, chief, web_desk, maria, ticket
):
    await send_answer(web_desk, maria, ticket.id, AnswerForm("<p>It is <b>open</b>.</p>", "k", taking=True), NOW)
    answer = await row_of(web_desk, "answer")
    browser = await sign(chief)

    rows = (await browser.get("/mail/out?state=held", headers=JSON)).json()["mails"]
    page = await browser.get(f"/mail/out/{answer.id}")
    frame = await browser.get(f"/mail/out/{answer.id}/frame")

    assert [(row["kind"], row["to"]) for row in rows] == [("answer", ["helena@guest.example"])]
    assert "This is how it would look now." in page.text
    assert "It is open." in page.text
    assert "<b>open</b>" in frame.text
    assert 'style="' in frame.text  # as its reader gets it
    assert '<a target="_blank" rel="noopener noreferrer"' in frame.text
    assert "sandbox" in frame.headers["content-security-policy"]
    assert (await browser.get(f"/mail/out/{answer.id}/raw", headers=JSON)).status_code == 404


async def test_a_mail_that_failed_is_sent_again_and_its_bytes_are_the_ones_that_left(sign, chief, web_desk, ticket):
    confirmation = await row_of(web_desk, "confirmation")
    claimed = await claim_mail(web_desk, confirmation.id, "c", now_ms())
    made = await compose(web_desk, OutboundMail.from_record(confirmation))
    await freeze(web_desk, claimed.claim, made.mime)
    await mark_failed(web_desk, claimed.claim, "550 no such user", now_ms())
    browser = await sign(chief)

    page = await browser.get(f"/mail/out/{confirmation.id}")
    raw = await browser.get(f"/mail/out/{confirmation.id}/raw")
    again = await browser.post(f"/mail/out/{confirmation.id}/again", headers=JSON)

    assert "550 no such user" in page.text
    assert raw.content == made.mime
    assert again.json()["mail"]["state"] == "queued"


async def test_a_mail_about_no_ticket_can_be_sent_again_by_an_administrator(sign, chief, web_desk, ticket):
    confirmation = await row_of(web_desk, "confirmation")
    loose = {"kind": "use_form", "ticket_id": None, "state": "failed"}
    await web_desk.db.execute(update(outbox).where(outbox.c.id == confirmation.id).values(loose))
    browser = await sign(chief)

    again = await browser.post(f"/mail/out/{confirmation.id}/again", headers=JSON)

    assert again.json()["mail"]["state"] == "queued"


async def test_on_a_demo_a_customers_reply_lands_on_the_ticket_verified(sign, maria, web_desk, demo, ticket):
    await web_desk.db.execute(update(outbox).where(outbox.c.kind == "confirmation").values(state="sent"))
    browser = await sign(maria)
    dialog = await browser.get(f"/mail/simulate?ticket={ticket.id}", headers={"Deskbell-Part": "dialog"})
    form = {"name": "Helena Brandt", "email": "helena@guest.example", "subject": "Re: x", "text": "Thank you!"}

    sent = await browser.post("/mail/simulate", data={**form, "ticket": f"#{ticket.id}"}, headers=JSON)

    message = (await messages_of(web_desk, ticket.id))[-1]
    assert 'value="helena@guest.example"' in dialog.text
    assert sent.json() == {"inbound": 1, "outcome": "appended", "reason": "", "ticket": ticket.id}
    assert (message.text, message.proof, message.warning) == ("Thank you!", "token", "")


async def test_on_a_demo_a_new_mail_opens_a_ticket_whatever_is_typed(sign, maria, web_desk, demo):
    form = {
        "name": 'A "b" \\ c, é',
        "email": "new@guest.example",
        "subject": "Ünïcode\r\nBcc: x@y.example",
        "text": "Hi",
    }
    browser = await sign(maria)

    sent = await browser.post("/mail/simulate", data=form)

    [row] = await web_desk.db.fetch_all(select(inbound))
    assert (row.mailbox, row.outcome, row.from_email) == ("demo", "opened", "new@guest.example")
    assert sent.headers["location"] == f"/tickets/{row.ticket_id}"


async def test_a_fault_in_a_simulated_mail_is_named(sign, maria, demo, group):
    browser = await sign(maria)

    answer = await browser.post("/mail/simulate", data={"email": "nobody", "text": "", "ticket": "99"}, headers=JSON)

    assert {error["field"] for error in answer.json()["errors"]} == {"email", "text", "ticket"}


async def test_a_desk_with_real_customers_simulates_nothing(sign, chief, web_desk, ticket):
    browser = await sign(chief)
    form = {"name": "H", "email": "helena@guest.example", "subject": "x", "text": "y"}

    assert (await browser.get("/mail/simulate", headers=JSON)).status_code == 404
    assert (await browser.post("/mail/simulate", data=form, headers=JSON)).status_code == 404
    assert "Simulate" not in (await browser.get(f"/tickets/{ticket.id}")).text


@pytest.fixture
def with_mailbox(web_app, web_desk):
    settings = dataclasses.replace(web_desk.settings, mailbox_url="pop3://desk:x@mail.example")
    web_app.state.desk = dataclasses.replace(web_desk, settings=settings)
    return web_app.state.desk


async def health(browser):
    return (await browser.get("/mail/health")).json()


async def test_the_second_failed_poll_is_an_alarm_that_a_good_one_ends(sign, chief, with_mailbox):
    browser = await sign(chief)
    await note_good_poll(with_mailbox, now_ms())
    good = await health(browser)
    await note_failed_poll(with_mailbox, "the password is refused", now_ms())
    once = await health(browser)
    await note_failed_poll(with_mailbox, "the password is refused", now_ms())
    twice = await health(browser)
    await note_good_poll(with_mailbox, now_ms())

    assert [state["alarm"] for state in (good, once, twice, await health(browser))] == [False, False, True, False]
    assert twice["fault"] == "the password is refused"
    assert twice["since_ms"] > 0


async def test_a_mailbox_that_nobody_reads_is_an_alarm_too(sign, chief, with_mailbox):
    browser = await sign(chief)
    await note_good_poll(with_mailbox, now_ms() - 12 * 60_000)

    state = await health(browser)

    assert state["alarm"]
    assert "deskbell mail run" in state["fault"]


async def test_administrators_alone_have_the_alarm_on_their_page(sign, chief, maria, with_mailbox, ticket):
    assert "<mail-alarm" in (await (await sign(chief)).get("/tickets")).text
    assert "<mail-alarm" not in (await (await sign(maria)).get("/tickets")).text


async def figures(browser):
    counted = (await browser.get("/tickets/counts", headers=JSON)).json()
    return {name: counted[name] for name in ("mail", "mail_came", "mail_left")}


async def test_administrators_are_told_of_held_and_set_aside_mail_until_something_is_done(
    sign, chief, maria, web_desk, group
):
    web_desk.__dict__["settings"] = dataclasses.replace(web_desk.settings, mail_new_tickets="hold")
    quarantined, broken = await came(web_desk, mail()), await came(web_desk, b"", "u2")
    browser = await sign(chief)

    assert await figures(browser) == {"mail": 2, "mail_came": 2, "mail_left": 0}
    page = await browser.get("/mail/in", headers={"Accept": "text/html"})
    assert "Dismiss" in page.text
    assert 'data-count="mail"' in page.text
    assert await figures(await sign(maria)) == {"mail": 0, "mail_came": 0, "mail_left": 0}

    assert (await browser.post(f"/mail/in/{broken}/dismiss", headers=JSON)).json()["mail"]["outcome"] == "dismissed"
    assert (await browser.post(f"/mail/in/{broken}/dismiss", headers=JSON)).status_code == 409
    assert (await figures(browser))["mail"] == 1
    await browser.post(f"/mail/in/{quarantined}/again", headers=JSON)
    assert (await figures(browser))["mail"] == 0


async def test_the_page_of_a_held_mail_lets_it_in_or_leaves_it_and_leads_back_to_the_list(sign, chief, web_desk, group):
    web_desk.__dict__["settings"] = dataclasses.replace(web_desk.settings, mail_new_tickets="hold")
    number = await came(web_desk, mail())
    browser = await sign(chief)
    page = {"Accept": "text/html"}

    offered = (await browser.get(f"/mail/in/{number}", headers=page)).text
    left = await browser.post(f"/mail/in/{number}/dismiss", headers=page, follow_redirects=False)
    afterwards = (await browser.get(f"/mail/in/{number}", headers=page)).text
    again = await browser.post(f"/mail/in/{number}/again", headers=page, follow_redirects=False)

    assert f'action="/mail/in/{number}/dismiss"' in offered
    assert f'action="/mail/in/{number}/dismiss"' not in afterwards
    assert (left.headers["location"], again.headers["location"]) == ("/mail/in", "/mail/in")


async def test_a_dismissed_mail_can_still_be_let_in(sign, chief, web_desk, group):
    web_desk.__dict__["settings"] = dataclasses.replace(web_desk.settings, mail_new_tickets="hold")
    number = await came(web_desk, mail())
    browser = await sign(chief)
    await browser.post(f"/mail/in/{number}/dismiss", headers=JSON)

    await browser.post(f"/mail/in/{number}/again", headers=JSON)
    await process(web_desk, number, now_ms())

    assert (await browser.get(f"/mail/in/{number}", headers=JSON)).json()["mail"]["outcome"] == "opened"


async def test_administrators_are_told_of_undelivered_mail_until_it_is_sent_again_or_dismissed(
    sign, chief, maria, web_desk, group
):
    await send_reset_link(web_desk, maria.email, NOW)
    row = await row_of(web_desk, "password_reset")
    claimed = await claim_mail(web_desk, row.id, "key", now_ms())
    await mark_failed(web_desk, claimed.claim, "550 nobody", now_ms())
    await web_desk.db.execute(update(outbox).values(due_ms=now_ms()))
    browser = await sign(chief)

    assert await figures(browser) == {"mail": 1, "mail_came": 0, "mail_left": 1}
    assert "550 nobody" in (await browser.get("/log", headers={"Accept": "text/html"})).text
    again = await browser.post(f"/mail/out/{row.id}/dismiss", headers=JSON)
    assert (again.status_code, (await figures(browser))["mail"]) == (200, 0)
    assert (await browser.post(f"/mail/out/{row.id}/dismiss", headers=JSON)).status_code == 409
    assert (await browser.post("/mail/out/999/dismiss", headers=JSON)).status_code == 404


async def test_a_mail_that_joins_no_ticket_is_told_of_live(web_desk, group):
    start = await last_event_id(web_desk)

    await came(web_desk, mail())
    await came(web_desk, mail(), "u2")

    kinds = [(event.kind, event.details.get("outcome")) for event in await events_after(web_desk, start)]
    assert ("mail.kept", "duplicate") in kinds


async def test_the_lines_of_both_lists_come_alone_for_a_page_that_stays_open(sign, chief, web_desk, group):
    number = await came(web_desk, mail())
    browser = await sign(chief)
    part = {"Accept": "text/html", "Deskbell-Part": "rows"}

    came_in, going_out = [(await browser.get(f"/mail/{way}", headers=part)).text for way in ("in", "out")]

    assert f'data-mail="{number}"' in came_in
    assert "data-moving" in going_out
    assert "<html" not in came_in + going_out


async def test_the_last_good_poll_is_always_to_be_seen(sign, chief, web_app, web_desk):
    web_app.state.desk = dataclasses.replace(
        web_desk, settings=dataclasses.replace(web_desk.settings, mailbox_url="pop3://u:p@mail.example")
    )
    browser = await sign(chief)
    await note_good_poll(web_desk, now_ms())
    for _poll in range(2):
        await note_failed_poll(web_desk, "mail.example closed the connection.", now_ms())

    page = await browser.get("/mail/in", headers={"Accept": "text/html"})

    assert "Last successful check:" in page.text
    assert "mail.example closed the connection." in page.text


async def test_a_mail_server_that_is_away_for_minutes_is_an_alarm(sign, chief, web_app, web_desk):
    web_app.state.desk = dataclasses.replace(
        web_desk, settings=dataclasses.replace(web_desk.settings, smtp_url="smtp://mail.example")
    )
    browser = await sign(chief)
    states = []
    for minutes in (1, 3):
        await note_on_lease(
            web_desk, "outbox", fault="mail.example:25 is not responding.", since_ms=now_ms() - minutes * 60_000
        )
        states.append((await browser.get("/mail/health", headers=JSON)).json()["sending"])

    assert [state["alarm"] for state in states] == [False, True]
    assert "is not responding" in (await browser.get("/mail/out", headers={"Accept": "text/html"})).text


async def test_a_reason_is_told_in_words_with_its_values_escaped_and_older_sentences_stay(sign, chief, web_desk, group):
    first, second = await came(web_desk, mail()), await came(web_desk, mail(subject="Two"), "u2")
    kept = {first: reason("file_gone", name="<b>x</b>"), second: "It is <i>no</i> mail."}
    for number, words in kept.items():
        await web_desk.db.execute(update(inbound).where(inbound.c.id == number).values(reason=words))
    browser = await sign(chief)

    page = (await browser.get("/mail/in")).text
    listed = (await browser.get("/mail/in", headers=JSON)).json()["mails"]

    assert "The file “&lt;b&gt;x&lt;/b&gt;” no longer exists." in page
    assert "It is &lt;i&gt;no&lt;/i&gt; mail." in page
    assert [one["reason"] for one in listed] == ["It is <i>no</i> mail.", "The file “<b>x</b>” no longer exists."]


async def test_c11_the_console_shows_no_link_by_which_an_operator_could_pass_for_the_customer(
    sign, chief, web_desk, ticket
):
    waiting = await row_of(web_desk, "confirmation")
    browser = await sign(chief)
    before = (await browser.get(f"/mail/out/{waiting.id}")).text
    claimed = await claim_mail(web_desk, waiting.id, "c", NOW)
    await freeze(web_desk, claimed.claim, (await compose(web_desk, OutboundMail.from_record(waiting))).mime)

    shown = (await browser.get(f"/mail/out/{waiting.id}")).text
    left = bytes(await web_desk.db.fetch_val(select(outbox.c.mime))).decode().replace("=\r\n", "")
    assert mail_proof(web_desk.settings, ticket) in left
    assert ticket.access_code in shown
    assert not [page for page in (before, shown) if mail_proof(web_desk.settings, ticket) in page]
