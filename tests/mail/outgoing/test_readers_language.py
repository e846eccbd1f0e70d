"""A mail speaks its reader's language: subject, both bodies, dates, and what the HTML says of itself."""

import dataclasses
import re
from email import message_from_bytes
from email.policy import default as modern

import pytest
from sqlalchemy import select, update

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.people.password_links import send_reset_link
from app.nouns.outbound_mail import OutboundMail
from app.text import languages
from app.text.catalogue import Catalogues, TextKey
from mail.composing import compose
from sql.tables import operators, outbox
from tests.plugins.desk import NOW, opened

GERMAN = {
    "Reset your password for %(brand)s": "Ein neues Passwort für %(brand)s",
    "Set a new password": "Neues Passwort setzen",
    "We have your message": "Wir haben Ihre Nachricht",
    "Access code": "Zugangscode",
}


@pytest.fixture
def german(monkeypatch):
    """A desk that speaks a few German texts."""
    spoken = Catalogues()
    spoken.lay_over("de", {TextKey("", text): (words,) for text, words in GERMAN.items()}, 1)
    monkeypatch.setattr(languages, "catalogues", spoken)


async def composed(desk, kind):
    row = await desk.db.fetch_one(select(outbox).where(outbox.c.kind == kind))
    return message_from_bytes((await compose(desk, OutboundMail.from_record(row))).mime, policy=modern)


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


async def test_a_language_without_a_catalogue_is_written_in_the_desks(desk, group, german):
    desk.settings = dataclasses.replace(desk.settings, language="de")
    await opened(desk, language="nl")

    assert '<html lang="de" dir="ltr"' in (await composed(desk, "confirmation")).get_body(("html",)).get_content()


async def test_a_mail_from_the_right_has_its_sides_exchanged(desk, group, several_languages):
    ticket = await opened(desk, language="ar")

    html = (await composed(desk, "confirmation")).get_body(("html",)).get_content()

    assert '<html lang="ar" dir="rtl"' in html
    assert html.count('dir="rtl" ') >= 3  # the page and both of its tables: some programs keep only those
    assert 'align="left"' in html
    assert 'align="right"' not in html
    assert f'<bdi dir="ltr">#{ticket.id}</bdi>' in html


async def test_each_paragraph_of_an_answer_runs_its_own_way(desk, group, anna, several_languages):
    ticket = await opened(desk, language="ar")
    form = AnswerForm("<p>شكرا جزيلا</p><blockquote>Quoted</blockquote><p>Kind regards</p>", "key", taking=True)
    await send_answer(desk, anna, ticket.id, form, NOW)

    html = (await composed(desk, "answer")).get_body(("html",)).get_content()

    for words in ("شكرا جزيلا", "Kind regards"):
        assert re.search(rf'<p dir="auto" [^>]+>{words}</p>', html)
    assert "border-right:3px" in html
    assert "border-left" not in html
