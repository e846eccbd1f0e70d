"""How figures are summed up and printed."""

import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """One line about where this was measured. Absolute figures hold only there; ratios travel better."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table with its title."""
    lines = ["", f"## {title}", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows), ""])


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that this share of all stays below or at."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def ms(seconds: float) -> str:
    """Seconds as milliseconds, with the digits that mean something."""
    value = seconds * 1000
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def spread(seconds: Sequence[float]) -> list[str]:
    """Median, p95 and worst, in milliseconds."""
    return [ms(statistics.median(seconds)), ms(percentile(seconds, 0.95)), ms(max(seconds))]


def computing_s(pid: int) -> float:
    """How long this process has computed so far, in all of its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S
