"""Letters made to hurt: nothing raises, nothing is unbounded (limits of `mail.letter.limits`), nothing slips into a header."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.names import NAME_LENGTH
from app.nouns.reasons import reason
from mail.letter import limits
from mail.letter.letter import LetterKind
from mail.reader.letters import read_letter
from mail.reading.markup.html_text import html_to_text
from tests.mail.traps import TRAPS

HEAD = b"From: a@client.example\nSubject: x\n"


def _nested(kind: bytes, depth: int) -> bytes:
    if kind == b"message/rfc822":
        return HEAD + b"Content-Type: message/rfc822\n\n" * depth
    return HEAD + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(depth)
    )


@pytest.mark.parametrize("kind", [b"multipart/mixed", b"message/rfc822"])
def test_parts_nested_thousands_deep_are_read_to_the_limit(kind):
    letter = read_letter(_nested(kind, 3000))

    assert letter.from_email == "a@client.example"
    assert letter.kind is LetterKind.MESSAGE


def test_a_part_at_the_depth_limit_is_read_and_one_deeper_is_not():
    def text_at(depth: int) -> str:
        raw = _nested(b"multipart/mixed", depth) + b"\ninnermost words\n"
        return read_letter(raw).text

    assert "innermost words" in text_at(limits.MIME_DEPTH)
    assert text_at(limits.MIME_DEPTH + 1) == ""


@pytest.mark.parametrize(("parts", "flawed"), [(limits.PARTS - 1, False), (limits.PARTS, True), (50_000, True)])
def test_parts_beyond_the_limit_are_left_out_and_named(parts, flawed):
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * parts + b"--b--\n"

    letter = read_letter(raw)

    assert letter.text.count("x") == min(parts, limits.PARTS - 1)
    assert (reason("flaw_many_parts") in letter.flaws) is flawed


@pytest.mark.parametrize(("count", "flawed"), [(limits.HEADERS - 2, False), (limits.HEADERS - 1, True)])
def test_headers_beyond_the_limit_are_left_out_and_named(count, flawed):
    letter = read_letter(HEAD + b"X: y\n" * count + b"\nwords")

    assert (reason("flaw_headers_large") in letter.flaws) is flawed
    assert letter.text == "words"


def test_addresses_beyond_the_limit_are_left_out():
    line = b", ".join(b"x%d@client.example" % at for at in range(limits.ADDRESSES + 1))

    assert len(read_letter(HEAD + b"To: " + line + b"\n\nx").to) == limits.ADDRESSES


def test_a_subject_is_cut_at_its_limit():
    at_limit = read_letter(b"From: a@client.example\nSubject: " + b"s" * limits.SUBJECT_CHARS + b"\n\nx").subject
    beyond = read_letter(b"From: a@client.example\nSubject: " + b"s" * (limits.SUBJECT_CHARS + 1) + b"\n\nx").subject

    assert at_limit == "s" * limits.SUBJECT_CHARS
    assert len(beyond) == limits.SUBJECT_CHARS
    assert beyond.endswith("…")


def test_a_file_name_keeps_its_extension_when_it_is_cut():
    raw = HEAD + b'Content-Type: application/pdf; name="' + b"n" * 200 + b'.pdf"\n\nx'

    name = read_letter(raw).attachments[0].name

    assert len(name) == NAME_LENGTH
    assert name.endswith(".pdf")


def test_text_beyond_the_limit_comes_as_a_file_beside_the_beginning():
    fits = read_letter(HEAD + b"\n" + b"w" * limits.TEXT_CHARS)
    larger = read_letter(HEAD + b"\n" + b"w" * (limits.TEXT_CHARS + 1))

    assert fits.attachments == []
    assert len(larger.text) == limits.TEXT_CHARS
    assert larger.attachments[0].size_bytes == limits.TEXT_CHARS + 1


def test_html_beyond_the_limit_is_shown_as_text_and_kept_as_a_file():
    head = HEAD + b"Content-Type: text/html\n\n"
    fits = read_letter(head + b"w" * limits.HTML_CHARS)
    larger = read_letter(head + b"w" * (limits.HTML_CHARS + 1))

    assert fits.html is not None
    assert larger.html is None
    assert larger.attachments[0].content_type == "text/html"
    assert larger.text.startswith("www")


def test_a_message_beyond_the_limit_is_broken_with_all_that_could_be_read():
    letter = read_letter(HEAD + b"\n" + b"w" * limits.RAW_BYTES)

    assert letter.kind is LetterKind.BROKEN
    assert letter.subject == "x"


@pytest.mark.parametrize("brackets", [900, 60_000])
def test_open_brackets_in_an_address_neither_raise_nor_hang(brackets):
    letter = read_letter(b"From: Anna <a@client.example>\nTo: " + b"(" * brackets + b"\n\nx")

    assert letter.from_email == "a@client.example"


@pytest.mark.parametrize(
    "charset", ["nope", "rot13", "idna", "base64", "unicode_escape", "undefined", "mbcs", "punycode", "x" * 5000]
)
def test_what_python_calls_a_codec_is_no_charset(charset):
    raw = (
        HEAD
        + f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
        + "Grüße\\x41".encode()
    )

    assert read_letter(raw).text == "Grüße\\x41"


def test_thousands_of_parameters_are_read_to_the_limit():
    raw = HEAD + b"Content-Type: text/plain" + b"".join(b"; n*%d*=a" % at for at in range(4000)) + b"\n\nwords"

    assert read_letter(raw).text == "words"


def test_nothing_that_came_in_a_header_can_become_one_again():
    raw = "From: =?utf-8?Q?A=0D=0ABcc:_x@y.example?= <a@client.example>\nSubject: =?utf-8?Q?a=0D=0A=00=E2=80=A8=E2=80=AEb?= =?x?\n\nx"

    letter = read_letter(raw.encode())

    for text in (letter.subject, letter.from_name, *(value for values in letter.headers.values() for value in values)):
        assert text.isprintable()
        assert "=?" not in text


@pytest.mark.parametrize("name", TRAPS)
def test_s62_a_trimming_trap_keeps_every_word_one_click_away(name):
    letter = read_letter(HEAD + b"\n" + TRAPS[name](limits.MIB).encode())

    shown = "".join(letter.text.split()) + "".join(letter.quoted.split())
    assert len(shown) >= len("".join(letter.whole_text.split())) > 0


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a",
        '<a "',
        "<a b='",
        "<div>",
        "<style>",
        "<!--",
        "<!",
        "&",
        "<blockquote type=cite>",
        '<div class="gmail_quote">x</div>y',
    ],
)
def test_a_page_made_of_one_broken_thing_is_read_to_its_end(unit):
    page = unit * (200_000 // len(unit)) + "last words"

    assert read_letter(HEAD + b"Content-Type: text/html\n\n" + page.encode()).flaws == []
    if unit not in {"<!--", "<!", "<a b='", '<a "', "<a"}:
        assert "last words" in html_to_text(page)


@settings(max_examples=150)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_without_raising(raw):
    letter = read_letter(raw)

    assert not any("flaw_unread" in flaw for flaw in letter.flaws)
    assert letter.from_name.isprintable()
