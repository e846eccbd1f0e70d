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
# Two pages that its address bar prepares for each window: three quarters of what a new context costs.
UNSEEN = ("WebUIOmniboxAimPopup", "WebUIOmniboxPopup")
# What Playwright switches off by itself; named again because the last list that Chromium is given is the one that holds.
UNSTEADY = (
    "AimEnabled",
    "AutoDeElevate",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "BlockOriginHeaderModificationOnRedirect",
    "DestroyProfileOnBrowserClose",
    "DialMediaRouteProvider",
    "GlobalMediaControls",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "Translate",
)


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch`: the installed program, silent towards the network."""
    as_root = ["--no-sandbox"] if os.getuid() == 0 else []  # it refuses to start otherwise
    without = f"--disable-features={','.join((*UNSEEN, *UNSTEADY))}"
    return {"executable_path": find_chromium(), "args": [*QUIET, without, *as_root]}
