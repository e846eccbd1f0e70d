"""Served desks need bundles of the scripts and styles as they are now: made before the first test, a second once they changed."""

import subprocess
import sys
from pathlib import Path

BUNDLE = Path(__file__).parents[2] / "tools/bundle"


def pytest_configure(config):
    leads = not hasattr(config, "workerinput")
    if leads and BUNDLE.is_file():  # a copy of the house for mutations has no tools
        subprocess.run([sys.executable, BUNDLE], check=False)  # it says itself what is wrong
