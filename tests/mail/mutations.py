"""Letters broken in the ways of disks, gateways and attackers: the same number, the same letter."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

LETTERS: Final = Path(__file__).parent / "letters"
SAMPLES: Final = tuple(raw for path in sorted(LETTERS.glob("*.eml")) if (raw := path.read_bytes()))
_PIECES: Final = (
    *(b"\r", b"\n", b"\n\n", b"\r\n.\r\n", b"\x00", b"\xff\xfe", b"=?utf-8?q?=0A?=", b"=?", b"?=", b"--", b";", b'"', b"<", b">", b"(", b"\\"),
    *(b"\x1b$B", b"\xed\xa0\x80", b"\xe2\x80\xae", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Content-Transfer-Encoding: base64\n"),
    *(b"charset=nope", b"charset=utf-7", b"charset=idna", b"filename*=utf-8''%00%0d%0aX.html", b"From: a@b.example\n", b"<blockquote>" * 50, b"<div>" * 300),
)  # fmt: skip


def _cut(mail: bytearray, chance: random.Random) -> None:
    del mail[chance.randrange(len(mail)) :]


def _drop(mail: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(mail))
    del mail[at : at + chance.randrange(1, 400)]


def _insert(mail: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(mail))
    mail[at:at] = chance.choice(_PIECES) * chance.choice((1, 1, 1, 2, 40))


def _flip(mail: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 30)):
        mail[chance.randrange(len(mail))] = chance.randrange(256)


def _double(mail: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(mail))
    mail[at:at] = mail[at : at + chance.randrange(1, 2_000)] * chance.choice((1, 5, 50))


def _swap_case(mail: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(mail))
    mail[at : at + 200] = bytes(mail[at : at + 200]).swapcase()


def _splice(mail: bytearray, chance: random.Random) -> None:
    other = chance.choice(SAMPLES)
    mail[chance.randrange(len(mail)) :] = other[chance.randrange(len(other)) :]


def _line_ends(mail: bytearray, chance: random.Random) -> None:
    mail[:] = bytes(mail).replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\r", b"\r\r\n")))


_WAYS: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    _cut,
    _drop,
    _insert,
    _insert,
    _flip,
    _double,
    _swap_case,
    _splice,
    _line_ends,
)


def mutated(number: int) -> bytes:
    """The `number`-th broken letter."""
    chance = random.Random(number)
    mail = bytearray(chance.choice(SAMPLES))
    for _ in range(chance.randrange(1, 5)):
        if mail:
            chance.choice(_WAYS)(mail, chance)
    return bytes(mail)
