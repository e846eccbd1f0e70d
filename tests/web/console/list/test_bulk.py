"""One act on many tickets: the lock table holds for each by itself, and each says what became of it."""

import pytest

from app.actions.people.people import add_group
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.taking import take
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import JSON, NOW, write_in

OTHER = Customer("Marek Nowak", "marek@guest.example", "+48 12 555", "", "Kraków", "PL")


async def bulk(browser, ids, **fields):
    """The answer's results by ticket."""
    answer = await browser.post("/tickets/bulk", data={"ids": ",".join(map(str, ids)), **fields}, headers=JSON)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["done"] + told["refused"] == len(told["results"])
    return {result["id"]: result for result in told["results"]}


@pytest.fixture
async def rack(web_desk, maria, jonas, closed_group):
    """A ticket in each state: free, mine (Maria's), his (Jonas's), in the bin, hidden."""
    free, mine, his, binned = [await write_in(web_desk, name) for name in ("Free", "Mine", "His", "Binned")]
    await take(web_desk, maria, mine.id, NOW)
    await take(web_desk, jonas, his.id, NOW)
    await mark_spam(web_desk, maria, binned.id, NOW, spam=True)
    hidden = await write_in(web_desk, "Board matter", group_id=closed_group)
    return {"free": free.id, "mine": mine.id, "his": his.id, "binned": binned.id, "hidden": hidden.id}


# What becomes of each act on (free, mine, his, binned, hidden): the HTTP status of a refusal, or done.
TABLE = {
    "take": ({}, (200, 200, 409, 409, 404)),
    "drop": ({}, (409, 200, 409, 409, 404)),
    "assign": ({"operator": "jonas"}, (409, 200, 409, 409, 404)),
    "status": ({"status": "waiting_for_customer"}, (409, 200, 409, 409, 404)),
    "closing": ({"act": "status", "status": "closed"}, (409, 403, 409, 409, 404)),
    "group": ({"group": "Reservations"}, (200, 200, 409, 200, 404)),
    "merge": ({"into": "free"}, (409, 200, 409, 409, 404)),
    "spam": ({}, (200, 200, 409, 200, 404)),
}


@pytest.mark.parametrize("act", TABLE)
async def test_each_ticket_is_held_against_the_lock_table_by_itself(sign, rack, maria, jonas, act):
    fields, expected = TABLE[act]
    known = {"jonas": jonas.id, "free": rack["free"]}
    fields = {name: str(known.get(value, value)) for name, value in fields.items()}

    results = await bulk(await sign(maria), rack.values(), **{"act": act, **fields})

    told = {name: 200 if results[id_]["done"] else results[id_]["status"] for name, id_ in rack.items()}
    assert told == dict(zip(rack, expected, strict=True))
    if not results[rack["his"]]["done"]:
        assert results[rack["his"]]["holder"]["name"] == "Jonas Weber"
        assert "Jonas Weber" in results[rack["his"]]["detail"]


async def test_a_refusal_changes_nothing_and_every_change_is_one_event(sign, web_desk, rack, maria):
    browser = await sign(maria)
    before = await last_event_id(web_desk)

    await bulk(browser, rack.values(), act="take")

    events = await events_after(web_desk, before)
    assert [(event.kind, event.ticket_id) for event in events] == [("ticket.taken", rack["free"])]
    assert (await ticket_by_id(web_desk, rack["his"])).operator_name == "Jonas Weber"


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ({"act": "take"}, "operator_id"),
        ({"act": "status", "status": "open"}, "status"),
        ({"act": "status", "status": "waiting_for_customer"}, "status"),
        ({"act": "group", "group": "Billing"}, "group_id"),
        ({"act": "spam"}, "spam_ms"),
        ({"act": "merge"}, "duplicate_of"),
    ],
)
async def test_what_can_be_undone_says_how_and_is_then_as_it_was(sign, web_desk, chief, act, field):
    await add_group(web_desk, "Billing", NOW)
    some = [await write_in(web_desk, f"Matter {number}") for number in range(3)]
    browser = await sign(chief)
    if act["act"] == "merge":
        act, some = {**act, "into": str(some[0].id)}, some[1:]
    before = [getattr(ticket, field) for ticket in some]

    results = await bulk(browser, [ticket.id for ticket in some], **act)
    for number, result in results.items():
        assert result["done"]
        if result["back"]:
            back = await bulk(browser, [number], **result["back"])
            assert back[number]["done"], back

    assert [getattr(await ticket_by_id(web_desk, ticket.id), field) for ticket in some] == before


async def test_what_an_administrator_took_from_others_can_go_back_to_each_of_them(sign, web_desk, rack, chief):
    browser = await sign(chief)
    held = {"mine": "Maria Conti", "his": "Jonas Weber"}

    results = await bulk(browser, [rack[name] for name in held], act="take")
    for result in results.values():
        await bulk(browser, [result["id"]], **result["back"])

    assert [(await ticket_by_id(web_desk, rack[name])).operator_name for name in held] == list(held.values())


async def test_what_was_so_already_is_done_and_has_nothing_to_undo(sign, rack, maria):
    results = await bulk(await sign(maria), [rack["mine"]], act="take")

    assert results[rack["mine"]]["done"]
    assert results[rack["mine"]]["back"] is None


async def test_duplicates_of_another_customer_are_refused_one_by_one(sign, web_desk, chief, group):
    original, same = await write_in(web_desk, "First"), await write_in(web_desk, "Again")
    strange = await write_in(web_desk, "Somebody else's", customer=OTHER)

    results = await bulk(await sign(chief), [same.id, strange.id], act="merge", into=str(original.id))

    assert results[same.id]["ticket"]["duplicate_of"] == original.id
    refusal = f"#{original.id} belongs to another customer. Choose one of the tickets from Marek Nowak."
    assert results[strange.id]["detail"] == refusal
    assert (await ticket_by_id(web_desk, strange.id)).status is Status.OPEN


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"act": "take"}, "ids"),
        ({"act": "take", "ids": ""}, "ids"),
        ({"act": "take", "ids": "1,x"}, "ids"),
        ({"act": "take", "ids": "-1"}, "ids"),
        ({"act": "take", "ids": "9" * 40}, "ids"),
        ({"act": "take", "ids": ",".join(map(str, range(1, 102)))}, "ids"),
        ({"ids": "1"}, "act"),
        ({"act": "delete", "ids": "1"}, "act"),
        ({"act": "assign", "ids": "1"}, "operator"),
        ({"act": "assign", "ids": "1", "operator": "Jonas"}, "operator"),
        ({"act": "status", "ids": "1", "status": "done"}, "status"),
        ({"act": "group", "ids": "1"}, "group"),
        ({"act": "merge", "ids": "1"}, "into"),
    ],
)
async def test_what_is_wrong_with_the_request_is_named_and_nothing_is_done(
    sign, web_desk, ticket, maria, fields, at_fault
):
    browser = await sign(maria)
    before = await last_event_id(web_desk)

    answer = await browser.post("/tickets/bulk", data=fields, headers=JSON)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [at_fault]
    assert await last_event_id(web_desk) == before


async def test_ids_that_come_twice_count_once_and_any_list_will_do(sign, ticket, maria):
    answer = await (await sign(maria)).post(
        "/tickets/bulk", json={"act": "take", "ids": [ticket.id, str(ticket.id)]}, headers=JSON
    )

    assert [result["id"] for result in answer.json()["results"]] == [ticket.id]


async def test_another_site_cannot_make_an_operator_act(sign, ticket, maria):
    browser = await sign(maria)

    answer = await browser.post(
        "/tickets/bulk",
        data={"act": "take", "ids": str(ticket.id)},
        headers={**JSON, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
