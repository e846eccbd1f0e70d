"""The page of opening hours: set, tried out before they count, holidays put in, and nothing typed lost."""

import pytest

from app.actions.group.changing import GroupForm, change_group
from app.nouns.operator import Role
from app.queries.group.hours import group_by_id
from tests.web.conftest import NOW, PAGE, PROGRAM, person
from tests.web.sign_in.test_sign_in import enter

WEEK = {f"day{number}": "09:00-17:00" if number < 5 else "" for number in range(7)}
FORM = {"always": "0", "timezone": "Europe/London", **WEEK, "special_days": ""}


@pytest.fixture
async def ada(web_desk, group):
    return await person(web_desk, "Ada", Role.ADMINISTRATOR)


@pytest.fixture
async def desk_of_ada(browse, web_desk, ada, group):
    await change_group(web_desk, ada, group, GroupForm("Reservations", answer_target_min=120), NOW)
    browser = browse(headers=PROGRAM)
    await enter(browser, ada.email)
    return browser


async def test_hours_are_set_and_shown_with_those_before(desk_of_ada, web_desk, group):
    answer = await desk_of_ada.post(f"/groups/{group}/hours", data=FORM)
    page = await desk_of_ada.get(f"/groups/{group}/hours?saved=0", headers=PAGE)
    told = (await desk_of_ada.get(f"/groups/{group}/hours")).json()

    assert answer.json()["due_anew"] == 0
    assert told["hours"]["week"] == [[[540, 1020]]] * 5 + [[], []]
    assert [one["answer_target_min"] for one in told["history"]] == [None, 120, 120]
    for words in ("Mon\u2013Fri 09:00\u201317:00", "originally: Always open", "Monday", "2 hours of open time"):
        assert words in page.text
    assert "Mon\u2013Fri 09:00\u201317:00" in (await desk_of_ada.get("/groups", headers=PAGE)).text


async def test_a_ticket_that_comes_on_friday_evening_is_due_on_monday_before_anything_is_saved(
    desk_of_ada, web_desk, group
):
    asked = FORM | {"at": "2026-12-25T16:00", "special_days": "2026-12-28 Boxing Day"}
    told = await desk_of_ada.post(f"/groups/{group}/hours/try", data=asked)
    page = await desk_of_ada.post(f"/groups/{group}/hours/try", data=asked, headers=PAGE)
    never = await desk_of_ada.post(f"/groups/{group}/hours/try", data={"timezone": "UTC", "at": "2026-12-25T16:00"})
    no_moment = await desk_of_ada.post(f"/groups/{group}/hours/try", data=FORM)

    assert told.json()["due_ms"] == 1_798_538_400_000  # Tuesday 29 December, 10:00
    assert "It is due Tue, Dec 29, 2026" in page.text
    assert "2026-12-28 Boxing Day" in page.text
    assert never.json()["due_ms"] is None
    assert [error["field"] for error in no_moment.json()["errors"]] == ["at"]
    assert (await group_by_id(web_desk, group)).hours.is_always_open


async def test_what_was_typed_stays_beside_the_fault(desk_of_ada, web_desk, group):
    refused = await desk_of_ada.post(f"/groups/{group}/hours", data=FORM | {"day2": "9 to 5"}, headers=PAGE)

    assert refused.status_code == 422
    assert 'value="9 to 5"' in refused.text
    assert "is not an interval" in refused.text
    assert (await group_by_id(web_desk, group)).hours.is_always_open


async def test_holidays_are_put_in_and_not_yet_saved(desk_of_ada, web_desk, group):
    asked = FORM | {"country": "GB", "region": "SCT", "special_days": "2031-05-05 ours"}
    page = await desk_of_ada.post(f"/groups/{group}/hours/holidays", data=asked, headers=PAGE)
    refused = await desk_of_ada.post(f"/groups/{group}/hours/holidays", data=asked | {"region": "Mordor"}, headers=PAGE)

    assert "-11-30 " in page.text  # Saint Andrew's Day
    assert "2031-05-05 ours" in page.text
    assert "Unknown region. Choose one of: " in refused.text
    assert (await group_by_id(web_desk, group)).hours.is_always_open


async def test_holidays_that_run_out_are_said_on_every_page_that_could_mend_it(desk_of_ada, web_desk, group):
    listed = "2026-01-01 New Year\n2026-12-25 Christmas Day\n2026-12-28 Boxing Day"  # it is November 2026
    pages = (f"/groups/{group}/hours", "/groups", "/settings")

    async def said():
        return "".join([(await desk_of_ada.get(page, headers=PAGE)).text for page in pages])

    await desk_of_ada.post(f"/groups/{group}/hours", data=FORM | {"special_days": listed})
    before = await said()
    await desk_of_ada.post(f"/groups/{group}/hours/holidays", data=FORM)
    more = "".join(f"\n2028-0{month}-01 Holiday" for month in (1, 2, 3))
    await desk_of_ada.post(f"/groups/{group}/hours", data=FORM | {"special_days": listed + more})
    after = await said()

    for words in (
        "The last holiday listed is on December 28, 2026",
        "Holidays run out",
        "holidays for the coming years",
    ):
        assert words in before
        assert words not in after
