"""`deskbell search rebuild` from the command line."""

import shutil

from web.cli import main


def test_a_rebuild_says_how_many_tickets_it_indexed(tmp_path, monkeypatch, capsys, sqlite_template):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKBELL_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv("DESKBELL_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DESKBELL_PASSWORD_KEY", "p" * 40)
    shutil.copyfile(sqlite_template, tmp_path / "desk.db")

    status = main(["search", "rebuild"])

    assert (status, capsys.readouterr().out) == (0, "0 tickets indexed, 0 of them changed.\n")


def test_a_rebuild_of_a_desk_that_is_not_migrated_names_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKBELL_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")

    assert main(["search", "rebuild"]) == 1
    assert "deskbell migrate" in capsys.readouterr().err
