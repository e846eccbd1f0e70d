"""The list, its pieces, its counts, and what a console missed."""

import re

import pytest

from app.actions.ticket.taking import take
from app.queries.lists.ticket_row import rows_by_ids
from tests.web.console.conftest import JSON, NOW, join_desk, write_in


async def test_the_console_opens_with_the_tickets_of_a_view(sign, maria, ticket):
    browser = await sign(maria)

    page = await browser.get("/tickets?view=all")

    assert page.status_code == 200
    assert "Late arrival" in page.text
    assert 'data-view="all"' in page.text
    assert "Maria Conti" in page.text


async def test_who_is_not_signed_in_is_led_to_the_door(guest):
    page = await guest.get("/tickets?view=mine")

    assert page.status_code == 303
    assert page.headers["location"] == "/sign-in?next=%2Ftickets%3Fview%3Dmine"


async def test_rows_come_by_themselves_with_the_place_of_the_next_page(sign, web_desk, maria, group):
    for number in range(52):
        await write_in(web_desk, f"Matter {number}")
    browser = await sign(maria)

    first = await browser.get("/tickets?view=all", headers={"Deskbell-Part": "rows"})
    cursor = first.text.partition('data-cursor="')[2].partition('"')[0]
    second = await browser.get(f"/tickets?view=all&cursor={cursor}", headers={"Deskbell-Part": "rows"})

    assert first.text.count("ticket-list__item") == 50
    assert second.text.count("ticket-list__item") == 2
    assert "<html" not in first.text
    assert 'data-cursor=""' in second.text


async def test_a_program_reads_the_list_as_json(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.get("/tickets?view=unassigned", headers=JSON)

    assert [one["subject"] for one in answer.json()["tickets"]] == ["Late arrival"]
    assert answer.json()["next_cursor"] is None


@pytest.mark.parametrize("query", ["view=nonsense", "group=999", "view=deleted", "view=all&cursor=%21"])
async def test_a_view_that_does_not_exist_is_refused_by_name(sign, maria, query):
    browser = await sign(maria)

    answer = await browser.get(f"/tickets?{query}", headers=JSON)

    assert answer.status_code == 422


async def test_a_closed_group_does_not_exist_for_others(sign, web_desk, maria, closed_group):
    hidden = await write_in(web_desk, "Board matter", group_id=closed_group)
    browser = await sign(maria)

    page = await browser.get("/tickets?view=all")
    counts = await browser.get("/tickets/counts")
    rows = await browser.get(f"/tickets/rows?ids={hidden.id}")
    paths = ("", "/preview", "/messages/1")
    statuses = {(await browser.get(f"/tickets/{hidden.id}{path}", headers=JSON)).status_code for path in paths}

    assert "Board" not in page.text
    assert counts.json()["all"] == 0
    assert rows.json() == {"rows": {}}
    assert statuses == {404}


async def test_the_queues_begin_with_what_is_late_unless_another_order_is_chosen(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    newer = await write_in(web_desk, "Another one")

    async def listed(query):
        answer = await browser.get(f"/tickets?{query}", headers=JSON)
        return [one["id"] for one in answer.json()["tickets"]]

    for view in ("unassigned", "unassigned&sort=urgent", "unassigned&sort=waiting"):
        assert await listed(f"view={view}") == [ticket.id, newer.id]
    for view in ("unassigned&sort=activity", "all"):
        assert await listed(f"view={view}") == [newer.id, ticket.id]
    page = (await browser.get("/tickets?view=unassigned")).text
    assert page.count("Longest waiting") == 1  # where no group promises an answer, nothing is late


async def test_the_desk_names_who_is_to_be_answered_next(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    newer = await write_in(web_desk, "Another one")

    async def after(query):
        return await browser.get(f"/tickets/next?{query}", headers=JSON)

    assert (await after(f"view=unassigned&after={ticket.id}")).json() == {"ticket": newer.id, "left": 1}
    assert (await after("view=unassigned")).json() == {"ticket": ticket.id, "left": 2}
    assert (await after("view=finished")).status_code == 422
    assert (await after("view=all&after=999")).status_code == 404


async def test_the_counts_follow_what_is_held(sign, maria, ticket):
    browser = await sign(maria)
    before = (await browser.get("/tickets/counts")).json()

    await browser.post(f"/tickets/{ticket.id}/take", headers=JSON)

    after = (await browser.get("/tickets/counts")).json()
    assert (before["mine"], before["unassigned"]) == (0, 1)
    assert (after["mine"], after["unassigned"]) == (1, 0)


async def test_the_page_marks_what_is_mine_and_what_is_locked(sign, web_desk, maria, jonas, ticket):
    other = await write_in(web_desk, "Somebody's")
    await take(web_desk, maria, ticket.id, NOW)
    await take(web_desk, jonas, other.id, NOW)
    browser = await sign(maria)

    rows = (await browser.get("/tickets?view=all", headers={"Deskbell-Part": "rows"})).text

    marks = {part.partition('data-ticket="')[2].partition('"')[0]: part for part in re.split(r"<li\s", rows)[1:]}
    assert "is-mine" in marks[str(ticket.id)].partition(">")[0]
    assert "is-locked" in marks[str(other.id)].partition(">")[0]


async def test_a_row_is_the_same_for_every_viewer_and_names_its_holder(web_app, web_desk, maria, ticket):
    await take(web_desk, maria, ticket.id, NOW)
    row = (await rows_by_ids(web_desk, [ticket.id]))[ticket.id]

    drawn = web_app.state.draw_row(row, "en")

    assert drawn.startswith("<a\n")
    assert f'data-holder="{maria.id}"' in drawn
    assert f"Ticket {ticket.id}, Late arrival, Open, assigned to Maria Conti" in drawn
    assert "is-mine" not in drawn


async def test_s02_a_hostile_subject_is_text_in_a_row(web_app, web_desk, group):
    hostile = await write_in(web_desk, '"><img src=x onerror=alert(1)>')
    row = (await rows_by_ids(web_desk, [hostile.id]))[hostile.id]

    drawn = web_app.state.draw_row(row, "en")

    assert "<img" not in drawn


async def test_what_was_missed_comes_in_order_with_its_rows(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    last = (await browser.get("/events?after=0")).json()["last"]
    await take(web_desk, maria, ticket.id, NOW)

    missed = (await browser.get(f"/events?after={last}")).json()

    assert [event["kind"] for event in missed["events"]] == ["ticket.taken"]
    assert f'data-holder="{maria.id}"' in missed["events"][0]["row"]
    assert missed["last"] == last + 1


@pytest.mark.parametrize("after", ["", "-1", "999999999", "9" * 40])
async def test_a_number_that_was_never_ours_means_read_again(sign, maria, after):
    browser = await sign(maria)

    missed = (await browser.get(f"/events?after={after}")).json()

    assert missed["resync"] is True
    assert missed["events"] == []


async def test_what_is_no_number_is_a_scripts_mistake_and_named(sign, maria):
    browser = await sign(maria)

    answer = await browser.get("/events?after=later", headers=JSON)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["after"]


async def test_a_desk_without_tickets_shows_its_administrator_what_is_left_to_set_up(sign, web_desk, chief):
    theirs = await sign(chief)

    begun = (await theirs.get("/tickets?view=all")).text
    await join_desk(web_desk, "Boris Weber")
    gone_on = (await theirs.get("/tickets?view=mine")).text

    assert '<span class="first-steps__words">a group</span>' in begun
    assert 'href="/people/new">a second person</a>' in begun
    assert '<span class="first-steps__words">a second person</span>' in gone_on
    assert f"Customers write to you at {web_desk.settings.base_url}/new." in gone_on
    await write_in(web_desk, "Late arrival")
    assert "first-steps" not in (await theirs.get("/tickets?view=mine")).text


async def test_an_operator_of_a_desk_without_tickets_sees_that_there_are_none(sign, maria):
    assert "first-steps" not in (await (await sign(maria)).get("/tickets?view=all")).text
