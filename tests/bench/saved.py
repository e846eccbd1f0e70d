"""Saved searches with live counts: what a hundred operators with twenty each cost a desk on which ten events a second happen.

Every console asks for its counts as often as its script does, by a session of its own; the acts are a taking, a dropping
and a new ticket in turn. Beside it the same acts with nobody asking.
"""

import asyncio
import secrets
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import httpx2

from app.core.clock import DAY_MS, now_ms
from app.credentials.codes import digest_of
from tests.bench.acts import JSON, new_ticket
from tests.bench.desks import signed_in
from tests.bench.kept_desks import SEEDED, KeptDesk, copied_desk
from tests.bench.tables import computing_s, table
from tests.servers.mariadb import MariaDB

OPERATORS = 100
EVENTS_A_SECOND = 10
ACTORS = 5  # at once, lest the events wait for each other
ASKED_EVERY_S = 1.5  # COUNT_EVERY_MS of saved-searches.js
MEASURED_S = 15.0
COOKIE = "deskbell_session"
SEARCHES = (
    "status:open", "status:waiting_for_operator", "operator:me", "operator:none", "group:Reservations", "invoice",
    "hotel tomorrow", "breakfast", "country:DE", "country:AT status:open", "subject:invoice", "late arrival",
    "name:helena", "city:hamburg", "status:waiting_for_customer hotel", "munchen", "zeppelin", "garden quiet",
    "email:guest", "before:30d status:open",
)  # fmt: skip


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Measure and print one table."""
    desk = copied_desk(folder / "saved", SEEDED)
    tokens = add_operators(desk, SEARCHES)
    desk.start()
    try:
        async with signed_in(desk, password=desk.password) as client:
            alone = await _cores(desk, client, [])
            async with httpx2.AsyncClient(base_url=desk.url, timeout=60) as consoles:
                for token in tokens:  # the first count of each search is no news, and comes with its page
                    await _counts(consoles, token)
                asked = await _cores(desk, client, [(consoles, token) for token in tokens])
    finally:
        desk.stop()
    rows = [
        ["the acts alone", f"{alone[0]:.2f}", "", f"{alone[2]:.1f}"],
        ["with all counts", f"{asked[0]:.2f}", f"{asked[1]:.0f}", f"{asked[2]:.1f}"],
        ["the counts", f"{asked[0] - alone[0]:.2f}", "", ""],
    ]
    title = f"{OPERATORS} operators with {len(SEARCHES)} saved searches each, {SEEDED:,} tickets"
    sys.stdout.write(table(title, ("what", "cores", "asked, a second", "events, a second"), rows))


Console = tuple[httpx2.AsyncClient, str]


async def _cores(desk: KeptDesk, client: httpx2.AsyncClient, open_now: Sequence[Console]) -> tuple[float, float, float]:
    """How much of a core the desk's process takes; how often it is asked for counts, and what happens, each second."""
    asked: list[float] = []
    acts: list[float] = []
    ends_s = time.monotonic() + MEASURED_S
    computed, begun = computing_s(desk.process.pid), time.monotonic()
    async with asyncio.TaskGroup() as at_once:
        for _one in range(ACTORS):
            at_once.create_task(act(client, ends_s, acts))
        for place, console in enumerate(open_now):
            at_once.create_task(_ask(console, place * ASKED_EVERY_S / len(open_now), ends_s, asked))
    took_s = time.monotonic() - begun
    return (computing_s(desk.process.pid) - computed) / took_s, len(asked) / took_s, len(acts) / took_s


async def _ask(console: Console, after_s: float, ends_s: float, asked: list[float]) -> None:
    await asyncio.sleep(after_s)
    while time.monotonic() < ends_s:
        await _counts(*console)
        asked.append(time.monotonic())
        await asyncio.sleep(ASKED_EVERY_S)


async def _counts(consoles: httpx2.AsyncClient, token: str) -> None:
    _checked(await consoles.get("/searches/counts", headers={"Cookie": f"{COOKIE}={token}"}))


async def act(client: httpx2.AsyncClient, ends_s: float, acts: list[float]) -> None:
    """A new ticket, taken and dropped: three events, and what they bring with them."""
    while time.monotonic() < ends_s:
        made = _checked(await client.post("/tickets", headers=JSON, data=new_ticket()))
        number = made.json()["ticket"]["id"]
        for act in ("take", "drop"):
            await asyncio.sleep(ACTORS / EVENTS_A_SECOND)
            _checked(await client.post(f"/tickets/{number}/{act}", headers=JSON))
        acts += [time.monotonic()] * 3
        await asyncio.sleep(ACTORS / EVENTS_A_SECOND)


def _checked(answer: httpx2.Response) -> httpx2.Response:
    if answer.status_code >= 400:
        raise AssertionError(f"{answer.request.url} answered {answer.status_code}: {answer.text[:200]}")
    return answer


def add_operators(
    desk: KeptDesk, searches: Sequence[str] = (), count: int = OPERATORS, role: str = "operator"
) -> list[str]:
    """Add people with these saved searches, each with a session; return the sessions' tokens."""
    tokens = [secrets.token_urlsafe(32) for _one in range(count)]
    now = now_ms()
    with closing(sqlite3.connect(desk.directory / "desk.db")) as connection:
        for place, token in enumerate(tokens):
            email = f"{role}-{place}@aurora.example"
            made = "INSERT INTO operators (email, email_key, name, role, created_ms, language, signature, preferences)"
            person = (email, email, f"Bench {place}", role, now)
            number = connection.execute(f"{made} VALUES (?, ?, ?, ?, ?, 'en', '', '{{}}')", person).lastrowid
            connection.executemany(
                "INSERT INTO saved_searches (operator_id, name, typed, position, created_ms) VALUES (?, ?, ?, ?, ?)",
                [(number, f"Search {at}", typed, at, now) for at, typed in enumerate(searches)],
            )
            connection.execute(
                "INSERT INTO sessions (token_sha256, operator_id, client_ip, user_agent, created_ms, seen_ms, expires_ms)"
                " VALUES (?, ?, '127.0.0.1', 'bench', ?, ?, ?)",
                (digest_of(token), number, now, now, now + DAY_MS),
            )
        connection.commit()
    return tokens
