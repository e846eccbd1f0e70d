"""The desk as it is served, with a stopwatch: notes when it committed, how long it drew, when its event loop stood still.

    python -m tests.bench.instrumented TIMES PORT   (its settings come from the environment)

At its end it writes `{"commits": [ns], "draws": [ns], "stalls": [[ns, ns, ns]]}` to the file TIMES: a stall is when it
ended, how long the loop served nobody, and how much of that time it was computing: on a machine that has other work
to do the rest is the other work's.
"""

import asyncio
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config.settings import read_settings
from app.core.bell import Bell
from realtime.dispatch import DrawnRows
from web.commands.serve import server_config
from web.pages.bundles import read_bundles
from web.serving.bounds import raise_open_files
from web.serving.heap import give_large_blocks_back

commits: list[int] = []
draws: list[int] = []
stalls: list[tuple[int, int, int]] = []
LOOK_EVERY_NS = 5_000_000


def watch() -> None:
    """Put the stopwatch around the two moments."""
    ring, draw = Bell.ring, DrawnRows._draw

    def ring_noted(bell: Bell) -> None:
        commits.append(time.monotonic_ns())
        ring(bell)

    def draw_noted(rows: DrawnRows, *given: Any) -> str:
        begun = time.monotonic_ns()
        drawn = draw(rows, *given)
        draws.append(time.monotonic_ns() - begun)
        return drawn

    Bell.ring, DrawnRows._draw = ring_noted, draw_noted  # type: ignore[method-assign]


class Watched:
    """The application, and beside it, as long as it lives, a watch over its event loop."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve; the lifespan's call begins and ends the watch."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        watching = asyncio.create_task(_note_stalls())
        try:
            await self._app(scope, receive, send)
        finally:
            watching.cancel()


async def _note_stalls() -> None:
    """Sleep a little, again and again: what comes late, the loop was busy for."""
    while True:
        begun, busy = time.monotonic_ns(), time.thread_time_ns()
        await asyncio.sleep(LOOK_EVERY_NS / 1e9)
        now = time.monotonic_ns()
        if (late := now - begun - LOOK_EVERY_NS) > LOOK_EVERY_NS:
            stalls.append((now, late, time.thread_time_ns() - busy))


if __name__ == "__main__":
    watch()
    give_large_blocks_back()
    signal.signal(
        signal.SIGTERM, lambda *_given: None
    )  # uvicorn raises it once more at its end: there is still to write
    config = server_config(read_settings(), read_bundles(), raise_open_files(), "127.0.0.1", int(sys.argv[2]))
    config.app = Watched(config.app)
    uvicorn.Server(config).run()
    Path(sys.argv[1]).write_text(json.dumps({"commits": commits, "draws": draws, "stalls": stalls}), "ascii")
