"""What a console feels while a stranger attacks, and how much memory the desk takes meanwhile.

The goal: p99 below 500 ms, memory of `serve` and its children below 300 MiB. BENCH_CODE names the folder of another
version's code to be attacked instead, for figures to compare; BENCH_ATTACKS some attacks, by a part of their names.
"""

import asyncio
import itertools
import os
import re
import resource
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx2

from tests.bench.attackers import AT_MOST_S, ATTACKS
from tests.bench.costly_letters import costly_letters
from tests.bench.desks import signed_in
from tests.bench.tables import ms, percentile, table
from tests.servers.dovecot import Dovecot, MailUser
from tests.servers.mariadb import MariaDB
from tests.servers.served_desk import ServedDesk

TICKETS = 200
EVERY_S = 0.05
AT_LEAST_S = 10.0
USUAL_FILES = 1024
MEBIBYTE = 1024 * 1024
# The same desk before any of this was bounded (435ca14), measured on 29 November 2026 on two cores that six others used as
# well: sizes are exact, times are those of a busy machine. 30 s is where the console gave up; of the idle ones every
# request of the console failed, which took no time.
BEFORE: dict[str, tuple[str, str, str, str]] = {
    "combining marks": ("70.0", "30005", "119", "0"),
    "heads without an end": ("114", "123", "320", "0"),
    "1,500 idle or half-sent": ("none", "none", "115", "0"),
    "50 unfinished bodies": ("194", "721", "121", "1200"),
    "40 faulty posts with 19 MB": ("662", "2283", "543", "not measured"),
    "60 slow readers of 19 MB": ("165", "3208", "1257", "19"),
    "filling the disk": ("233", "1151", "293", "570"),
}


@dataclass
class Felt:
    """What was measured during one attack: seconds of each request, failures, bytes in memory and on the disk."""

    times: list[float] = field(default_factory=list)
    failed: int = 0
    most_bytes: int = 0
    most_on_disk: int = 0


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Attack a new desk with each, and print one table."""
    rows = []
    for number, name in enumerate(wanted()):
        felt = await attacked(folder / str(number), name)
        p50, p99 = ms(percentile(felt.times, 0.5)), ms(percentile(felt.times, 0.99))
        sizes = [f"{size / MEBIBYTE:.0f}" for size in (felt.most_bytes, felt.most_on_disk)]
        rows.append([name, p50, p99, felt.failed, *sizes, *BEFORE.get(name, ("", "", "", ""))])
        sys.stderr.write(f"{rows[-1]}\n")
    now = ("p50 ms", "p99 ms", "failed", "MiB", "MiB on disk")
    head = ("attack", *now, *(f"{name} before" for name in now if name != "failed"))
    sys.stdout.write(
        table("A console's requests while strangers attack (SQLite; goal: p99 500 ms, 300 MiB)", head, rows)
    )


def wanted() -> list[str]:
    """The attacks that were asked for."""
    parts = os.environ.get("BENCH_ATTACKS", "").split(",")
    return [name for name in ATTACKS if any(part in name for part in parts)]


async def attacked(folder: Path, name: str) -> Felt:
    """One attack on a desk of its own."""
    folder.mkdir()  # noqa: ASYNC240  at the start
    async with mailbox(folder, name) as mail:
        desk = await asyncio.to_thread(
            lambda: Attacked(folder, f"sqlite:///{folder}/desk.db", **mail.settings).seeded()
        )
        return await under_attack(desk, name, mail)


async def under_attack(desk: ServedDesk, name: str, mail: "Mail") -> Felt:
    """Sign in, let the attack begin, and measure; the desk is ended with it."""
    try:
        async with signed_in(desk) as client:
            await visit(client, Felt(), rounds=6)  # the first requests warm caches up
            client.headers["Connection"] = "close"  # as somebody who comes anew: an open connection is not shut out
            mail.deliver()
            return await feel(desk, client, name)
    finally:
        await asyncio.to_thread(desk.process.kill)


@dataclass
class Mail:
    """The mailbox of the attack with letters; of the others none."""

    settings: dict[str, str]
    deliver: Callable[[], None]


@asynccontextmanager
async def mailbox(folder: Path, name: str) -> AsyncIterator[Mail]:
    """A real mailbox, as long as it is needed."""
    if name != "letters that cost":
        yield Mail({"mail_in_web": "0"}, lambda: None)
        return
    place = folder.parent / "dovecot"
    folder.parent.chmod(0o711)
    dovecot = await asyncio.to_thread(Dovecot(place).start)
    user = dovecot.add_user()
    settings = {"mailbox_url": user.url("pop3"), "mail_interval": "1", "mail_from": "desk@aurora.example"}
    try:
        yield Mail(settings, partial(put, dovecot, user))
    finally:
        await asyncio.to_thread(dovecot.stop)


def put(dovecot: Dovecot, user: MailUser) -> None:
    """Put the letters into the mailbox."""
    for raw in costly_letters():
        dovecot.deliver(user, raw)


class Attacked(ServedDesk):
    """A desk, of this version or of another."""

    def __init__(self, folder: Path, url: str, **settings: str) -> None:
        super().__init__(folder, url, **settings)
        if code := os.environ.get("BENCH_CODE"):
            self.env["PYTHONPATH"] = code

    def seeded(self) -> "Attacked":
        """With people and tickets, serving."""
        self.run("demo")
        self.run("seed", "--tickets", str(TICKETS))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(USUAL_FILES, hard), hard))  # what most systems start with
        try:
            self.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return self


async def feel(desk: ServedDesk, client: httpx2.AsyncClient, name: str) -> Felt:
    """Ask as an operator does until the attack is over."""
    felt, begun = Felt(), time.monotonic()
    visiting = asyncio.create_task(visit(client, felt))
    attack = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bench.attackers", name, str(desk.port))
    watching = asyncio.create_task(watch(desk, felt))
    try:
        await asyncio.wait_for(attack.wait(), AT_MOST_S + 5)
        await asyncio.sleep(max(0.0, AT_LEAST_S - (time.monotonic() - begun)))
    finally:
        for task in (watching, visiting):
            task.cancel()
        await asyncio.gather(watching, visiting, return_exceptions=True)
    return felt


async def visit(client: httpx2.AsyncClient, felt: Felt, rounds: int = sys.maxsize) -> None:
    """Look at the list and at a ticket, in turn. What is not answered counts with the time that it took to fail."""
    ticket = (await client.get("/tickets?view=all", headers={"Accept": "application/json"})).json()["tickets"][0]["id"]
    for turn in range(rounds):
        begun = time.perf_counter()
        try:
            answer = await client.get(f"/tickets/{ticket}" if turn % 2 else "/tickets?view=all")
            felt.failed += answer.status_code >= 400
        except httpx2.HTTPError:
            felt.failed += 1
        felt.times.append(time.perf_counter() - begun)
        await asyncio.sleep(EVERY_S)


async def watch(desk: ServedDesk, felt: Felt) -> None:
    """Note the most memory that the process and its children held together, and the most that they had written."""
    while True:
        pids = family(desk.process.pid)
        felt.most_bytes = max(felt.most_bytes, sum(map(resident_bytes, pids)))
        written = sum(map(temporary_bytes, pids)) + stored_bytes(desk.directory / "var" / "attachments")
        felt.most_on_disk = max(felt.most_on_disk, written)
        await asyncio.sleep(EVERY_S)


def family(pid: int) -> list[int]:
    """The process, its children and theirs."""
    children: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        children += map(int, listed.read_text("ascii").split())
    return [pid, *itertools.chain.from_iterable(map(family, children))]


def resident_bytes(pid: int) -> int:
    """What a process holds; 0 if it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def temporary_bytes(pid: int) -> int:
    """What a process has in temporary files, which have no name any more."""
    size = 0
    for opened in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            if opened.readlink().name.endswith("(deleted)"):
                size += opened.stat().st_size
    return size


def stored_bytes(folder: Path) -> int:
    """What all files below a folder have together."""
    size = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            size += path.stat().st_size if path.is_file() else 0
    return size
