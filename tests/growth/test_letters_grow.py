"""A letter twice as large takes twice as long to read, whatever it is made of."""

import pytest

from mail.reader.letters import read_letter
from tests.growth.measuring import grows_too_fast, repeated
from tests.growth.shapes import ENCODED, HEAD, HEADERS, LINES, PARTS, PIECES, TAGS

HEADER_BYTES, BODY_BYTES = 8 * 1024, 48 * 1024
KINDS = {
    "plain": (b"text/plain; charset=utf-8", (*LINES, *PIECES)),
    "flowed": (b"text/plain; format=flowed", LINES),
    "page": (b"text/html; charset=utf-8", (*TAGS, "&#", "=")),
    "enriched": (b"text/enriched", ("<", "<<", "<a>", "\n\n")),
    "status": (b"message/delivery-status", LINES),
    "calendar": (b"text/calendar", (*LINES, '"', ":", "\n ", "\\n", ";", 'a"b:', "END:VEVENT\n")),
    "message": (b"message/rfc822", (*LINES, "Content-Type: message/rfc822\n\n")),
    "mixed": (b"multipart/mixed; boundary=b", PARTS),
    "alternative": (b"multipart/alternative; boundary=b", PARTS),
    "related": (b"multipart/related; boundary=b", PARTS),
    "digest": (b"multipart/digest; boundary=b", PARTS),
}
CHARSETS = (
    b"iso-2022-jp",
    b"iso-2022-kr",
    b"utf-7",
    b"utf-16",
    b"hz",
    b"gb18030",
    b"euc-jp",
    b"iso-8859-1",
    b"windows-1256",
    b"euc-kr",
    b"big5",
    b"x-unknown",
)
BYTES = (
    b"\x1b$B",
    b"\x1b(B",
    b"\x1b$B\x24\x22\x1b(B",
    b"\x1b",
    b"\x1b$)C",
    b"+",
    b"+AAA-",
    b"~{",
    b"\xe9",
    b"\xff\xfe",
    b"\xe4\xbd",
    b"\xe5\xe7 ",
    b"\xb0\xa8",
    b"\xbb ",
    b"\xa3a",
)


def faults(shapes, work=read_letter, largest=BODY_BYTES):
    """Each shape that grows too fast, with its times."""
    return {name: fault for name, make in shapes.items() if (fault := grows_too_fast(work, make, largest))}


def with_body(head, unit):
    return lambda size: HEAD + head + b"\r\n\r\n" + repeated(unit, size) + b"\r\n"


@pytest.mark.parametrize("group", HEADERS)
def test_s61_each_header(group):
    """Those of a group grow together, in one letter."""

    def made(unit):
        def grown(size):
            value = repeated(unit.encode(), size)
            return b"".join(b"%s: %s\r\n" % (name.encode(), value) for name in HEADERS[group]) + b"\r\nx"

        return grown

    assert faults({unit: made(unit) for unit in PIECES}, largest=HEADER_BYTES) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_s61_each_kind_of_body(kind):
    content_type, units = KINDS[kind]

    assert faults({unit: with_body(b"Content-Type: " + content_type, unit.encode()) for unit in units}) == {}


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "x-uuencode"])
def test_s61_each_transfer_encoding(encoding):
    begin = "begin 644 x\n" if encoding == "x-uuencode" else ""
    head = f"Content-Transfer-Encoding: {encoding}\r\n\r\n{begin}".encode()

    assert faults({unit: lambda size, unit=unit: HEAD + head + repeated(unit.encode(), size) for unit in ENCODED}) == {}


@pytest.mark.parametrize("charset", CHARSETS)
def test_s61_each_charset(charset):
    assert faults({unit: with_body(b"Content-Type: text/plain; charset=" + charset, unit) for unit in BYTES}) == {}


def test_s61_header_blocks_of_many_lines():
    units = (
        b"X: y\n",
        b" \n",
        b"!\n",
        b"!\n!\n!\n!\nX-A: b\n",
        b"\n",
        b"X:\n",
        b"From x\n",
        b"\r",
        b"X: \xe9\n",
        b" x\n",
        b"X: =?a?q?b?=\n",
    )

    assert faults({unit: lambda size, unit=unit: repeated(unit, size) + b"\n" + HEAD + b"\nx" for unit in units}) == {}
    assert faults({unit: lambda size, unit=unit: HEAD + repeated(unit, size) + b"\nx" for unit in units}) == {}


def test_s61_a_bounce_without_a_report():
    head = b"From: MAILER-DAEMON@b.example\r\nSubject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\n\r\n"
    said = b"could not be delivered to one or more recipients.\n"

    assert faults({unit: lambda size, unit=unit: head + said + repeated(unit.encode(), size) for unit in LINES}) == {}


def test_s61_parts_inside_one_another():
    def nested(size):
        opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(18))
        return HEAD + opened + b"\n" + repeated(b"x y z\n", size)

    assert (
        faults(
            {
                "depth 18": nested,
                "endless": lambda size: HEAD + repeated(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", size),
            }
        )
        == {}
    )
