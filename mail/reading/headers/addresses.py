"""Address lists (RFC 5322 §3.4), read from left to right once, without recursion and without ever failing."""

import re
from typing import Final

from app.text.one_line import header_line
from mail.letter import limits
from mail.letter.letter import Address
from mail.reading.decoding.charsets import decode_text
from mail.reading.headers.words import decode_words

_SPECIAL: Final = re.compile(r'[",;:<>()\\]')
# What may stand as an address: anything with one usable @; strictness would lose real mail.
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,200}@[^\s@<>(),;:\"\\]{1,255}")
_QUOTED_LOCAL: Final = re.compile(r"\"[^\"\r\n]{1,64}\"@[^\s@<>(),;:\"\\]{1,255}")
_COMMENT: Final = re.compile(r"\([^()]{0,200}\)")


class _Mailbox:
    """One mailbox while it is being read: words before the angle bracket, what is inside, comments."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.inside: str | None = None
        self.words_before = 0  # the angle bracket
        self.comments: list[str] = []
        self.has_at = False

    def say(self, words: str) -> None:
        self.words.append(words)
        self.has_at = self.has_at or "@" in words

    def finish(self) -> Address | None:
        outside = "".join(self.words)
        comment = " ".join(" ".join(self.comments).split())
        if self.inside is not None:
            email = _usable(_without_comments(self.inside)) or _usable(outside) or _usable(decode_words(self.inside))
            return (
                _address(outside or comment, email or self.inside)
                if email or outside.strip() or self.inside.strip()
                else None
            )
        if email := _usable(outside):
            rest = outside.replace(email, " ", 1) if email in outside else ""
            return _address(comment or rest, email)
        decoded = decode_words(outside)
        if decoded != outside and "@" in decoded:
            # The whole mailbox went into an encoded word: `=?utf-8?q?Name_<a@b>?=`.
            name, _, inside = decoded.rpartition("<")
            return _address(name, _usable(inside) or _usable(decoded))
        return _address(outside or comment, "") if outside.strip() else None


def parse_addresses(value: bytes, label: str = "") -> list[Address]:
    """Return the mailboxes of one header, groups flattened; entries without an address keep their name.

    `label` is the charset tried on raw 8-bit bytes.
    """
    raw = unfolded(value, label)
    found: list[Address] = []
    for mailbox in _mailboxes(raw[: limits.HEADER_VALUE_CHARS]):
        if address := mailbox.finish():
            found.append(address)
        if len(found) >= limits.ADDRESSES:
            break
    return found


def unfolded(value: bytes, label: str = "") -> str:
    """Return an address header as text, its encoded words undecoded: what is in them is never part of an address."""
    return value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode_text(value, label)


def first_address(text: str) -> str:
    """Return the first thing in a text that looks like an address, or an empty string."""
    match = _ADDRESS.search(text)
    return _trimmed(match[0]) if match else ""


def _mailboxes(raw: str) -> list[_Mailbox]:  # noqa: C901, PLR0912 - one branch a special character, flat
    """Split the list at commas and semicolons outside quotes, comments and angle brackets."""
    boxes = [_Mailbox()]
    at = 0
    comments_end = True
    last_semicolon = raw.rfind(";")
    while at < len(raw) and len(boxes) <= limits.ADDRESSES:
        match = _SPECIAL.search(raw, at)
        box = boxes[-1]
        if match is None:
            box.say(raw[at:])
            break
        box.say(raw[at : match.start()])
        at = match.end()
        match match[0]:
            case '"':
                word, at = _quoted(raw, at)
                box.say(word)
            case "(" if comments_end:
                comment, at, comments_end = _comment(raw, at)
                box.comments.append(comment)
            case "<":
                if box.inside is not None and _usable(box.inside):
                    box = _next(boxes)  # `A <a@x> B <b@y>`: two, though no comma is between them
                box.words_before = len(box.words)
                box.inside, at = _bracketed(raw, at)
            case "," | ";":
                if not _goes_on_as_name(raw, at, box):
                    boxes.append(_Mailbox())
                else:
                    box.say(",")
            case ":":
                if not box.has_at and box.inside is None and last_semicolon >= at:
                    boxes[-1] = _Mailbox()  # a group's name, `undisclosed-recipients:;`
                else:
                    box.say(":")
            case "\\":
                box.say(raw[at : at + 1])
                at += 1
            case _:
                pass
    return boxes


def _goes_on_as_name(raw: str, at: int, box: _Mailbox) -> bool:
    """Say whether a comma belongs to an unquoted name: `Doe, John <j@x>` is one person."""
    before = "".join(box.words)
    if box.inside is not None or not before.strip() or "@" in before:
        return False
    rest = raw[at : at + limits.NAME_CHARS]
    upto = rest.split("<", 1)[0]
    return "<" in rest and "," not in upto and ";" not in upto and "@" not in upto


def _quoted(raw: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(raw) and raw[end] != '"':
        end += 2 if raw[end] == "\\" else 1
    text = raw[at:end]
    is_local_part = raw[end + 1 : end + 2] == "@"
    if is_local_part:
        return f'"{text}"', end + 1
    return re.sub(r"\\(.)", r"\1", text), end + 1


def _comment(raw: str, at: int) -> tuple[str, int, bool]:
    """Read a comment and say whether it ends; nesting is counted, not recursed into.

    900 open brackets broke Python's own parser. After one without its end no other is looked for: that would
    read the header once for each.
    """
    depth, end = 1, at
    while end < len(raw) and depth:
        if raw[end] == "\\":
            end += 1
        else:
            depth += (raw[end] == "(") - (raw[end] == ")")
        end += 1
    if depth:
        return "", at, False  # an open bracket without its end is part of the name
    return raw[at : end - 1], end, True


def _next(boxes: list[_Mailbox]) -> _Mailbox:
    """Begin another mailbox with the words behind the last one's angle bracket."""
    last, new = boxes[-1], _Mailbox()
    new.words, last.words = last.words[last.words_before :], last.words[: last.words_before]
    new.has_at = any("@" in word for word in new.words)
    boxes.append(new)
    return new


def _bracketed(raw: str, at: int) -> tuple[str, int]:
    end = raw.find(">", at)
    if end < 0:
        end = raw.find(",", at) if raw.find(",", at) >= 0 else len(raw)
        return raw[at:end], end
    inside = raw[at:end]
    if (again := inside.rfind("<")) >= 0:  # `<<a@b>>`, `<name <a@b>`
        inside = inside[again + 1 :]
    return inside, end + 1


def _without_comments(inside: str) -> str:
    """Drop comments inside an angle bracket, and the blanks around its dots: `<a@b(old).  example>`."""
    if "(" not in inside:
        return inside
    return _closed_up(_COMMENT.sub("", inside))


def _closed_up(text: str) -> str:
    """Drop the blanks around dots and the @ that the obsolete syntax allows (RFC 5322 §4.4)."""
    text = " ".join(text.split())
    for mark in ".@":
        text = text.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return text


def _usable(text: str) -> str:
    """Return the first address in a text, route (`@a,@b:user@c`) and `mailto:` dropped, or an empty string."""
    compact = text.strip()
    if match := _QUOTED_LOCAL.fullmatch(compact):
        return match[0]
    compact = compact.replace("mailto:", " ")
    found = [_trimmed(candidate) for candidate in _ADDRESS.findall(compact[: limits.HEADER_VALUE_CHARS])]
    if not found:
        return _spaced_out(compact)
    return found[-1] if compact.startswith("@") else found[0]


def _spaced_out(text: str) -> str:
    """Return the address that a text is once its blanks are closed up: `a @ guest.example`. One @ and no word more."""
    closed = _closed_up(text) if text.count("@") == 1 else ""
    return closed if _ADDRESS.fullmatch(closed) and "." in closed.partition("@")[2] else ""


def _trimmed(email: str) -> str:
    return email.strip("'`.*").rstrip("]")[: limits.ADDRESS_CHARS]


def _address(name: str, email: str) -> Address:
    name = header_line(decode_words(name) if "=?" in name else name, limits.NAME_CHARS)
    name = name.strip().strip("\"'").strip()
    email = header_line(email, limits.ADDRESS_CHARS)
    email = email if email.startswith('"') else email.replace(" ", "")
    local, at, domain = email.rpartition("@")
    return Address(name, f"{local}{at}{domain.lower()}")
