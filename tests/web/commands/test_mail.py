"""`deskbell mail poll`, and what `deskbell check` says of mailbox, mail server and signature."""

import dataclasses

import pytest

from mail.checking import check_mailbox, check_signature, check_smtp
from mail.composing.signature import CannotSign
from mail.mailboxes.errors import MailboxError
from mail.outgoing.sender import NotSent
from sql.migrations import upgrade
from tests.plugins.desk import settings_for
from web.cli import main


@pytest.fixture
def migrated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKBELL_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv("DESKBELL_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DESKBELL_PASSWORD_KEY", "p" * 40)
    monkeypatch.delenv("DESKBELL_MAILBOX_URL", raising=False)
    upgrade(f"sqlite:///{tmp_path}/desk.db")


def test_a_poll_without_a_mailbox_names_the_setting(migrated, capsys):
    status = main(["mail", "poll"])

    assert status == 1
    assert "DESKBELL_MAILBOX_URL is not set" in capsys.readouterr().err


def test_a_poll_of_a_mailbox_that_cannot_be_reached_says_so_without_its_password(migrated, capsys, monkeypatch):
    monkeypatch.setenv("DESKBELL_MAILBOX_URL", "pop3://desk:hidden-word@127.0.0.1:1")

    status = main(["mail", "poll"])

    said = capsys.readouterr()
    assert status == 1
    assert "the mailbox cannot be read: 127.0.0.1 refused the connection on port 1." in said.err
    assert "0 offered" in said.out
    assert "hidden-word" not in said.err + said.out


async def test_what_is_not_set_is_said_and_is_no_fault(tmp_path):
    settings = settings_for(tmp_path)

    assert await check_smtp(settings) == "not set: mail waits"
    assert await check_signature(settings) == "not set: the mail server may sign"


async def test_a_mail_server_that_answers_is_well_and_gets_no_mail(tmp_path, smtp_sink):
    settings = dataclasses.replace(settings_for(tmp_path), smtp_url=smtp_sink.url)

    await check_smtp(settings)

    assert smtp_sink.connections == 1
    assert smtp_sink.letters == []


async def test_what_is_set_and_does_not_work_is_a_fault_in_words(tmp_path):
    nowhere = {"smtp_url": "smtp://127.0.0.1:1", "mailbox_url": "pop3://desk:x@127.0.0.1:1"}
    signing = {"dkim_key_file": str(tmp_path / "gone"), "dkim_selector": "desk", "dkim_domain": "aurora.example"}
    settings = dataclasses.replace(settings_for(tmp_path), **nowhere, **signing)

    with pytest.raises(NotSent, match=r"127\.0\.0\.1"):
        await check_smtp(settings)
    with pytest.raises(MailboxError, match=r"127\.0\.0\.1"):
        await check_mailbox(settings.mailbox_url)
    with pytest.raises(CannotSign, match="DESKBELL_DKIM_KEY_FILE"):
        await check_signature(settings)


def test_check_says_when_the_mailbox_was_last_read_and_since_when_it_cannot_be(migrated, capsys, monkeypatch):
    monkeypatch.setenv("DESKBELL_MAILBOX_URL", "pop3://desk:hidden-word@127.0.0.1:1")
    for _poll in range(2):
        main(["mail", "poll"])
    capsys.readouterr()

    status = main(["check"])

    [line] = [line for line in capsys.readouterr().out.splitlines() if "mail coming in" in line]
    assert status == 1
    assert line.startswith("WRONG  mail coming in: never checked. 127.0.0.1 refused the connection")
