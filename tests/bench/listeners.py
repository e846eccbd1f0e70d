"""Three hundred open consoles in one process: light websocket clients that note when each event arrived.

    python -m tests.bench.listeners URL COUNT ORIGIN COOKIE   (COOKIE "-": none)

Says `ready` on standard output when all are connected, and at the end of standard input one JSON line: for every event
the arrival at each client, in nanoseconds of the machine's monotonic clock, which all processes share.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict

from websockets.asyncio.client import ClientConnection, connect

MARK = re.compile(r'"mark":\s*(\d+)|"id":(\d+),"kind":"ticket[.]')
arrivals: dict[str, list[int]] = defaultdict(list)


async def listen(socket: ClientConnection, *, socketio: bool, namespace: str) -> None:
    """Note arrivals; answer Engine.IO's pings."""
    async for frame in socket:
        now_ns = time.monotonic_ns()
        if socketio and frame == "2":
            await socket.send("3")
        elif isinstance(frame, str) and (not socketio or frame.startswith(f"42{namespace}")):
            note(frame, now_ns)


def note(frame: str, now_ns: int) -> None:
    """The number that the event carries: a benchmark's mark, or the event's id in the log."""
    found = MARK.search(frame)
    if found:
        arrivals[found[1] or found[2]].append(now_ns)


async def open_one(url: str, origin: str, cookie: str, namespace: str) -> ClientConnection:
    """One console: the websocket, and for Socket.IO its namespace."""
    headers = {} if cookie == "-" else {"Cookie": cookie}
    socket = await connect(url, origin=origin, additional_headers=headers, compression=None, max_queue=None)
    if "/socket.io/" in url:
        await socket.recv()  # Engine.IO's opening
        await socket.send(f"40{namespace}")
        while not (await socket.recv()).startswith("40"):
            pass
    return socket


async def main(url: str, count: int, origin: str, cookie: str, namespace: str) -> None:
    """Open all, in small groups; listen; report."""
    sockets: list[ClientConnection] = []
    for begin in range(0, count, 25):
        group = range(begin, min(count, begin + 25))
        sockets += await asyncio.gather(*(open_one(url, origin, cookie, namespace) for _ in group))
    tasks = [
        asyncio.create_task(listen(socket, socketio="/socket.io/" in url, namespace=namespace)) for socket in sockets
    ]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    for task in tasks:
        task.cancel()
    sys.stdout.write(json.dumps(arrivals) + "\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(main(given[0], int(given[1]), given[2], given[3], given[4] if len(given) > 4 else ""))
