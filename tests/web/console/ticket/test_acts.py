"""The acts of the lock table over HTTP."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from app.actions.people.second_factor import begin_second_factor, confirm_second_factor
from app.core.clock import now_ms
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import JSON, PASSWORD, write_in


async def test_taking_a_free_ticket_answers_with_its_new_holder(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    assert answer.status_code == 200
    assert answer.json()["ticket"]["holder"]["id"] == maria.id


async def test_who_takes_a_held_ticket_is_told_who_holds_it(sign, maria, jonas, ticket):
    first, second = await sign(maria), await sign(jonas)
    await first.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await second.post(f"/tickets/{ticket.id}/take", headers=JSON)

    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["holder"]["id"] == maria.id
    assert answer.json()["holder"]["name"] == "Maria Conti"


async def test_without_scripts_taking_leads_back_to_the_ticket(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/take")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/tickets/{ticket.id}"


async def test_a_dropped_ticket_is_free_again(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await browser.post(f"/tickets/{ticket.id}/drop", headers=JSON)

    assert answer.json()["ticket"]["holder"] is None
    assert (await ticket_by_id(web_desk, ticket.id)).operator_id is None


async def test_the_holder_hands_the_ticket_on(sign, maria, jonas, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await browser.post(f"/tickets/{ticket.id}/assign", data={"operator": str(jonas.id)}, headers=JSON)

    assert answer.json()["ticket"]["holder"]["name"] == "Jonas Weber"


async def test_assigning_to_nobody_names_the_field(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await browser.post(f"/tickets/{ticket.id}/assign", headers=JSON)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["operator"]


@pytest.mark.parametrize(("hand_over", "holder"), [("1", "Jonas Weber"), ("0", "Maria Conti")])
async def test_the_holder_answers_who_asks_for_the_ticket(sign, maria, jonas, ticket, hand_over, holder):
    holding, asking = await sign(maria), await sign(jonas)
    await holding.post(f"/tickets/{ticket.id}/take", headers=JSON)
    asked = await asking.post(f"/tickets/{ticket.id}/ask", headers=JSON)
    drawn = await holding.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "ticket"})

    answer = await holding.post(f"/tickets/{ticket.id}/ask/answer", data={"hand_over": hand_over}, headers=JSON)

    assert asked.status_code == 200
    assert "Jonas Weber would like this ticket." in drawn.text
    assert answer.json()["ticket"]["holder"]["name"] == holder


@pytest.mark.parametrize("said", [{}, {"hand_over": ""}, {"hand_over": "perhaps"}])
async def test_an_answer_to_who_asks_that_is_neither_yes_nor_no_keeps_nothing(sign, maria, jonas, ticket, said):
    holding, asking = await sign(maria), await sign(jonas)
    await holding.post(f"/tickets/{ticket.id}/take", headers=JSON)
    await asking.post(f"/tickets/{ticket.id}/ask", headers=JSON)

    answer = await holding.post(f"/tickets/{ticket.id}/ask/answer", data=said, headers=JSON)
    drawn = await holding.get(f"/tickets/{ticket.id}", headers={"Deskbell-Part": "ticket"})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["hand_over"]
    assert "Jonas Weber would like this ticket." in drawn.text


async def test_a_status_is_set_by_its_name(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await browser.post(f"/tickets/{ticket.id}/status", data={"status": "Waiting for customer"}, headers=JSON)

    assert answer.json()["ticket"]["status"] == "waiting_for_customer"


async def test_an_unknown_status_is_named(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    answer = await browser.post(f"/tickets/{ticket.id}/status", data={"status": "happy"}, headers=JSON)

    assert answer.status_code == 422


async def test_spam_leaves_every_view_and_comes_back(sign, maria, ticket):
    browser = await sign(maria)

    away = await browser.post(f"/tickets/{ticket.id}/spam", headers=JSON)
    counted = (await browser.get("/tickets/counts")).json()["all"]
    back = await browser.post(f"/tickets/{ticket.id}/spam", data={"spam": "0"}, headers=JSON)

    assert away.json()["ticket"]["shelf"] == "spam"
    assert counted == 0
    assert back.json()["ticket"]["shelf"] == "active"


async def test_a_ticket_is_snoozed_until_a_day_in_the_desks_zone_and_woken(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    moment = (datetime.now(UTC) + timedelta(days=30)).replace(hour=9, minute=30, second=0, microsecond=0)
    until = moment.strftime("%Y-%m-%dT%H:%M")
    put_away = await browser.post(f"/tickets/{ticket.id}/snooze", data={"until": until}, headers=JSON)
    woken = await browser.post(f"/tickets/{ticket.id}/snooze", data={"until": ""}, headers=JSON)

    assert put_away.json()["ticket"]["snoozed_until"] == moment.timestamp() * 1000
    assert woken.json()["ticket"]["snoozed_until"] is None


async def test_customer_data_is_changed_field_by_field(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/customer", data={"city": "Kiel"}, headers=JSON)

    assert answer.json()["ticket"]["city"] == "Kiel"
    assert answer.json()["ticket"]["name"] == "Helena Brandt"


async def test_a_wrong_address_is_named_and_nothing_is_changed(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(
        f"/tickets/{ticket.id}/customer", data={"email": "helena@", "city": "Kiel"}, headers=JSON
    )
    after = (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).json()["ticket"]

    assert [error["field"] for error in answer.json()["errors"]] == ["email"]
    assert after["city"] == "Hamburg"


async def test_a_duplicate_points_to_its_original_until_it_is_parted(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    second = await write_in(web_desk, "The same again")
    await browser.post(f"/tickets/{second.id}/take", headers=JSON)

    merged = await browser.post(f"/tickets/{second.id}/merge", data={"into": str(ticket.id)}, headers=JSON)
    unmerged = await browser.post(f"/tickets/{second.id}/unmerge", headers=JSON)

    assert merged.json()["ticket"]["duplicate_of"] == ticket.id
    assert unmerged.json()["ticket"]["duplicate_of"] is None


async def test_s22_deleting_needs_an_administrators_password(sign, maria, chief, ticket):
    browser = await sign(maria)

    bare = await browser.post(f"/tickets/{ticket.id}/delete", headers=JSON)
    wrong = await browser.post(
        f"/tickets/{ticket.id}/delete", data={"email": chief.email, "password": "guess"}, headers=JSON
    )
    right = await browser.post(
        f"/tickets/{ticket.id}/delete", data={"email": chief.email, "password": PASSWORD}, headers=JSON
    )

    assert bare.status_code == 403
    assert wrong.status_code == 403
    assert right.json() == {"ticket": {"id": ticket.id, "deleted": True}}
    assert (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).status_code == 404


async def test_s22_guessing_an_administrators_password_by_deleting_is_braked(sign, maria, chief, ticket):
    browser = await sign(maria)
    approval = {"email": chief.email, "password": "guess"}

    tries = [await browser.post(f"/tickets/{ticket.id}/delete", data=approval, headers=JSON) for _try in range(12)]

    assert tries[-1].status_code == 429


async def test_s22_guessing_an_approvers_code_is_braked_too(sign, web_desk, maria, chief, ticket):
    setup = await begin_second_factor(web_desk, chief, now_ms())
    await confirm_second_factor(web_desk, chief, pyotp.TOTP(setup.secret).now(), now_ms())
    browser, approval = await sign(maria), {"email": chief.email, "password": PASSWORD}

    page = await browser.get(f"/tickets/{ticket.id}")
    without = await browser.post(f"/tickets/{ticket.id}/delete", data=approval, headers=JSON)
    tries = [
        await browser.post(f"/tickets/{ticket.id}/delete", data={**approval, "code": "000000"}, headers=JSON)
        for _try in range(12)
    ]

    assert 'name="code"' in page.text
    assert [error["field"] for error in without.json()["errors"]] == ["code"]
    assert (tries[0].status_code, tries[-1].status_code) == (422, 429)


async def test_s30_approvals_right_or_wrong_keep_no_administrator_out(sign, browse, maria, chief, ticket):
    browser, administrator = await sign(maria), await sign(chief)
    approval = {"email": chief.email, "password": PASSWORD}

    for _time in range(12):
        right = await browser.post(f"/tickets/{ticket.id}/delete", data=approval, headers=JSON)
        await administrator.post(f"/tickets/{ticket.id}/restore", headers=JSON)
    for _time in range(12):
        wrong = await browser.post(f"/tickets/{ticket.id}/delete", data={**approval, "password": "x"}, headers=JSON)

    assert (right.status_code, wrong.status_code) == (200, 429)
    assert (await browse().post("/sign-in", data=approval)).status_code == 303


async def test_an_administrator_deletes_and_restores(sign, chief, ticket):
    browser = await sign(chief)

    deleted = await browser.post(f"/tickets/{ticket.id}/delete", headers=JSON)
    page = await browser.get(f"/tickets/{ticket.id}")
    restored = await browser.post(f"/tickets/{ticket.id}/restore", headers=JSON)

    assert deleted.json()["ticket"]["deleted"] is True
    assert "Deleted." in page.text
    assert restored.json()["ticket"]["deleted"] is False


async def test_nobody_acts_without_a_session(guest, ticket):
    acts = ("take", "drop", "assign", "ask", "status", "spam", "customer", "delete", "answer", "note", "read")

    answers = [await guest.post(f"/tickets/{ticket.id}/{act}", headers=JSON) for act in acts]

    assert {answer.status_code for answer in answers} == {401}


async def test_a_foreign_origin_changes_nothing(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}

    answer = await browser.post(f"/tickets/{ticket.id}/take", headers={**JSON, **foreign})

    assert answer.status_code == 403
    assert (await ticket_by_id(web_desk, ticket.id)).operator_id is None


async def test_a_ticket_is_snoozed_until_the_customer_writes_and_its_banner_says_so(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    put_away = await browser.post(f"/tickets/{ticket.id}/snooze", data={"until": "customer"}, headers=JSON)
    page = (await browser.get(f"/tickets/{ticket.id}")).text

    assert put_away.json()["ticket"]["snoozed_until"] == "customer"
    assert "Snoozed until the customer writes." in page
    assert f'href="/tickets/{ticket.id}"' in (await browser.get("/tickets?view=snoozed")).text


async def test_who_asked_for_a_ticket_can_take_it_back_and_the_holder_is_asked_no_more(sign, maria, jonas, ticket):
    holder, asker = await sign(maria), await sign(jonas)
    await holder.post(f"/tickets/{ticket.id}/take", headers=JSON)
    await asker.post(f"/tickets/{ticket.id}/ask", headers=JSON)
    asked = [(await browser.get(f"/tickets/{ticket.id}")).text for browser in (holder, asker)]

    for _twice in range(2):
        answer = await asker.post(f"/tickets/{ticket.id}/ask/take-back", headers=JSON)

    assert "would like this ticket" in asked[0]
    assert "ask/take-back" in asked[1]
    assert answer.status_code == 200
    assert "would like this ticket" not in (await holder.get(f"/tickets/{ticket.id}")).text
    assert "Ask for it" in (await asker.get(f"/tickets/{ticket.id}")).text
    refused = await holder.post(f"/tickets/{ticket.id}/ask/answer", data={"hand_over": "1"}, headers=JSON)
    assert refused.status_code == 409
