"""Files for translators: written whole, read with care."""

import pytest

from app.core.errors import BadFields
from app.text.catalogue import TextKey
from app.translations.known_texts import KnownText
from app.translations.po_files import LARGEST_BYTES, read_po, written_po

OPEN = KnownText(TextKey("status", "Open"), ("web/console/frame/labels.py",))
TICKETS = KnownText(TextKey("", "%(num)s ticket", "%(num)s tickets"), ())
LATE = KnownText(TextKey("", "Late"), ())


def test_what_is_written_is_read_as_it_was():
    said = {OPEN.id: ("Otwarte",), TICKETS.id: ("%(num)s bilet", "%(num)s bilety", "%(num)s biletów")}

    written = written_po("pl", [OPEN, TICKETS, LATE], said, "Aurora")
    read = {one.key: (one.forms, one.fault) for one in read_po(written.encode(), "pl")}

    assert read == {OPEN.key: (said[OPEN.id], ""), TICKETS.key: (said[TICKETS.id], ""), LATE.key: ((), "")}
    assert '"Plural-Forms: nplurals=3;' in written
    assert "#: web/console/frame/labels.py" in written


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hello", "This is not a .po file"),
        (b"/etc/hostname", "This is not a .po file"),  # polib would read that file
        (b"\xff\xfe", "not in UTF-8"),
        (b"#\n", "no text in this file"),
        (b'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "Open"\nmsgstr "Offen"\n', "another language: de"),
        (b"#" * (LARGEST_BYTES + 1), "up to 2 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(content, reason):
    with pytest.raises(BadFields) as refused:
        read_po(content, "pl")

    assert reason in refused.value.faults["file"]


def test_forms_in_another_order_are_not_taken_for_ours():
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n == 1);\\n"\n\n'
    text = 'msgid "%(num)s ticket"\nmsgid_plural "%(num)s tickets"\nmsgstr[0] "%(num)s Anfragen"\nmsgstr[1] "%(num)s Anfrage"\n'

    [read] = read_po((head + text).encode(), "de")

    assert "other plural forms" in read.fault
