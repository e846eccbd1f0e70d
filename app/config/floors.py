"""The oldest packages the desk runs with: earlier versions have a known vulnerability (CVE beside it)."""

import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from packaging.version import Version

FLOORS = {
    "starlette": "1.5.1",  # CVE-2024-47874, CVE-2025-54121, CVE-2025-62727, CVE-2026-48710, CVE-2026-54282
    "python-multipart": "0.0.32",
    "python-socketio": "5.16.2",  # no pickle; CVE-2026-48804
    "python-engineio": "4.13.3",
    "jinja2": "3.1.6",
    "nh3": "0.3.8",
    "pymysql": "1.1.1",
    "cryptography": "50",
}
PYTHON = "3.11.10"  # below it `email` folds a header into two (CVE-2024-6923), which the desk guards against by itself


def below_floor(installed: Callable[[str], str] = version) -> list[str]:
    """One line for each package that is missing or too old, with what to do."""
    faults = []
    for name, floor in FLOORS.items():
        try:
            found = installed(name)
        except PackageNotFoundError:
            faults.append(f"{name} is not installed. Run: pip install '{name}>={floor}'")
            continue
        if Version(found) < Version(floor):
            faults.append(f"{name} {found} has known vulnerabilities. Run: pip install '{name}>={floor}'")
    return faults


def python_level(running: str | None = None) -> str:
    """Which Python it is, and what a newer one would mend."""
    running = running or platform.python_version()
    older = Version(running) < Version(PYTHON)
    return f"Python {running}{f' (update to {PYTHON} or newer when you can: CVE-2024-6923)' if older else ''}"
