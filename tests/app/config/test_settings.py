"""Settings: everything wrong said at once; keys made once and never half."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.config.key_file import key_in_file
from app.config.settings import read_settings
from app.config.wrong_settings import WrongSettings
from app.credentials.passwords import md5_of
from tests.plugins.databases import engine
from tests.servers.nursery import run_forked


def test_every_fault_is_said_at_once_with_an_example_and_no_secret(tmp_path):
    wrong = {
        "DESKBELL_DATABASE_URL": "postgres://u:hunter2@h/x",
        "DESKBELL_SMTP_URL": "smtp",
        "DESKBELL_UNDO_SECONDS": "61",
        "DESKBELL_MAX_FILE_MB": "9" * 5000,
        "DESKBELL_TIMEZONE": "Mars/Olympus",
        "DESKBELL_TRUSTED_PROXIES": "everybody",
    }

    with pytest.raises(WrongSettings) as found:
        read_settings(wrong, tmp_path)

    assert {fault.partition(":")[0] for fault in found.value.faults} == set(wrong)
    assert all("for example" in fault for fault in found.value.faults)
    assert "hunter2" not in str(found.value)


@pytest.mark.parametrize("url", ["mysql", "sqlite:", "://", "mysql://a b", "mysql://a\nb"])
def test_half_an_address_is_none(tmp_path, url):
    with pytest.raises(WrongSettings, match="DESKBELL_DATABASE_URL"):
        read_settings({"DESKBELL_DATABASE_URL": url}, tmp_path)


def test_a_key_is_made_once_for_its_owner_alone_however_many_start_at_once(tmp_path):
    path = tmp_path / "var" / "secret.key"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _process: key_in_file(path), range(64)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


def test_an_empty_key_is_no_key(tmp_path):
    (tmp_path / "secret.key").touch()

    with pytest.raises(WrongSettings, match="contains no key"):
        key_in_file(tmp_path / "secret.key")


class Desk:
    """A desk in a folder, run by its command."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *words, stdin=""):
        return run_forked(words, stdin, {"PATH": "/usr/bin:/bin"}, self.folder)


@pytest.fixture
def desk_of_its_own(tmp_path):
    desk = Desk(tmp_path)
    assert desk.run("migrate").returncode == 0
    added = desk.run(
        "user", "add", "ada@desk.example", "--name", "Ada", "--password-stdin", stdin="a bell rings thrice\n"
    )
    assert added.returncode == 0, added.stderr
    return desk


@pytest.mark.parametrize("key", [None, "q" * 64])
def test_s38_the_desk_does_not_start_without_the_key_that_its_passwords_were_made_with(desk_of_its_own, key):
    path = desk_of_its_own.folder / "var" / "password.key"
    path.unlink()
    if key:
        path.write_text(key)

    done = desk_of_its_own.run("serve", "--port", "1")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "DESKBELL_PASSWORD_KEY" in done.stderr


def test_the_desk_does_not_start_over_a_bare_md5_digest(desk_of_its_own):
    with engine(f"sqlite:///{desk_of_its_own.folder}/var/deskbell.db") as connected, connected.begin() as connection:
        connection.exec_driver_sql("UPDATE operators SET password = ?", (md5_of("secret"),))

    done = desk_of_its_own.run("serve", "--port", "1")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert md5_of("secret") not in done.stderr
