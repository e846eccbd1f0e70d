"""The live wall: what it costs a desk of a hundred operators on which ten events a second happen.

All of them have their consoles open, each with a ticket before them, and twenty write. The same acts with nobody at the wall, with
one wall, and with five: the desk's process is measured, the windows are the benchmark's.
"""

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
from websockets.asyncio.client import ClientConnection, connect

from tests.bench.desks import signed_in
from tests.bench.kept_desks import SEEDED, KeptDesk, copied_desk
from tests.bench.saved import ACTORS, COOKIE, OPERATORS, act, add_operators
from tests.bench.tables import computing_s, table
from tests.servers.mariadb import MariaDB

WALLS = (0, 1, 5)
WRITERS = 20
TYPED_EVERY_S = 2.0
MEASURED_S = 20.0
ROUNDS = 3  # each load in turn, so that other work on the machine slows all of them
SETTLE_S = 3.0


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Measure and print one table."""
    desk = copied_desk(folder / "wall", SEEDED)
    tokens = add_operators(desk)
    chiefs = add_operators(desk, count=max(WALLS), role="administrator")
    desk.start()
    try:
        async with signed_in(desk, password=desk.password) as client, AsyncExitStack() as stack:
            windows = [await _window(stack, desk, token) for token in tokens]
            for place, window in enumerate(windows):
                await window.say("watch", {"ticket": 1 + place})
            cores: dict[int, list[float]] = {walls: [] for walls in WALLS}
            told: dict[int, float] = dict.fromkeys(WALLS, 0.0)
            for _round in range(ROUNDS):
                for walls in WALLS:
                    used, bytes_s = await _measured(desk, client, windows[:WRITERS], chiefs[:walls])
                    cores[walls].append(used)
                    told[walls] = bytes_s
    finally:
        desk.stop()
    alone = min(cores[0])
    rows = [
        [walls, f"{min(used):.3f}", f"{100 * (min(used) - alone):.1f} %", f"{told[walls] / 1000:.1f}"]
        for walls, used in cores.items()
    ]
    title = f"The live wall: {OPERATORS} operators, {ROUNDS} rounds of {MEASURED_S:.0f} s, the best of each"
    sys.stdout.write(table(title, ("walls", "cores", "of a core for them", "kB/s to each wall"), rows))


async def _measured(
    desk: KeptDesk, client: httpx2.AsyncClient, writers: list["BenchWindow"], chiefs: list[str]
) -> tuple[float, float]:
    """How much of a core the desk's process takes with these walls open; bytes a second that each of them is told."""
    async with AsyncExitStack() as stack:
        walls = [await _window(stack, desk, token) for token in chiefs]
        for wall in walls:
            await wall.say("wall", {"shown": True})
        await asyncio.sleep(SETTLE_S)  # the first that they are told is all of it
        before = [wall.wall_bytes for wall in walls]
        acts: list[float] = []
        ends_s = time.monotonic() + MEASURED_S
        computed, begun = computing_s(desk.process.pid), time.monotonic()
        async with asyncio.TaskGroup() as at_once:
            for _one in range(ACTORS):
                at_once.create_task(act(client, ends_s, acts))
            for place, writer in enumerate(writers):
                at_once.create_task(writer.types(1 + place, ends_s))
        took_s = time.monotonic() - begun
        used = (computing_s(desk.process.pid) - computed) / took_s
        heard = sum(wall.wall_bytes - one for wall, one in zip(walls, before, strict=True))
        return used, heard / len(walls) / took_s if walls else 0.0


class BenchWindow:
    """A console as the wire sees it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.wall_bytes = 0
        self._socket = socket

    async def listen(self) -> None:
        """Answer pings, and count what is told of the wall."""
        async for frame in self._socket:
            if frame == "2":
                await self._socket.send("3")
            elif isinstance(frame, str) and frame.startswith('42/console,["wall"'):
                self.wall_bytes += len(frame)

    async def say(self, name: str, facts: dict[str, object]) -> None:
        """Tell the desk something."""
        await self._socket.send("42/console," + json.dumps([name, facts]))

    async def types(self, ticket: int, ends_s: float) -> None:
        """Write on the ticket until then."""
        while time.monotonic() < ends_s:
            await self.say("typing", {"ticket": ticket})
            await asyncio.sleep(TYPED_EVERY_S)


async def _window(stack: AsyncExitStack, desk: KeptDesk, token: str) -> BenchWindow:
    address = desk.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    headers = {"Cookie": f"{COOKIE}={token}"}
    socket = await stack.enter_async_context(
        connect(address, origin=desk.url, additional_headers=headers, compression=None, max_queue=None)  # type: ignore[arg-type]
    )
    await socket.recv()  # Engine.IO's opening
    await socket.send("40/console,")
    while not str(await socket.recv()).startswith("40"):
        pass
    window = BenchWindow(socket)
    listening = asyncio.create_task(window.listen())
    stack.callback(listening.cancel)
    return window
