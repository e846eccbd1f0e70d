"""`deskbell user …`: people come, are listed, change and leave, in plain words and with honest exit statuses."""

import io

import pytest

from sql.migrations import upgrade
from web.cli import main

PASSWORD = "a bell rings thrice"


@pytest.fixture(autouse=True)
def migrated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKBELL_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv("DESKBELL_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DESKBELL_PASSWORD_KEY", "p" * 40)
    upgrade(f"sqlite:///{tmp_path}/desk.db")


@pytest.fixture
def add(monkeypatch):
    def adding(email: str, *more: str, password: str = PASSWORD) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        return main(["user", "add", email, "--name", email.partition("@")[0].title(), *more, "--password-stdin"])

    return adding


def test_who_is_added_is_printed_as_a_number_and_listed_until_deleted(add, capsys):
    assert add("ada@desk.example", "--role", "administrator") == 0
    assert add("anna@desk.example") == 0
    assert capsys.readouterr().out == "1\n2\n"

    assert main(["user", "delete", "anna@desk.example"]) == 0
    assert main(["user", "list"]) == 0

    assert capsys.readouterr().out == "1\tada@desk.example\tAda\tadministrator\t\n"


def test_the_last_administrator_is_not_deleted(add, capsys):
    add("ada@desk.example", "--role", "administrator")

    status = main(["user", "delete", "ada@desk.example"])

    assert status == 1
    assert "The desk needs one administrator" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["delete", "deactivate"])
def test_somebody_unknown_is_named_in_one_line(command, capsys):
    status = main(["user", command, "nobody@desk.example"])

    assert status == 1
    said = capsys.readouterr().err
    assert "nobody@desk.example" in said
    assert said.count("\n") == 1


def test_a_weak_password_or_an_unknown_group_adds_nobody(add, capsys):
    assert add("ada@desk.example", password="short") == 1
    assert add("ada@desk.example", "--groups", "Nowhere") == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "Nowhere" in said.err
