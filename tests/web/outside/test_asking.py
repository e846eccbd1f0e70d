"""“Send this?” and what is held for review."""

import re

import pytest

from app.actions.people.people import add_group
from app.core.clock import DAY_MS
from app.nouns.fields import HONEYPOT
from app.nouns.status import Shelf
from app.queries.api.forms import entry_of
from app.queries.desk.events import events_after
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from app.site_forms.site_form import Suspicion
from tests.web.conftest import NOW, PAGE, PASSWORD, PROGRAM, forged
from tests.web.outside.conftest import FIELDS, count
from web.outside.asking import is_confirmed, token_for
from web.requests.forms import PostedForm

LINKS = 'http://a.example\nhttp://b.example\nhttp://c.example "quoted" & <b>bold</b>'
SPAM = "[url=http://spam.example]buy[/url]"


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of a page's form, as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    escapes = {"&#34;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&"}
    return {name: re.sub("|".join(escapes), lambda one: escapes[one[0]], text) for name, text in found}


@pytest.mark.parametrize(
    "doubtful", [{"message": LINKS}, {HONEYPOT: "x"}, {"message": LINKS, "arrival": "A & B", "country": "Germany"}]
)
async def test_what_looks_doubtful_is_sent_with_one_click_and_nothing_before(visitor, form, web_desk, doubtful):
    asked = await visitor.post(f"/forms/{form.key}", data={**FIELDS, **doubtful})
    before = await count(web_desk, "tickets")

    typed = hidden_in(asked.text)
    sent = [await visitor.post(f"/forms/{form.key}", data=typed, headers=PAGE) for _press in range(2)]

    [message] = await messages_of(web_desk, 1)
    assert (asked.status_code, before) == (409, 0)
    assert "Send this?" in asked.text
    assert HONEYPOT not in typed
    assert {answer.headers["location"] for answer in sent} == {form.thanks_url}
    assert await count(web_desk, "tickets") == 1
    assert message.text == {**FIELDS, **doubtful}["message"]
    assert (await ticket_by_id(web_desk, 1)).shelf is Shelf.ACTIVE
    assert await web_desk.db.fetch_val("SELECT count(*) FROM outbox WHERE kind = 'confirmation'") == 1


async def test_whoever_wants_to_change_something_gets_the_form_with_all_they_typed(visitor, form, web_desk):
    asked = await visitor.post(f"/forms/{form.key}", data={**FIELDS, "message": LINKS})

    page = await visitor.post(f"/forms/{form.key}", data={**hidden_in(asked.text), "edit": "1"}, headers=PAGE)

    assert page.status_code == 200
    assert "http://b.example" in page.text
    assert 'value="Late arrival"' in page.text
    assert await count(web_desk, "tickets") == 0


async def test_a_token_sends_only_what_it_was_made_for_in_its_form_for_a_day(visitor, form, make_form, web_desk):
    other = await make_form("Booking page")
    asked = await visitor.post(f"/forms/{form.key}", data={**FIELDS, "message": LINKS})
    typed = hidden_in(asked.text)
    refused = [
        (form, {**typed, "message": LINKS + " http://d.example"}),
        (other, typed),
        (form, {**typed, "send_this": forged(typed["send_this"])}),
        (form, {**typed, "send_this": ""}),
    ]

    for where, what in refused:
        assert (await visitor.post(f"/forms/{where.key}", data=what, headers=PAGE)).status_code in {409, 429}
    assert await count(web_desk, "tickets") == 0


async def test_a_token_lasts_a_day(web_desk, form):
    token = token_for(web_desk.settings, form, PostedForm(FIELDS), 0)
    posted = PostedForm({**FIELDS, "send_this": token})

    assert is_confirmed(web_desk.settings, form, posted, DAY_MS - 1)
    assert not is_confirmed(web_desk.settings, form, posted, DAY_MS)


async def test_a_program_gets_the_token_and_sends_it_back(script, form, web_desk):
    asked = await script.post(f"/forms/{form.key}", json={**FIELDS, "message": LINKS})
    problem = asked.json()

    sent = await script.post(f"/forms/{form.key}", json={**FIELDS, "message": LINKS, "send_this": problem["send_this"]})

    assert (asked.status_code, problem["reasons"]) == (409, [Suspicion.LINKS])
    assert (sent.status_code, sent.json()["id"]) == (201, 1)


async def test_suspected_spam_is_held_thanked_for_and_told_to_nobody(visitor, form, web_desk):
    answer = await visitor.post(f"/forms/{form.key}", data={**FIELDS, "message": SPAM})

    ticket, entry = await ticket_by_id(web_desk, 1), await entry_of(web_desk, 1)
    assert answer.headers["location"] == form.thanks_url
    assert (ticket.shelf, entry.held_ms, entry.suspected) == (Shelf.SPAM, ticket.created_ms, (Suspicion.MARKUP,))
    assert await count(web_desk, "outbox") == 0
    [opened] = [event for event in await events_after(web_desk, 0) if event.ticket_id == 1]
    assert (opened.details["spam"], opened.details["held"]) == (True, ["markup"])


async def test_what_is_held_is_counted_until_someone_decides_and_letting_it_in_confirms_it(
    visitor, form, web_desk, sign_chief
):
    for subject in ("One", "Two"):
        await visitor.post(f"/forms/{form.key}", data={**FIELDS, "subject": subject, "message": SPAM})
    chief = await sign_chief()

    async def held() -> int:
        return (await chief.get("/tickets/counts", headers=PROGRAM)).json()["held"]

    at_first, page, listed = await held(), (await chief.get("/tickets/1")).text, (await chief.get("/forms")).text
    await chief.post("/tickets/1/spam", data={"spam": "0"})
    let_in = await held()
    await chief.post("/tickets/2/spam", data={"spam": "1"})

    assert (at_first, let_in, await held()) == (2, 1, 0)
    assert "Held for review: looks like spam." in page
    assert "2 held for review" in listed
    assert ((await ticket_by_id(web_desk, 1)).shelf, (await ticket_by_id(web_desk, 2)).shelf) == (
        Shelf.ACTIVE,
        Shelf.SPAM,
    )
    confirmed = "SELECT ticket_id FROM outbox WHERE kind = 'confirmation'"
    assert [row.ticket_id for row in await web_desk.db.fetch_all(confirmed)] == [1]
    told = [
        (event.ticket_id, event.details["why"])
        for event in await events_after(web_desk, 0)
        if event.kind == "ticket.status"
    ]
    assert told == [(1, "not_spam"), (2, "spam")]


async def test_a_closed_groups_held_tickets_are_counted_for_its_members_alone(
    visitor, make_form, web_desk, browse, anna
):
    form = await make_form(group_id=await add_group(web_desk, "Board", NOW, members_only=True))
    await visitor.post(f"/forms/{form.key}", data={**FIELDS, "message": SPAM})
    outsider = browse()
    await outsider.post("/sign-in", data={"email": anna.email, "password": PASSWORD})

    assert (await outsider.get("/tickets/counts", headers=PROGRAM)).json()["held"] == 0


async def test_s58_a_form_confirms_to_one_address_three_times_an_hour_and_echoes_nothing(browse, form, web_desk):
    for number in range(5):
        visitor = browse(ip=f"203.0.113.{number}", headers={"Origin": "https://shop.example"})
        await visitor.post(f"/forms/{form.key}", data={**FIELDS, "subject": f"Buy now {number}"})

    rows = await web_desk.db.fetch_all("SELECT details FROM outbox WHERE kind = 'confirmation'")
    assert await count(web_desk, "tickets") == 5
    assert [row.details for row in rows] == ["{}"] * 3
