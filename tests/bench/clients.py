"""Several browsers in one process, which ask a desk for pages and throw them away.

    python -m tests.bench.clients HOST PORT

Reads one JSON line a turn on standard input, `{"cookie": "…", "clients": 8, "paths": ["/tickets", …]}`, and writes one
back when all of them have been answered: the seconds that each request took, and all of them together. A connection is
kept for a turn. Whatever takes longer than ANSWER_S ends the process with its words.
"""

import asyncio
import json
import sys
import time
from typing import Any

ANSWER_S = 20.0
HEAD_BYTES = 65_536


class Browser:
    """One connection, kept alive."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, waiting: list[str], cookie: str) -> list[float]:
        """Ask for what waits, one page after the other, until nothing does; return the seconds that each took."""
        try:
            return await self._all(waiting, cookie)
        finally:
            self._close()

    async def _all(self, waiting: list[str], cookie: str) -> list[float]:
        times = []
        while waiting:
            path, begun = waiting.pop(), time.perf_counter()
            status = await asyncio.wait_for(self._get(path, cookie), ANSWER_S)
            times.append(time.perf_counter() - begun)
            if status >= 400:
                raise SystemExit(f"{path} answered {status}")
        return times

    async def _get(self, path: str, cookie: str) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._place, limit=HEAD_BYTES)
        reader, writer = self._streams
        head = (
            f"GET {path} HTTP/1.1",
            "Host: {}:{}".format(*self._place),
            "Accept-Encoding: gzip",
            f"Cookie: {cookie}",
        )
        writer.write("\r\n".join((*head, "", "")).encode())
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if line)
        if headers.get("transfer-encoding") == "chunked":
            await _chunks(reader)
        else:
            await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self._close()
        return int(lines[0].split(" ", 2)[1])

    def _close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def main(host: str, port: int) -> None:
    """One turn after the other, until the input ends."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        wanted: dict[str, Any] = json.loads(line)
        waiting, begun = list(wanted["paths"]), time.perf_counter()
        asked = (Browser(host, port).ask(waiting, wanted["cookie"]) for _one in range(wanted["clients"]))
        times = [took for some in await asyncio.gather(*asked) for took in some]
        sys.stdout.write(json.dumps({"all_s": time.perf_counter() - begun, "times": times}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
