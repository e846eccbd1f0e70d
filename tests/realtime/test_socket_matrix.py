"""`tests/socket_matrix.csv`: whom every event of the websockets reaches, and what every window may say (S-20)."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.actions.change import act, change
from app.actions.people.people import add_group
from app.nouns.event import KINDS, SYSTEM
from app.nouns.ticket import Customer
from app.queries.desk.events import ABOUT_PEOPLE, last_event_id
from app.queries.ticket.messages import messages_of
from realtime.console import HEARD
from tests.plugins.desk import NOW, opened, person

HERE = Path(__file__).resolve().parent
MATRIX = HERE.parent / "socket_matrix.csv"
REALTIME = HERE.parents[1] / "realtime"
ACTORS = ("other_customer", "customer", "outsider", "member", "administrator")
TOLD = re.compile(r"\b(?:tell|emit)\(\s*((?:\"[\w.]+\"(?: if \w+ else )?)+)")
RUTH = Customer("Ruth", "ruth@guest.example", "+1", "", "Rome", "IT")


@dataclass(frozen=True)
class Row:
    """One event, and whom it reaches or who may say it."""

    way: str
    event: str
    tried: str
    reaches: frozenset[str]


def read_matrix():
    with MATRIX.open(encoding="utf-8", newline="") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    return [
        Row(row["way"], row["event"], row["tried"], frozenset(actor for actor in ACTORS if row[actor] == "yes"))
        for row in csv.DictReader(lines)
    ]


def rows_of(way, *tried):
    return [row for row in read_matrix() if row.way == way and row.tried in tried]


def told_by_the_desk():
    """Every name under which something is sent to a window."""
    names = set(KINDS)
    for path in sorted(REALTIME.glob("*.py")):
        for found in TOLD.findall(path.read_text("utf-8")):
            names |= set(re.findall(r"\"([\w.]+)\"", found))
    return names


@dataclass
class Scene:
    """A ticket of a members-only group, its people at their windows, and customers at their pages."""

    ticket: object
    message_id: int
    windows: dict

    async def come_to_rest(self, after):
        """Let every window hear all that was given out."""
        for window in self.windows.values():
            await window.ask("resume", {"after": after})


@pytest.fixture
async def scene(desk, live, boris, ada):
    closed = await add_group(desk, "Lawyers", NOW, members_only=True)
    lena = await person(desk, "Lena", groups=("Lawyers",))
    ticket, other = await opened(desk, "A complaint", group_id=closed), await opened(desk, "Towels", customer=RUTH)
    pages = {"customer": await live.page(ticket), "other_customer": await live.page(other)}
    people = {"member": lena, "outsider": boris, "administrator": ada}
    windows = pages | {actor: await live.window(one) for actor, one in people.items()}
    return Scene(ticket, (await messages_of(desk, ticket.id))[0].id, windows)


async def record(desk, scene, kind):
    """Write such an event, with all that could make it news to a customer; return its number."""
    facts = {"shared": True, "message_kind": "customer", "released": True, "status": "solved", "from_status": "open"}
    facts |= {"changes": {"subject": ["Towels", "A complaint"]}}
    if kind.startswith(ABOUT_PEOPLE):
        async with act(desk, NOW) as tx:
            tx.record(kind, SYSTEM, **facts)
    else:
        async with change(desk, scene.ticket.id, NOW) as tx:
            tx.record(kind, SYSTEM, None if kind.startswith("ticket.") else scene.message_id, **facts)
    return await last_event_id(desk)


def test_s20_every_event_of_the_sockets_stands_in_the_table():
    rows = read_matrix()
    heard, said = ({row.event for row in rows if row.way == way} for way in ("hears", "says"))
    tests = "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))

    assert heard == told_by_the_desk(), "tests/socket_matrix.csv, which says how"
    assert said == HEARD, "tests/socket_matrix.csv, which says how"
    assert not [row for row in rows if row.tried not in {"log", "live"} and f"def {row.tried}(" not in tests]


async def test_s20_every_event_of_the_log_reaches_those_of_its_row_and_nobody_else(desk, live, scene):
    expected = {row.event: row.reaches for row in rows_of("hears", "log")}
    numbers = {kind: await record(desk, scene, kind) for kind in sorted(expected.keys() - {"activity"})}

    await scene.come_to_rest(await live.given_out())

    heard = {actor: {facts["id"] for facts in window.events} for actor, window in scene.windows.items()}
    reached = {kind: {actor for actor in ACTORS if number in heard[actor]} for kind, number in numbers.items()}
    reached["activity"] = {actor for actor, window in scene.windows.items() if window.named("activity")}
    assert reached == expected


def sees(window, scene):
    """Whether the newest picture of who is there says that somebody looks at the ticket."""
    return any(str(scene.ticket.id) in facts["viewing"] for facts in window.named("presence")[-1:])


async def test_s20_what_a_window_says_counts_and_is_told_as_its_row_has_it(desk, live, scene):
    await record(desk, scene, "message.added")
    await live.given_out()
    told = {row.event: row.reaches for row in rows_of("hears", "live")}
    said = {row.event: row.reaches for row in rows_of("says", "live")}
    about, observer = {"ticket": scene.ticket.id}, scene.windows["administrator"]
    found = {"watch": set(), "typing": set(), "unwatch": set(), "resume": set()}
    reached = {"typing": set(), "presence": set()}

    for actor, window in scene.windows.items():
        typed = len(observer.named("typing"))
        answer = await window.ask("resume", {"after": 0})
        if any(facts.get("ticket", scene.ticket.id) == scene.ticket.id for facts in answer["events"]):
            found["resume"].add(actor)
        await window.say("watch", about)
        await window.say("typing", about | {"kind": "answer"})
        await scene.come_to_rest(0)
        if actor in said["watch"]:
            await observer.until(lambda _heard: sees(observer, scene))
        await scene.come_to_rest(0)
        reached["presence"] |= {one for one, other in scene.windows.items() if sees(other, scene)}
        reached["typing"] |= {one for one, other in scene.windows.items() if one != actor and other.named("typing")}
        if sees(observer, scene):
            found["watch"].add(actor)
        if len(observer.named("typing")) > typed or (actor == "administrator" and reached["typing"] >= {"member"}):
            found["typing"].add(actor)
        await window.say("unwatch", about)
        await scene.come_to_rest(0)
        if actor in found["watch"]:
            await observer.until(lambda _heard: not sees(observer, scene))
            found["unwatch"].add(actor)

    assert found == {name: set(reaches) for name, reaches in said.items()}
    assert reached == {name: set(reaches) for name, reaches in told.items()}
