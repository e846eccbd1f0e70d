"""From the commit to the last of 300 open consoles, beside a bare python-socketio emit and a raw websocket broadcast."""

import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx2

from tests.bench.desks import signed_in
from tests.bench.tables import ms, percentile, table
from tests.servers.mariadb import MariaDB
from tests.servers.process import free_port
from tests.servers.served_desk import ServedDesk

CONSOLES = 300
ROUNDS = 60
PAUSE_S = 0.15
HEAD = ("what", "first p50", "last p50", "last p99", "missed")


@dataclass(frozen=True)
class Told:
    """For each event: when it began, and when it was where (monotonic nanoseconds)."""

    begun: Mapping[str, int]
    arrivals: Mapping[str, list[int]]

    def row(self, name: str) -> list[object]:
        """One line of the table, in milliseconds."""
        known = [mark for mark in self.begun if mark in self.arrivals]
        first = [(min(self.arrivals[mark]) - self.begun[mark]) / 1e9 for mark in known]
        last = [(max(self.arrivals[mark]) - self.begun[mark]) / 1e9 for mark in known]
        missed = sum(CONSOLES - len(self.arrivals.get(mark, [])) for mark in self.begun)
        middle = statistics.median
        return [name, ms(middle(first)), ms(middle(last)), ms(percentile(last, 0.99)), missed]


async def run(folder: Path, mariadb: MariaDB) -> None:
    """Measure the floors and the desk on both databases, and print the tables."""
    rows = [(await _floor(kind, path)).row(name) for kind, name, path in FLOORS]
    parts: list[list[object]] = []
    for name, url in {"SQLite": f"sqlite:///{folder}/desk.db", "MariaDB": mariadb.create_database()}.items():
        told, part = await _desk(folder / name, url)
        rows.append(told.row(f"Deskbell, commit to console, {name}"))
        parts.append([name, *part])
    sys.stdout.write(table(f"One event to {CONSOLES} consoles, ms", HEAD, rows))
    head = ("database", "request to commit p50", "p99", "drawing a row p50", "p99")
    sys.stdout.write(table("What comes before and beside it, ms", head, parts))


FLOORS = (
    ("raw", "raw websocket broadcast", "/ws"),
    ("socketio", "bare python-socketio emit", "/socket.io/?EIO=4&transport=websocket"),
)


async def _floor(kind: str, path: str) -> Told:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.floors", kind, str(port)])  # noqa: ASYNC220  at the start
    try:
        await _until_open(port)
        with _listeners(f"ws://127.0.0.1:{port}{path}", f"http://127.0.0.1:{port}", "-", "") as listeners:
            begun = {}
            async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                for mark in range(ROUNDS):
                    answer = await client.post("/emit", params={"mark": mark})
                    begun[str(mark)] = answer.json()["begun"]
                    await asyncio.sleep(PAUSE_S)
            return Told(begun, listeners.finish())
    finally:
        server.terminate()
        server.wait()


async def _desk(folder: Path, url: str) -> tuple[Told, list[object]]:
    desk = ServedDesk(folder, url, mail_in_web="0")
    desk.run("demo")
    times = folder / "times.json"
    command = [sys.executable, "-m", "tests.bench.instrumented", str(times), str(desk.port)]
    environment = {**desk.env, "PYTHONPATH": str(Path.cwd())}
    server = subprocess.Popen(command, env=environment, cwd=folder)  # noqa: ASYNC220  at the start
    try:
        await _until_open(desk.port)
        async with signed_in(desk, "maria") as client:
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            address = f"ws://127.0.0.1:{desk.port}/socket.io/?EIO=4&transport=websocket"
            with _listeners(address, desk.url, cookie, "/console,") as listeners:
                requests = await _take_and_drop(client)
                arrivals = listeners.finish()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    noted = json.loads(times.read_text("ascii"))
    return _told(requests, noted["commits"], arrivals), _parts(requests, noted)


async def _take_and_drop(client: httpx2.AsyncClient) -> list[tuple[int, int]]:
    """Take and drop one ticket in turn; return when each request began and ended."""
    json_wanted = {"Accept": "application/json"}
    listed = (await client.get("/tickets", params={"view": "unassigned"}, headers=json_wanted)).json()
    ticket = listed["tickets"][0]["id"]
    requests = []
    for number in range(ROUNDS):
        begun = time.monotonic_ns()
        answer = await client.post(f"/tickets/{ticket}/{('take', 'drop')[number % 2]}", headers=json_wanted)
        requests.append((begun, time.monotonic_ns()))
        if answer.status_code >= 400:
            raise AssertionError(f"{answer.status_code}: {answer.text[:200]}")
        await asyncio.sleep(PAUSE_S)
    return requests


def _told(requests: list[tuple[int, int]], commits: list[int], arrivals: Mapping[str, list[int]]) -> Told:
    """The events of our requests, each with the moment of its commit: the last ring before the request's end."""
    ids = sorted(arrivals, key=int)[-len(requests) :]
    rings = [max(ring for ring in commits if ring <= end) for _begin, end in requests]
    return Told(dict(zip(ids, rings, strict=True)), arrivals)


def _parts(requests: list[tuple[int, int]], noted: Mapping[str, list[int]]) -> list[object]:
    rings = [max(ring for ring in noted["commits"] if ring <= end) for _begin, end in requests]
    before = [(ring - begin) / 1e9 for ring, (begin, _end) in zip(rings, requests, strict=True)]
    drawing = [took / 1e9 for took in noted["draws"]] or [0.0]
    middle = statistics.median
    return [ms(middle(before)), ms(percentile(before, 0.99)), ms(middle(drawing)), ms(percentile(drawing, 0.99))]


class _listeners:  # noqa: N801  used as a `with` word
    """The listening process, from ready to its report."""

    def __init__(self, url: str, origin: str, cookie: str, namespace: str) -> None:
        command = [sys.executable, "-m", "tests.bench.listeners", url, str(CONSOLES), origin, cookie]
        self.process = subprocess.Popen(
            [*command, *([namespace] if namespace else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        assert self.process.stdout
        if self.process.stdout.readline() != "ready\n":
            raise AssertionError("the consoles could not connect")
        return self

    def finish(self) -> dict[str, list[int]]:
        """Close them and read what they noted."""
        noted: dict[str, list[int]] = json.loads(self.process.communicate("")[0])
        return noted

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()


async def _until_open(port: int) -> None:
    for _try in range(200):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise AssertionError(f"nothing listens on {port} (pid {os.getpid()})")
