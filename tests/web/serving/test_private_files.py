"""What the desk keeps on the machine, no other local user reads."""

import stat

import pytest

from app.config.settings import read_settings
from tests.servers.served_desk import ServedDesk
from web.serving.private_files import tighten


def modes(folder):
    return {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def open_to_others(folder):
    return {name: oct(mode) for name, mode in modes(folder).items() if mode & 0o077}


def test_what_migrate_makes_is_for_its_owner_alone(tmp_path):
    desk = ServedDesk(tmp_path, "sqlite:///var/deskbell.db")
    desk.run("migrate")

    assert open_to_others(tmp_path / "var") == {}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


@pytest.fixture
def old_desk(tmp_path):
    """One that was made when everybody could read it."""
    var = tmp_path / "var"
    (var / "attachments" / "ab").mkdir(parents=True)
    for name in ("deskbell.db", "deskbell.db-wal", "secret.key", "password.key", "attachments/ab/x"):
        (var / name).write_text("k" * 64)
        (var / name).chmod(0o644)
    for folder in (var, var / "attachments", var / "attachments" / "ab"):
        folder.chmod(0o755)
    return tmp_path


def test_what_was_made_before_is_closed(old_desk):
    tighten(read_settings({}, old_desk), old_desk)

    left = open_to_others(old_desk)
    assert set(left) == {"var/attachments/ab", "var/attachments/ab/x"}  # in a folder that nobody else enters
    assert modes(old_desk)["var/attachments"] == modes(old_desk)["var"] == 0o700


def test_a_folder_that_is_not_the_desks_alone_keeps_its_mode(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    (shared / "desk.db").write_text("x")
    (shared / "desk.db").chmod(0o644)

    tighten(read_settings({"DESKBELL_DATABASE_URL": f"sqlite:///{shared}/desk.db"}, tmp_path), tmp_path)

    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    assert stat.S_IMODE((shared / "desk.db").stat().st_mode) == 0o600
