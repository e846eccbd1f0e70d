"""How fast mail comes in, and what the console feels of it: 1,000 letters out of a real Dovecot, on both databases.

The letters are those of `tests/mail/letters` in turn, each with a sender and a Message-ID of its own. One process is
the whole desk, as `deskbell serve` is: it reads the mailbox, writes the tickets, sends confirmations and notices, and
draws the pages that an operator asks for ten times a second meanwhile. BENCH_MAILS and BENCH_TICKETS=1000,30000 in the
environment make it smaller.
"""

import asyncio
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx2
import sqlalchemy

from app.core.clock import now_ms
from sql.tables import inbound, leases
from tests.bench.desks import signed_in
from tests.bench.tables import ms, spread, table
from tests.plugins.databases import engine
from tests.servers.dovecot import Dovecot
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk
from tests.servers.smtp_sink import SmtpSink

MAILS = int(os.environ.get("BENCH_MAILS", "1000"))
SIZES = tuple(int(one) for one in os.environ.get("BENCH_TICKETS", "1000,100000").split(","))
LETTERS = Path(__file__).parent.parent / "mail" / "letters"
EVERY_S = 0.1  # an operator's request
AT_MOST_S = 600
_FROM = re.compile(rb"^From:.*(?:\r?\n[ \t].*)*", re.MULTILINE | re.IGNORECASE)
_ID = re.compile(rb"^Message-ID:.*(?:\r?\n[ \t].*)*", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Measured:
    """One run, in seconds: for all mails, of the process's CPU, for each request; stalls of the event loop.

    Of each stall there is how long it was, and how much of that the loop was computing.
    """

    seconds: float
    fetching: float
    cpu: float
    lists: list[float]
    tickets: list[float]
    stalls: list[tuple[float, float]]


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure both databases at each size and print one table."""
    folder.chmod(0o711)  # noqa: ASYNC240  at the start; Dovecot's mail user passes through
    dovecot, sink = Dovecot(folder / "dovecot").start(), SmtpSink().start()
    rows: list[list[object]] = []
    try:
        for size in SIZES:
            for name, url in {"SQLite": "sqlite:///{}/desk.db", "MariaDB": ""}.items():
                place = folder / f"{name}{size}"
                measured = await _measure(
                    place, url.format(folder / name) or mariadb.create_database(), size, dovecot, sink
                )
                rows.append([name, size, *_row(measured)])
    finally:
        sink.stop()
        dovecot.stop()
    head = (
        "database",
        "tickets",
        "mails/s",
        "CPU ms a mail",
        "fetched/s",
        "list p50 / p95 / worst",
        "ticket p50 / p95 / worst",
        "longest stall ms (computing)",
    )
    sys.stdout.write(table(f"{MAILS} mails out of Dovecot (POP3), a request every {EVERY_S * 1000:.0f} ms", head, rows))


def _row(measured: Measured) -> list[object]:
    """Its cells; requests and stalls in milliseconds."""
    times = [" / ".join(spread(found)) for found in (measured.lists, measured.tickets)]
    stall, computing = (max(found) for found in zip((0.0, 0.0), *measured.stalls, strict=True))
    return [
        f"{MAILS / measured.seconds:.0f}",
        f"{1000 * measured.cpu / MAILS:.1f}",
        f"{MAILS / measured.fetching:.0f}",
        *times,
        f"{ms(stall)} ({ms(computing)})",
    ]


def letters(count: int) -> list[bytes]:
    """So many different mails: every letter of the tests in turn, from a guest of its own."""
    raws = [path.read_bytes() for path in sorted(LETTERS.glob("*.eml"))]
    return [_as_new(raw, number) for number, raw in enumerate(itertools.islice(itertools.cycle(raws), count))]


def _as_new(raw: bytes, number: int) -> bytes:
    sender = b"From: Guest %d <guest%d@client.example>" % (number, number)
    return _ID.sub(b"Message-ID: <bench-%d@client.example>" % number, _FROM.sub(sender, raw, count=1), count=1)


async def _measure(folder: Path, url: str, size: int, dovecot: Dovecot, sink: SmtpSink) -> Measured:
    folder.mkdir()  # noqa: ASYNC240  at the start
    user = dovecot.add_user()
    mail = {"mailbox_url": user.url("pop3"), "mail_interval": "3600", "mail_from": "desk@aurora.example"}
    desk = ServedDesk(folder, url.replace("/desk.db", f"{size}.db"), smtp_url=sink.url, **mail)
    desk.run("demo")
    desk.run("seed", "--tickets", str(size))
    noted = folder / "noted.json"
    command = [sys.executable, "-m", "tests.bench.instrumented", str(noted), str(desk.port)]
    environment = {**desk.env, "PYTHONPATH": str(Path.cwd())}
    server = await asyncio.to_thread(subprocess.Popen, command, env=environment, cwd=folder)
    try:
        await _until_ready(desk)
        async with signed_in(desk) as client:
            await _visit(client, 5)
            for raw in letters(MAILS):
                dovecot.deliver(user, raw)
            _check_now(desk.env["DESKBELL_DATABASE_URL"])
            before_s = _cpu_s(server.pid)
            measured = await _under_load(client, desk.env["DESKBELL_DATABASE_URL"])
            cpu_s = _cpu_s(server.pid) - before_s
    finally:
        server.send_signal(signal.SIGTERM)
        await asyncio.to_thread(server.wait)
    begun_ns, ended_ns = measured[3]
    stalls = [
        (length / 1e9, computing / 1e9)
        for at, length, computing in json.loads(noted.read_text("ascii"))["stalls"]
        if begun_ns < at < ended_ns
    ]
    return Measured(measured[0], measured[1], cpu_s, *measured[2], stalls)


def _cpu_s(pid: int) -> float:
    """What a process has computed so far, all its threads together (proc(5): utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _under_load(
    client: httpx2.AsyncClient, url: str
) -> tuple[float, float, tuple[list[float], list[float]], tuple[int, int]]:
    """Ask as an operator does until every mail has its outcome."""
    begun_ns = time.monotonic_ns()
    visiting = asyncio.create_task(_visit(client))
    try:
        seconds, fetching = await asyncio.to_thread(_until_read, url)
    finally:
        visiting.cancel()
    lists, tickets = await visiting
    return seconds, fetching, (lists, tickets), (begun_ns, time.monotonic_ns())


async def _visit(client: httpx2.AsyncClient, rounds: int = sys.maxsize) -> tuple[list[float], list[float]]:
    """Look at the list and at a ticket, in turn; return how long each took."""
    listed = (await client.get("/tickets", params={"view": "all"}, headers={"Accept": "application/json"})).json()
    ids = itertools.cycle([row["id"] for row in listed["tickets"]][:20])
    times: tuple[list[float], list[float]] = ([], [])
    try:
        for turn in range(rounds):
            begun = time.perf_counter()
            answer = await client.get(f"/tickets/{next(ids)}" if turn % 2 else "/tickets?view=all")
            times[turn % 2].append(time.perf_counter() - begun)
            answer.raise_for_status()
            await asyncio.sleep(EVERY_S)
    except asyncio.CancelledError:
        return times
    return times


def _check_now(url: str) -> None:
    """As the console's button does."""
    with engine(url) as connected, connected.begin() as connection:
        known = connection.scalar(sqlalchemy.select(leases.c.details).where(leases.c.name == "mailbox"))
        asked = {**json.loads(known or "{}"), "asked_ms": now_ms()}
        connection.execute(
            sqlalchemy.update(leases).where(leases.c.name == "mailbox").values(details=json.dumps(asked))
        )


def _until_read(url: str) -> tuple[float, float]:
    """Seconds from the first mail that was kept to the last that has its outcome, and to the last that was kept."""
    first = sqlalchemy.select(
        sqlalchemy.func.min(inbound.c.received_ms),
        sqlalchemy.func.max(inbound.c.received_ms),
        sqlalchemy.func.count(),
    )
    done = sqlalchemy.select(sqlalchemy.func.count()).where(inbound.c.outcome != "pending")
    ends = time.monotonic() + AT_MOST_S
    with engine(url) as connected:
        while time.monotonic() < ends:
            with connected.connect() as connection:
                begun_ms, kept_ms, count = connection.execute(first).one()
                if count >= MAILS and connection.scalar(done) >= MAILS:
                    return (now_ms() - begun_ms) / 1000, (kept_ms - begun_ms) / 1000 or 0.001
            time.sleep(0.1)
    raise TimeoutError(f"{MAILS} mails were not read within {AT_MOST_S} s")


async def _until_ready(desk: ServedDesk) -> None:
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(desk.ready):  # noqa: ASYNC110  it has no bell
            await asyncio.sleep(0.05)
