"""What another language costs: the list and a ticket's page in German beside English, at 10,000 tickets."""

import statistics
import sys
import time
from pathlib import Path

import httpx2

from tests.bench.desks import seeded_desk, signed_in
from tests.bench.tables import ms, table
from tests.servers.mariadb import MariaDB

TICKETS = 10_000
TURNS = 40
TOGETHER = 10  # requests of one turn
ENGLISH, GERMAN = "en", "de"


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Measure on SQLite, where drawing is most of a page, and print one table."""
    desk = seeded_desk(folder, f"sqlite:///{folder}/desk.db", TICKETS)
    try:
        async with signed_in(desk) as client:
            listed = (await client.get("/tickets?view=all", headers={"Accept": "application/json"})).json()
            pages = {"list": "/tickets?view=all", "ticket": f"/tickets/{listed['tickets'][0]['id']}"}
            rows = [[name, *await _measured(client, path)] for name, path in pages.items()]
    finally:
        desk.stop()
    head = ("page", "English, p50 ms", "German, p50 ms", "ratio")
    sys.stdout.write(table(f"Languages at {TICKETS} tickets, in turns ({TURNS * TOGETHER} requests each)", head, rows))


async def _measured(client: httpx2.AsyncClient, path: str) -> list[str]:
    """Both languages in turns, each first in every second one; the ratio is the middle one of all turns.

    So what else the machine does for a while meets both alike, or one turn alone.
    """
    times: dict[str, list[float]] = {ENGLISH: [], GERMAN: []}
    for language in times:  # warms the caches of each
        await _turn(client, path, language)
    for turn in range(TURNS):
        for language in sorted(times, reverse=bool(turn % 2)):
            times[language].append(statistics.median(await _turn(client, path, language)))
    ratio = statistics.median(german / english for english, german in zip(times[ENGLISH], times[GERMAN], strict=True))
    return [*(ms(statistics.median(times[language])) for language in (ENGLISH, GERMAN)), f"{ratio:.3f}"]


async def _turn(client: httpx2.AsyncClient, path: str, language: str) -> list[float]:
    """Seconds of each request of one turn; one that is answered in another language ends the benchmark."""
    client.cookies.set("deskbell_language", language)
    times = []
    for _request in range(TOGETHER):
        begun = time.perf_counter()
        answer = await client.get(path)
        times.append(time.perf_counter() - begun)
        if f'<html lang="{language}' not in answer.text:  # English of some country
            raise AssertionError(f"{path} answered {answer.status_code}, and not in {language}")
    return times
