"""Run the benchmarks and print their tables: all, or those named on the command line."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    acts,
    api,
    attack,
    beside,
    console,
    fanout,
    figures,
    idle,
    languages,
    mail,
    outbox,
    pages,
    saved,
    search,
    threads,
    traps,
    wall,
)
from tests.bench.tables import machine
from tests.servers.mariadb import MariaDB

BENCHES = {
    "acts": acts.run,
    "api": api.run,
    "attack": attack.run,
    "beside": beside.run,
    "console": console.run,
    "fanout": fanout.run,
    "idle": idle.run,
    "languages": languages.run,
    "mail": mail.run,
    "outbox": outbox.run,
    "pages": pages.run,
    "saved": saved.run,
    "search": search.run,
    "statistics": figures.run,
    "threads": threads.run,
    "traps": traps.run,
    "wall": wall.run,
}


def main() -> int:
    """Run what was asked for, each in a directory and a MariaDB of its own."""
    wanted = sys.argv[1:] or list(BENCHES)
    if unknown := set(wanted) - set(BENCHES):
        sys.stderr.write(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}\n")
        return 2
    sys.stdout.write(f"{machine()}\n")
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            server = MariaDB(Path(folder) / "mariadb").start()
            try:
                asyncio.run(BENCHES[name](Path(folder), server))
            finally:
                server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
