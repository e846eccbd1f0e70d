"""Servers for tests. One of each kind runs per worker, started by the first test that asks.

A test that stops or kills one must leave it running, or start its own.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.servers.certificates import Certificates
from tests.servers.chromium import launch_options
from tests.servers.dovecot import Dovecot, MailUser
from tests.servers.firefox import Firefox
from tests.servers.redis_server import Redis
from tests.servers.served_desk import ServedDesk
from tests.servers.smtp_sink import SmtpSink


@pytest.fixture(scope="session")
def worker_directory(run_directory, worker_id) -> Path:
    """This worker's part of the run's directory."""
    path = run_directory / worker_id
    path.mkdir(exist_ok=True)
    path.chmod(0o711)  # Dovecot's mail user passes through
    return path


@pytest.fixture(scope="session")
def certificates(worker_directory) -> Certificates:
    """A certificate authority and a server certificate for 127.0.0.1."""
    return Certificates(worker_directory / "certificates")


@pytest.fixture(scope="session")
def redis_of_worker(worker_directory) -> Iterator[Redis]:
    server = Redis(worker_directory / "redis").start()
    yield server
    server.stop()


@pytest.fixture
def redis(redis_of_worker) -> Redis:
    """A Redis, empty."""
    redis_of_worker.empty()
    return redis_of_worker


@pytest.fixture(scope="session")
def dovecot(worker_directory) -> Iterator[Dovecot]:
    """A Dovecot; make a new user for each mailbox."""
    server = Dovecot(worker_directory / "dovecot").start()
    yield server
    server.stop()


@pytest.fixture
def mail_user(dovecot) -> MailUser:
    """A person with an empty mailbox in that Dovecot."""
    return dovecot.add_user()


@pytest.fixture(scope="session")
def smtp_sink_of_worker() -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    yield sink
    sink.stop()


@pytest.fixture
def smtp_sink(smtp_sink_of_worker) -> SmtpSink:
    """A mail server that keeps what it gets; empty, and without orders."""
    smtp_sink_of_worker.clear()
    return smtp_sink_of_worker


@pytest.fixture
async def browser():
    """A Chromium of the test's own: half a second, and nothing of another test's in it."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**launch_options())
        yield chromium
        await chromium.close()


@pytest.fixture(scope="session")
def firefox_of_worker(worker_directory) -> Iterator[Firefox]:
    started = Firefox(worker_directory / "firefox").start()
    yield started
    started.stop()


@pytest.fixture
def served_desk(tmp_path, sqlite_template) -> Iterator[ServedDesk]:
    """A `deskbell serve` of the test's own, on SQLite, migrated and empty."""
    shutil.copyfile(sqlite_template, tmp_path / "served.db")
    served = ServedDesk(tmp_path / "desk", f"sqlite:///{tmp_path}/served.db").start()
    yield served
    served.stop()


@pytest.fixture
def make_served_desk(tmp_path) -> Iterator[Callable[..., ServedDesk]]:
    """Makes desks (`make_served_desk(database_url, redis_url=…)`); the test migrates and starts them, this ends them."""
    made: list[ServedDesk] = []

    def make(database_url: str, kind: type[ServedDesk] = ServedDesk, **settings: str) -> ServedDesk:
        made.append(kind(tmp_path / f"desk{len(made) + 1}", database_url, **settings))
        return made[-1]

    yield make
    for one in made:
        one.kill()
