"""Searching through requests: fields as parameters, results as page and JSON, faults in words, nothing that is hidden."""

import pytest

from app.actions.ticket.binning import mark_spam
from app.nouns.ticket import Customer
from tests.web.console.conftest import HELENA, JSON, NOW, write_in

pytestmark = pytest.mark.usefixtures("group")
LIST = {"Deskbell-Part": "list"}
ROWS = {"Deskbell-Part": "rows"}


def customer(**given: str) -> Customer:
    return Customer(**{**{name: getattr(HELENA, name) for name in HELENA.__slots__}, **given})


async def found(client, **asked):
    answer = await client.get("/tickets", params=asked, headers=JSON)
    assert answer.status_code == 200, answer.text
    return [ticket["id"] for ticket in answer.json()["tickets"]]


async def test_a_search_answers_tickets_with_snippets_and_a_count(web_desk, maria, sign):
    wanted = await write_in(web_desk, "Family room", text="We need a cot <b>& more</b>.")
    await write_in(web_desk, "Sauna")
    client = await sign(maria)

    answer = (await client.get("/tickets", params={"q": "cot"}, headers=JSON)).json()

    assert [ticket["id"] for ticket in answer["tickets"]] == [wanted.id]
    assert "<mark>cot</mark> &lt;b&gt;" in answer["tickets"][0]["snippet"]
    assert (answer["count"], answer["next_cursor"]) == (1, None)


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Vogel"},
        {"email": "vogel@guest.example"},
        {"phone": "+43 1 777"},
        {"city": "Wien"},
        {"country": "AT"},
        {"country": "Austria"},
        {"subject": "lost umbrella"},
        {"text": "reception"},
        {"status": "open", "city": "Wien"},
        {"operator": "nobody", "city": "Wien"},
        {"group": "Reservations", "city": "Wien"},
        {"created_from": "2026-11-01", "created_to": "2026-11-30", "city": "Wien"},
        {"q": "umbrella", "country": "AT"},
    ],
)
async def test_every_field_can_be_a_parameter(web_desk, maria, sign, asked):
    vogel = customer(name="Lena Vogel", email="vogel@guest.example", phone="+43 1 777 5550", city="Wien", country="AT")
    wanted = await write_in(web_desk, "Lost umbrella", customer=vogel, text="Is it at the reception?")
    await write_in(web_desk)
    client = await sign(maria)

    assert await found(client, **asked) == [wanted.id]


async def test_a_number_finds_its_ticket(ticket, maria, sign):
    client = await sign(maria)

    assert await found(client, id=str(ticket.id)) == [ticket.id]
    assert await found(client, q=f"#{ticket.id}") == [ticket.id]


async def test_a_group_alone_is_still_a_view(ticket, maria, sign):
    client = await sign(maria)

    page = (await client.get("/tickets", params={"group": str(ticket.group_id)}, headers=LIST)).text

    assert 'data-search="' not in page


async def test_what_follows_the_first_page_comes_by_cursor(web_desk, maria, sign):
    written = [(await write_in(web_desk, f"Cot number {place}")).id for place in range(5)]
    client = await sign(maria)

    first = (await client.get("/tickets", params={"q": "cot", "limit": 2}, headers=JSON)).json()
    further = {"q": "cot", "limit": 3, "cursor": first["next_cursor"]}
    second = (await client.get("/tickets", params=further, headers=JSON)).json()

    assert [ticket["id"] for ticket in first["tickets"] + second["tickets"]] == written[::-1]
    assert (first["count"], second["next_cursor"]) == (5, None)


@pytest.mark.parametrize(
    "asked",
    [{"q": "colour:red"}, {"q": "cot", "limit": "0"}, {"q": "cot", "cursor": "x"}, {"q": "cot", "sort": "id;drop"}],
)
async def test_what_cannot_be_asked_is_a_problem_for_programs(maria, sign, asked):
    client = await sign(maria)

    answer = await client.get("/tickets", params=asked, headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_in_the_page_a_fault_stands_under_the_field_and_the_text_stays(maria, sign):
    client = await sign(maria)

    answer = await client.get("/tickets", params={"q": "colour:red cot"})

    assert answer.status_code == 422
    assert 'value="colour:red cot"' in answer.text
    assert "Unknown field “colour”." in answer.text


async def test_nothing_found_says_what_less_would_find(web_desk, ticket, maria, sign):
    client = await sign(maria)

    page = (await client.get("/tickets", params={"q": "arrive country:AT"}, headers=LIST)).text

    assert "No results for “arrive” in Austria." in page
    assert "Without the country: 1" in page
    assert 'href="/tickets?q=arrive"' in page


async def test_the_open_ticket_keeps_its_search_beside_it(ticket, maria, sign):
    client = await sign(maria)

    page = (await client.get(f"/tickets/{ticket.id}", params={"q": "arrive"})).text

    assert 'data-search="arrive"' in page
    assert "<mark>arrive</mark>" in page


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "\"'><img src=x>", "%_\\", "' OR 1=1 --", "*", "\x00"])
async def test_s02_what_is_typed_is_text(ticket, maria, sign, typed):
    client = await sign(maria)

    answer = await client.get("/tickets", params={"q": typed})

    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text


async def test_closed_groups_and_spam_are_found_nowhere(web_desk, maria, closed_group, sign):
    secret = await write_in(web_desk, "Merger", customer=customer(name="Zoltan Secret"), group_id=closed_group)
    spam = await write_in(web_desk, "Casino", customer=customer(name="Zoltan Spam"))
    await mark_spam(web_desk, maria, spam.id, spam=True, now_ms=NOW)
    client = await sign(maria)

    assert await found(client, q="zoltan") == []
    assert await found(client, q=f"#{secret.id}") == []
    palette = (await client.get("/search/palette", params={"typed": "zoltan"})).json()
    assert palette == {"tickets": [], "people": []}
    offered = (await client.get("/search/suggestions", params={"field": "name", "typed": "zol"})).json()
    assert offered == {"suggestions": []}
    groups = (await client.get("/search/suggestions", params={"field": "group", "typed": "bo"})).json()
    assert groups == {"suggestions": []}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("operator", "mar", "Maria Conti"),
        ("operator", "no", "nobody"),
        ("status", "wait", "waiting_for_customer"),
        ("group", "res", "Reservations"),
        ("country", "germ", "DE"),
        ("city", "ham", "Hamburg"),
        ("email", "hel", "helena@guest.example"),
        ("name", "bra", "Helena Brandt"),
        ("date", "", "today"),
        ("date", "2026-1", "2026-10"),
        ("date", "2026-11", "2026-11.."),
        ("after", "yes", "yesterday"),
        ("before", "2026-11-03", "2026-11-03"),
        ("phone", "+49", "+49 40 5550"),
        ("subject", "late", "Late arrival"),
        ("text", "arrive at", "arrive at"),
        ("customer", "arrive", "arrive"),
        ("answer", "arrive", "arrive"),
        ("note", "arrive", "arrive"),
    ],
)
async def test_each_field_offers_what_fits(ticket, maria, sign, field, typed, value):
    client = await sign(maria)

    offered = (await client.get("/search/suggestions", params={"field": field, "typed": typed})).json()

    assert value in [one["value"] for one in offered["suggestions"]]


async def test_a_text_is_offered_in_each_place_with_how_many_have_it_there(ticket, maria, sign):
    client = await sign(maria)

    offered = (await client.get("/search/suggestions", params={"field": "answer", "typed": "arrive"})).json()

    counts = {one["field"]: one["aside"] for one in offered["suggestions"]}
    assert counts == {"answer": "0", "text": "1", "customer": "1", "note": "0"}
    assert offered["suggestions"][0]["field"] == "answer"


@pytest.mark.parametrize("typed", ["", "#", "1", "{}"])
async def test_numbers_are_offered_by_their_beginning(ticket, maria, sign, typed):
    client = await sign(maria)

    asked = {"field": "id", "typed": typed.format(ticket.id) if "{" in typed else typed}
    offered = (await client.get("/search/suggestions", params=asked)).json()["suggestions"]

    assert [one["aside"] for one in offered if one["value"] == str(ticket.id)] in ([ticket.subject], [])
    assert all(one["value"].startswith(asked["typed"].lstrip("#")) for one in offered)
    assert offered or typed == "1"


async def test_countries_are_offered_and_read_in_the_readers_language(ticket, maria, sign):
    client = await sign(maria)
    german = {"Accept-Language": "de", **JSON}

    offered = (
        await client.get("/search/suggestions", params={"field": "country", "typed": "deu"}, headers=german)
    ).json()

    assert "DE" in [one["value"] for one in offered["suggestions"]] or offered["suggestions"] == []


async def test_the_palette_finds_tickets_by_number_and_words_and_people(ticket, maria, sign):
    client = await sign(maria)

    by_number = (await client.get("/search/palette", params={"typed": f"#{ticket.id}"})).json()
    by_words = (await client.get("/search/palette", params={"typed": "hele"})).json()

    assert [one["id"] for one in by_number["tickets"]] == [ticket.id]
    assert [one["email"] for one in by_words["people"]] == ["helena@guest.example"]
    assert (await client.get("/search/palette", params={"typed": ""})).json() == {"tickets": [], "people": []}
