"""What a search costs at 100,000 tickets: rare to common words, several words, fields, unspaced scripts; both databases."""

import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2

from tests.bench.desks import seeded_desk, signed_in
from tests.bench.tables import spread, table
from tests.servers.mariadb import MariaDB

TICKETS = 100_000
ROUNDS = 20
JSON = {"Accept": "application/json"}
SEARCHES = {
    "rare word": "kowalczyk1020",
    "medium word": "munchen",
    "common word": "tomorrow",
    "in nearly every ticket": "the",
    "two words": "hotel tomorrow",
    "two words, seldom together": "helena vogel",
    "part word": "tomor",
    "unspaced script": "ホテルを予約",
    "nothing has it": "zeppelin",
    "subject:": "subject:invoice",
    "name:": "name:helena",
    "email:": "email:helena",
    "phone:": "phone:+49 40",
    "city:": "city:hamburg",
    "text of the customer:": "customer:tomorrow",
    "customer text, seldom": "customer:welcome",
    "country:": "country:DE",
    "country:, none": "country:IS",
    "status:, common": "status:solved",
    "status:, none": "status:duplicate",
    "operator:": "operator:maria",
    "operator:, none": "operator:me status:rejected country:DE",
    "group:": "group:Reservations",
    "status and country": "status:open country:AT",
    "one day, far back": "date:300d..299d",
    "word, far back": "tomorrow before:300d",
    "number": "#50000",
    "everything at once": "tomorrow status:solved country:DE operator:maria date:200d..10d",
}


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both and print one table."""
    rows: list[list[object]] = []
    urls = {"SQLite": f"sqlite:///{folder}/desk.db", "MariaDB": mariadb.create_database()}
    for name, url in urls.items():
        desk = seeded_desk(folder / name, url, TICKETS)
        try:
            async with signed_in(desk) as client:
                for words, typed in SEARCHES.items():
                    rows.append([name, words, *await _measure(_asked(client, typed))])
        finally:
            desk.stop()
    head = ("database", "search", "found", "p50 ms", "p95 ms", "worst ms")
    sys.stdout.write(table(f"Searches at {TICKETS} tickets, one after the other ({ROUNDS} rounds)", head, rows))


def _asked(client: httpx2.AsyncClient, typed: str) -> Callable[[], Awaitable[httpx2.Response]]:
    return lambda: client.get("/tickets", params={"q": typed}, headers=JSON)


async def _measure(request: Callable[[], Awaitable[httpx2.Response]]) -> list[object]:
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        answer = await request()
        times.append(time.perf_counter() - begun)
        if answer.status_code >= 400:
            raise AssertionError(f"{answer.request.url} answered {answer.status_code}: {answer.text[:200]}")
    found = answer.json()["count"]
    return [found, *spread(times[1:])]  # the first one warms caches up
