"""A desk with a mailbox that a test fills, and whose faults it orders."""

import dataclasses

import pytest

from app.desk import Desk
from tests.mail.intake.fake_mailbox import FakeMailbox, Postman
from tests.plugins.desk import make_desk, settings_for


@pytest.fixture
def desk(db, tmp_path) -> Desk:
    settings = dataclasses.replace(
        settings_for(tmp_path),
        mail_from="Aurora Travel <desk@aurora.example>",
        mailbox_url="pop3://desk%40aurora.example:x@mail.aurora.example",
        base_url="https://desk.aurora.example",
    )
    return make_desk(db, settings, tmp_path)


@pytest.fixture
def mailbox() -> FakeMailbox:
    return FakeMailbox()


@pytest.fixture
def postman(desk, mailbox) -> Postman:
    return Postman(desk, mailbox)
