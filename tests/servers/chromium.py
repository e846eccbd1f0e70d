"""The Chromium of the machine, for Playwright."""

import os
from typing import Any

from tests.servers.programs import find_chromium

QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch`: the installed program, silent towards the network."""
    as_root = ["--no-sandbox"] if os.getuid() == 0 else []  # it refuses to start otherwise
    return {"executable_path": find_chromium(), "args": [*QUIET, *as_root]}
