"""What a desk takes that nobody asks for anything: the memory of a process that serves, and the time of `deskbell --help`.

DESKBELL_BENCH_BESIDE=../base python -m tests.bench idle   beside another version's worktree, with its own .venv
"""

import os
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.kept_desks import KeptDesk
from tests.bench.tables import ms, table
from tests.servers.mariadb import MariaDB

SETTLED_S = 5.0  # by then the loops have begun
HELPS = 5
MEBIBYTE_KB = 1024


async def run(folder: Path, _mariadb: MariaDB) -> None:
    """Measure both and print one table."""
    other = os.environ.get("DESKBELL_BENCH_BESIDE")
    trees = {"this": None, **({"other": Path(other)} if other else {})}
    desks = {name: KeptDesk(folder / name, f"sqlite:///{folder}/{name}.db", tree) for name, tree in trees.items()}
    memory = {name: _memory_mib(desk) for name, desk in desks.items()}
    helps: dict[str, list[float]] = {name: [] for name in desks}
    for _round in range(HELPS):
        for name, desk in desks.items():  # in turns: a busy machine is as busy for both
            helps[name].append(_computing_of_help_s(desk))
    helped = {name: statistics.median(times) for name, times in helps.items()}
    rows = [
        [name, *(f"{mib:.1f}" for mib in memory[name]), ms(helped[name]), f"{memory[name][0] / memory['this'][0]:.2f}",
         f"{helped[name] / helped['this']:.2f}"]
        for name in desks
    ]  # fmt: skip
    head = ("desk", "resident MiB", "of it its own", "--help, ms of computing", "memory, ratio", "--help, ratio")
    sys.stdout.write(table("Idle", head, rows))


def _memory_mib(desk: KeptDesk) -> tuple[float, float]:
    """Resident memory of an idle process, and what of it is shared with no file."""
    desk.run("demo")
    desk.start()
    try:
        time.sleep(SETTLED_S)
        status = Path(f"/proc/{desk.process.pid}/status").read_text("ascii")
    finally:
        desk.stop()
    return _mib(status, "VmRSS"), _mib(status, "RssAnon")


def _mib(status: str, name: str) -> float:
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / MEBIBYTE_KB  # type: ignore[index]


def _computing_of_help_s(desk: KeptDesk) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([desk.program, "--help"], env=desk.env, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
