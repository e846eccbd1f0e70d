"""Every route that may change something: only from the desk's own pages, only what it names, and whatever is sent."""

import json
from itertools import product

from tests.web.conftest import HERE
from tests.web.sweeps.matrix import PLACE, Row, read_matrix
from tests.web.sweeps.scene import PROGRAM, Scene

UNSAFE = [row for row in read_matrix() if not row.is_safe]
FROM_ELSEWHERE = {
    "cross-site": {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "a foreign origin": {"Origin": "https://evil.example"},
    "neither header": {},
    "plain text": {"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain"},
}
PLANTED = {
    "operator_id": "1",
    "owner_id": "1",
    "role": "administrator",
    "is_admin": "1",
    "group_id": "1",
    "created_ms": "86400000",
    "client_ip": "203.0.113.250",
    "version": "77777",
    "lock_rev": "77777",
    "access_code": "PLANTEDPLANT",
    "password_hash": "planted",
    "deleted_ms": "86400000",
}
TRACES = (86_400_000, "203.0.113.250", 77_777, "PLANTEDPLANT", "planted")
ODD_PLACES = ("0", "-1", "1.0", "9e99", "1%20OR%201", "%D9%A1%D9%A2", "9" * 30, "1%00", "null")
ODD_VALUES = ("", "-1", "--5", "1.0", "9e99", "1 OR 1", "\u0661\u0662", "9" * 30, "a\0b", "{{7*7}}", "x" * 3000)
ODD_JSON = ("\ud800", None, True, 1.5, -1, [], ["1", "2"], [[]], {"a": 1}, 10**40)


def actor_for(row: Row) -> str:
    """Somebody for whom the route works; where it works for nobody as it is called here, anybody."""
    able = [actor for actor in ("holder", "administrator", "customer") if int(row.expected[actor]) < 400]
    return able[0] if able else "holder"


async def test_s39_no_change_comes_from_another_site(scene):
    wrong = []
    for row, (name, headers) in product(UNSAFE, FROM_ELSEWHERE.items()):
        if row.path == "/forms/{key}":  # made for other sites; tests/web/outside says what that means
            continue
        async with scene.browser(actor_for(row), headers) as browser:
            answer = await row.ask(browser, scene)
        if answer.status_code != (401 if row.path.startswith("/api/") else 403):  # without a key nobody gets that far
            wrong.append(f"{row}, {name}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)
    assert scene.snapshot.changed() == []


async def test_s24_a_field_that_a_route_does_not_name_is_written_nowhere(scene):
    wrong = []
    for row, actor in product(UNSAFE, ("customer", "holder", "administrator")):
        async with scene.browser(actor) as browser:
            await row.ask(browser, scene, **{name: value for name, value in PLANTED.items() if name not in row.fields})
        found = planted_in(scene)
        if found:
            wrong.append(f"{row} as {actor}: {found}")
        scene.snapshot.bring_back()

    assert not wrong, "\n".join(wrong)


def planted_in(scene: Scene) -> list[str]:
    """Tables with a planted value, or with an administrator more."""
    rows = scene.snapshot.rows()
    found = [name for name, kept in rows.items() if any(value in TRACES for values in kept for value in values)]
    more = sum("administrator" in values for values in rows["operators"])
    return found + ([] if more == 1 else [f"{more} administrators"])


async def test_s24_what_cannot_be_changed_on_a_ticket_is_named_and_nothing_is_changed(scene):
    edits = [row for row in UNSAFE if row.path.endswith(("}/customer", "}/group", "}/subject"))]
    for row, name in product(edits, PLANTED):
        async with scene.browser("holder") as browser:
            answer = await row.ask(browser, scene, **{name: PLANTED[name]})

        assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [name]), str(row)
    assert len(edits) == 3
    assert scene.snapshot.changed() == []


async def test_s26_an_address_with_an_odd_number_is_not_there_and_never_a_defect(scene):
    wrong = []
    for row in read_matrix():
        for place, odd in product(
            [name for name in PLACE.findall(row.path) if name in {"id", "message_id"}], ODD_PLACES
        ):
            async with scene.browser(actor_for(row)) as browser:
                answer = await row.ask(browser, scene, row.address(scene, **{place: odd}))
            if answer.status_code not in expected_for(row):
                wrong.append(f"{row} with {place}={odd}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)
    assert scene.snapshot.changed() == []


def expected_for(row: Row) -> set[int]:
    """What an odd number may be answered with; the ticket page's door is open to any number."""
    if row.path.startswith("/api/"):
        return {401, 404}
    return {200, 303, 404, 405} if row.path.startswith(("/t/", "/new/done")) else {404}


async def test_s26_a_field_with_an_odd_value_is_never_a_defect(scene):
    wrong = []
    for row in UNSAFE:
        for field, odd in product(row.fields, ODD_VALUES):
            async with scene.browser(actor_for(row)) as browser:
                answer = await row.ask(browser, scene, **{field: odd})
            wrong += fault(row, field, odd, answer.status_code)
        for field, odd in product(row.fields, ODD_JSON):
            body = json.dumps({**{name: scene.value(value) for name, value in row.fields.items()}, field: odd})
            async with scene.browser(actor_for(row), {**PROGRAM, "Content-Type": "application/json"}) as browser:
                answer = await browser.post(row.address(scene), content=body)
            wrong += fault(row, field, odd, answer.status_code)
        scene.snapshot.bring_back()

    assert not wrong, "\n".join(wrong)


def fault(row: Row, field: str, odd: object, status: int) -> list[str]:
    """What to say of an answer that must not be."""
    return [f"{row} with {field}={odd!r}: {status}"] if status >= 500 else []


async def test_s26_a_field_that_comes_twice_is_no_defect(scene):
    for row in UNSAFE:
        pairs = "&".join(f"{name}=1&{name}=2" for name in row.fields) or "id=1&id=2"
        headers = {**PROGRAM, "Content-Type": "application/x-www-form-urlencoded"}
        async with scene.browser(actor_for(row), headers) as browser:
            answer = await browser.post(row.address(scene), content=pairs)
        scene.snapshot.bring_back()

        assert answer.status_code < 500, str(row)
