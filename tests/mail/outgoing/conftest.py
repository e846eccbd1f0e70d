"""A desk with a mail server that keeps what it gets."""

import dataclasses

import pytest

from app.desk import Desk
from tests.plugins.desk import make_desk, settings_for

MAIL_FROM = "Aurora Travel <desk@aurora.example>"


@pytest.fixture
def desk(db, tmp_path, smtp_sink) -> Desk:
    settings = dataclasses.replace(
        settings_for(tmp_path), mail_from=MAIL_FROM, smtp_url=smtp_sink.url, base_url="https://desk.aurora.example"
    )
    return make_desk(db, settings, tmp_path)
