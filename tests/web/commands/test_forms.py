"""`deskbell form …`: made and printed as HTML, listed, revoked."""

import re

import pytest

from sql.migrations import upgrade
from web.cli import main


@pytest.fixture(autouse=True)
def migrated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKBELL_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv("DESKBELL_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DESKBELL_PASSWORD_KEY", "p" * 40)
    monkeypatch.setenv("DESKBELL_BASE_URL", "https://desk.example")
    upgrade(f"sqlite:///{tmp_path}/desk.db")


def test_a_form_is_printed_as_html_listed_and_revoked(capsys):
    assert main(["form", "add", "Contact page", "--field", "arrival=Date of arrival"]) == 0
    html = capsys.readouterr().out
    key = re.search(r'action="https://desk\.example/forms/(f_\w{22})"', html)[1]
    assert "Date of arrival<br>" in html
    assert "<script" not in html

    assert main(["form", "list"]) == 0
    assert main(["form", "revoke", "1"]) == 0
    assert main(["form", "list"]) == 0

    assert capsys.readouterr().out == "".join(
        f"1\tContact page\t{key}\t0\t{state}\n" for state in ("active", "revoked")
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["add", "Contact", "--group", "Board"], "unknown group Board"),
        (["add", "Contact", "--origins", "*"], "is not a site"),
        (["add", "Contact", "--thanks", "/thanks"], "Enter a whole address"),
        (["revoke", "7"], "form 7 not found"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(typed, said, capsys):
    assert main(["form", *typed]) == 1
    assert said in capsys.readouterr().err
