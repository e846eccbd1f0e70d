"""`deskbell user …`: people come, are listed, change and leave, in plain words and with honest exit statuses."""

import io

import pyotp
import pytest

from app.actions.people.second_factor import CodeNeeded, begin_second_factor, confirm_second_factor
from app.actions.people.signing import sign_in
from app.core.clock import now_ms
from app.queries.people.people import operator_by_email
from sql.migrations import upgrade
from web.cli import main
from web.commands.opened_desk import with_desk

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
    assert "At least one administrator is needed" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["delete", "deactivate", "reset-second-factor"])
def test_somebody_unknown_is_named_in_one_line(command, capsys):
    status = main(["user", command, "nobody@desk.example"])

    assert status == 1
    said = capsys.readouterr().err
    assert "nobody@desk.example" in said
    assert said.count("\n") == 1


def test_a_password_is_made_up_and_told_only_for_who_was_added(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    refused = main(["user", "add", "nobody", "--name", "Ada"])
    said = capsys.readouterr()
    added = main(["user", "add", "ada@desk.example", "--name", "Ada"])

    assert (refused, added) == (1, 0)
    assert said.out == ""
    assert said.err.startswith("deskbell: This address")
    assert said.err.count("\n") == 1
    assert capsys.readouterr().err.startswith("Password: ")


OLD = "0cc175b9c0f1b6a831c399e269772661"
HEAD = "email,name,md5,role,groups\n"
ROW = f"old@desk.example,Old,{OLD},operator,\n"
TABLES = {
    "": "line 1 must name the columns email,name,md5,role,groups; email, name, md5 is missing",
    ROW: "line 1 must name the columns",
    HEAD.replace(",", ";") + ROW: "line 1 must name the columns",
    HEAD.replace("role", "rolle") + ROW: "line 1 has an unknown column 'rolle'",
    HEAD: "the file lists no people",
    HEAD + ROW + "b@desk.example,B,b-password,operator,\n": "line 3: md5 must be 32 hexadecimal digits",
    HEAD + ROW + "b@desk.example,B,D41D8CD98F00B204E9800998ECF8427E,operator,\n": (
        "line 3: md5 is the digest of an empty password; remove the line and invite the person instead"
    ),
    HEAD + ROW + "\nb,B," + OLD + ",king,\n": "line 4: role must be operator or administrator",
    HEAD + ROW + ROW.upper(): "line 3: ",
    HEAD + ROW + ROW: "line 2: old@desk.example appears on more than one line",
    HEAD + ROW.replace("operator,", "operator,Nowhere"): "line 2: group Nowhere not found",
    HEAD + ROW.replace("Old", "Old, Olga"): "line 2: more values than columns",
    HEAD + ROW.replace("Old", '"Old'): "line 2: unexpected end of data",
}


@pytest.mark.parametrize(("table", "words"), TABLES.items())
def test_an_older_table_with_a_fault_imports_nobody_and_names_the_line(tmp_path, capsys, table, words):
    path = tmp_path / "people.csv"
    path.write_text(table, "utf-8")

    status = main(["user", "import-md5", str(path)])
    said = capsys.readouterr()
    main(["user", "list"])

    assert status == 1
    assert words in said.err
    assert OLD not in said.err.lower()
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert capsys.readouterr().out == ""


def test_an_older_table_comes_over_with_whom_it_names(add, tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text(f"\ufeffName,Email,MD5\nJörg,joerg@desk.example,{OLD.upper()}\n\n", "utf-8")

    assert main(["user", "import-md5", str(path)]) == 0
    assert main(["user", "list"]) == 0

    assert "1\tjoerg@desk.example\tJörg\toperator\t\n" in capsys.readouterr().out


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_bytes(HEAD.encode() + ROW.replace("Old", "J\xf6rg").encode("latin-1"))

    assert main(["user", "import-md5", str(path)]) == 1
    assert main(["user", "import-md5", "nowhere.csv"]) == 1

    first, second = capsys.readouterr().err.splitlines()
    assert "is not in UTF-8" in first
    assert second == "deskbell: nowhere.csv: No such file or directory"


@pytest.mark.parametrize(
    "typed", [["seed", "--tickets", "-5"], ["seed", "--tickets", "many"], ["serve", "--port", "99999"]]
)
def test_a_number_out_of_its_bounds_is_wrong_usage(typed, capsys):
    with pytest.raises(SystemExit) as ended:
        main(typed)

    assert ended.value.code == 2
    assert "is not a whole number from" in capsys.readouterr().err


def test_a_weak_password_or_an_unknown_group_adds_nobody(add, capsys):
    assert add("ada@desk.example", password="short") == 1
    assert add("ada@desk.example", "--groups", "Nowhere") == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "Nowhere" in said.err


def test_somebody_is_invited_from_the_terminal_and_told_when_no_mail_can_leave(capsys):
    status = main(["user", "add", "jonas@desk.example", "--name", "Jonas", "--invite"])

    said = capsys.readouterr()
    assert (status, said.out) == (0, "1\n")
    assert "The invitation is queued" in said.err
    assert "Password" not in said.err


def test_a_password_and_an_invitation_exclude_each_other(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["user", "add", "jonas@desk.example", "--name", "Jonas", "--invite", "--password-stdin"])

    assert ended.value.code == 2


def test_a_second_factor_is_reset_and_the_password_alone_opens_the_desk_again(add, capsys, tmp_path):
    add("ada@desk.example", "--role", "administrator")

    async def turn_on(desk):
        ada = await operator_by_email(desk, "ada@desk.example")
        setup = await begin_second_factor(desk, ada, now_ms())
        await confirm_second_factor(desk, ada, pyotp.TOTP(setup.secret).now(), now_ms())

    async def enter(desk):
        return await sign_in(desk, "ada@desk.example", PASSWORD, "203.0.113.5", "Firefox", now_ms())

    with_desk(turn_on)
    with pytest.raises(CodeNeeded):
        with_desk(enter)

    assert main(["user", "reset-second-factor", "ada@desk.example"]) == 0
    assert with_desk(enter)
    assert main(["user", "reset-second-factor", "ada@desk.example"]) == 0
    assert "has no second factor" in capsys.readouterr().err
