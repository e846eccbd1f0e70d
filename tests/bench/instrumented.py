"""The desk as it is served, with a stopwatch: notes when it committed and how long it drew.

    python -m tests.bench.instrumented TIMES PORT   (its settings come from the environment)

At its end it writes `{"commits": [ns], "draws": [ns]}` to the file TIMES.
"""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn

from app.bell import Bell
from app.settings import read_settings
from realtime.dispatch import DrawnRows
from web.assembly import assemble

commits: list[int] = []
draws: list[int] = []


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


if __name__ == "__main__":
    watch()
    signal.signal(
        signal.SIGTERM, lambda *_given: None
    )  # uvicorn raises it once more at its end: there is still to write
    options: dict[str, Any] = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "ws_ping_interval": None}
    uvicorn.run(assemble(read_settings()), port=int(sys.argv[2]), loop="uvloop", log_level="error", **options)
    Path(sys.argv[1]).write_text(json.dumps({"commits": commits, "draws": draws}), "ascii")
