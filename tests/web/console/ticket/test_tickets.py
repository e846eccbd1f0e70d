"""One ticket: page, pane, news, preview; tickets by hand; the log."""

import pytest
from sqlalchemy import func, select

from app.actions.mail.polling import note_failed_poll, note_good_poll
from app.actions.message.writing import CustomerMessage, customer_writes
from app.core.clock import now_ms
from app.html_safety import clean_mail_html
from app.queries.mail.health import asked_for_poll_ms
from sql.tables import outbox, readings
from tests.web.console.conftest import JSON, NOW

FIELDS = {
    "name": "Pieter de Groot",
    "email": "pieter@guest.example",
    "phone": "+31 20 555",
    "city": "Utrecht",
    "country": "NL",
    "subject": "Move our stay",
    "message": "From the 3rd to the 5th, please.",
    "request_key": "drawn-once",
}


async def outgoing(desk) -> list[str]:
    """The kinds of mail that wait."""
    return [row.kind for row in await desk.db.fetch_all(select(outbox.c.kind).order_by(outbox.c.id))]


async def test_a_ticket_by_hand_under_a_used_key_with_another_content_is_refused_and_keeps_its_text(
    sign, web_desk, maria
):
    browser = await sign(maria)
    made = (await browser.post("/tickets", data=FIELDS, headers=JSON)).json()["ticket"]["id"]

    other = {**FIELDS, "subject": "Move our stay again"}
    refused = await browser.post("/tickets", data=other, headers=JSON)
    page = await browser.post("/tickets", data=other)

    assert (refused.status_code, refused.json()["stored"]) == (409, {"ticket": made, "message": None})
    assert f"already created ticket #{made}" in refused.json()["detail"]
    assert page.status_code == 409
    assert "Move our stay again" in page.text
    assert 'value="drawn-once"' not in page.text  # pressed again, it makes another
    assert (await web_desk.db.fetch_val(select(func.count()).select_from(readings.metadata.tables["tickets"]))) == 1


async def test_a_ticket_opens_as_a_page_with_its_list(sign, maria, ticket):
    browser = await sign(maria)

    page = await browser.get(f"/tickets/{ticket.id}?view=unassigned")

    assert page.status_code == 200
    assert "We arrive at 00:45." in page.text
    assert "Unassigned." in page.text
    assert 'data-view="unassigned"' in page.text
    assert "style=" not in page.text  # the policy forbids it


async def test_the_pane_comes_by_itself(sign, maria, ticket):
    browser = await sign(maria)

    part = await browser.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "ticket"})

    assert "<html" not in part.text
    assert 'class="ticket"' in part.text
    assert "side-panel" in part.text


async def test_news_bring_the_head_as_it_is_and_only_what_came_since(sign, web_desk, maria, jonas, ticket):
    browser, other = await sign(maria), await sign(jonas)
    pane = (await browser.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "ticket"})).text
    event = pane.partition('data-last-event="')[2].partition('"')[0]
    message = pane.partition('data-last-message="')[2].partition('"')[0]
    await other.post(f"/tickets/{ticket.id}/take", headers=JSON)
    wrote = CustomerMessage("One more thing.", source="web", client_ip="198.51.100.4")
    await customer_writes(web_desk, ticket.id, wrote, NOW + 1000)

    news = await browser.get(
        f"/tickets/{ticket.id}?after_event={event}&after_message={message}", headers={"Deskbell-Part": "news"}
    )

    assert 'data-lock="other"' in news.text
    assert "Jonas has this ticket." in news.text
    assert "One more thing." in news.text
    assert "We arrive at 00:45." not in news.text


async def test_a_preview_marks_nothing(sign, web_desk, maria, ticket):
    browser = await sign(maria)

    peek = await browser.get(f"/tickets/{ticket.id}/preview")

    assert "We arrive at 00:45." in peek.text
    assert await web_desk.db.fetch_val(select(func.count()).select_from(readings)) == 0


async def test_strangers_html_stands_in_a_frame_and_never_in_the_page(sign, web_desk, maria, ticket):
    html = clean_mail_html("<p>Look <b>here</b></p><script>steal()</script>")
    wrote = CustomerMessage("Look here", source="mail", client_ip="unknown", html=html)
    number = await customer_writes(web_desk, ticket.id, wrote, NOW)
    browser = await sign(maria)

    page = (await browser.get(f"/tickets/{ticket.id}")).text

    assert f'src="/messages/{number}/frame"' in page
    assert "sandbox=" in page
    assert "allow-scripts" not in page
    assert "Look <b>here</b>" not in page


async def test_a_message_of_another_ticket_is_not_found_here(sign, web_desk, maria, ticket):
    browser = await sign(maria)

    answer = await browser.get(f"/tickets/{ticket.id}/messages/4711", headers=JSON)

    assert answer.status_code == 404


async def test_a_ticket_by_hand_is_unheld_and_its_text_the_customers(sign, web_desk, maria, group):
    browser = await sign(maria)

    made = await browser.post("/tickets", data={**FIELDS, "confirm": "1"}, headers=JSON)
    page = await browser.get(f"/tickets/{made.json()['ticket']['id']}", headers=JSON)

    assert made.status_code == 201
    assert made.json()["ticket"]["holder"] is None
    assert made.json()["ticket"]["client_ip"] == "203.0.113.7"
    assert [message["kind"] for message in page.json()["messages"]] == ["customer"]
    assert "confirmation" in await outgoing(web_desk)


async def test_the_confirmation_is_a_choice(sign, web_desk, maria, group):
    browser = await sign(maria)

    await browser.post("/tickets", data={**FIELDS, "confirm": "0"}, headers=JSON)

    assert "confirmation" not in await outgoing(web_desk)


async def test_the_same_drawn_form_makes_one_ticket(sign, maria, group):
    browser = await sign(maria)

    made = [await browser.post("/tickets", data=FIELDS, headers=JSON) for _time in range(2)]

    assert len({answer.json()["ticket"]["id"] for answer in made}) == 1


async def test_missing_fields_are_named_and_nothing_typed_is_lost(sign, maria, group):
    browser = await sign(maria)
    typed = {**FIELDS, "phone": "", "group": "Nowhere"}

    program = await browser.post("/tickets", data=typed, headers=JSON)
    page = await browser.post("/tickets", data=typed)

    assert {error["field"] for error in program.json()["errors"]} == {"phone", "group"}
    assert page.status_code == 422
    assert "From the 3rd to the 5th, please." in page.text


async def test_the_form_comes_as_a_page_and_as_a_dialog(sign, maria, group):
    browser = await sign(maria)

    page = await browser.get("/tickets/new")
    dialog = await browser.get("/tickets/new", headers={"Deskbell-Part": "dialog"})

    assert "<html" in page.text
    assert "<html" not in dialog.text
    assert "<dialog" in dialog.text


async def test_only_administrators_read_the_log(sign, maria, chief, ticket):
    operator, administrator = await sign(maria), await sign(chief)

    refused = await operator.get("/log", headers=JSON)
    page = await administrator.get("/log")

    assert refused.status_code == 403
    assert "signed in" in page.text
    assert f"#{ticket.id}" in page.text


async def test_the_log_is_searched_by_operator_action_ticket_and_date(sign, maria, chief, ticket):
    operator, administrator = await sign(maria), await sign(chief)
    await operator.post(f"/tickets/{ticket.id}/take", headers=JSON)

    async def kinds(query: str) -> list[str]:
        answer = await administrator.get(f"/log?{query}", headers=JSON)
        return [event["kind"] for event in answer.json()["events"]]

    assert await kinds(f"operator={maria.id}&action=ticket.") == ["ticket.taken"]
    assert set(await kinds(f"ticket=%23{ticket.id}")) == {"ticket.opened", "ticket.taken"}
    assert await kinds("action=ticket.taken&to=2001-01-01") == []


async def test_a_filter_that_makes_no_sense_is_named(sign, chief):
    browser = await sign(chief)

    program = await browser.get("/log?from=yesterday", headers=JSON)
    page = await browser.get("/log?from=yesterday")

    assert program.status_code == 422
    assert "Enter the date as 2026-11-22." in page.text


async def test_the_log_goes_on_below_its_last_line(sign, chief, web_desk, group):
    browser = await sign(chief)
    newest = (await browser.get("/log", headers=JSON)).json()["events"][0]["id"]

    earlier = await browser.get(f"/log?before={newest}", headers={"Deskbell-Part": "rows"})

    assert f'data-event="{newest}"' not in earlier.text
    assert "<html" not in earlier.text


async def test_checking_mail_without_a_mailbox_says_so(sign, maria):
    browser = await sign(maria)

    answer = await browser.post("/mail/check", headers=JSON)

    assert answer.json()["words"] == "No mailbox is set up."


async def test_an_operator_goes_away_and_comes_back(sign, maria, ticket):
    browser = await sign(maria)

    away = await browser.post("/me/away", data={"away": "1"}, headers=JSON)
    page = await browser.get("/tickets")
    back = await browser.post("/me/away", data={"away": "0"}, headers=JSON)

    assert away.json() == {"away": True}
    assert 'aria-checked="true" title="Your group is also notified' in page.text
    assert back.json() == {"away": False}


async def test_the_health_line_says_when_the_mailbox_was_read_and_what_is_wrong(sign, web_desk, maria):
    object.__setattr__(web_desk.settings, "mailbox_url", "pop3://user:pass@mail.example")
    browser = await sign(maria)
    now = now_ms()
    await note_good_poll(web_desk, now)
    well = (await browser.get("/mail/health")).json()
    await note_failed_poll(web_desk, "The server does not answer.", now + 1)
    asked = await browser.post("/mail/check", headers=JSON)

    ill = (await browser.get("/mail/health")).json()

    assert (well["exists"], well["checked_ms"], well["fault"]) == (True, now, "")
    assert (ill["checked_ms"], ill["fault"]) == (now, "The server does not answer.")
    assert asked.json()["words"] == "The mailbox is being checked now."
    assert await asked_for_poll_ms(web_desk) > 0


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-23:59", "9" * 30, "2090-01-01T00:00", "tomorrow"])
async def test_a_snooze_that_is_no_near_moment_is_refused_by_its_field(sign, maria, ticket, until):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await browser.post(f"/tickets/{ticket.id}/snooze", data={"until": until}, headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "until"


async def test_fields_that_are_not_the_customers_are_refused_by_name(sign, maria, ticket):
    browser = await sign(maria)

    sent = {"city": "Bari", "client_ip": "192.0.2.4"}
    answer = await browser.post(f"/tickets/{ticket.id}/customer", data=sent, headers=JSON)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["client_ip"]


async def test_who_deletes_is_told_of_the_holder_before_a_password_is_asked_for(sign, maria, jonas, ticket):
    browser, other = await sign(maria), await sign(jonas)
    free = await other.post(f"/tickets/{ticket.id}/delete", headers=JSON)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    held = await other.post(f"/tickets/{ticket.id}/delete", headers=JSON)

    assert free.status_code == 403
    assert held.status_code == 409
    assert held.json()["holder"]["name"] == "Maria Conti"
