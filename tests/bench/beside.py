"""Pages at eight clients: requests a second and computing time each, beside another version where there is one.

python -m tests.bench beside                          100,000 tickets on SQLite, 10,000 on MariaDB, then a million
DESKBELL_BENCH_BESIDE=../base python -m …             a worktree of the other version, with its own .venv: ratios to it
DESKBELL_BENCH_TICKETS=10000 python -m …              this many alone, on SQLite

Both versions serve at the same time and are asked in turns, so that a busy machine is as busy for the one as for the
other; the clients are a process of their own. Computing time is that of the desk's process, in all of its threads: one
process serves as many requests a second as it can compute, so where others work too this says more than the clock.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.desks import signed_in
from tests.bench.kept_desks import SEEDED, KeptDesk, kept_desk
from tests.bench.tables import computing_s, table
from tests.servers.mariadb import MariaDB
from tests.servers.process import HOST

MANY = 100_000
MILLION = 1_000_000
CLIENTS = 8
TURNS = 8
REQUESTS = 64  # of all clients, in one turn
PAGES: dict[str, Callable[[int], str]] = {
    "list page": lambda _ticket: "/tickets?view=all",
    "ticket page": lambda ticket: f"/tickets/{ticket}",
}


@dataclass
class Side:
    """One desk while it is measured: seconds a request by the clock and of computing, for each turn of a page."""

    name: str
    desk: KeptDesk
    ids: list[int] = field(default_factory=list)
    cookie: str = ""
    clock_s: dict[str, list[float]] = field(default_factory=dict)
    computing_s: dict[str, list[float]] = field(default_factory=dict)

    async def begin(self) -> None:
        """Serve, sign in and start the clients."""
        self.desk.start()
        async with signed_in(self.desk, password=self.desk.password) as client:
            answer = await client.get("/tickets", params={"view": "all"}, headers={"Accept": "application/json"})
            self.ids = [row["id"] for row in answer.json()["tickets"]]
            self.cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        command = [sys.executable, "-m", "tests.bench.clients", HOST, str(self.desk.port)]
        self._clients = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220  at the start

    def turn(self, page: str, *, counted: bool) -> None:
        """Ask REQUESTS times for this page, CLIENTS at once."""
        paths = [PAGES[page](self.ids[number % len(self.ids)]) for number in range(REQUESTS)]
        computed = computing_s(self.desk.process.pid)
        took = self._asked({"cookie": self.cookie, "clients": CLIENTS, "paths": paths})
        if counted:
            self.clock_s.setdefault(page, []).append(took["all_s"] / REQUESTS)
            spent = (computing_s(self.desk.process.pid) - computed) / REQUESTS
            self.computing_s.setdefault(page, []).append(spent)

    def _asked(self, wanted: dict[str, object]) -> dict[str, Any]:
        assert self._clients.stdin
        assert self._clients.stdout
        self._clients.stdin.write(json.dumps(wanted) + "\n")
        self._clients.stdin.flush()
        if not (line := self._clients.stdout.readline()):
            raise AssertionError(f"the clients gave up: {self.desk.log()[-2000:]}")
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self) -> None:
        """End the clients and the desk."""
        if hasattr(self, "_clients"):
            self._clients.communicate("")
        self.desk.stop()


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure each size, and print its table as soon as it is measured."""
    other, only = os.environ.get("DESKBELL_BENCH_BESIDE"), os.environ.get("DESKBELL_BENCH_TICKETS")
    trees = {"this": None, **({"other": Path(other)} if other else {})}
    many = int(only) if only else MANY
    sides = [Side(name, kept_desk(many, tree)) for name, tree in trees.items()]
    await _compare(f"{many:,} tickets, SQLite", sides, list(PAGES))
    if only:
        return
    sides = [Side(name, KeptDesk(folder / name, mariadb.create_database(), tree)) for name, tree in trees.items()]
    for side in sides:
        side.desk.seed(SEEDED)
    await _compare(f"{SEEDED:,} tickets, MariaDB", sides, list(PAGES))
    sides = [Side(f"{tickets:,} tickets", kept_desk(tickets)) for tickets in (MILLION, SEEDED)]
    await _compare("A million tickets beside ten thousand, SQLite", sides, ["list page"])


async def _compare(title: str, sides: list[Side], pages: list[str]) -> None:
    """Ask every side for every page, in turns; the first turn warms up."""
    try:
        for side in sides:
            await side.begin()
        for number in range(TURNS + 1):
            for page in pages:
                for side in sides if number % 2 else sides[::-1]:
                    side.turn(page, counted=number > 0)
    finally:
        for side in sides:
            side.end()
    rows = [row for page in pages for row in _lines(page, sides)]
    head = ("page", "desk", "a second", "computing ms", "first one's requests a second, ratio", "computing, ratio")
    sys.stdout.write(table(f"{title}: pages at {CLIENTS} clients ({TURNS} turns of {REQUESTS})", head, rows))
    sys.stdout.flush()


def _lines(page: str, sides: list[Side]) -> list[list[object]]:
    """A line for each desk: its figures, and how many times as fast as it the first one is."""
    lines = []
    for side in sides:
        clock, computing = statistics.median(side.clock_s[page]), statistics.mean(side.computing_s[page])
        first = statistics.median(
            ours / its for ours, its in zip(side.clock_s[page], sides[0].clock_s[page], strict=True)
        )
        ratio = computing / statistics.mean(sides[0].computing_s[page])
        lines.append([page, side.name, f"{1 / clock:.0f}", f"{computing * 1000:.1f}", f"{first:.2f}", f"{ratio:.2f}"])
    return lines
