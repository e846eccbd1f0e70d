"""A mail speaks its reader's language: subject, both bodies, dates, and what the HTML says of itself."""

from email import message_from_bytes
from email.policy import default as modern

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import select, update

from app import languages
from app.actions.password_links import send_reset_link
from mail.composing import compose
from mail.composing.facts import Row
from sql.tables import operators, outbox
from tests.plugins.desk import NOW, opened

GERMAN = {
    "A new password for %(brand)s": "Ein neues Passwort für %(brand)s",
    "Set a new password": "Neues Passwort setzen",
    "We have your message": "Wir haben Ihre Nachricht",
    "Access code": "Zugangscode",
}


@pytest.fixture
def german(tmp_path, monkeypatch):
    """A catalogue with a few German texts, as an administrator's translation would be one."""
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="de")
    for text, words in GERMAN.items():
        catalogue.add(text, words)
    with (folder / "deskbell.mo").open("wb") as stream:
        write_mo(stream, catalogue)
    monkeypatch.setattr(languages, "LOCALE", tmp_path / "locale")
    languages.catalogue.cache_clear()
    yield
    languages.catalogue.cache_clear()


async def composed(desk, kind):
    row = await desk.db.fetch_one(select(outbox).where(outbox.c.kind == kind))
    return message_from_bytes((await compose(desk, Row.from_record(row))).mime, policy=modern)


async def test_a_customers_mail_speaks_the_tickets_language(desk, group, german):
    ticket = await opened(desk, language="de")

    mail = await composed(desk, "confirmation")

    assert mail["Subject"] == f"Wir haben Ihre Nachricht (#{ticket.id})"
    for body in ("plain", "html"):
        assert "Zugangscode" in mail.get_body((body,)).get_content()
    assert '<html lang="de" dir="ltr"' in mail.get_body(("html",)).get_content()
    assert "November" in mail.get_body(("plain",)).get_content()


async def test_an_operators_mail_speaks_the_operators_language(desk, anna, german):
    await desk.db.execute(update(operators).where(operators.c.id == anna.id).values(language="de"))
    await send_reset_link(desk, anna.email, NOW)

    mail = await composed(desk, "password_reset")

    assert mail["Subject"] == "Ein neues Passwort für Aurora Travel"
    assert "Neues Passwort setzen" in mail.get_body(("html",)).get_content()
