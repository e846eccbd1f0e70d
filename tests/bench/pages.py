"""What a request costs at 10,000 tickets: list, ticket, preview, take, answer; on both databases."""

import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2

from tests.bench.desks import seeded_desk, signed_in
from tests.bench.tables import spread, table
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk

TICKETS = 10_000
ROUNDS = 60
JSON = {"Accept": "application/json"}
FRAGMENT = {"Deskbell-Part": "ticket"}


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both and print one table."""
    rows: list[list[object]] = []
    urls = {"SQLite": f"sqlite:///{folder}/desk.db", "MariaDB": mariadb.create_database()}
    for name, url in urls.items():
        desk = seeded_desk(folder / name, url, TICKETS)
        try:
            async with signed_in(desk) as client:
                rows += [[name, *row] for row in await _measure(client, desk)]
        finally:
            desk.stop()
    head = ("database", "request", "p50 ms", "p95 ms", "worst ms")
    sys.stdout.write(table(f"Requests at {TICKETS} tickets, one after the other ({ROUNDS} rounds)", head, rows))


async def _measure(client: httpx2.AsyncClient, _desk: ServedDesk) -> list[list[object]]:
    listed = (await client.get("/tickets", params={"view": "unassigned"}, headers=JSON)).json()
    ids = [row["id"] for row in listed["tickets"]][:ROUNDS]
    requests: dict[str, Callable[[int], Awaitable[httpx2.Response]]] = {
        "queue page": lambda _ticket: client.get("/tickets?view=all"),
        "queue rows, next page": lambda _ticket: client.get(
            "/tickets", params={"cursor": listed["next_cursor"], "view": "unassigned"}, headers=JSON
        ),
        "ticket page": lambda ticket: client.get(f"/tickets/{ticket}"),
        "ticket pane": lambda ticket: client.get(f"/tickets/{ticket}", headers=FRAGMENT),
        "preview": lambda ticket: client.get(f"/tickets/{ticket}/preview"),
        "take": lambda ticket: client.post(f"/tickets/{ticket}/take", headers=JSON),
        "answer": lambda ticket: client.post(f"/tickets/{ticket}/answer", headers=JSON, data=_answer()),
    }
    return [[name, *spread(await times_of(request, ids))] for name, request in requests.items()]


def _answer() -> dict[str, str]:
    return {"html": "<p>Good evening, it is arranged.</p>", "request_key": secrets.token_hex(8)}


async def times_of(request: Callable[[int], Awaitable[httpx2.Response]], ids: list[int]) -> list[float]:
    """Seconds of each request; one that is refused ends the benchmark."""
    times = []
    for ticket in ids:
        begun = time.perf_counter()
        answer = await request(ticket)
        times.append(time.perf_counter() - begun)
        if answer.status_code >= 400:
            raise AssertionError(f"{answer.request.url} answered {answer.status_code}: {answer.text[:200]}")
    return times[3:]  # the first ones warm caches up
