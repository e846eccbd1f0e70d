"""Every route that only reads: it changes nothing, shows nothing of a hidden ticket, and answers whatever is asked."""

from itertools import product

from tests.web.sweeps.matrix import read_matrix
from tests.web.sweeps.scene import HELENA, RUTH, SECRET

SAFE = [row for row in read_matrix() if row.is_safe]
PARAMETERS = [
    "before",
    "after",
    "after_event",
    "after_message",
    "cursor",
    "limit",
    "group",
    "view",
    "ids",
    "ticket",
    "operator",
    "action",
    "from",
    "to",
    "q",
    "status",
    "sort",
    "number",
    "outcome",
    "state",
    "next",
    "remote",
    "created_from",
    "created_to",
    "id",
]
ODD = (
    "",
    "-1",
    "--5",
    "1.0",
    "9e99",
    "1 OR 1",
    "\u0661\u0662",
    "\u00b2",
    "9" * 30,
    "a\0b",
    "9999-99-99",
    "'\"<>",
    "x" * 500,
)
ASKED = ("Boardroom", SECRET, HELENA.name, HELENA.email, RUTH.city, "1", "#1", "status:open")
PARTS = ("", "ticket", "news", "list", "rows", "dialog", "saved", "results")


async def test_s40_to_read_twice_changes_nothing(scene):
    for row, actor, method in product(SAFE, ("customer", "holder", "administrator"), ("GET", "HEAD")):
        headers = {"X-HTTP-Method-Override": "POST", "Origin": "http://127.0.0.1:8000"}
        async with scene.browser(actor, headers) as browser:
            for _time in range(2):
                fields = {name: scene.value(value) for name, value in row.fields.items()}
                await browser.request(method, row.address(scene), params={**fields, "_method": "POST"})

        assert scene.snapshot.changed() == [], f"{method} {row.path} as {actor}"


async def test_s23_nothing_of_a_hidden_ticket_is_shown_to_whom_it_does_not_exist(scene):
    shown = []
    for row, actor, part in product(SAFE, ("nobody", "other_customer", "outsider"), PARTS):
        if row.path == "/t/{id:int}/{code}":  # the code is the right one
            continue
        async with scene.browser(actor) as browser:
            browser.headers["Accept"] = "text/html" if part else "application/json"
            browser.headers["Deskbell-Part"] = part
            answer = await row.ask(browser, scene)
        if SECRET in answer.text or HELENA.email in answer.text:
            shown.append(f"{row} to {actor}, part {part!r}")

    assert not shown, "\n".join(shown)


async def test_s23_no_question_brings_a_hidden_ticket_to_light(scene):
    shown = []
    paths = ("/tickets", "/search/suggestions", "/search/palette", "/tickets/rows", "/events")
    for path, name, words in product(paths, ("q", "name", "email", "subject", "text", "id", "ids", "after"), ASKED):
        async with scene.browser("outsider") as browser:
            answer = await browser.get(path, params={name: words})
        answered = answer.text.replace(words, "")  # what was asked may be repeated
        if SECRET in answered or HELENA.email in answered or RUTH.name in answered:
            shown.append(f"{path}?{name}={words}")

    assert not shown, "\n".join(shown)


async def test_s23_hidden_tickets_are_not_counted(scene):
    async with scene.browser("outsider") as browser:
        counts = (await browser.get("/tickets/counts")).json()
        listed = (await browser.get("/tickets?view=all")).json()
        found = (await browser.get("/tickets", params={"q": "Boardroom"})).json()
        one = await browser.get("/events?after=0")

    assert {number for number in counts.values() if isinstance(number, int)} == {0}
    assert listed["tickets"] == found["tickets"] == []
    assert found["count"] == 0
    events = one.json()["events"]
    assert {event["kind"].partition(".")[0] for event in events} <= {"person", "group", "customer"}
    about_customers = [event for event in events if event["kind"].startswith("customer.")]
    assert about_customers
    assert all(event.keys() == {"id", "kind", "at", "ticket", "gone"} for event in about_customers)


async def test_s26_an_odd_question_is_never_a_defect(scene):
    wrong = []
    for row in SAFE:
        for question in (*({name: "\u00b2"} for name in PARAMETERS), *(dict.fromkeys(PARAMETERS, odd) for odd in ODD)):
            async with scene.browser("administrator") as browser:
                answer = await browser.get(row.address(scene), params=question)
            if answer.status_code >= 500:
                wrong.append(f"{row} with {question}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)
