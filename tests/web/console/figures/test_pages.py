"""Every number opens a list of as many; files say what the screen says; nobody sees what is not theirs."""

import re
from datetime import date

import pytest

from app.core.clock import HOUR_MS, MINUTE_MS
from app.counting.measure import Measure
from app.counting.period import day_number
from tests.web.console.conftest import JSON, write_in
from tests.web.console.figures.conftest import MARCH, csv_rows, numbers_with_lists, xlsx_rows

PAGES = ("/statistics", "/statistics/tickets", "/statistics/operators")
TABLES = (
    *("in-and-out", "first-answers", "open", "ages", "week", "first-answer-classes", "operators"),
    *("counts", "durations", "answers-to-finish", "slowest", "sources", "groups", "countries", "cities"),
)


@pytest.fixture
async def march(web_desk, maria, jonas, chief, counted, group):
    """Some days of three tickets."""
    made = [await write_in(web_desk, subject) for subject in ("Late arrival", "=1+1", "The band")]
    for place, ticket in enumerate(made):
        at = {"ticket": ticket.id, "group": group}
        day = f"2024-03-{5 + place:02}"
        await counted(Measure.OPENED, day, hour=9 + place, **at)
        left = {} if place else {"amount": day_number(date(2024, 3, 20))}  # the day on which it ceased to be open
        await counted(Measure.ENTERED, day, **at, **left)
        for measure in (Measure.ANSWERED, Measure.TAKEN):
            await counted(measure, "2024-03-08", operator=maria.id, **at)
        took = (place * 3 + 1) * HOUR_MS + 29 * MINUTE_MS
        await counted(Measure.FIRST_ANSWER, "2024-03-08", operator=maria.id, amount=took, open_ms=took // 2, **at)
    at = {"ticket": made[0].id, "group": group}
    await counted(Measure.ANSWERS_TO_FINISH, "2024-03-20", operator=jonas.id, amount=3, **at)
    await counted(Measure.ANSWERS_TO_FINISH, "2024-03-21", operator=jonas.id, amount=4, **at)
    await counted(Measure.SOLVED, "2024-03-20", operator=jonas.id, **at)
    await counted(Measure.LEFT, "2024-03-20", **at)  # the backlog that it entered
    for day in ("2024-03-21", "2024-03-22"):
        await counted(Measure.REOPENED, day, **at)
    await counted(Measure.OPENED, "2024-02-11", ticket=made[1].id, group=group)
    await counted(Measure.SIGNED_IN, "2024-03-08", operator=maria.id, amount=95 * MINUTE_MS)
    return made


async def test_every_number_opens_a_list_of_as_many(sign, chief, maria, march):
    browser = await sign(chief)
    found = {}
    for path in PAGES:
        for query in (MARCH, f"{MARCH}&bucket=week&operator={maria.id}", "from=2024-03-08&to=2024-03-08"):
            page = await browser.get(f"{path}?{query}")
            assert page.status_code == 200
            found |= numbers_with_lists(page.text)

    nothing = [path for path, count in found.items() if not count]
    asked = [path for path, count in found.items() if count] + nothing[::25]
    told = {path: (await browser.get(path, headers=JSON)).json()["count"] for path in asked}

    assert told == {path: found[path] for path in asked}
    assert len(nothing) > 300
    assert len(asked) > 80


async def test_a_list_says_how_many_what_and_when_by_the_desks_clock(sign, chief, march):
    browser = await sign(chief)

    page = (await browser.get(f"/statistics/list?measure=opened&{MARCH}")).text

    assert "3 entries" in page
    assert "Tickets opened, by whatever way they came." in page
    assert "Time zone: UTC" in page
    assert page.count('class="behind__line"') == 3
    assert (await browser.get(f"/statistics/list?measure=nothing&{MARCH}", headers=JSON)).status_code == 422


async def test_both_kinds_of_file_say_the_same_of_every_table(sign, chief, march):
    browser = await sign(chief)

    for table in TABLES:
        await look_at_both_files(browser, table)


async def look_at_both_files(browser, table):
    by_csv = csv_rows((await browser.get(f"/statistics/download?table={table}&form=csv&{MARCH}")).content)
    answer = await browser.get(f"/statistics/download?table={table}&form=xlsx&{MARCH}")
    by_xlsx = xlsx_rows(answer.content)

    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.xlsx"'
    head = by_csv.index([])
    assert any("Time zone: UTC" in line for line in by_csv[:head])
    assert [line[0] for line in by_csv[:head]] == [row[0] for row in by_xlsx[:head]]
    assert by_csv[head + 1] == by_xlsx[head]
    assert len(by_csv) - head == len(by_xlsx) - head + 1
    for line, row in zip(by_csv[head + 2 :], by_xlsx[head + 1 :], strict=True):
        shown = ["" if one is None else one for one in row] + [""] * (len(line) - len(row))
        for text, kept in zip(line, shown, strict=True):
            is_moment = isinstance(kept, float) and re.fullmatch(r"\d{4}-\d\d-\d\d .*", text)
            assert is_moment or text.removeprefix("'") == (f"{kept:g}" if isinstance(kept, float) else kept)


async def test_the_durations_of_the_screen_are_those_of_the_file(sign, chief, march):
    browser = await sign(chief)
    page = (await browser.get(f"/statistics/tickets?{MARCH}")).text

    rows = csv_rows((await browser.get(f"/statistics/download?table=durations&form=csv&{MARCH}")).content)

    first = next(row for row in rows if row[:1] == ["First answer"] and len(row) > 1)
    assert first[1:6] == ["3", "269", "413", "134", "206"]
    answers = csv_rows((await browser.get(f"/statistics/download?table=answers-to-finish&form=csv&{MARCH}")).content)
    assert answers[-1][:4] == ["Answers to finish", "2", "3.5", "3.9"]
    for words in ("4 h 29 min", "6 h 53 min", "2 h 14 min", "3 h 26 min"):
        assert words in page


async def test_one_row_a_ticket_has_all_its_times_and_no_formula(sign, chief, march):
    browser = await sign(chief)

    rows = csv_rows((await browser.get(f"/statistics/download?table=times&form=csv&{MARCH}")).content)
    sheet = xlsx_rows((await browser.get(f"/statistics/download?table=times&form=xlsx&{MARCH}")).content)

    head = rows[rows.index([]) + 1]
    lines = [dict(zip(head, row, strict=True)) for row in rows[rows.index([]) + 2 :]]
    assert [line["Ticket"] for line in lines] == [str(ticket.id) for ticket in march]
    assert [line["First answer (min)"] for line in lines] == ["89", "269", "449"]
    assert lines[1]["Subject"] == "'=1+1"
    assert "=1+1" in [row[2] for row in sheet if len(row) > 2]
    assert lines[0]["Reopened"] == "2"
    assert lines[0]["Customer"] == "Helena Brandt"


async def test_an_operator_sees_their_own_figures_alone(sign, maria, jonas, march):
    browser = await sign(maria)

    page = (await browser.get(f"/statistics/operators?{MARCH}")).text
    overview = (await browser.get(f"/statistics?{MARCH}")).text
    theirs = await browser.get(f"/statistics/list?measure=answered&{MARCH}", headers=JSON)
    others = await browser.get(f"/statistics/list?measure=solved&{MARCH}&operator={jonas.id}", headers=JSON)

    assert f'data-person="{maria.id}"' in page
    assert f'data-person="{jonas.id}"' not in page
    assert "1 h 35 min" in page  # signed in
    assert numbers_with_lists(overview)
    assert all(f"operator={maria.id}" in path for path in numbers_with_lists(overview))
    assert theirs.json()["count"] == 3
    assert others.status_code == 403
    assert (await browser.get(f"/statistics?{MARCH}&operator={jonas.id}", headers=JSON)).status_code == 403


async def test_a_members_only_group_counts_for_nobody_else(sign, web_desk, maria, chief, counted, closed_group, march):
    hidden = await write_in(web_desk, "Salaries", group_id=closed_group)
    at = {"ticket": hidden.id, "group": closed_group, "operator": maria.id}
    await counted(Measure.ANSWERED, "2024-03-08", **at)
    await counted(Measure.ANSWERED, "2024-03-09", ticket=hidden.id, group=0, operator=maria.id)  # before it moved there
    browser, admin = await sign(maria), await sign(chief)
    path = f"/statistics/list?measure=answered&{MARCH}"

    seen = (await browser.get(path, headers=JSON)).json()
    everything = (await admin.get(path, headers=JSON)).json()

    assert (seen["count"], everything["count"]) == (3, 5)
    assert "Salaries" not in str(seen)
    assert (await browser.get(f"/statistics?{MARCH}&group={closed_group}", headers=JSON)).status_code == 404
    times = await browser.get(f"/statistics/download?table=times&{MARCH}")
    assert "Salaries" not in times.text


async def test_a_wrong_date_is_said_and_this_month_is_shown(sign, chief, march):
    browser = await sign(chief)

    page = await browser.get("/statistics?from=2024-03-31&to=2024-03-01")

    assert page.status_code == 200
    assert "The last day is before the first." in page.text
    assert (await browser.get("/statistics/download?table=counts&form=pdf", headers=JSON)).status_code == 422
    assert (await browser.get("/statistics/download?table=nothing", headers=JSON)).status_code == 422


async def test_a_workbook_has_its_limit_and_csv_has_none(sign, chief, march, monkeypatch):
    monkeypatch.setattr("web.console.figures.downloads.MOST_ROWS", 2)
    browser = await sign(chief)
    path = f"/statistics/list/download?measure=opened&{MARCH}"

    refused = await browser.get(f"{path}&form=xlsx", headers=JSON)
    rows = csv_rows((await browser.get(f"{path}&form=csv")).content)

    assert refused.status_code == 422
    assert "CSV" in refused.text
    assert len(rows[rows.index([]) + 2 :]) == 3
