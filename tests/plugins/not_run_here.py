"""What needs a server that this machine lacks: counted and named at the end, and in CI a failure.

A test needs what its marker says; who asks for a server's fixture gets the marker by that. Nothing is skipped
silently: on a developer's machine such a test is set aside before the run, with CI=true it fails.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.servers.programs import NEEDS

SET_ASIDE = pytest.StashKey[Counter]()
MARKER_OF_FIXTURE = {
    "browser": "browser",
    "dovecot": "dovecot",
    "firefox": "firefox",
    "mariadb": "mariadb",
    "mariadb_alone": "mariadb",
    "redis": "redis",
}


def in_ci() -> bool:
    """Whether nothing may be missing."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def missing(item) -> list[str]:
    """The markers of this test whose programs are not here."""
    return [name for name, need in NEEDS.items() if item.get_closest_marker(name) and not need.met]


def pytest_configure(config):
    config.stash[SET_ASIDE] = Counter()


@pytest.hookimpl(tryfirst=True)  # before -m selects by these markers
def pytest_collection_modifyitems(config, items):
    for item in items:
        for name in {MARKER_OF_FIXTURE[f] for f in item.fixturenames if f in MARKER_OF_FIXTURE}:
            item.add_marker(name)
    if in_ci():
        return
    aside = [item for item in items if missing(item)]
    config.stash[SET_ASIDE].update(missing(item)[0] for item in aside)
    config.hook.pytest_deselected(items=aside)
    items[:] = [item for item in items if not missing(item)]


def pytest_runtest_setup(item):
    for name in missing(item):
        pytest.fail(f"{NEEDS[name].title} is not here: apt-get install {NEEDS[name].packages}", pytrace=False)


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["set_aside"] = dict(session.config.stash[SET_ASIDE])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """All workers collect the same tests: what one set aside, all did."""
    counted = getattr(node, "workeroutput", {}).get("set_aside", {})
    node.config.stash[SET_ASIDE] |= Counter(counted)


def pytest_terminal_summary(terminalreporter, config):
    lines = [sentence(name, count) for name, count in sorted(config.stash[SET_ASIDE].items())]
    for line in lines:
        terminalreporter.write_line(line, yellow=True)
    if path := os.environ.get("DESKBELL_TESTS_SET_ASIDE"):  # tools/run-tests repeats them at its end
        said = lines or ["everything could run here"]
        Path(path).write_text("".join(f"{line}\n" for line in said))


def sentence(name: str, count: int) -> str:
    """What could not run, how much of it, and what to do."""
    tests = "1 test needs" if count == 1 else f"{count} tests need"
    return f"not run here: {tests} {NEEDS[name].title} (apt-get install {NEEDS[name].packages})"
