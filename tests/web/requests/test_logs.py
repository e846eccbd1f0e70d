"""Every process of the desk logs JSON lines without secrets, its libraries too."""

import json
import logging

import pytest
import structlog

from sql.migrations import upgrade
from tests.servers.process import ServerProcess, wait_until
from tests.servers.served_desk import COMMAND, ServedDesk
from web.requests.logs import configure_logs, without_secrets


@pytest.fixture
def lines(capsys):
    """What was logged, each line read as JSON."""
    handlers = logging.getLogger().handlers[:]
    configure_logs()

    def read():
        said = capsys.readouterr()
        assert said.out == ""  # that is where a command's own words go
        return [json.loads(line) for line in said.err.splitlines()]

    yield read
    structlog.reset_defaults()  # the other tests of this process hear it where they always do
    logging.getLogger().handlers[:] = handlers


def test_a_secret_is_struck_out_by_its_name_and_a_password_in_an_address_wherever_it_stands(lines):
    structlog.get_logger("desk").error("no", token="t", why="pop3s://desk:hidden@mail.example/ and smtp://a:b@c")

    [line] = lines()
    assert line["token"] == "…"
    assert line["why"] == "pop3s://desk:…@mail.example/ and smtp://a:…@c"


def test_what_a_library_warns_of_is_a_line_of_json_too(lines):
    logging.getLogger("asyncio").error("Task exception was never retrieved for %s", "mysql://desk:hidden@127.0.0.1/x")
    logging.getLogger("some.library").error("It broke", exc_info=ValueError("first\nsecond"))

    one, other = lines()
    assert "hidden" not in one["event"]
    assert one["level"] == "error"
    assert "ValueError: first" in other["exception"]


def test_a_closed_log_stops_nothing(lines, monkeypatch):
    class Full:
        def write(self, _text):
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", Full())
        structlog.get_logger("desk").error("nobody reads this")

    assert lines() == []


def test_an_address_without_a_password_is_left_alone():
    line = {"why": "https://desk.example:8000/t/1 and a@b.example", "event": "seen"}

    assert without_secrets(None, "info", dict(line)) == line


def test_the_mail_process_logs_as_the_web_process_does(tmp_path):
    keys = {"secret_key": "s" * 40, "password_key": "p" * 40, "mail_from": "desk@aurora.example"}
    url = f"sqlite:///{tmp_path}/desk.db"
    upgrade(url)
    desk = ServedDesk(tmp_path / "desk", url, **keys, mailbox_url="pop3://desk:hidden-word@127.0.0.1:1")
    desk.directory.mkdir()
    process = ServerProcess("mail", desk.directory)

    process.start(
        [str(COMMAND), "mail", "run"], lambda: "mailbox.polled" in process.log(), env=desk.env, cwd=desk.directory
    )
    process.stop()

    said = [line for line in process.log().splitlines() if not line.startswith("Deskbell reads")]
    assert wait_until(lambda: bool(said), 1)
    assert all(json.loads(line)["timestamp"] for line in said)
    assert "hidden-word" not in process.log()
