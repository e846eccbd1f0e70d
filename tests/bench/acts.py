"""What acts cost while the mails that they cause go out in the same process, beside the same acts where none does.

Two desks, one that sends its mail and one whose mail waits, are asked in turns: create a ticket, take it, answer it. The
one whose turn it is not is stopped, so that its mail goes out beside its own acts or not at all. How many mails left in
that time stands below: a desk that lets its mail wait for ever would be fast.
"""

import secrets
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from tests.bench.desks import signed_in
from tests.bench.kept_desks import SEEDED, KeptDesk, copied_desk
from tests.bench.tables import computing_s, ms, spread, table
from tests.servers.mariadb import MariaDB
from tests.servers.process import HOST, answers, free_port, wait_until

JSON = {"Accept": "application/json"}
TURNS = 10
ROUNDS = 16  # of the three acts, in one turn
ACTS = ("create", "take", "answer")


@dataclass
class Acting:
    """One desk, somebody at it, and what their acts took."""

    name: str
    desk: KeptDesk
    client: httpx2.AsyncClient
    times: dict[str, list[float]] = field(default_factory=dict)
    computed_s: float = 0.0

    @property
    def mails_left(self) -> int:
        """How many mails have gone out."""
        with closing(sqlite3.connect(self.desk.directory / "desk.db")) as connection:
            (count,) = connection.execute("SELECT count(*) FROM outbox WHERE sent_ms IS NOT NULL").fetchone()
        return int(count)

    async def turn(self, *, counted: bool) -> None:
        """Create, take and answer some tickets, while the other desk stands still."""
        self.desk.process.resume()
        computed = computing_s(self.desk.process.pid)
        for _round in range(ROUNDS):
            made = await self._act("create", "/tickets", new_ticket(), counted=counted)
            number = made.json()["ticket"]["id"]
            await self._act("take", f"/tickets/{number}/take", {}, counted=counted)
            words = {"html": "<p>Good evening, it is arranged.</p>", "request_key": secrets.token_hex(8)}
            await self._act("answer", f"/tickets/{number}/answer", words, counted=counted)
        self.computed_s += computing_s(self.desk.process.pid) - computed if counted else 0
        self.desk.process.pause()

    async def _act(self, act: str, path: str, form: dict[str, str], *, counted: bool) -> httpx2.Response:
        begun = time.perf_counter()
        answer = await self.client.post(path, headers=JSON, data=form)
        took = time.perf_counter() - begun
        if answer.status_code >= 400:
            raise AssertionError(f"{path} answered {answer.status_code}: {answer.text[:200]}")
        if counted:
            self.times.setdefault(act, []).append(took)
        return answer


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Measure and print one table."""
    with mail_server() as port:
        sending = {"mail_in_web": "1", "smtp_url": f"smtp://{HOST}:{port}", "undo_seconds": "1"}
        desks = {
            "mail waits": copied_desk(folder / "waits", SEEDED),
            "mail goes out": copied_desk(folder / "goes", SEEDED, mail_from="desk@aurora.example", **sending),
        }
        try:
            async with AsyncExitStack() as open_now:
                sides = []
                for name, desk in desks.items():
                    desk.start()
                    client = await open_now.enter_async_context(signed_in(desk, password=desk.password))
                    sides.append(Acting(name, desk, client))
                before = [side.mails_left for side in sides]
                for number in range(TURNS + 1):
                    for side in sides if number % 2 else sides[::-1]:
                        await side.turn(counted=number > 0)
                    left = [side.mails_left - number for side, number in zip(sides, before, strict=True)]
        finally:
            for desk in desks.values():
                desk.process.resume()
                desk.stop()
    _print(sides, left)


def _print(sides: list[Acting], left: list[int]) -> None:
    alone = sides[0]
    rows = [
        [act, side.name, *spread(side.times[act]), f"{_middle(side, act) / _middle(alone, act):.2f}"]
        for act in ACTS
        for side in sides
    ]
    acts = TURNS * ROUNDS * len(ACTS)
    rows += [
        ["computing of the process, an act", side.name, ms(side.computed_s / acts), "", "",
         f"{side.computed_s / alone.computed_s:.2f}"]
        for side in sides
    ]  # fmt: skip
    rows += [["mails that left", side.name, count, "", "", ""] for side, count in zip(sides, left, strict=True)]
    head = ("act", "desk", "p50 ms", "p95 ms", "worst ms", "p50, ratio")
    sys.stdout.write(table(f"Acts with mail beside them ({TURNS} turns of {ROUNDS})", head, rows))


def _middle(side: Acting, act: str) -> float:
    return statistics.median(side.times[act])


def new_ticket() -> dict[str, str]:
    """A form with which an operator opens a ticket for a guest."""
    guest = secrets.token_hex(4)
    return {
        "name": "Helena Brandt",
        "email": f"helena-{guest}@guest.example",
        "phone": "+49 40 5550 1832",
        "city": "Hamburg",
        "subject": f"A room for {guest}",
        "message": "Could we have a quiet room, with a view of the garden? We come late in the evening.",
        "confirm": "1",
    }


@contextmanager
def mail_server() -> Iterator[int]:
    """A mail server in a process of its own, which takes everything and keeps nothing; its port."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.mail_server", str(port)])
    try:
        if not wait_until(lambda: answers(port), 30):
            raise AssertionError("the mail server did not start")
        yield port
    finally:
        server.terminate()
        server.wait()
