"""Make each change in a copy of the house, ask the nearest tests, and say which changes no test noticed.

python -m tests.mutate [WORDS IN THE PATH]     at least 90 % have to be noticed
"""

import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.mutate.areas import tests_for
from tests.mutate.changes import CHANGES, EQUAL, Change
from tests.mutate.trying import HOUSE, begin, copy_of_the_house, load_libraries

AT_ONCE = 2
WANTED = 0.9
PATIENCE_S = 900
LOOK_S = 0.2


class Trial:
    """A change that is being tried in this copy."""

    def __init__(self, copy: Path, change: Change) -> None:
        self.copy, self.change = copy, change
        self.path = copy / change.path
        self.text = self.path.read_text("utf-8")
        self.path.write_text(self.text.replace(change.was, change.becomes, 1), "utf-8")
        nearest = tests_for(change.path)
        first = [(nearest, f"({change.asks}) and not mariadb")] if change.asks else []
        self.child = begin(copy, [*first, (nearest, "not mariadb")])
        self.ends_s = time.monotonic() + PATIENCE_S

    def outcome(self) -> bool | None:
        """Whether a test noticed; None while it is being tried. What never ends is noticed."""
        child, status = os.waitpid(self.child, os.WNOHANG)
        if not child and time.monotonic() < self.ends_s:
            return None
        if not child:
            os.killpg(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        self.path.write_text(self.text, "utf-8")
        return not child or status != 0


def main(words: list[str]) -> int:
    """Try all; exit status 1 if too few were noticed."""
    wanted = [one for one in CHANGES if all(word in one.path for word in words)]
    if gone := [one for one in wanted if one.was not in (HOUSE / one.path).read_text("utf-8")]:
        sys.stdout.writelines(
            f"{one.path}: {one.was!r} is no longer there: bring changes.py up to date\n" for one in gone
        )
        return 1
    begun_s = time.monotonic()
    load_libraries()
    missed = _tried(list(reversed(wanted)))
    sys.stdout.write(
        f"\n{len(wanted) - len(missed)} of {len(wanted)} changes noticed in {time.monotonic() - begun_s:.0f} s\n"
    )
    for one in missed:
        why = EQUAL.get((one.path, one.was), "no test noticed")
        sys.stdout.write(f"{one.path}: {one.was!r} became {one.becomes!r}: {why}\n")
    unnoticed = [one for one in missed if (one.path, one.was) not in EQUAL]
    return 0 if len(wanted) - len(unnoticed) >= WANTED * len(wanted) else 1


def _tried(waiting: list[Change]) -> list[Change]:
    """Try them, some at once, each in a copy of its own; those that nobody noticed."""
    missed: list[Change] = []
    with ExitStack() as copies:
        free = [copies.enter_context(copy_of_the_house()) for _place in range(AT_ONCE)]
        running: list[Trial] = []
        while waiting or running:
            while free and waiting:
                running.append(Trial(free.pop(), waiting.pop()))
            time.sleep(LOOK_S)
            for trial in list(running):
                is_noticed = trial.outcome()
                if is_noticed is None:
                    continue
                running.remove(trial)
                free.append(trial.copy)
                sys.stdout.write(
                    f"{'noticed' if is_noticed else 'MISSED '}  {trial.change.path}: {trial.change.was[:60]!r}\n"
                )
                sys.stdout.flush()
                if not is_noticed:
                    missed.append(trial.change)
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
