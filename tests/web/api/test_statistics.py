"""What programs are told of the desk's figures."""

import csv
import io
import re
from datetime import date

import pytest

from app.actions.ticket.taking import take
from app.counting.measure import DURATIONS, OF_OPERATORS, OF_TICKETS, TIMES, Measure
from app.counting.period import day_number
from app.nouns.operator import Role
from tests.app.queries.figures.conftest import store_act
from tests.web.api.conftest import SECRET, write_in
from tests.web.conftest import NOW, PASSWORD, person
from web.api.shapes.figures import AgesShape, OperatorFiguresShape, TicketFiguresShape

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
HOUR_MS = 3_600_000


@pytest.fixture
def counted(web_desk):
    """Writes one row of what was counted; event numbers go on by themselves."""
    events = iter(range(1, 1_000_000))

    async def write(measure, day, **given):
        zero = dict.fromkeys(("operator_id", "group_id", "ticket_id"), 0)
        row = {**zero, "amount": None, "open_ms": None, "hour": 12, **given, "event_id": next(events)}
        row |= {"day": day_number(date.fromisoformat(day)), "measure": measure.code}
        await store_act(web_desk, row)

    return write


def test_the_rows_have_every_measure():
    assert {one.value for one in (*OF_TICKETS, Measure.BACKLOG)} <= TicketFiguresShape.model_fields.keys()
    times = {f"{one.value}_ms" for one in TIMES}
    assert {one.value for one in OF_OPERATORS} | times <= OperatorFiguresShape.model_fields.keys()
    assert {one.value for one in DURATIONS} <= AgesShape.model_fields.keys()


@pytest.mark.parametrize(
    ("bucket", "rows", "opened"),
    [("day", 30, [2, 1]), ("week", 6, [2, 1]), ("month", 1, [3]), ("year", 1, [3])],
)
async def test_tickets_are_counted_in_each_bucket_also_where_nothing_happened(shop, counted, bucket, rows, opened):
    for day in ("2026-11-03", "2026-11-03", "2026-11-20", "2026-12-01"):
        await counted(Measure.OPENED, day)
        await counted(Measure.ENTERED, day)
    await counted(Measure.SOLVED, "2026-11-20")
    await counted(Measure.LEFT, "2026-11-20")

    told = (await shop.get("/api/v1/statistics/tickets", params={**NOVEMBER, "bucket": bucket})).json()

    assert [row["opened"] for row in told["rows"] if row["opened"]] == opened
    assert (len(told["rows"]), told["bucket"], told["zone"]) == (rows, bucket, "UTC")
    assert (told["rows"][0]["from"], told["rows"][-1]["to"]) == ("2026-11-01", "2026-11-30")
    assert (told["rows"][-1]["backlog"], sum(row["finished"] for row in told["rows"])) == (2, 1)


async def test_operators_have_their_figures_and_names(web_desk, shop, counted, maria, jonas):
    for person_, day in ((maria, "2026-11-03"), (maria, "2026-11-04"), (jonas, "2026-11-04")):
        await counted(Measure.TAKEN, day, operator_id=person_.id)
    await counted(Measure.SIGNED_IN, "2026-11-04", operator_id=maria.id, amount=HOUR_MS)
    await counted(Measure.SOLVED, "2026-11-04")  # by a customer: nobody's

    query = {**NOVEMBER, "bucket": "month"}
    told = (await shop.get("/api/v1/statistics/operators", params=query)).json()["rows"]
    only = (await shop.get("/api/v1/statistics/operators", params={**query, "operator": jonas.id})).json()["rows"]

    assert [(row["name"], row["taken"], row["signed_in_ms"], row["solved"]) for row in told] == [
        ("Maria", 2, HOUR_MS, 0),
        ("Jonas", 1, 0, 0),
    ]
    assert [row["operator"] for row in only] == [jonas.id]


async def test_ages_tell_how_long_things_took_and_how_old_is_what_is_open(web_desk, shop, counted):
    for hours in (1, 2, 9):
        await counted(Measure.FIRST_ANSWER, "2026-11-03", amount=hours * HOUR_MS, open_ms=HOUR_MS)
    await write_in(web_desk)

    told = (await shop.get("/api/v1/statistics/ages", params={**NOVEMBER, "bucket": "month"})).json()

    took = told["rows"][0]["first_answer"]
    assert (took["n"], took["median_ms"], took["open_median_ms"]) == (3, 2 * HOUR_MS, HOUR_MS)
    assert told["rows"][0]["reply"] == {
        "n": 0, "median_ms": None, "p90_ms": None, "open_median_ms": None, "open_p90_ms": None
    }  # fmt: skip
    assert sum(age["count"] for age in told["open_now"]) == 1
    assert told["open_now"][-1]["below_ms"] is None


async def test_figures_come_as_a_table_too(shop, counted):
    await counted(Measure.FIRST_ANSWER, "2026-11-03", amount=HOUR_MS)

    for path in ("tickets", "operators", "ages"):
        answer = await shop.get(f"/api/v1/statistics/{path}", params={**NOVEMBER, "bucket": "month", "format": "csv"})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == (0 if path == "operators" else 1)
    assert (rows[0]["from"], rows[0]["first_answer_n"], rows[0]["first_answer_median_ms"]) == (
        "2026-11-01", "1", str(HOUR_MS),
    )  # fmt: skip


async def test_figures_are_of_the_group_and_the_operator_that_are_asked_for(
    web_desk, shop, counted, maria, jonas, group
):
    for person_, where in ((maria, group), (maria, 0), (jonas, group)):
        for measure in (Measure.ANSWERED, Measure.TAKEN):
            await counted(measure, "2026-11-03", operator_id=person_.id, group_id=where)
        await counted(Measure.FIRST_ANSWER, "2026-11-03", operator_id=person_.id, group_id=where, amount=HOUR_MS)
    for holder, where in ((maria, group), (jonas, None)):
        await take(web_desk, holder, (await write_in(web_desk, group_id=where)).id, NOW)

    async def told(**whose):
        query = {**NOVEMBER, "bucket": "month", **whose}
        tickets, operators, ages = [
            (await shop.get(f"/api/v1/statistics/{path}", params=query)).json()
            for path in ("tickets", "operators", "ages")
        ]
        of_operators = {row["name"]: row["taken"] for row in operators["rows"]}
        return tickets["rows"][0]["answered"], of_operators, ages["rows"][0]["first_answer"]["n"]

    assert await told() == (3, {"Maria": 2, "Jonas": 1}, 3)
    assert await told(group=group) == (2, {"Maria": 1, "Jonas": 1}, 2)
    assert await told(group=0) == (1, {"Maria": 1}, 1)
    assert await told(operator=maria.id) == (2, {"Maria": 2}, 2)
    assert await told(operator=maria.id, group=group) == (1, {"Maria": 1}, 1)
    assert await told(operator=jonas.id, group=0) == (0, {}, 0)


async def test_the_figures_of_a_key_are_those_of_its_operators_own_pages(
    web_desk, program, browse, counted, maria, group
):
    for where in (group, group, 0):
        await counted(Measure.ANSWERED, "2026-11-03", operator_id=maria.id, group_id=where)
    own, window = await program("statistics:read", operator_id=maria.id), browse()
    await window.post("/sign-in", data={"email": maria.email, "password": PASSWORD})

    for whose, answered in (({}, 3), ({"group": group}, 2), ({"operator": maria.id}, 3)):
        told = (await own.get("/api/v1/statistics/tickets", params={**NOVEMBER, "bucket": "month", **whose})).json()
        page = await window.get("/statistics", params={**NOVEMBER, **whose})
        assert [row["answered"] for row in told["rows"]] == [answered]
        assert re.search(rf'href="[^"]*measure=answered[^"]*"[^>]*>\s*(<[^>]+>\s*)*{answered}\b', page.text), whose


async def test_figures_of_nobody_are_not_found_and_are_no_empty_table(shop, maria):
    for path in ("tickets", "operators", "ages"):
        for whose, status in (({"operator": 99}, 404), ({"operator": maria.id}, 200), ({"operator": 0}, 200)):
            assert (await shop.get(f"/api/v1/statistics/{path}", params=whose)).status_code == status, whose


async def test_members_only_groups_count_for_no_key_that_does_not_name_them(web_desk, program, counted, board):
    ticket = await write_in(web_desk, SECRET, group_id=board)
    await counted(Measure.OPENED, "2026-11-03", group_id=board, ticket_id=ticket.id)
    await counted(Measure.TAKEN, "2026-11-03", group_id=board, ticket_id=ticket.id, operator_id=1)
    await counted(Measure.FIRST_ANSWER, "2026-11-03", group_id=0, ticket_id=ticket.id, amount=1)  # it moved there later
    outsider, insider = await program(), await program(group_ids=frozenset({board}))
    query = {**NOVEMBER, "bucket": "month"}

    async def told(client):
        tickets, operators, ages = [
            (await client.get(f"/api/v1/statistics/{path}", params=query)).json()
            for path in ("tickets", "operators", "ages")
        ]
        took, open_now = ages["rows"][0]["first_answer"]["n"], sum(age["count"] for age in ages["open_now"])
        return tickets["rows"][0]["opened"], len(operators["rows"]), took, open_now

    assert [await told(outsider), await told(insider)] == [(0, 0, 0, 0), (1, 1, 1, 1)]
    for path in ("tickets", "operators", "ages"):
        asked = [
            await outsider.get(f"/api/v1/statistics/{path}", params={**query, "group": group}) for group in (board, 99)
        ]
        assert [answer.status_code for answer in asked] == [404, 404]
        assert asked[0].json() == asked[1].json()


async def test_a_key_of_an_operator_gets_their_own_figures_and_an_administrators_gets_all(
    web_desk, program, counted, maria, jonas
):
    chief = await person(web_desk, "Anna", Role.ADMINISTRATOR)
    for one in (maria, jonas):
        await counted(Measure.TAKEN, "2026-11-03", operator_id=one.id)
        await take(web_desk, one, (await write_in(web_desk)).id, NOW)
    own, all_of_it = [await program("statistics:read", operator_id=one.id) for one in (maria, chief)]
    query = {**NOVEMBER, "bucket": "month"}

    told = [(await client.get("/api/v1/statistics/operators", params=query)).json() for client in (own, all_of_it)]
    ages = [(await client.get("/api/v1/statistics/ages", params=query)).json() for client in (own, all_of_it)]
    other = await own.get("/api/v1/statistics/operators", params={**query, "operator": jonas.id})

    assert [[row["name"] for row in one["rows"]] for one in told] == [["Maria"], ["Maria", "Jonas"]]
    assert [sum(age["count"] for age in one["open_now"]) for one in ages] == [1, 2]
    assert other.status_code == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-11-30", "to": "2026-11-01"}, "to"),
        ({"from": "2020-01-01", "to": "2026-11-01"}, "from"),
        ({"from": "1990-01-01", "to": "2026-11-01", "bucket": "year"}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"bucket": "hour"}, "bucket"),
        ({"group": "Reservations"}, "group"),
    ],
)
async def test_days_that_cannot_be_meant_are_refused(shop, query, field):
    answer = await shop.get("/api/v1/statistics/tickets", params=query)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


async def test_without_days_the_last_ones_up_to_today_are_meant(shop):
    for bucket, rows in (("day", 30), ("week", 12), ("month", 12), ("year", 5)):
        told = (await shop.get("/api/v1/statistics/tickets", params={"bucket": bucket})).json()
        assert len(told["rows"]) == rows
