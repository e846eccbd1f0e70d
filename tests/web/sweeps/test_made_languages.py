"""In a language made of accents, no page and no mail has an English word that is not accented: none was forgotten."""

import calendar
import json
import re
from email import message_from_bytes
from email.policy import default as modern
from html.parser import HTMLParser

import pytest
from sqlalchemy import select, update

from app.actions.people.password_links import send_reset_link
from app.core.clock import now_ms
from app.nouns.outbound_mail import OutboundMail
from app.text import languages
from mail.composing import compose
from sql.tables import forms, operators, outbox, tickets
from tests.made_languages import LONG, MadeCatalogues, accented
from tests.web.addresses import PAGES, PIECES
from tests.web.sweeps.matrix import read_matrix

ENGLISH = {"/api/docs", "/api/problems/{slug}"}  # for programmers, as the names of its fields are
HOTELS = {"/tickets/{id:int}/panels/{name}", "/tickets/{id:int}/recipients"}  # all that a table of hotels has
SPOKEN = (PAGES | PIECES) - ENGLISH - HOTELS
DRAWING = [row for row in read_matrix() if row.is_safe and row.path in SPOKEN and not row.path.endswith("/frame")]
TOLD = ("title", "aria-label", "placeholder", "alt", "aria-description", "data-label")
NO_TEXT = frozenset({"script", "style", "code", "kbd", "samp", "pre", "textarea", "option", "time", "bdi", "template"})
VOID = frozenset({"input", "br", "img", "meta", "link", "hr", "col", "use", "source", "path"})
WORD = re.compile(r"(?<!\w)[A-Za-z]{3,}(?!\w)")
DATES = "|".join((*calendar.month_name[1:], *calendar.month_abbr[1:], *calendar.day_name, *calendar.day_abbr))
JOINED = "and"  # what joins a list in a language that Unicode CLDR does not know
WRITTEN = re.compile(
    r"Boardroom-secret(?: (?:held|other|asked|duplicate|gone|free|stopped|stray|merged|again|is our word))?|yes|Hello|Hotel|a cot is free|550 no such mailbox|odd|desk on|arrival|Other|Board|Reservations"
    r"|Anna|Lindqvist|Maria|Conti|Jonas|Weber|Priya|Raman|Helena|Brandt|Ruth|Ober|Mira|Vogel|Cots|Shop|Arrival|Hamburg|Wien|Bonn|Germany|Austria"
)
TECHNICAL = re.compile(
    r"https?://\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)+|\w+:\S+|\w*_\w*|/\S*|CSV|XLSX|UTC|Ctrl|Cmd|Esc|HTML|English|Content-Type|Subject|text/html|pdf|xls|txt|jpg|email,name,md5,role,groups|Deskbell|Aurora Travel|%\(\w+\)[sd]|(?:[A-Z0-9]{4}-)+[A-Z0-9]{4}"
)


NO_WORDS = re.compile(rf"\b(?:{WRITTEN.pattern}|{DATES}|{JOINED})\b|{TECHNICAL.pattern}")


class Texts(HTMLParser):
    """The texts of a page that a person reads, and the names and titles of what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []
        self._is_for_scripts = False

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in TOLD and value]
        self._is_for_scripts = ("id", "page-words") in attributes
        if tag not in VOID:
            self._inside.append(tag)

    def handle_endtag(self, tag):
        self._is_for_scripts = False
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data):
        if self._is_for_scripts:
            self.found += texts_in(json.loads(data))
        elif not NO_TEXT.intersection(self._inside) and data.strip():
            self.found.append(data.strip())


@pytest.fixture
def long_language(monkeypatch):
    monkeypatch.setattr(languages, "catalogues", MadeCatalogues())


def test_the_made_language_leaves_alone_what_is_filled():
    assert accented("By %(name)s on {{day}}, 5 %%").startswith("Bý %(name)s öñ {{day}}, 5 %%")
    assert len(accented("Settings")) >= 11


async def test_no_page_and_no_mail_forgets_a_text(scene, long_language):
    """One desk for both: it is the dearest part."""
    for of_somebody in (operators, tickets, outbox, forms):
        await scene.desk.db.execute(update(of_somebody).values(language=LONG))
    await send_reset_link(scene.desk, "maria@desk.example", now_ms())

    found = [*[text async for text in on_pages(scene)], *[text async for text in in_mails(scene)]]

    forgotten = {text: where for where, text in reversed(found) if WORD.search(NO_WORDS.sub(" ", text))}
    assert not forgotten, "\n".join(f"{where}: {text!r}" for text, where in forgotten.items())
    assert len({where for where, _text in found}) > 50


async def on_pages(scene):
    """Each text with the route on whose page it is."""
    for row in DRAWING:
        if row.path.startswith("/languages"):
            continue  # they show the English itself, and languages by their own names
        for actor in who_sees(row.path):
            async with scene.browser(actor, {}) as browser:
                browser.headers["Accept"] = "text/html"
                browser.cookies.set("deskbell_language", LONG)
                answer = await row.ask(browser, scene)
            if answer.headers.get("content-type", "").startswith("text/html"):
                for text in texts_of(answer.text):
                    yield row.path, text


def who_sees(path):
    """The customer's pages; else an administrator's, and of tickets what whoever has one sees."""
    if path == "/t" or path.startswith("/t/"):
        return ("customer",)
    return ("administrator", "holder") if path.startswith("/tickets/{id:int}") else ("administrator",)


async def in_mails(scene):
    """Each text with the kind of its mail."""
    for row in await scene.desk.db.fetch_all(select(outbox)):
        mail = OutboundMail.from_record(row)
        letter = message_from_bytes((await compose(scene.desk, mail)).mime, policy=modern)
        plain = letter.get_body(("plain",)).get_content().splitlines()
        for text in (letter["Subject"], *plain, *texts_of(letter.get_body(("html",)).get_content())):
            yield f"{mail.kind} mail", text


def texts_of(html):
    page = Texts()
    page.feed(html)
    return page.found


def texts_in(words):
    """All texts of what scripts are told, without their names."""
    if isinstance(words, str):
        return [words]
    inner = words.values() if isinstance(words, dict) else words if isinstance(words, list) else ()
    return [text for one in inner for text in texts_in(one)]
