"""What programs do by API beside the console's same act, on one desk with 100,000 tickets, eight clients at once.

Both doors of one process are asked in turns, so that a busy machine is as busy for the one as for the other. Create goes
through the same action, read and list draw JSON in both. Computing time is that of the desk's process.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from tests.bench.acts import new_ticket
from tests.bench.beside import CLIENTS, MANY
from tests.bench.desks import signed_in
from tests.bench.kept_desks import KeptDesk, copied_desk
from tests.bench.tables import computing_s, table
from tests.servers.mariadb import MariaDB

TURNS = 8
REQUESTS = 64  # of all clients, in one turn
JSON = {"Accept": "application/json"}
Ask = Callable[[httpx2.AsyncClient, int], Awaitable[httpx2.Response]]


async def _create(client: httpx2.AsyncClient, _id: int) -> httpx2.Response:
    return await client.post("/tickets", headers=JSON, data=new_ticket())


async def _create_by_api(client: httpx2.AsyncClient, _id: int) -> httpx2.Response:
    return await client.post("/api/v1/tickets", json={**new_ticket(), "confirm": True})


async def _read(client: httpx2.AsyncClient, number: int) -> httpx2.Response:
    return await client.get(f"/tickets/{number}", headers=JSON)


async def _read_by_api(client: httpx2.AsyncClient, number: int) -> httpx2.Response:
    return await client.get(f"/api/v1/tickets/{number}")


async def _list(client: httpx2.AsyncClient, _id: int) -> httpx2.Response:
    return await client.get("/tickets?view=all", headers=JSON)


async def _list_by_api(client: httpx2.AsyncClient, _id: int) -> httpx2.Response:
    return await client.get("/api/v1/tickets?limit=50")


ACTS: dict[str, dict[str, Ask]] = {
    "create": {"console": _create, "API": _create_by_api},
    "read a ticket": {"console": _read, "API": _read_by_api},
    "list": {"console": _list, "API": _list_by_api},
}


@dataclass
class Door:
    """One way in, and seconds a request by the clock and of computing, for each turn of an act."""

    name: str
    desk: KeptDesk
    client: httpx2.AsyncClient
    clock_s: dict[str, list[float]] = field(default_factory=dict)
    computing_s: dict[str, list[float]] = field(default_factory=dict)

    async def turn(self, act: str, ids: list[int], *, counted: bool) -> None:
        """Do it REQUESTS times, CLIENTS at once."""
        waiting, ask = [ids[number % len(ids)] for number in range(REQUESTS)], ACTS[act][self.name]

        async def one_client() -> None:
            while waiting:
                answer = await ask(self.client, waiting.pop())
                if answer.status_code >= 400:
                    raise AssertionError(f"{act} by {self.name} answered {answer.status_code}: {answer.text[:200]}")

        computed, begun = computing_s(self.desk.process.pid), time.perf_counter()
        await asyncio.gather(*(one_client() for _client in range(CLIENTS)))
        if counted:
            spent = computing_s(self.desk.process.pid) - computed
            self.clock_s.setdefault(act, []).append((time.perf_counter() - begun) / REQUESTS)
            self.computing_s.setdefault(act, []).append(spent / REQUESTS)


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Measure and print one table."""
    desk = copied_desk(folder / "desk", MANY)
    scopes, pace = "tickets:read,tickets:write", "100000"
    key = desk.run("key", "add", "Bench", "--scopes", scopes, "--per-minute", pace).stdout.strip()
    desk.start()
    try:
        async with AsyncExitStack() as open_now:
            console = await open_now.enter_async_context(signed_in(desk, password=desk.password))
            held = httpx2.AsyncClient(base_url=desk.url, headers={"Authorization": f"Bearer {key}"}, timeout=30)
            program = await open_now.enter_async_context(held)
            doors = [Door("console", desk, console), Door("API", desk, program)]
            ids = [ticket["id"] for ticket in json.loads((await _list_by_api(program, 0)).text)["tickets"]]
            for number in range(TURNS + 1):
                for act in ACTS:
                    for door in doors if number % 2 else doors[::-1]:
                        await door.turn(act, ids, counted=number > 0)
    finally:
        desk.stop()
    rows = [_line(act, door, doors[0]) for act in ACTS for door in doors]
    head = ("act", "by", "a second", "computing ms", "rate beside the console's", "computing, ratio")
    title = f"{MANY:,} tickets, SQLite: API beside console at {CLIENTS} clients ({TURNS} turns of {REQUESTS})"
    sys.stdout.write(table(title, head, rows))


def _line(act: str, door: Door, console: Door) -> list[object]:
    rate = 1 / statistics.median(door.clock_s[act])
    beside = statistics.median(its / ours for its, ours in zip(console.clock_s[act], door.clock_s[act], strict=True))
    computing = statistics.mean(door.computing_s[act])
    ratio = computing / statistics.mean(console.computing_s[act])
    return [act, door.name, f"{rate:.0f}", f"{computing * 1000:.1f}", f"{beside:.2f}", f"{ratio:.2f}"]
