"""The small readers: addresses, ids, dates, words, transfer encodings, names, verdicts, pages."""

import pytest

from mail.judging.screening import must_stay_silent
from mail.letter.letter import AuthenticationVerdict
from mail.reader.letters import read_letter
from mail.reading.decoding.transfer import decode_base64
from mail.reading.headers.addresses import parse_addresses
from mail.reading.headers.authentication import read_verdict
from mail.reading.headers.dates import date_ms
from mail.reading.headers.ids import message_ids, parents_of
from mail.reading.headers.words import decode_words
from mail.reading.markup.html_text import html_lines, html_to_text


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("a@x.example", [("", "a@x.example")]),
        ("<a@X.Example>", [("", "a@x.example")]),
        ("Anna Muster <a@x.example>", [("Anna Muster", "a@x.example")]),
        ('"Muster, Anna" <a@x.example>, b@x.example', [("Muster, Anna", "a@x.example"), ("", "b@x.example")]),
        ("Muster, Anna <a@x.example>", [("Muster, Anna", "a@x.example")]),
        ("a@x.example (Anna)", [("Anna", "a@x.example")]),
        ("Team: a@x.example, B <b@x.example>;", [("", "a@x.example"), ("B", "b@x.example")]),
        ("undisclosed-recipients:;", []),
        ('"a b"@x.example', [("", '"a b"@x.example')]),
        ("<<a@x.example>>", [("", "a@x.example")]),
        ("a@x.example <a@x.example>", [("a@x.example", "a@x.example")]),
        ("Anna <a@x.example", [("Anna", "a@x.example")]),
        ("<@relay.example:a@x.example>", [("", "a@x.example")]),
        ("'Anna' <mailto:a@x.example>", [("Anna", "a@x.example")]),
        ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("Anna", [("Anna", "")]),
        ('"Anna \\"A\\" M" <a@x.example>', [('Anna "A" M', "a@x.example")]),
        ("=?utf-8?Q?M=C3=BCller=2C_Eva?= <e@x.example>", [("Müller, Eva", "e@x.example")]),
    ],
)
def test_addresses(header, found):
    assert [(one.name, one.email) for one in parse_addresses(header.encode())] == found


@pytest.mark.parametrize(
    ("in_reply_to", "references", "parents"),
    [
        ("<c@x>", "<a@x> <b@x> <c@x>", ["<c@x>", "<b@x>", "<a@x>"]),
        ("", "<a@x> <b@x>", ["<b@x>", "<a@x>"]),
        ("<p@x>", "", ["<p@x>"]),
        ("Your mail of Monday <p@x> (a note)", "", ["<p@x>"]),
        ("p@x.example", "", ["<p@x.example>"]),
        ("your message", "", []),
        ("<p@x>", "<a@x><b@x>", ["<p@x>", "<b@x>", "<a@x>"]),
    ],
)
def test_parents_come_nearest_first(in_reply_to, references, parents):
    assert parents_of(in_reply_to, references) == parents


def test_broken_ids_are_skipped():
    assert message_ids("<> < a@b > <a b@c> <ok@x.example> <" + "x" * 600 + "@y>") == ["<ok@x.example>"]


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("Tue, 03 Mar 2026 10:15:00 +0100", 1772529300000),
        ("3 Mar 2026 09:15:00 GMT", 1772529300000),
        ("2026-03-03T10:15:00+01:00", 1772529300000),
        ("Tue, 03 Mar 1900 10:15:00 +0100", None),
        ("yesterday", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_dates(text, ms):
    assert date_ms(text) == ms


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b"),
        ("=?utf-8?q?with blank?=", "with blank"),
        ("=?iso-8859-1*en?q?=E9?=", "é"),
        ("=?nope?q?a?=", "a"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?B?w7w", "ü"),
        ("re=?utf-8?q?st?=", "rest"),
        ("plain", "plain"),
    ],
)
def test_encoded_words(text, decoded):
    assert decode_words(text) == decoded


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"SGVsbG8=", b"Hello"),
        (b"SGVsbG8", b"Hello"),
        (b"SG Vs\r\nbG8=!", b"Hello"),
        (b"SGU=bGxv", b"Hello"),
        (b"S", b""),
        (b"", b""),
    ],
)
def test_base64(data, decoded):
    assert decode_base64(data) == decoded


def test_a_verdict_is_read_with_who_gave_it():
    verdict = read_verdict(
        "mx.desk.example 1; spf=pass (sender ok; really) smtp.mailfrom=a@x.example; dkim=fail header.d=x.example; dmarc=Pass header.from=x.example"
    )

    assert verdict.authserv_id == "mx.desk.example"
    assert (
        "".join(verdict.results_of("spf")),
        "".join(verdict.results_of("dkim")),
        "".join(verdict.results_of("dmarc")),
        "".join(verdict.results_of("arc")),
    ) == ("pass", "fail", "pass", "")
    assert verdict.header_from == "x.example"


def test_microsofts_verdict_names_nobody():
    verdict = read_verdict(
        "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x.example; dmarc=bestguesspass action=none header.from=x.example;compauth=pass reason=109"
    )

    assert verdict == AuthenticationVerdict(
        "", (("spf", "pass"), ("dmarc", "bestguesspass"), ("compauth", "pass")), "x.example"
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/>c", "a\nb\nc"),
        (
            "<blockquote type=cite>a<blockquote class=q>b</blockquote></blockquote>c<blockquote>d</blockquote>",
            "> a\n>\n>> b\n\nc\n\nd",
        ),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ('<img alt="Logo" src=x> text', "Logo text"),
        ("a <b", "a <b"),
        ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
        ("<a href='x>y'>z</a>", "z"),
        ("", ""),
    ],
)
def test_pages_become_text(page, text):
    assert html_to_text(page) == text


def test_each_line_of_a_page_knows_its_place():
    page = "<div>one</div><div>two</div>"

    assert [(line, page[place : place + 3]) for line, place in html_lines(page)] == [("one", "one"), ("two", "two")]


@pytest.mark.parametrize(
    ("mark", "kind"), [("desk.example", "own"), ("xn--bro-hoa.example", "own"), ("other.example", "message")]
)
def test_only_our_own_loop_mark_makes_a_letter_our_own(mark, kind):
    raw = f"From: a@client.example\nSubject: x\nX-Deskbell-Loop: {mark}\n\nx".encode()

    letter = read_letter(raw, own_addresses=frozenset({"help@desk.example", "hilfe@büro.example"}))

    assert letter.kind == kind
    assert letter.suppress_auto_reply


def test_own_addresses_make_a_letter_our_own():
    raw = b"From: Help@Desk.Example\nSubject: x\n\nx"

    assert read_letter(raw, own_addresses=frozenset({"help@desk.example"})).kind == "own"
    assert read_letter(raw).kind == "message"


@pytest.mark.parametrize("word", ["All", "AutoReply", "OOF", "DR", "RN", "NRN", "DR, OOF", "rn; nrn"])
def test_s56_every_word_that_suppresses_answers_is_heard(word):
    assert read_letter(_suppressing(word)).suppress_auto_reply


@pytest.mark.parametrize("word", ["None", "", "Overall", "ROOF"])
def test_a_word_that_suppresses_nothing_is_none(word):
    assert not read_letter(_suppressing(word)).suppress_auto_reply


def _suppressing(word):
    head = f"From: Helena <helena@guest.example>\r\nTo: desk@aurora.example\r\nX-Auto-Response-Suppress: {word}\r\n"
    return f"{head}Message-ID: <1@guest.example>\r\nSubject: Hello\r\n\r\nIs reception open?\r\n".encode()


@pytest.mark.parametrize(("said", "silent"), [("auto-generated", True), ("auto-replied", True), ("no", False)])
def test_s56_what_says_that_a_machine_sent_it_is_never_answered_also_where_a_person_wrote_it(said, silent):
    head = f"From: Helena <helena@guest.example>\r\nTo: desk@aurora.example\r\nAuto-Submitted: {said}\r\n"
    letter = read_letter(
        f"{head}Message-ID: <1@guest.example>\r\nSubject: Hello\r\n\r\nIs reception open?\r\n".encode()
    )

    assert must_stay_silent(letter) == silent
