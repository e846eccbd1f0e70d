"""What a letter may cost: one limit for its files wherever they are, stretches instead of copies, cut before decoded."""

import base64
import binascii

import pytest

from app.nouns.reasons import reason
from mail.inspecting import as_json
from mail.letter import limits
from mail.reader.letters import read_letter
from mail.reading import texts
from mail.reading.decoding import charsets
from mail.reading.decoding.transfer import decode_base64
from mail.reading.headers.fields import split_headers
from mail.reading.multiparts import Budget, read_parts

HEAD = b"From: a@client.example\nSubject: x\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"


def uuencoded(number):
    return b"begin 644 f%d.txt\n%s`\nend\n" % (number, binascii.b2a_uu(b"content %d" % number))


def part_with_file(number):
    return b"--b\nContent-Type: text/csv; name=f%d.txt\nContent-Transfer-Encoding: base64\n\nY29udGVudA==\n" % number


def part_with_message(number):
    return b"--b\nContent-Type: message/rfc822; name=f%d.txt\n\nSubject: y\n\nz\n" % number


def halves(count):
    """An alternative, each half of which has half of the files."""
    inner = [b"--b%d\nContent-Type: text/csv; name=f%d.txt\n\nx\n" % (at // (count // 2), at) for at in range(count)]
    first, second = b"".join(inner[: count // 2]), b"".join(inner[count // 2 :])
    opened = b"--b\nContent-Type: multipart/mixed; boundary=b%d\n\n%s--b%d--\n"
    return MIXED.replace(b"mixed", b"alternative") + opened % (0, first, 0) + opened % (1, second, 1) + b"--b--\n"


SOURCES = {
    "parts": lambda count: MIXED + b"".join(map(part_with_file, range(count))) + b"--b--\n",
    "messages": lambda count: MIXED + b"".join(map(part_with_message, range(count))) + b"--b--\n",
    "uuencoded": lambda count: HEAD + b"\nHello\n" + b"".join(map(uuencoded, range(count))),
    "halves of an alternative": halves,
}


@pytest.mark.parametrize("source", SOURCES)
def test_s61_files_beyond_the_limit_keep_their_names_alone(source):
    letter = read_letter(SOURCES[source](limits.FILES + 50))

    assert [one.name for one in letter.attachments] == [f"f{number}.txt" for number in range(limits.FILES + 50)]
    assert [one.kept for one in letter.attachments] == [True] * limits.FILES + [False] * 50
    assert all(one.payload == b"" and one.size_bytes > 0 for one in letter.attachments[limits.FILES :])
    assert reason("flaw_many_files", most=limits.FILES, count=50) in letter.flaws
    assert [one["kept"] for one in as_json(letter)["attachments"]] == [one.kept for one in letter.attachments]


@pytest.mark.parametrize("source", SOURCES)
def test_s61_as_many_files_as_the_limit_allows_are_kept(source):
    letter = read_letter(SOURCES[source](limits.FILES))

    assert len(letter.attachments) == limits.FILES
    assert all(one.kept for one in letter.attachments)
    assert letter.flaws == []


@pytest.mark.parametrize("source", ["messages", "uuencoded"])
def test_s61_names_come_to_an_end_too(source):
    assert len(read_letter(SOURCES[source](3 * limits.FILES_NAMED)).attachments) <= limits.FILES_NAMED


def test_s61_parts_inside_one_another_are_stretches_of_the_letter_itself():
    opened = [b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (at - 1, at) for at in range(1, 15)]
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n" + b"".join(opened) + b"--b14\n\ninnermost words\n"
    headers, at = split_headers(raw, top=True, flaws=[])

    part = read_parts(headers, raw, at, len(raw), Budget([]))
    for _ in range(15):
        assert part.raw is raw
        part = part.children[0]

    assert part.payload == b"innermost words\n"


@pytest.mark.parametrize("charset", ["iso-2022-jp", "utf-8", "utf-7", "utf-16", "gb18030"])
@pytest.mark.parametrize(("kind", "most"), [("plain", 4 * limits.TEXT_CHARS), ("html", 8 * limits.HTML_CHARS)])
def test_s61_a_text_beyond_the_limit_is_cut_before_it_is_decoded(monkeypatch, charset, kind, most):
    decoded = []
    decode_text = texts.decode_text
    monkeypatch.setattr(texts, "decode_text", lambda data, label: decoded.append(len(data)) or decode_text(data, label))
    words = ("あい\n" * (most // 3)).encode(charset)
    head = HEAD + f"Content-Type: text/{kind}; charset={charset}\n\n".encode()

    letter = read_letter(head + words)

    assert all(size <= most for size in decoded)
    assert letter.whole_text.split()[:2] == (["あい"] * 2 if (kind, charset) != ("html", "utf-7") else ["+MEIwRA"] * 2)
    assert "\ufffd" not in letter.whole_text
    assert [one.size_bytes for one in letter.attachments] == [len(words)]


def test_s61_lines_that_only_begin_as_a_boundary_does_are_passed_over_and_not_for_ever():
    raw = MIXED + b"--b\n\nfirst\n--bx\n-b\n--b -\n--b\n\nsecond\n" + b"--bx\n" * 50_000 + b"--b--\n"

    letter = read_letter(raw)

    assert letter.text.startswith("first\n--bx\n-b\n--b -\n\nsecond")


def test_s61_uuencode_made_of_nothing_but_short_lines_is_text():
    assert read_letter(HEAD + b"\nbegin 644 x\n" + b"!80\n" * 10_000 + b"end\n").attachments == []


@pytest.mark.parametrize("length", [0, 1, 2, 3, 30_000, 30_001, 30_002, 3_000_000])
@pytest.mark.parametrize("ending", [b"", b"\n-- \nThe list's footer, http://list.example\n"])
def test_base64_of_any_length_is_decoded_with_and_without_words_behind_its_padding(length, ending):
    content = bytes(range(256)) * (length // 256) + b"x" * (length % 256)
    encoded = base64.encodebytes(content)
    padded = encoded.rstrip().endswith(b"=")

    if padded or not ending:
        assert decode_base64(encoded.rstrip(b"\n") + ending) == content + ending


def test_s61_padding_after_padding_is_decoded_and_not_for_ever():
    assert decode_base64(b"YQ==" * 5000) == b"a" * 5000
    assert decode_base64(b"YQ==" * 200_000).startswith(b"a" * 5000)


def test_s61_so_many_words_of_a_letter_are_looked_at_for_their_charset_and_none_is_lost(monkeypatch):
    looks = []
    monkeypatch.setattr(charsets, "latin_guess", lambda data, _codec: looks.append(data))
    word = b'"=?x?q?=e9%d?= '
    rows = [b"X-%d: %s\n" % (row, b"".join(word % (1000 * row + at) for at in range(1000))) for row in range(8)]

    letter = read_letter(b"".join(rows) + HEAD + b"\nWords")

    assert 1000 < len(looks) < 2500
    assert letter.headers["x-7"][0].startswith('"\xe97000 "\xe97001 ')
    assert letter.text == "Words"


def test_s61_so_many_parts_of_a_letter_are_looked_at_for_their_charset_and_the_rest_is_as_labelled(monkeypatch):
    looks = []
    monkeypatch.setattr(charsets, "latin_guess", lambda data, _codec: looks.append(len(data)))
    part = b"--b\nContent-Type: text/plain; charset=iso-8859-1\n\n" + b"caf\xe9 \xfa\xe8 ok\n" * 300

    letter = read_letter(MIXED + part * 900)

    assert sum(looks) <= limits.CHARSET_BYTES
    assert letter.text.count("caf\xe9 \xfa\xe8 ok") > 50_000


@pytest.mark.parametrize("label", ["x", "iso-8859-1", "utf-8", "gb2312"])
def test_the_next_letter_has_all_its_looks_again(label):
    word = f"=?{label}?q?Bj=f6rn_fr=e5n_G=f6teborg?="
    for _letter in range(2):
        rows = b"".join(b"X-%d: %s\n" % (row, b'"'.join([word.encode()] * 100)) for row in range(20))
        letter = read_letter(b"Subject: " + word.encode() + b"\nFrom: a@client.example\n" + rows + b"\nWords")

        assert "Bj" in letter.subject
