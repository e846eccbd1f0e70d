"""What hostile letters cost: a mebibyte of each trimming trap, and the worst of two thousand broken letters."""

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mail.inspecting import as_json
from mail.letter import limits
from mail.quoting.quotes import trim_text
from mail.reader.letters import read_letter
from tests.bench.tables import table
from tests.mail.mutations import mutated
from tests.mail.traps import TRAPS
from tests.servers.mariadb import MariaDB

LETTERS = 2_000


async def run(_folder: Path, _server: MariaDB) -> None:
    """Print the milliseconds of CPU of each trap (goal: 200), and the worst letter's (goal: 3,000, and 150 MiB)."""
    rows = [(name, f"{_cpu_ms(trim_text, trap(limits.MIB)):.0f}") for name, trap in TRAPS.items()]
    sys.stdout.write(table("1 MiB of a trimming trap", ("trap", "CPU ms"), rows))
    worst_ms = max(_cpu_ms(_inspect, mutated(number)) for number in range(LETTERS))
    worst_mib = max(_peak_bytes(mutated(number)) for number in range(0, LETTERS, 10)) / limits.MIB
    sys.stdout.write(
        table(f"{LETTERS} broken letters", ("worst CPU ms", "most MiB"), [(f"{worst_ms:.0f}", f"{worst_mib:.1f}")])
    )


def _inspect(raw: bytes) -> object:
    return as_json(read_letter(raw))


def _cpu_ms(work: Callable[[Any], object], given: str | bytes) -> float:
    began = time.process_time()
    work(given)
    return 1_000 * (time.process_time() - began)


def _peak_bytes(raw: bytes) -> int:
    tracemalloc.start()
    _inspect(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
