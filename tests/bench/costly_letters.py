"""Letters that are made to cost their reader time or memory; each is a whole mail."""

import binascii
from collections.abc import Iterator

MEGABYTE = 1024 * 1024
HEAD = b"From: Guest <guest@client.example>\r\nTo: desk@aurora.example\r\nMessage-ID: <%d@client.example>\r\nSubject: Hello\r\n"


def costly_letters() -> Iterator[bytes]:
    """One of each, and a plain one behind them."""
    kinds = (padded, colons, nested, japanese, uuencoded, tags, plain)
    for number, kind in enumerate(kinds):
        yield HEAD % number + kind()


def padded() -> bytes:
    """Base64 that ends again and again."""
    return b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + (b"YQ==" * 15 + b"\r\n") * 160_000


def colons() -> bytes:
    """A header of addresses that has nothing but colons."""
    return b"Cc: " + b":" * 63_000 + b"\r\n\r\nHello\r\n"


def nested() -> bytes:
    """Eighteen multiparts inside one another around 20 MB."""
    opened = b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
    for level in range(1, 18):
        opened += b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level - 1, level)
    return opened + b"--b17\r\n\r\n" + (b"word " * 15 + b"\r\n") * 270_000


def japanese() -> bytes:
    """20 MB of ISO-2022-JP, which takes more room when it is decoded."""
    return (
        b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
        + ("あいうえお" * 7 + "\r\n").encode("iso-2022-jp") * 250_000
    )


def uuencoded() -> bytes:
    """A hundred thousand files in one text."""
    return b"\r\n" + b"".join(b"begin 644 f%d\r\n%s`\r\nend\r\n" % (at, binascii.b2a_uu(b"x")) for at in range(100_000))


def tags() -> bytes:
    """1 MB of tiny tags."""
    return b"Content-Type: text/html\r\n\r\n" + b"<b><i>" * (MEGABYTE // 6)


def plain() -> bytes:
    """What a person wrote."""
    return b"\r\nHello, is the room still free?\r\n"
