"""`deskbell key …`: made and printed once, listed, revoked."""

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
    upgrade(f"sqlite:///{tmp_path}/desk.db")


def test_a_key_is_printed_once_listed_without_its_secret_and_revoked(capsys):
    assert main(["key", "add", "Shop", "--scopes", "tickets:read,tickets:write"]) == 0
    made = capsys.readouterr().out.strip()
    assert re.fullmatch(r"dbk_1_[\w-]{43}", made)

    assert main(["key", "revoke", "1"]) == 0
    assert main(["key", "list"]) == 0

    assert capsys.readouterr().out == "1\tShop\ttickets:read,tickets:write\t\trevoked\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["add", "Shop", "--scopes", "tickets:eat"], "Unknown scope: tickets:eat"),
        (["add", "Bot", "--scopes", "tickets:answer"], "needs an operator"),
        (["add", "Bot", "--scopes", "tickets:read", "--operator", "x@y.example"], "nobody signs in as x@y.example"),
        (["add", "Bot", "--scopes", "tickets:read", "--groups", "Board"], "unknown group Board"),
        (["revoke", "7"], "key 7 not found"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(typed, said, capsys):
    assert main(["key", *typed]) == 1
    assert said in capsys.readouterr().err
